"""raccord import: the previewed plan, applied whole or not at all."""

from argparse import Namespace

from raccord.cli.arguments import Parser, add_base, add_file, add_import
from raccord.cli.loading import load_beside
from raccord.cli.reports import add_report, check_outputs, tell_report
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
    from raccord.cli.importing import request_from  # noqa: PLC0415 - loads the readers, which --help does without
    from raccord.cli.progress_bar import ProgressBar  # noqa: PLC0415 - as above

    load_beside("raccord.jobs")
    request = request_from(args)
    check_outputs(args, request)
    from raccord.jobs import import_sheet  # noqa: PLC0415 - it loads SQLAlchemy

    confirmed = {"expect": args.expect, "confirm_deletions": args.confirm_deletions}
    with (
        ProgressBar(screen.err) as progress,
        import_sheet(request.job, **confirmed, progress=progress) as report,
    ):
        return tell_report(report, request, args, screen, progress)
