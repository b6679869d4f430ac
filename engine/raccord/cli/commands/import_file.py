"""raccord import: the previewed plan, applied whole or not at all."""

from argparse import Namespace

from raccord.cli.arguments import Parser, add_base, add_file, add_import
from raccord.cli.recording import Record, recorded
from raccord.cli.reports import add_report, asked, tell_report
from raccord.cli.screen import Screen
from raccord.translation import _


def configure(parser: Parser) -> None:
    """Add the options."""
    add_file(parser)
    add_base(parser)
    add_import(parser)
    parser.add_argument(
        "--expect", metavar="FINGERPRINT", help=_("refuse the import unless its plan is the one previewed")
    )
    add_report(parser)


def run(args: Namespace, screen: Screen) -> int:
    """Import the file and print the report."""
    return recorded(args, screen, lambda record: _import(args, screen, record))


def _import(args: Namespace, screen: Screen, record: Record) -> int:
    from raccord.cli.progress_bar import ProgressBar  # noqa: PLC0415 - which --help does without

    request = asked(args, record)
    from raccord.jobs import import_sheet  # noqa: PLC0415 - it loads SQLAlchemy

    confirmed = {"expect": args.expect, "confirm_deletions": args.confirm_deletions}
    with (
        ProgressBar(screen.err) as progress,
        import_sheet(request.job, **confirmed, progress=progress) as report,
    ):
        return tell_report(report, request, args, screen, progress, record)
