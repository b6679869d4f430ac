"""raccord preview: what a sheet would change; nothing is written."""

from argparse import Namespace

from raccord.cli.arguments import Parser, add_base, add_file, add_import
from raccord.cli.recording import Record, recorded
from raccord.cli.reports import add_report, asked, tell_report
from raccord.cli.screen import Screen


def configure(parser: Parser) -> None:
    """Add the options."""
    add_file(parser)
    add_base(parser)
    add_import(parser)
    add_report(parser)


def run(args: Namespace, screen: Screen) -> int:
    """Preview the file and print the report."""
    return recorded(args, screen, lambda record: _preview(args, screen, record))


def _preview(args: Namespace, screen: Screen, record: Record) -> int:
    from raccord.cli.progress_bar import ProgressBar  # noqa: PLC0415 - which --help does without

    request = asked(args, record)
    from raccord.jobs import preview  # noqa: PLC0415 - it loads SQLAlchemy

    with ProgressBar(screen.err) as progress, preview(request.job, progress=progress) as report:
        return tell_report(report, request, args, screen, progress, record)
