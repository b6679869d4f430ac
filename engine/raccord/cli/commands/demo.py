"""raccord demo: a tour of preview, import, history and restore on sample data."""

from argparse import Namespace
from pathlib import Path

from raccord.cli.arguments import Parser
from raccord.cli.screen import Screen
from raccord.translation import _


def configure(parser: Parser) -> None:
    """Add the options."""
    parser.add_argument(
        "folder",
        metavar="FOLDER",
        type=Path,
        nargs="?",
        help=_("where to make the demo; default: a new temporary folder"),
    )
    parser.add_argument(
        "--buttons",
        action="store_true",
        help=_("let the buttons use the demo's base, by a line in your configuration"),
    )


def run(args: Namespace, screen: Screen) -> int:
    """Run the tour."""
    from rich.console import Console  # noqa: PLC0415 - which --help does without

    from raccord.demo import new_folder, run_demo  # noqa: PLC0415 - as above

    console = Console(file=screen.out, highlight=False)
    return run_demo(args.folder or new_folder(), console, buttons=args.buttons)
