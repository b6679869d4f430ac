"""raccord preview: what a sheet would change; nothing is written."""

from argparse import Namespace

from raccord.cli.arguments import Parser, add_base, add_file, add_import
from raccord.cli.loading import load_beside
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
    from raccord.cli.importing import request_from  # noqa: PLC0415 - loads the readers, which --help does without
    from raccord.cli.progress_bar import ProgressBar  # noqa: PLC0415 - as above

    load_beside("raccord.jobs")
    request = request_from(args)
    check_outputs(args, request)
    from raccord.jobs import preview  # noqa: PLC0415 - it loads SQLAlchemy

    with ProgressBar(screen.err) as progress, preview(request.job, progress=progress) as report:
        return tell_report(report, request, args, screen, progress)
