"""The peer sqlite-utils: `upsert_all` of the rows that the floor reads, as its documentation shows it.

It overwrites with every cell of the sheet, blank or not, greater or not.
"""

import sys
from pathlib import Path

from sqlite_utils import Database

from benchmarks.floor import FIELDS, rows_of

BATCH = 10_000


def upsert(sheet: Path, base: Path) -> None:
    """Upsert by external id, which has a unique index."""
    database = Database(base)
    database.enable_wal()
    rows = (dict(zip(FIELDS, row, strict=True)) for row in rows_of(sheet))
    database["customers"].upsert_all(rows, pk="external_id", batch_size=BATCH)
    database.close()


if __name__ == "__main__":
    upsert(Path(sys.argv[1]), Path(sys.argv[2]))
