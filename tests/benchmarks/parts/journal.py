"""The journal's size: what a sheet of changes adds to a base, against the values it changes."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.data import Customer, Shape
from benchmarks.parts.imports import on_sqlite
from benchmarks.parts.part import Part, Result, Settings
from benchmarks.tables import aligned
from benchmarks.weighing import weigh

_IMPORT = "raccord import, customers known"
_JOURNAL = """
SELECT sum(pgsize), sum(payload) FILTER (WHERE name = 'raccord_entry'),
sum(pgsize) FILTER (WHERE name = 'raccord_entry_customer') FROM dbstat WHERE aggregate = TRUE
AND name IN (SELECT name FROM sqlite_schema WHERE tbl_name LIKE 'raccord\\_%' ESCAPE '\\')
"""
_IMAGES = "SELECT sum(length(CAST(cells AS BLOB))) FROM raccord_entry"


@dataclass(frozen=True, slots=True)
class JournalBytes:
    """The bytes of a journal: all `pages` of Raccord's own tables and indexes.

    Of these, `entries` are those that the entries hold, `images` those of their row images, and `index` those of the
    pages of the index that finds a customer's entries.
    """

    pages: int
    entries: int
    images: int
    index: int


def journal_bytes(base: Path) -> JournalBytes:
    """Weigh the journal of a base; raises StepFailedError where SQLite cannot tell."""
    with closing(sqlite3.connect(base)) as connection:
        pages, entries, index = weigh(connection, _JOURNAL)
        (images,) = connection.execute(_IMAGES).fetchone()
    return JournalBytes(pages, entries, images or 0, index)


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
        result.figure("journal", journal.pages / values)
        result.blocks.append(_bytes_table(values, journal))
        result.notes.append(f"The import has changed {customers:,} customers.")
    return result


def _bytes_table(values: int, journal: JournalBytes) -> str:
    """What the bytes of the journal are, as multiples of the old and new values too."""
    parts = {
        "old and new values of the changed cells": values,
        "numbers of their fields, separators": journal.images - values,
        "states, rows, and customers of the entries": journal.entries - journal.images,
        "index of customers": journal.index,
        "what SQLite's pages need or leave free": journal.pages - journal.entries - journal.index,
        "all": journal.pages,
    }
    head = ("journal", "bytes", "× the values")
    return aligned(head, *((name, f"{size:,}", f"{size / values:.2f}") for name, size in parts.items()))


JOURNAL = Part("journal", _journal, turn=4, preparation=10)
