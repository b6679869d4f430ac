"""An import, or what it is measured against, with a watch: `timed_steps.py WHICH SHEET FINGERPRINT` prints each stage.

`WHICH` is `raccord`, `upsert` (the floor) or `merge` (the floor on PostgreSQL); `RACCORD_DATABASE` names the base.
"""

import json
import os
import re
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from benchmarks.watch import Watch


class Stage(StrEnum):
    """What the time of an import goes to, in the order of its work."""

    XML = "reading the sheet's XML (calamine)"
    LOOK = "slicing, looking for what calamine leaves out"
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
    Stage.MERGING: r"INSERT INTO merged(_image)? ",
    Stage.JOURNAL: r"INSERT INTO raccord_",
    Stage.CUSTOMERS: r"(INSERT INTO|UPDATE|DELETE FROM) customers\b",
    Stage.COMMIT: r"COMMIT",
}


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
    text = " ".join(statement.replace("pg_temp.", "").split())
    return next((stage for stage, pattern in _STATEMENTS.items() if re.search(pattern, text)), Stage.PLANNING)


def _watch_calamine(watch: Watch) -> None:
    import python_calamine  # noqa: PLC0415 - loading it counts

    load = python_calamine.load_workbook
    python_calamine.load_workbook = lambda *given: _Workbook(load(*given), watch)


def _import(sheet: Path, _url: str, watch: Watch, fingerprint: str) -> None:
    from sqlalchemy import event  # noqa: PLC0415 - loading counts
    from sqlalchemy.engine import Engine  # noqa: PLC0415 - as above
    from sqlalchemy.engine.default import DefaultDialect  # noqa: PLC0415 - as above

    from raccord import cli, jobs  # noqa: PLC0415 - as above
    from raccord.database.postgresql import PostgreSQLFamily  # noqa: PLC0415 - as above
    from raccord.database.sqlite import SQLiteFamily  # noqa: PLC0415 - as above
    from raccord.files import calamine_rows, calamine_slices, xlsx_faults  # noqa: PLC0415 - as above

    typed_rows = jobs.typed_rows
    jobs.typed_rows = lambda *given: watch.each(Stage.VALUES, typed_rows(*given))  # type: ignore[assignment]
    xlsx_faults.scan = watch.timed(Stage.LOOK, xlsx_faults.scan)
    _time_methods(watch, Stage.XML, (calamine_rows.LoadedSheets, "_load"), (calamine_slices.LoadedSlices, "loaded"))
    _time_methods(watch, Stage.STAGING, (SQLiteFamily, "bulk_load"), (PostgreSQLFamily, "bulk_load"))
    _time_methods(watch, Stage.COMMIT, (DefaultDialect, "do_commit"))
    event.listen(Engine, "before_cursor_execute", lambda *given: watch.enter(stage_of(given[2])))
    event.listen(Engine, "after_cursor_execute", lambda *_given: watch.leave())
    sys.argv = ["raccord", "import", str(sheet), "--expect", fingerprint]  # as a process of its own
    cli.main()


def _time_methods(watch: Watch, stage: Stage, *methods: tuple[type, str]) -> None:
    for owner, name in methods:
        setattr(owner, name, watch.timed(stage, getattr(owner, name)))


def _upsert(sheet: Path, url: str, watch: Watch, _fingerprint: str) -> None:
    _watch_calamine(watch)
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
    floor.upsert(sheet, Path(url.removeprefix("sqlite:///")), ("external_id",))


def _merge(sheet: Path, url: str, watch: Watch, _fingerprint: str) -> None:
    _watch_calamine(watch)
    import psycopg  # noqa: PLC0415 - as above

    from benchmarks.peers import postgresql_merge  # noqa: PLC0415 - as above

    class Watched(psycopg.Connection[Any]):
        def execute(self, query: Any, *given: Any, **named: Any) -> "psycopg.Cursor[Any]":
            with watch.stage(Stage.CUSTOMERS if query.startswith("MERGE") else Stage.STAGING):
                return super().execute(query, *given, **named)

        def commit(self) -> None:
            with watch.stage(Stage.COMMIT):
                super().commit()

    rows_of = postgresql_merge.rows_of
    postgresql_merge.rows_of = lambda path: watch.each(Stage.VALUES, rows_of(path))
    postgresql_merge.psycopg.connect = Watched.connect
    with watch.stage(Stage.STAGING):
        postgresql_merge.merge(sheet, url)


_WATCHED: dict[str, Callable[[Path, str, Watch, str], None]] = {"raccord": _import, "upsert": _upsert, "merge": _merge}


def main(which: str, sheet: str, fingerprint: str) -> None:
    """Run one of them, and print its stages on the last line."""
    watch = Watch(Stage.REST)
    with watch.stage(Stage.REST):
        _WATCHED[which](Path(sheet), os.environ["RACCORD_DATABASE"], watch, fingerprint)
    print(json.dumps(watch.seconds))


if __name__ == "__main__":
    main(*sys.argv[1:])
