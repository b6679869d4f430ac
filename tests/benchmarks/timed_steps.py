"""An import or the floor with a watch; `timed_steps.py raccord|floor SHEET BASE FINGERPRINT` prints each stage."""

import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, Self, TypeVar

Item = TypeVar("Item")


class Stage(StrEnum):
    """What the time of an import goes to, in the order of its work."""

    XML = "reading the sheet's XML (calamine)"
    LOOK = "looking for what calamine leaves out"
    VALUES = "cells to typed values"
    STAGING = "loading the staging table"
    MATCHING = "matching"
    MERGING = "merging, with the row images"
    JOURNAL = "journal"
    CUSTOMERS = "writing the customers"
    COMMIT = "commit"
    PLANNING = "outcomes, checks, counts"
    REST = "starting Python, loading libraries, fingerprint, report"


_STATEMENTS = {
    Stage.STAGING: r"INSERT INTO (stage|note) .* VALUES",
    Stage.MATCHING: r"\b(match|related)_",
    Stage.MERGING: r"INSERT INTO merged ",
    Stage.JOURNAL: r"INSERT INTO raccord_",
    Stage.CUSTOMERS: r"(INSERT INTO|UPDATE|DELETE FROM) customers\b",
    Stage.COMMIT: r"COMMIT",
}


class Watch:
    """Adds up the time of each stage; a stage within another one interrupts it."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._clock = clock
        self._running: list[str] = [Stage.REST]
        self._since = clock()

    def enter(self, stage: str) -> None:
        """Let a stage begin."""
        self._note()
        self._running.append(stage)

    def leave(self) -> None:
        """Let the stage end that has begun last."""
        self._note()
        self._running.pop()

    @contextmanager
    def stage(self, stage: str) -> Iterator[None]:
        """The stage of a block."""
        self.enter(stage)
        try:
            yield
        finally:
            self.leave()

    def timed(self, stage: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """The function, all of whose time is of the stage."""

        def timed_call(*arguments: Any, **named: Any) -> Any:
            with self.stage(stage):
                return call(*arguments, **named)

        return timed_call

    def each(self, stage: str, items: Iterable[Item]) -> Iterator[Item]:
        """The items, with what it takes to make them."""
        made = iter(items)
        while True:
            with self.stage(stage):
                item = next(made, made)
            if item is made:
                return
            yield item  # type: ignore[misc] # only the end is the iterator itself

    def _note(self) -> None:
        now = self._clock()
        self.seconds[self._running[-1]] += now - self._since
        self._since = now


class _Workbook:
    """calamine's workbook, whose sheets are loaded under the watch."""

    def __init__(self, workbook: Any, watch: Watch) -> None:
        self._workbook = workbook
        self._watch = watch

    def __enter__(self) -> Self:
        self._workbook.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._workbook.__exit__(*error)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._workbook, name)
        return self._watch.timed(Stage.XML, found) if callable(found) else found


def stage_of(statement: str) -> Stage:
    """The stage of an SQL statement of an import."""
    text = " ".join(statement.split())
    return next((stage for stage, pattern in _STATEMENTS.items() if re.search(pattern, text)), Stage.PLANNING)


def _watch_calamine(watch: Watch) -> None:
    import python_calamine  # noqa: PLC0415 - loading it counts

    load = python_calamine.load_workbook
    python_calamine.load_workbook = lambda *given: _Workbook(load(*given), watch)


def _import(sheet: str, base: str, watch: Watch, fingerprint: str) -> None:
    from sqlalchemy import event  # noqa: PLC0415 - loading counts
    from sqlalchemy.engine import Engine  # noqa: PLC0415 - as above

    from raccord import cli, jobs  # noqa: PLC0415 - as above
    from raccord.files import xlsx_faults  # noqa: PLC0415 - as above

    typed_rows = jobs.typed_rows
    jobs.typed_rows = lambda *given: watch.each(Stage.VALUES, typed_rows(*given))  # type: ignore[assignment]
    xlsx_faults.scan = watch.timed(Stage.LOOK, xlsx_faults.scan)
    event.listen(Engine, "before_cursor_execute", lambda *given: watch.enter(stage_of(given[2])))
    event.listen(Engine, "after_cursor_execute", lambda *_given: watch.leave())
    cli.main(["import", sheet, "--database", f"sqlite:///{base}", "--expect", fingerprint])


def _floor(sheet: str, base: str, watch: Watch, _fingerprint: str) -> None:
    import sqlite3  # noqa: PLC0415 - as above

    from benchmarks import floor  # noqa: PLC0415 - as above

    class Watched(sqlite3.Connection):
        def execute(self, *given: Any) -> sqlite3.Cursor:
            with watch.stage(Stage.COMMIT):
                return super().execute(*given)

        def executemany(self, *given: Any) -> sqlite3.Cursor:
            with watch.stage(Stage.CUSTOMERS):
                return super().executemany(*given)

    floor.connected = lambda path: sqlite3.connect(path, isolation_level=None, factory=Watched)
    rows_of = floor.rows_of
    floor.rows_of = lambda path: watch.each(Stage.VALUES, rows_of(path))
    floor.upsert(Path(sheet), Path(base), ("external_id",))


def main(which: str, sheet: str, base: str, fingerprint: str) -> None:
    """Run one of both, and print its stages on the last line."""
    watch = Watch()
    _watch_calamine(watch)
    with watch.stage(Stage.REST):
        (_import if which == "raccord" else _floor)(sheet, base, watch, fingerprint)
    print(json.dumps(watch.seconds))


if __name__ == "__main__":
    main(*sys.argv[1:])
