"""Raccord's matching, as its import does it: open the base, stage the keys of the rows, identify their customers."""

import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import select

import raccord
from benchmarks.matching.found import write_found
from raccord.batches import in_batches
from raccord.columns import Feed
from raccord.database import open_database
from raccord.database.staging import stage
from raccord.marks import UpdateMode
from raccord.planning import ImportOptions
from raccord.planning.deciding import Decided
from raccord.planning.identifying import identify
from raccord.planning.workspace import open_workspace
from raccord.typed_rows import BATCH, TypedRows


def match(base: Path, keys: Path, names: tuple[str, ...], told: Path) -> float:
    """Match and tell the seconds, from opening the base on; the rows are in memory, as if read from a sheet."""
    catalogue = raccord.default_catalogue()
    feeds = tuple(Feed(catalogue.by_name[name], UpdateMode.KEY, at) for at, name in enumerate(names, 1))
    rows = read_rows(keys, names)
    started = time.perf_counter()
    with open_database(f"sqlite:///{base}", catalogue) as database, database.reading() as connection:
        work = open_workspace(connection, database, stage(connection, database, feeds, rows), ImportOptions())
        matches = identify(work, Decided())
        seconds = time.perf_counter() - started
        assert matches is not None
        best = matches.best.c
        found = connection.execute(select(best.row, best.candidates, best.customer))
        write_found(told, ((row, count, customer if count == 1 else None) for row, count, customer in found))
    return seconds


def read_rows(keys: Path, names: tuple[str, ...]) -> list[TypedRows]:
    """The typed rows."""
    with closing(sqlite3.connect(keys)) as connection:
        found = connection.execute(f"SELECT row, {', '.join(names)} FROM typed ORDER BY row")
        return [
            TypedRows(numbers, columns, [0] * len(numbers))
            for numbers, *columns in (zip(*batch, strict=True) for batch in in_batches(found, BATCH))
        ]


if __name__ == "__main__":
    print(match(Path(sys.argv[1]), Path(sys.argv[2]), tuple(sys.argv[3].split(",")), Path(sys.argv[4])))
