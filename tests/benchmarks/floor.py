"""The floor: what a programmer writes by hand for one sheet, read by calamine and upserted in one transaction."""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from python_calamine import load_workbook

from benchmarks.data import GREATER, KEY_SETS, Customer

FIELDS = Customer._fields
HEAD_ROWS = 2
PLAIN = "--plain"


def upsert(sheet: Path, base: Path, keys: tuple[str, ...], *, plain: bool = False) -> None:
    """Bring the sheet into the base by external id; blanks keep what is there, as in Raccord, unless `plain`."""
    with closing(connected(base)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(upsert_text(keys, plain=plain), rows_of(sheet))
        connection.execute("COMMIT")


def connected(base: Path) -> sqlite3.Connection:
    """A connection that begins and ends transactions as it is told."""
    return sqlite3.connect(base, isolation_level=None)


def upsert_text(keys: tuple[str, ...], *, plain: bool = False) -> str:
    """The statement: keys are completed, later calls win, everything else is overwritten; all of it, where `plain`."""
    values = {name: f"excluded.{name}" if plain else _merged(name, keys) for name in FIELDS if name != "external_id"}
    sets = ", ".join(f"{name} = {value}" for name, value in values.items())
    places = ", ".join("?" * len(FIELDS))
    return (
        f"INSERT INTO customers ({', '.join(FIELDS)}) VALUES ({places}) ON CONFLICT (external_id) DO UPDATE SET {sets}"
    )


def _merged(name: str, keys: tuple[str, ...]) -> str:
    if name in keys:
        return f"coalesce({name}, excluded.{name})"
    if name in GREATER:
        return f"max(coalesce({name}, excluded.{name}), coalesce(excluded.{name}, {name}))"
    return f"coalesce(excluded.{name}, {name})"


def rows_of(sheet: Path) -> Iterator[list[Any]]:
    """The sheet's rows as the base holds them, without the id column."""
    converters = [(FIELDS.index(name), convert) for name, convert in _CONVERTERS.items()]
    with load_workbook(sheet) as workbook:
        rows = workbook.get_sheet_by_index(0).iter_rows()
        for _ in range(HEAD_ROWS):
            next(rows)
        for cells in rows:
            row: list[Any] = [None if cell == "" else cell for cell in cells[1:]]
            for at, convert in converters:
                if row[at] is not None:
                    row[at] = convert(row[at])
            yield row


def _decimal(number: float) -> str:
    return str(int(number)) if number.is_integer() else repr(number)


def _iso(moment: Any) -> str:
    return str(moment.isoformat())


_CONVERTERS: dict[str, Callable[[Any], Any]] = {
    "call_interval": int,
    "call_duration": int,
    "last_call": _iso,
    "last_missed_call": _iso,
    "blocked_until": _iso,
    "annual_revenue": _decimal,
    "latitude": _decimal,
    "longitude": _decimal,
}


if __name__ == "__main__":
    upsert(Path(sys.argv[1]), Path(sys.argv[2]), KEY_SETS[sys.argv[3]], plain=PLAIN in sys.argv[4:])
