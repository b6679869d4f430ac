"""raccord addin: the add-ins for spreadsheet programs, which come in a package of their own."""

from argparse import Namespace
from importlib.metadata import entry_points
from pathlib import Path

from raccord.cli.arguments import Parser
from raccord.cli.screen import Screen
from raccord.errors import UsageError

ENTRY_POINTS = "raccord.addin"


def configure(parser: Parser) -> None:
    """Add the options; only `build` takes a folder."""
    if parser.prog.endswith(" build"):
        parser.add_argument("folder", metavar="FOLDER", type=Path, help="where to write raccord.xlam and raccord.oxt")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(args: Namespace, screen: Screen) -> int:
    """Hand over to the installed add-in: `command(action, args, screen)` of the entry point group `raccord.addin`."""
    offered = next(iter(entry_points(group=ENTRY_POINTS)), None)
    if offered is None:
        raise UsageError(
            "no-addin",
            f"raccord {args.words}: this version has no add-in yet.",
            message="The add-ins for Excel and LibreOffice come with a later version.",
            hint="Use the command line: raccord preview FILE",
        )
    action: str = args.words.split()[1]
    status: int = offered.load()(action, args, screen)
    return status
