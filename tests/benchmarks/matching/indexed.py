"""The limit of an index: a match by hand, in SQL, by folded keys that would be kept for every customer, and indexed.

It is the least that a look-up of three keys takes: nothing keeps the folds up to date, nothing is checked, and nothing
is planned. As with polars, a pair is found by the first key on which it agrees, the most selective key first.
"""

import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import product
from pathlib import Path

from benchmarks.matching.found import write_found
from benchmarks.weighing import weigh

_MAPPED = 2**30
_BEST = """SELECT row, count(*), min(id) FROM pairs AS found
    WHERE score = (SELECT max(score) FROM pairs WHERE row = found.row) GROUP BY row"""


def write_index(connection: sqlite3.Connection, names: tuple[str, ...]) -> None:
    """Copy the customers' folded keys into `indexed`, with an index of each key and of those more selective."""
    connection.execute(f"CREATE TABLE indexed (id INTEGER PRIMARY KEY, {_texts(names)})")
    connection.execute(f"INSERT INTO indexed SELECT id, {', '.join(names)} FROM customers ORDER BY id")
    counts = ", ".join(f"count(DISTINCT {name})" for name in names)
    distinct = connection.execute(f"SELECT {counts} FROM indexed").fetchone()
    ordered = [name for _, name in sorted(zip(distinct, names, strict=True), reverse=True)]
    for at, name in enumerate(ordered):
        by = ", ".join((name, *ordered[:at]))
        connection.execute(f"CREATE INDEX indexed_{at}_{name} ON indexed ({by}) WHERE {name} IS NOT NULL")


def match(keys: Path, found: Path) -> float:
    """Match by the keys that have an index, and tell the seconds, from opening the file on."""
    started = time.perf_counter()
    with closing(sqlite3.connect(keys)) as connection:
        connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
        ordered = _ordered(connection)
        _load(connection, ordered)
        for at, name in enumerate(ordered):
            for sql in _joins(name, ordered[:at], ordered[at + 1 :]):
                connection.execute(sql)
            _drop_out(connection, ordered[at + 1 :])
        best = connection.execute(_BEST).fetchall()
    seconds = time.perf_counter() - started
    write_found(found, ((row, count, customer if count == 1 else None) for row, count, customer in best))
    return seconds


def index_share(base: Path, keys: Path) -> float:
    """The bytes of the index and its table as a share of those of a base; raises StepFailedError."""
    with closing(sqlite3.connect(keys)) as connection:
        (taken,) = weigh(connection, "SELECT sum(pgsize) FROM dbstat WHERE aggregate = TRUE AND name LIKE 'indexed%'")
    return float(taken) / base.stat().st_size


def _ordered(connection: sqlite3.Connection) -> list[str]:
    """The keys that have an index, the most selective first."""
    listed = connection.execute("SELECT name FROM sqlite_master WHERE name LIKE 'indexed^_%' ESCAPE '^' ORDER BY name")
    return [name.split("_", 2)[2] for (name,) in listed]


def _load(connection: sqlite3.Connection, names: list[str]) -> None:
    connection.execute(f"CREATE TEMP TABLE rows (row INTEGER PRIMARY KEY, open INTEGER, {_texts(names)})")
    connection.execute(f"INSERT INTO rows SELECT row, 1, {', '.join(names)} FROM folded")
    pairs = "row INTEGER, id INTEGER, score INTEGER, PRIMARY KEY (row, id)"
    connection.execute(f"CREATE TEMP TABLE pairs ({pairs}) WITHOUT ROWID")


def _texts(names: Iterable[str]) -> str:
    return ", ".join(f"{name} TEXT" for name in names)


def _joins(name: str, before: list[str], after: list[str]) -> Iterator[str]:
    """A join for each pattern of blanks in the keys before: where a row has one of these, the customer has not."""
    agree = [f"(rows.{key} IS NULL OR known.{key} IS NULL OR rows.{key} = known.{key})" for key in after]
    score = " + ".join(["1", *(f"ifnull(rows.{key} = known.{key}, 0)" for key in after)])
    for blank in product((True, False), repeat=len(before)):
        patterns = (
            f"rows.{key} IS NULL" if none else f"rows.{key} IS NOT NULL AND known.{key} IS NULL"
            for key, none in zip(before, blank, strict=True)
        )
        wanted = " AND ".join(("rows.open", f"known.{name} = rows.{name}", *patterns, *agree))
        yield f"INSERT INTO pairs SELECT row, id, {score} FROM rows CROSS JOIN indexed AS known WHERE {wanted}"


def _drop_out(connection: sqlite3.Connection, left: list[str]) -> None:
    """Close the rows that can find no better customer any more."""
    reach = " + ".join(["0", *(f"({key} IS NOT NULL)" for key in left)])
    best = "SELECT max(score) FROM pairs WHERE pairs.row = rows.row"
    connection.execute(f"UPDATE rows SET open = 0 WHERE open AND ({best}) > {reach}")


if __name__ == "__main__":
    print(match(Path(sys.argv[1]), Path(sys.argv[2])))
