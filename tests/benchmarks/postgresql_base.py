"""Fill a PostgreSQL base, which RACCORD_DATABASE names, with the customers of an SQLite base."""

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import raccord
from benchmarks.data import COLUMNS
from raccord.database import open_database


def fill(source: Path, url: str) -> None:
    """Make the tables as Raccord does, and copy the customers; the sequence of ids goes on after them."""
    names = ", ".join(COLUMNS)
    with (
        open_database(url, raccord.default_catalogue(), create=True) as database,
        database.connected() as connection,
        closing(sqlite3.connect(source)) as customers,
    ):
        with database.transaction(connection):
            cursor = connection.connection.cursor()
            with cursor.copy(f"COPY customers ({names}) FROM STDIN") as copy:
                protected = COLUMNS.index("protected")
                for row in customers.execute(f"SELECT {names} FROM customers ORDER BY id"):
                    copy.write_row((*row[:protected], None if row[protected] is None else bool(row[protected])))
            cursor.execute("SELECT setval(pg_get_serial_sequence('customers', 'id'), max(id)) FROM customers")
        connection.exec_driver_sql("VACUUM ANALYZE")


if __name__ == "__main__":
    fill(Path(sys.argv[1]), os.environ["RACCORD_DATABASE"])
