"""The log of runs: one line for each, appended in one write, so that runs at the same time leave whole lines (SPEC §8).

A line is a moment in UTC, the command, what became of it, and facts as `name=value`, with the same names in every
language; a value with anything but letters, digits and `. _ / : + -` stands in quotes, as in JSON.
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from raccord.cli.screen import clean
from raccord.errors import FileError, Where
from raccord.secrecy import scrubbed_foreign
from raccord.translation import _

_BARE = re.compile(r"[\w./:+\-]+")
_LINE_START = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ ")
_LENGTH_OF_START = 21


@dataclass(frozen=True, slots=True)
class LogLine:
    """One run: when it began (UTC), its command, what became of it, and facts by name, without those that are None."""

    at: datetime
    command: str
    ending: str
    facts: Mapping[str, str | int | float | None]

    def __str__(self) -> str:
        """Give the line, without a password and without the end of the line."""
        facts = (f"{name}={_fact(value)}" for name, value in self.facts.items() if value is not None)
        return scrubbed_foreign(" ".join((f"{self.at:%Y-%m-%dT%H:%M:%SZ}", self.command, self.ending, *facts)))


def check_log(path: Path) -> None:
    """Make the log if it is not there; raises FileError where it cannot be written, or is something else."""
    try:
        with path.open("ab"):
            pass
        start = _start_of(path) if path.is_file() else b""
    except OSError as fault:
        raise _unwritable(path, fault) from fault
    if start and not _LINE_START.match(start):
        raise FileError(
            "not-a-log",
            _("--log: this file is no log of Raccord."),
            message=_("Its first line does not begin with a moment such as 2026-11-22T06:00:00Z."),
            hint=_("Name a file of its own, which need not be there yet."),
            where=Where(file=str(path)),
        )


def append(path: Path, line: LogLine) -> None:
    """Append a line; raises FileError."""
    written = f"{line}\n".encode("utf-8", "backslashreplace")
    try:
        log = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        try:
            os.write(log, written)
        finally:
            os.close(log)
    except OSError as fault:
        raise _unwritable(path, fault) from fault


def _start_of(path: Path) -> bytes:
    with path.open("rb") as log:
        return log.read(_LENGTH_OF_START)


def _fact(value: str | float) -> str:
    text = clean(str(value))
    return text if _BARE.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _unwritable(path: Path, fault: OSError) -> FileError:
    return FileError(
        "cannot-write",
        _("{option}: this file cannot be written: {reason}.", option="--log", reason=fault.strerror or fault),
        hint=_("Choose another place."),
        where=Where(file=str(path)),
    )
