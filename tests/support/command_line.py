"""What the tests of the command line share: a command's result, rows to import, and a look into an SQLite base."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MARKS = ("Key", "Overwrite", "Keep", "Keep", "Overwrite")
HEADERS = ("External ID", "Name", "ZIP", "City", "Phone")
ANNA = ("A1", "Anna", "75001", "Paris", "01 11")
BERT = ("B2", "Bert", "69001", "Lyon", "02 22")


@dataclass(frozen=True)
class Result:
    """What a command left: exit status, standard output, standard error."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


Command = Callable[..., Result]


def query(path: Path, text: str) -> list[tuple[Any, ...]]:
    """Ask an SQLite base something."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(text).fetchall()
        connection.commit()
        return found
