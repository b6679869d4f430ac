"""SQLite: one file, embedded, the default base."""

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    BigInteger,
    Boolean,
    ColumnElement,
    Connection,
    Engine,
    Table,
    Text,
    case,
    create_engine,
    event,
    func,
    literal,
    make_url,
    or_,
    select,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool, StaticPool
from sqlalchemy.types import TypeEngine

from raccord.catalogue import TEXT_TYPES, Compare, Field, FieldType
from raccord.errors import DatabaseError
from raccord.values.folding import fold_digits, fold_text

BATCH = 10_000
_PAUSE = 0.05
OLDEST = (3, 35, 0)
_WHITE_SPACE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_NOT_GRAPHIC_ASCII = "*[^!-~]*"
_NOT_PRINTABLE_ASCII = "*[^ -~]*"
_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA cache_size = -65536",
    "PRAGMA temp.cache_size = -65536",
)


class SQLiteFamily:
    """SQLite through the standard library's driver."""

    name = "sqlite"

    def connect(self, url: str, patience: float) -> Engine:
        """Make an engine; the file is created on first use, in WAL mode."""
        _check_version()
        engine = create_engine(make_url(url), poolclass=NullPool, connect_args={"timeout": patience})
        event.listen(engine, "connect", _prepare)
        return engine

    def exists(self, url: str, patience: float) -> bool:
        """Tell whether the file is there and holds any table; one that cannot be read counts as there."""
        path = database_path(make_url(url))
        if path is None or not path.is_file() or not path.stat().st_size:
            return False
        try:
            with closing(sqlite3.connect(path, timeout=patience)) as connection:
                return connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None
        except sqlite3.DatabaseError:
            return True

    def empty_engine(self) -> Engine:
        """Make an engine over an in-memory base."""
        _check_version()
        engine = create_engine("sqlite://", poolclass=StaticPool)
        event.listen(engine, "connect", _prepare)
        return engine

    def prepare_new_base(self, connection: Connection) -> None:
        """Let readers go on while somebody writes: a write-ahead log, which the file remembers.

        SQLite does not wait here when another process is making the same base, so this does.
        """
        until = time.monotonic() + connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() / 1000
        while True:
            try:
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            except OperationalError as fault:
                if "locked" not in str(fault.orig) or time.monotonic() > until:
                    raise
                time.sleep(_PAUSE)
            else:
                return

    def begin_read(self, connection: Connection) -> None:
        """Start a deferred transaction: WAL keeps its view of the base while others write."""
        connection.exec_driver_sql("BEGIN")

    def begin_write(self, connection: Connection) -> None:
        """Start an immediate transaction: one writer at a time."""
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def bulk_load(self, connection: Connection, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
        """Insert through the driver's executemany, in batches."""
        text = str(table.insert().compile(dialect=connection.dialect))
        for batch in _batches(iter(rows), BATCH):
            connection.exec_driver_sql(text, batch)

    def reserve_ids(self, connection: Connection, table: Table, _count: int) -> int:
        """Count on from the highest id ever used, which SQLite keeps for AUTOINCREMENT tables."""
        used = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table.name,)).scalar()
        highest = connection.execute(select(func.max(table.c.id))).scalar()
        return max(used or 0, highest or 0) + 1

    def column_type(self, one: Field) -> TypeEngine[Any]:
        """Whole numbers as integers, all else as text: SQLite has neither decimals nor dates."""
        match one.type:
            case FieldType.INTEGER:
                return BigInteger()
            case FieldType.BOOLEAN:
                return Boolean()
            case _:
                return Text()

    def not_blank(self, one: Field, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Text without a visible character is NULL."""
        if one.type in {FieldType.INTEGER, FieldType.BOOLEAN}:
            return column
        return case((func.trim(column, _WHITE_SPACE) == "", None), else_=column)

    def folded(self, one: Field, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Plain ASCII folds in SQL, everything else in Python."""
        if one.type not in TEXT_TYPES:
            return self.not_blank(one, column)
        if one.comparison is Compare.EXACT:
            return self.not_blank(one, column)
        if one.comparison is Compare.DIGITS:
            return func.nullif(func.raccord_digits(column), "")
        uneven = or_(column.op("GLOB")(_NOT_PRINTABLE_ASCII), column.op("GLOB")("*  *"))
        python, simple = (
            (func.raccord_fold_case(column), func.trim(column))
            if one.case_sensitive
            else (func.raccord_fold(column), func.lower(func.trim(column)))
        )
        return func.nullif(case((uneven, python), else_=simple), "")

    def folds_to_itself(self, connection: Connection, one: Field, column: ColumnElement[Any]) -> bool:
        """Case-sensitive text of graphic ASCII alone is its own fold; the index answers that quickly."""
        if one.type is FieldType.INTEGER:
            return True
        if one.type not in TEXT_TYPES or not (one.case_sensitive and one.comparison is Compare.TEXT):
            return False
        uneven = select(literal(1)).where(column.op("GLOB")(_NOT_GRAPHIC_ASCII)).limit(1)
        return connection.execute(uneven).first() is None

    def greater(self, one: Field, new: ColumnElement[Any], old: ColumnElement[Any]) -> ColumnElement[bool]:
        """ISO dates order as text, whole numbers as numbers, decimals in Python, exactly."""
        if one.type is FieldType.DECIMAL:
            return func.raccord_greater(new, old) == 1
        return new > old


def database_path(url: URL) -> Path | None:
    """The file that an SQLite URL names, or None for a base in memory."""
    return Path(url.database) if url.database and url.database != ":memory:" else None


def _check_version() -> None:
    if sqlite3.sqlite_version_info < OLDEST:
        raise DatabaseError(
            "sqlite-too-old",
            f"This Python brings SQLite {sqlite3.sqlite_version}; Raccord needs 3.35 or newer.",
            hint="Use a newer Python.",
        )


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    for name, arguments, function in (
        ("raccord_fold", 1, _fold),
        ("raccord_fold_case", 1, _fold_case),
        ("raccord_digits", 1, _digits),
        ("raccord_greater", 2, _greater),
    ):
        connection.create_function(name, arguments, function, deterministic=True)


def _fold(value: Any) -> str | None:
    return None if value is None else fold_text(str(value))


def _fold_case(value: Any) -> str | None:
    return None if value is None else fold_text(str(value), case_sensitive=True)


def _digits(value: Any) -> str | None:
    return None if value is None else fold_digits(str(value))


def _greater(new: Any, old: Any) -> bool | None:
    return None if new is None or old is None else Decimal(str(new)) > Decimal(str(old))


def _batches(rows: Iterator[tuple[Any, ...]], size: int) -> Iterator[list[tuple[Any, ...]]]:
    while batch := list(islice(rows, size)):
        yield batch
