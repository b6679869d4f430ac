"""raccord preview: what a sheet would change; nothing is written."""

from argparse import Namespace

from raccord.cli.arguments import Parser, add_base, add_file, add_import
from raccord.cli.reports import add_report, check_outputs, tell_report
from raccord.cli.screen import Screen


def configure(parser: Parser) -> None:
    """Add the options."""
    add_file(parser)
    add_base(parser)
    add_import(parser)
    add_report(parser)


def run(args: Namespace, screen: Screen) -> int:
    """Preview the file and print the report."""
    from raccord.cli.importing import request_from  # noqa: PLC0415 - loads SQLAlchemy, which --help does without
    from raccord.cli.progress_bar import ProgressBar  # noqa: PLC0415 - as above
    from raccord.jobs import preview  # noqa: PLC0415 - as above

    request = request_from(args)
    check_outputs(args, request)
    with ProgressBar(screen.err) as progress, preview(request.job, progress=progress) as report:
        return tell_report(report, request, args, screen, progress)
