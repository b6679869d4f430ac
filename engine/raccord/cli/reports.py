"""What preview and import share once there is a report: the result file, the printed report, the exit status."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from raccord.cli.arguments import Parser
from raccord.cli.recording import NEEDS_ATTENTION, Record
from raccord.cli.screen import Screen
from raccord.errors import RaccordError
from raccord.translation import N_, _

if TYPE_CHECKING:
    from raccord.cli.importing import Request
    from raccord.cli.progress_bar import ProgressBar
    from raccord.jobs import Report

_NO_RESULT = N_("Only the result file is missing: {done}")
_NO_SUMMARY = N_("Only the summary is missing: {done}")
_NO_PRINT = N_("Only the printed report is missing: {done}")
SHAPE = N_("""\
the report: file, sheet, columns, summary, rows with their changes and messages,
  deletions, fingerprint. Its JSON Schema is raccord.reporting.json_schema().""")


def add_report(parser: Parser) -> None:
    """Add the options that say where the report goes."""
    group = parser.add_argument_group(_("results"))
    group.add_argument("--result", metavar="OUT.xlsx", type=Path, help=_("write the annotated copy of the file"))
    group.add_argument(
        "--summary",
        metavar="OUT.txt|OUT.html",
        type=Path,
        help=_("write a summary for people: what changed, what needs them"),
    )
    group.add_argument("--log", metavar="FILE", type=Path, help=_("append a line about the run, also if it fails"))
    group.add_argument("--save-config", metavar="FILE", type=Path, help=_("write the import configuration just used"))
    group.add_argument("--json", action="store_true", help=_("print the report as JSON, messages on standard error"))
    parser.epilog = _("--json prints:") + "\n  " + _(SHAPE)


def asked(args: Namespace, record: Record) -> "Request":
    """Settle what a command line asks for, and write the import configuration of it; raises RaccordError."""
    from raccord.cli.importing import request_from  # noqa: PLC0415 - loads the readers, which --help does without

    request = request_from(args)
    record.base = request.job.base_name
    if args.save_config is not None:
        request.save(args.save_config, record.outputs)
    return request


def tell_report(
    report: "Report", request: "Request", args: Namespace, screen: Screen, progress: "ProgressBar", record: Record
) -> int:
    """Write result and summary and print the report; returns the exit status of SPEC §8.

    Once an import is applied nothing that goes wrong here may hide that it is: the status is then 1, not 2.
    """
    status = report.exit_status
    try:
        faults = _told(report, request, args, screen, progress, record)
    except KeyboardInterrupt:
        if not report.applied:
            raise
        screen.say(_("Stopped, but {done}", done=_done(report)))
        return max(status, NEEDS_ATTENTION)
    for fault, missing in faults:
        screen.error(fault)
        screen.say(_(missing, done=_done(report)))
    if faults:
        return max(status, NEEDS_ATTENTION)
    if report.refusal is not None:
        screen.error(report.refusal)
    return status


def _told(
    report: "Report", request: "Request", args: Namespace, screen: Screen, progress: "ProgressBar", record: Record
) -> list[tuple[RaccordError, str]]:
    """Write result and summary, and print; returns what went wrong after an applied import, and raises it before."""
    faults: list[tuple[RaccordError, str]] = []
    ways: tuple[tuple[Callable[[], None], str], ...] = (
        (lambda: _write_result(report, request, record.result, progress), _NO_RESULT),
        (lambda: record.reported(report, *(fault for fault, _missing in faults)), _NO_SUMMARY),
        (progress.stop, ""),
        (lambda: _print(report, request, args, screen), _NO_PRINT),
    )
    for way, missing in ways:
        try:
            way()
        except RaccordError as fault:
            if not report.applied:
                raise
            faults.append((fault, missing))
    return faults


def _done(report: "Report") -> str:
    return _("the import is done. Take it back with: raccord undo {point}", point=report.restore_point)


def _print(report: "Report", request: "Request", args: Namespace, screen: Screen) -> None:
    if args.json:
        from raccord.reporting import write_json  # noqa: PLC0415 - loads SQLAlchemy, which --help does without

        with screen.printing():
            write_json(report, screen.json_stream())
    else:
        from raccord.cli.report_text import show_report  # noqa: PLC0415 - as above

        shown = report.plan.work.database.shown_url
        show_report(report, screen, path=str(request.path), base=shown, from_workbook=request.from_workbook)
    screen.flush()


def _write_result(report: "Report", request: "Request", out: Path | None, progress: "ProgressBar") -> None:
    if out is None:
        return
    from raccord.results import write_result  # noqa: PLC0415 - openpyxl and XlsxWriter, only for a result file

    write_result(report, request.path, out, progress=progress)
