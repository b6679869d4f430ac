"""Whether two steps did the same work: their bases hold the same customers, cell by cell."""

import sqlite3
from contextlib import closing
from pathlib import Path

from benchmarks.data import Customer


def count_differences(one: Path, other: Path) -> int:
    """Count the customers, bin included, that are in one of the bases only, or differ in a cell.

    New ids may differ: SQLite uses one up for each row of an upsert, also where the row then updates.
    """
    return count_other_rows(one, other, "customers", ("deleted_at", *Customer._fields))


def count_other_rows(one: Path, other: Path, table: str, columns: tuple[str, ...]) -> int:
    """Count the rows of a table that only one of two files has."""
    mine, theirs = (f"SELECT {', '.join(columns)} FROM {base}.{table}" for base in ("main", "other"))
    counts = (f"(SELECT count(*) FROM ({a} EXCEPT {b}))" for a, b in ((mine, theirs), (theirs, mine)))
    with closing(sqlite3.connect(one)) as connection:
        connection.execute("ATTACH ? AS other", (str(other),))
        return max(map(int, connection.execute(f"SELECT {', '.join(counts)}").fetchone()))
