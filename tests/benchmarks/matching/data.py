"""The keys that are matched: customers in a base of Raccord's, the rows that meet them, and the folds of both."""

import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

import raccord
from benchmarks import data
from benchmarks.data import coprime_step, customer
from benchmarks.inputs import write_once
from benchmarks.matching import indexed
from benchmarks.matching.indexed import write_index

THREE = ("name", "zip", "phone")
EIGHT = (*THREE, "street", "city", "mobile", "email", "website")
_SINGLE = EIGHT.index("city")
_MIXES = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)
_ONE_IN = 20
_MADE_BY = (Path(data.__file__), Path(__file__), Path(indexed.__file__))

Keys: TypeAlias = tuple[str | None, ...]


class Blanks(StrEnum):
    """How the keys are blank, on both sides alike."""

    FEW = "5 % blanks in each key"
    EVERY = "every pattern of blanks"
    SINGLE = "one key with a single value for everybody"


@dataclass(frozen=True, slots=True)
class KeyFiles:
    """A base of customers that have only keys, and beside it the rows, as typed and as folded, with folded customers.

    The second file has the tables `typed` and `folded` (`row` and the keys), `customers` (`id` and the folded keys),
    and `indexed`, which holds three of these with indexes.
    """

    base: Path
    keys: Path


@dataclass(frozen=True, slots=True)
class KeyShape:
    """What is matched: rows, customers, how they are blank."""

    rows: int
    customers: int
    blanks: Blanks

    def files(self, folder: Path) -> KeyFiles:
        """Name the files, which change with the code that writes them."""
        made_by = sha256(b"".join(path.read_bytes() for path in _MADE_BY)).hexdigest()[:8]
        kind = self.blanks.name.lower()
        base = f"keys-base-{self.customers}-{kind}-{made_by}.db"
        return KeyFiles(folder / base, folder / f"keys-{self.rows}-{self.customers}-{kind}-{made_by}.db")

    def stored(self) -> Iterator[tuple[int, Keys]]:
        """The customers by id."""
        return ((number, self._keys(number, number, side=0)) for number in range(1, self.customers + 1))

    def sheet(self) -> Iterator[tuple[int, Keys]]:
        """The rows by number: four that mean customers all over the base, then a new one, and so on."""
        step = coprime_step(self.customers)
        for row in range(self.rows):
            group, place = divmod(row, 5)
            known = 1 + (4 * group + place) * step % self.customers
            yield row + 3, self._keys(known if place < 4 else self.customers + 1 + group, row, side=1)

    def _keys(self, number: int, place: int, side: int) -> Keys:
        known = customer(number)
        blank = _PATTERNS[self.blanks]((place + 1) * _MIXES[side] % 2**64 >> 20)
        mobile = f"06 39 {number % 97:02} {number * 13 % 100:02} {number * 29 % 89:02}"
        values = [getattr(known, name) for name in EIGHT[:5]] + [mobile, known.email, known.website]
        if self.blanks is Blanks.SINGLE:
            values[_SINGLE] = "Paris"
        return tuple(None if blank >> at & 1 else value for at, value in enumerate(values))


def _few(mixed: int) -> int:
    pattern = 0
    for at in range(len(EIGHT)):
        mixed, place = divmod(mixed, _ONE_IN)
        pattern |= (place == 0) << at
    return pattern


_PATTERNS: dict[Blanks, Callable[[int], int]] = {
    Blanks.FEW: _few,
    Blanks.EVERY: lambda mixed: mixed % 2 ** len(EIGHT),
    Blanks.SINGLE: _few,
}


def write_keys(folder: Path, shape: KeyShape) -> None:
    """Write the files that are not there yet."""
    files = shape.files(folder)
    write_once(files.base, lambda path: _write_base(path, shape))
    write_once(files.keys, lambda path: _write_folds(path, shape))


def _write_base(path: Path, shape: KeyShape) -> None:
    from raccord.database import open_database  # noqa: PLC0415 - naming the files does without

    with (
        open_database(f"sqlite:///{path}", raccord.default_catalogue(), create=True) as database,
        database.writing() as connection,
    ):
        driver = connection.connection.driver_connection
        _insert(driver, f"customers (id, {', '.join(EIGHT)})", shape.stored())


def _write_folds(path: Path, shape: KeyShape) -> None:
    columns = ", ".join(f"{name} TEXT" for name in EIGHT)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"CREATE TABLE typed (row INTEGER PRIMARY KEY, {columns})")
        connection.execute(f"CREATE TABLE folded (row INTEGER PRIMARY KEY, {columns})")
        connection.execute(f"CREATE TABLE customers (id INTEGER PRIMARY KEY, {columns})")
        _insert(connection, "typed", shape.sheet())
        _insert(connection, "folded", _folds(shape.sheet()))
        _insert(connection, "customers", _folds(shape.stored()))
        write_index(connection, THREE)
        connection.commit()


def _folds(known: Iterable[tuple[int, Keys]]) -> Iterator[tuple[int, Keys]]:
    from raccord.values import fold_value  # noqa: PLC0415 - as above

    fields = [raccord.default_catalogue().by_name[name] for name in EIGHT]
    for number, keys in known:
        yield number, tuple(key and str(fold_value(one, key)) for one, key in zip(fields, keys, strict=True))


def _insert(connection: sqlite3.Connection, table: str, known: Iterable[tuple[int, Keys]]) -> None:
    places = ", ".join("?" * (1 + len(EIGHT)))
    connection.executemany(f"INSERT INTO {table} VALUES ({places})", ((number, *keys) for number, keys in known))


if __name__ == "__main__":
    write_keys(Path(sys.argv[1]), KeyShape(int(sys.argv[2]), int(sys.argv[3]), Blanks[sys.argv[4]]))
