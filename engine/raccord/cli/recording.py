"""Recording a run of preview or import: its line in the log and its summary, also of one that fails (SPEC §8)."""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from raccord.cli.arguments import chosen_file
from raccord.cli.output_checks import check_distinct, check_output
from raccord.cli.screen import Screen
from raccord.configuration.outputs import Outputs
from raccord.errors import RaccordError

if TYPE_CHECKING:
    from raccord.cli.letter import Letter, Occasion
    from raccord.jobs import Report

NEEDS_ATTENTION, COULD_NOT_RUN = 1, 2
_ENDINGS = {"applied-unreported": "imported", "commit-unknown": "unknown"}
"""What became of an import that ended with an error of this code; any other failed."""


class Record:
    """What is known of a run so far, and where it is told: only in files that have been found writable."""

    def __init__(self, args: Namespace) -> None:
        self.outputs = Outputs(args.result, args.summary, args.log)
        """All outputs as they were asked for, with the names of the files not filled in."""
        self.base: str | None = None
        """What people call the base, once it is known."""
        self._args = args
        self._at, self._start = datetime.now(UTC), monotonic()
        self._told = Outputs()
        self._report: dict[str, str | int | None] = {}
        self._ending = "failed"

    @property
    def result(self) -> Path | None:
        """The result file of this run."""
        return self._told.result

    def settle(self) -> None:
        """Find where this run is told, by options and configuration, and check that it can be; raises RaccordError."""
        from raccord.configuration.imports import configured_outputs  # noqa: PLC0415 - loads YAML

        args = self._args
        file = chosen_file(args)
        try:
            if args.config:
                self.outputs = self.outputs.or_else(configured_outputs(args.config))
        finally:
            self._check(file)

    def reported(self, report: "Report", fault: RaccordError | None = None) -> None:
        """Note what the report says, and write the summary; raises FileError."""
        self.base = report.base_name
        self._ending = _ending(report, self._args.words)
        self._report = {
            "sheet": report.plan.sheet.grid.name,
            "restore_point": report.restore_point,
            **asdict(report.plan.summary),
            "attention": report.plan.summary.needing_attention,
        }
        if report.refusal:
            self._report |= _said(report.refusal)
        if self._told.summary:
            from raccord.cli.letter import letter_about  # noqa: PLC0415 - only where a summary is asked for

            self._write(letter_about(report, self._occasion(), fault))

    def failed(self, fault: BaseException, screen: Screen) -> None:
        """Tell of a run that ends with an error, in the summary if it came to no report, and in the log."""
        if not self._report:
            self._told = replace(self._told, result=None)
            self._ending = _ENDINGS.get(getattr(fault, "code", ""), "failed")
        ways: list[Callable[[], None]] = [lambda: self._log(_status(fault), _said(fault))]
        if self._told.summary and not self._report:
            ways.append(lambda: self._write_failure(fault))
        for way in ways:
            try:
                way()
            except RaccordError as other:
                screen.error(other)

    def ended(self, status: int, screen: Screen) -> int:
        """Tell the log how the run ended; returns the exit status, which a log that fails makes 1 where it was 0."""
        try:
            self._log(status, {})
        except RaccordError as fault:
            screen.error(fault)
            return max(status, NEEDS_ATTENTION)
        return status

    def _check(self, file: Path) -> None:
        """Check each file, so that what is wrong with one of them is told in those that can be written."""
        paths = self.outputs.filled(file, self._at.astimezone()).paths()
        saved = {"save-config": self._args.save_config} if self._args.save_config else {}
        check_distinct({**paths, **saved})
        faults = []
        for name, path in {**paths, **saved}.items():
            try:
                check_output(name, path, file)
            except RaccordError as fault:
                faults.append(fault)
            else:
                self._told = replace(self._told, **{name: path}) if name in paths else self._told
        if faults:
            raise faults[0]

    def _log(self, status: int, said: dict[str, str | int | None]) -> None:
        if self._told.log is None:
            return
        from raccord.cli.run_log import LogLine, append  # noqa: PLC0415 - only where there is a log

        facts = {
            "status": status,
            "file": self._args.file,
            "base": self.base,
            "seconds": round(monotonic() - self._start, 1),
            **self._report,
            "result": str(self._told.result.absolute()) if self._told.result else None,
            **said,
        }
        append(self._told.log, LogLine(self._at, self._args.words, self._ending, facts))

    def _write_failure(self, fault: BaseException) -> None:
        from raccord.cli.letter import letter_of_failure  # noqa: PLC0415 - only after a failure

        self._write(letter_of_failure(fault, self._occasion()))

    def _write(self, letter: "Letter") -> None:
        from raccord.cli.letter_files import write_letter  # noqa: PLC0415 - only where a summary is asked for

        if self._told.summary:
            write_letter(letter, self._told.summary, Path(self._args.file))

    def _occasion(self) -> "Occasion":
        from raccord.cli.letter import Occasion  # noqa: PLC0415 - as above

        return Occasion(self._args.words, str(self._args.file), self._at, self._told)


def recorded(args: Namespace, screen: Screen, work: Callable[[Record], int]) -> int:
    """Do the work of a command, and record what became of it, whatever happens."""
    record = Record(args)
    try:
        record.settle()
        status = work(record)
    except BaseException as fault:
        record.failed(fault, screen)
        raise
    return record.ended(status, screen)


def _ending(report: "Report", command: str) -> str:
    if report.refusal:
        return "refused"
    if report.applied:
        return "imported"
    return "previewed" if command == "preview" else "nothing-to-import"


def _said(fault: BaseException) -> dict[str, str | int | None]:
    """The code and the text of an error; of one that nobody foresaw only its kind, as the traceback is elsewhere."""
    if isinstance(fault, RaccordError):
        return {"code": fault.code, "said": str(fault)}
    stopped = isinstance(fault, KeyboardInterrupt)
    return {"code": "stopped" if stopped else "internal-error", "said": type(fault).__name__}


def _status(fault: BaseException) -> int:
    """The exit status that an error leads to (see `running`)."""
    if isinstance(fault, RaccordError):
        return fault.exit_status
    return NEEDS_ATTENTION if isinstance(fault, BrokenPipeError) else COULD_NOT_RUN
