"""The floor on PostgreSQL: COPY of the floor's rows into a temporary table, and one MERGE by external id.

`RACCORD_DATABASE` names the base, whose password no command line shows.
"""

import os
import sys
from pathlib import Path

import psycopg

from benchmarks.data import GREATER
from benchmarks.floor import FIELDS, rows_of


def merge(sheet: Path, url: str) -> None:
    """Bring the sheet into the base in one transaction."""
    names = ", ".join(FIELDS)
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute(f"CREATE TEMPORARY TABLE staged ON COMMIT DROP AS SELECT {names} FROM customers LIMIT 0")
        with connection.cursor().copy(f"COPY staged ({names}) FROM STDIN") as copy:
            for row in rows_of(sheet):
                copy.write_row(row)
        connection.execute("ANALYZE staged")
        connection.execute(merge_text())


def merge_text() -> str:
    """The statement: later calls win, blanks keep what is there, everything else is overwritten."""
    sets = ", ".join(f"{name} = {_merged(name)}" for name in FIELDS if name != "external_id")
    values = ", ".join(f"staged.{name}" for name in FIELDS)
    return (
        "MERGE INTO customers USING staged ON customers.external_id = staged.external_id "
        f"WHEN MATCHED THEN UPDATE SET {sets} WHEN NOT MATCHED THEN INSERT ({', '.join(FIELDS)}) VALUES ({values})"
    )


def _merged(name: str) -> str:
    # PostgreSQL's greatest() leaves NULL out.
    function = "greatest" if name in GREATER else "coalesce"
    return f"{function}(staged.{name}, customers.{name})"


if __name__ == "__main__":
    merge(Path(sys.argv[1]), os.environ["RACCORD_DATABASE"])
