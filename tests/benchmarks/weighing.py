"""How many bytes tables and indexes take in a SQLite file."""

import sqlite3
from typing import Any

from benchmarks.measuring import StepFailedError


def weigh(connection: sqlite3.Connection, sql: str) -> tuple[Any, ...]:
    """The one row that a select of `dbstat` gives; raises StepFailedError where SQLite cannot tell."""
    try:
        return tuple(connection.execute(sql).fetchone())
    except sqlite3.OperationalError as fault:
        raise StepFailedError(f"This Python's SQLite has no dbstat: {fault}") from fault
