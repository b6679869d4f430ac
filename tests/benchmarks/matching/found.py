"""What a matcher has found: for each row that meets customers, how many are best, and who it is when it is one."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

FOUND = ("row", "candidates", "customer")


def write_found(path: Path, found: Iterable[tuple[int, int, int | None]]) -> None:
    """Write `row, candidates, customer` into a new file."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE found (row INTEGER PRIMARY KEY, candidates INTEGER, customer INTEGER)")
        connection.executemany("INSERT INTO found VALUES (?, ?, ?)", found)
        connection.commit()


def count_found(path: Path) -> tuple[int, int]:
    """How many rows meet one customer, and how many meet several."""
    with closing(sqlite3.connect(path)) as connection:
        row = connection.execute("SELECT sum(candidates = 1), sum(candidates > 1) FROM found").fetchone()
        return row[0] or 0, row[1] or 0
