"""raccord addin: the add-ins for spreadsheet programs, which come in a package of their own."""

from argparse import ArgumentTypeError, Namespace
from importlib.metadata import entry_points
from pathlib import Path

from raccord.cli.arguments import Parser, add_json
from raccord.cli.screen import Screen
from raccord.errors import UsageError
from raccord.translation import _

ENTRY_POINTS = "raccord.addin"
PROGRAMS = ("excel", "libreoffice")
_STATE = '{"program": "libreoffice", "place": "…", "installed": true, "current": true, "python": "…"}'
SHAPES = {
    "build": '["out/raccord.xlam", "out/raccord.oxt"]',
    "install": f"[{_STATE}]",
    "uninstall": '[{"program": "libreoffice", "removed": true}]',
    "status": f"[{_STATE}]",
}


def configure(parser: Parser) -> None:
    """Add the options: `build` takes a folder, `install` and `uninstall` the programs that are meant."""
    action = parser.prog.split()[-1]
    if action == "build":
        parser.add_argument(
            "folder", metavar="FOLDER", type=Path, help=_("where to write raccord.xlam and raccord.oxt")
        )
    if action.endswith("install"):
        parser.add_argument(
            "programs",
            metavar="PROGRAM",
            nargs="*",
            type=_program,
            help=_("excel or libreoffice; default: those that are on this machine"),
        )
    add_json(parser, SHAPES[action])


def _program(word: str) -> str:
    if word.lower() not in PROGRAMS:
        raise ArgumentTypeError(
            _(
                "“{word}” is no program that Raccord has an add-in for: {programs}",
                word=word,
                programs=", ".join(PROGRAMS),
            )
        )
    return word.lower()


def run(args: Namespace, screen: Screen) -> int:
    """Hand over to the installed add-in: `command(action, args, screen)` of the entry point group `raccord.addin`."""
    offered = next(iter(entry_points(group=ENTRY_POINTS)), None)
    if offered is None:
        raise UsageError(
            "no-addin",
            _("raccord {words}: the add-ins are not a part of this installation.", words=args.words),
            hint=_("Install Raccord again, whole, or use the command line: raccord preview FILE"),
        )
    action: str = args.words.split()[1]
    status: int = offered.load()(action, args, screen)
    return status
