"""What preview and import share once there is a report: the result file, the printed report, the exit status."""

import os
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from raccord.cli.arguments import Parser
from raccord.cli.screen import Screen
from raccord.errors import FileError, RaccordError, UsageError, Where
from raccord.translation import N_, _

if TYPE_CHECKING:
    from raccord.cli.importing import Request
    from raccord.cli.progress_bar import ProgressBar
    from raccord.jobs import Report

NEEDS_ATTENTION = 1
SHAPE = N_("""\
the report: file, sheet, columns, summary, rows with their changes and messages,
  deletions, fingerprint. Its JSON Schema is raccord.reporting.json_schema().""")


def add_report(parser: Parser) -> None:
    """Add the options that say where the report goes."""
    group = parser.add_argument_group(_("results"))
    group.add_argument("--result", metavar="OUT.xlsx", type=Path, help=_("write the annotated copy of the file"))
    group.add_argument("--save-config", metavar="FILE", type=Path, help=_("write the import configuration just used"))
    group.add_argument("--json", action="store_true", help=_("print the report as JSON, messages on standard error"))
    parser.epilog = _("--json prints:") + "\n  " + _(SHAPE)


def check_outputs(args: Namespace, request: "Request") -> None:
    """Check that results can be written before anything is, and write the configuration; raises FileError."""
    outputs = {"--result": args.result, "--save-config": args.save_config}
    for option, out in outputs.items():
        if out is not None:
            _check_output(option, out, request.path)
    if args.result is not None and args.result.suffix.lower() != ".xlsx":
        title = _("--result: {file} does not end in .xlsx.", file=args.result.name)
        raise UsageError("result-not-xlsx", title, hint=_("A result is always an xlsx workbook; name it so."))
    if args.save_config is not None:
        request.save(args.save_config)


def tell_report(report: "Report", request: "Request", args: Namespace, screen: Screen, progress: "ProgressBar") -> int:
    """Write the result file and print the report; returns the exit status of SPEC §8.

    Once an import is applied nothing that goes wrong here may hide that it is: the status is then 1, not 2.
    """
    status = report.exit_status
    try:
        fault = _write_result(report, request, args.result, progress)
        progress.stop()
        _print(report, request, args, screen)
    except KeyboardInterrupt:
        if not report.applied:
            raise
        screen.say(_("Stopped, but {done}", done=_done(report)))
        return max(status, NEEDS_ATTENTION)
    if fault is not None:
        screen.error(fault)
        screen.say(_("Only the result file is missing: {done}", done=_done(report)))
        return max(status, NEEDS_ATTENTION)
    if report.refusal is not None:
        screen.error(report.refusal)
    return status


def _done(report: "Report") -> str:
    return _("the import is done. Take it back with: raccord undo {point}", point=report.restore_point)


def _print(report: "Report", request: "Request", args: Namespace, screen: Screen) -> None:
    if args.json:
        from raccord.reporting import write_json  # noqa: PLC0415 - loads SQLAlchemy, which --help does without

        write_json(report, screen.json_stream())
        return
    from raccord.cli.report_text import show_report  # noqa: PLC0415 - as above

    show_report(report, screen, path=str(request.path), base=report.plan.work.database.shown_url)


def _write_result(
    report: "Report", request: "Request", out: Path | None, progress: "ProgressBar"
) -> RaccordError | None:
    """Write the result file; returns what went wrong after an applied import, and raises it before."""
    if out is None:
        return None
    from raccord.results import write_result  # noqa: PLC0415 - openpyxl and XlsxWriter, only for a result file

    try:
        write_result(report, request.path, out, progress=progress)
    except RaccordError as fault:
        if not report.applied:
            raise
        return fault
    return None


def _check_output(option: str, out: Path, source: Path) -> None:
    try:
        same = out.exists() and source.exists() and out.samefile(source)
        reason = _why_not_writable(out)
    except OSError as fault:
        same, reason = False, str(fault.strerror)
    if same:
        title = _("{option} names the file that is read.", option=option)
        raise UsageError("same-file", title, hint=_("Give the result a name of its own."), where=Where(file=str(out)))
    if reason:
        title = _("{option}: this file cannot be written: {reason}.", option=option, reason=reason)
        raise FileError("cannot-write", title, hint=_("Choose another place."), where=Where(file=str(out)))


def _why_not_writable(out: Path) -> str:
    if not out.parent.is_dir():
        return _("there is no folder {folder}", folder=out.parent)
    if out.is_dir():
        return _("it is a folder")
    return "" if os.access(out if out.exists() else out.parent, os.W_OK) else _("you have no right to write there")
