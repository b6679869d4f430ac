"""The journal's size: what a sheet of changes adds to a base, against the values it changes."""

import sqlite3
from contextlib import closing
from pathlib import Path

from benchmarks.data import Customer, Shape
from benchmarks.measuring import StepFailedError
from benchmarks.parts.imports import on_sqlite
from benchmarks.parts.part import Part, Result, Settings

_IMPORT = "raccord import, customers known"
_JOURNAL = """
SELECT sum(pgsize) FROM dbstat WHERE aggregate = TRUE
AND name IN (SELECT name FROM sqlite_schema WHERE tbl_name LIKE 'raccord\\_%' ESCAPE '\\')
"""


def journal_bytes(base: Path) -> int:
    """The pages of Raccord's own tables and their indexes; raises StepFailedError where SQLite cannot tell."""
    with closing(sqlite3.connect(base)) as connection:
        try:
            return int(connection.execute(_JOURNAL).fetchone()[0])
        except sqlite3.OperationalError as fault:
            raise StepFailedError(f"This Python's SQLite has no dbstat: {fault}") from fault


def changed_bytes(before: Path, after: Path) -> tuple[int, int]:
    """How many customers have changed, and the bytes of the old and the new values, as text, of all changed cells."""
    differs = [f"old.{name} IS NOT new.{name}" for name in Customer._fields]
    sizes = [
        f"CASE WHEN {differ} THEN {_length(f'old.{name}')} + {_length(f'new.{name}')} ELSE 0 END"
        for name, differ in zip(Customer._fields, differs, strict=True)
    ]
    with closing(sqlite3.connect(before)) as connection:
        connection.execute("ATTACH ? AS other", (str(after),))
        joined = "main.customers AS old JOIN other.customers AS new USING (id)"
        text = f"SELECT count(*), sum({' + '.join(sizes)}) FROM {joined} WHERE {' OR '.join(differs)}"
        customers, total = connection.execute(text).fetchone()
        return customers, total or 0


def _length(column: str) -> str:
    return f"coalesce(length(CAST(CAST({column} AS TEXT) AS BLOB)), 0)"


def _journal(settings: Settings) -> Result:
    shape = Shape(settings.changed_rows, settings.few_customers, newcomers=False)
    sqlite = on_sqlite(settings, shape)
    series = settings.measured(sqlite.imported(_IMPORT))
    result = Result(f"Size of the journal, {shape.rows:,} rows that all match", [(series, None)])
    if _IMPORT in series.steps:
        after = sqlite.after(_IMPORT)
        customers, values = changed_bytes(sqlite.inputs.base, after)
        journal = journal_bytes(after)
        result.figure("journal", journal / values)
        result.notes.append(
            f"The import has changed {customers:,} customers. The old and the new values of their cells are "
            f"{values:,} bytes, the journal's tables and indexes {journal:,} bytes."
        )
    return result


JOURNAL = Part("journal", _journal, turn=4, preparation=10)
