"""SQLite: one file, embedded, the default base."""

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Connection,
    Engine,
    Table,
    bindparam,
    case,
    cast,
    create_engine,
    event,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool, StaticPool
from sqlalchemy.types import TypeEngine

from raccord.batches import in_batches
from raccord.catalogue import TEXT_TYPES, Compare, Field, FieldType
from raccord.database import faults, network_folders
from raccord.database.sqlite_columns import SQLiteColumns, canonical_decimal, moment_text
from raccord.database.types import starts_visibly, text
from raccord.database.urls import read_url, shown_url
from raccord.errors import DatabaseError
from raccord.translation import _
from raccord.values.folding import WHITE_SPACE, fold_digits, fold_text

BATCH = 10_000
_HOLDER = "-importer"
_HOLDER_LENGTH = 80
_PAUSE = 0.05
OLDEST = (3, 35, 0)
_NOT_GRAPHIC_ASCII = "'*[^!-~]*'"
_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA cache_size = -65536",
    "PRAGMA temp.page_size = 16384",  # for wide rows
    "PRAGMA temp.cache_size = -262144",
)


class SQLiteFamily(SQLiteColumns):
    """SQLite through the standard library's driver."""

    name = "sqlite"
    streams = True
    making_commits = False
    partial_indexes = True
    assigns_rows = True  # its UPDATE FROM sorts all values into a table of its own first
    looks_up_in_order = False
    keeps_order = True
    page_rows = 20_000
    longest_joined: int | None = None
    embedded = True

    def connect(self, url: str, patience: float) -> Engine:
        """Make an engine; the file is created on first use, in WAL mode."""
        _check_version()
        engine = create_engine(read_url(url), poolclass=NullPool, connect_args={"timeout": patience})
        event.listen(engine, "connect", _prepare)
        return engine

    def exists(self, _engine: Engine, url: str, patience: float) -> bool:
        """Tell whether the file is there and holds any table; one that cannot be read counts as there."""
        path = _database_path(url)
        if path is not None and path.is_dir():
            raise DatabaseError(
                "base-is-folder",
                _("{path} is a folder, not a database file.", path=path),
                hint=_("Name a file in it: …/customers.db"),
            )
        if path is None or not path.is_file() or not path.stat().st_size:
            return False
        try:
            with closing(sqlite3.connect(path, timeout=patience)) as connection:
                return connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None
        except sqlite3.DatabaseError:
            return True

    def make_place(self, url: str) -> None:
        """Make the folder of the file."""
        path = _database_path(url)
        if path is None:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise DatabaseError(
                "no-folder",
                _("The folder {folder} cannot be made: {reason}.", folder=path.parent, reason=fault.strerror),
                hint=_("Choose another place with --database."),
            ) from fault

    def network_folder(self, url: str) -> str | None:
        """A write-ahead log is shared through memory, which computers have not in common."""
        path = _database_path(url)
        return network_folders.network_folder(path) if path else None

    def prepare_base(self, connection: Connection) -> None:
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

    @contextmanager
    def writing(self, connection: Connection, seconds: float) -> Iterator[None]:
        """Start an immediate transaction: the file's own lock lets one writer in at a time."""
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
        holder = Path(f"{connection.engine.url.database}{_HOLDER}")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except DBAPIError as fault:
            if faults.LOCKED is not self.meaning(fault):
                raise
            raise faults.locked_by(_read_holder(holder)).error(shown_url(connection.engine.url)) from fault
        with _named(holder):
            yield

    def take_turn(self, _connection: Connection, _meta: Table, _seconds: float) -> None:
        """Nothing: a file is in one place."""

    def bulk_load(
        self, connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
    ) -> None:
        """Insert through the driver's executemany, in batches."""
        given = table.insert().values({name: bindparam(name) for name in columns})
        statement = str(given.compile(dialect=connection.dialect))
        for batch in in_batches(rows, BATCH):
            connection.exec_driver_sql(statement, batch)

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
                return text()

    def not_blank(self, one: Field, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Text without a visible character is NULL; text that starts with a graphic ASCII one is known at a glance."""
        if one.type in {FieldType.INTEGER, FieldType.BOOLEAN}:
            return column
        return case((starts_visibly(column), column), (func.trim(column, WHITE_SPACE) == "", None), else_=column)

    def folded(self, _connection: Connection, one: Field, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Fold in Python, which takes no longer than SQL takes to find out what needs it."""
        if one.type not in TEXT_TYPES:
            return self.not_blank(one, column)
        if one.comparison is Compare.EXACT:
            return self.not_blank(one, column)
        if one.comparison is Compare.DIGITS:
            return func.raccord_digits(column)
        return func.raccord_fold_case(column) if one.case_sensitive else func.raccord_fold(column)

    def is_uneven(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """Anything but graphic ASCII; a literal, by which SQLite knows the condition of an index again."""
        return column.op("GLOB", is_comparison=True)(literal_column(_NOT_GRAPHIC_ASCII))

    def folds_to_itself(self, connection: Connection, one: Field, column: ColumnElement[Any]) -> bool:
        """Case-sensitive text of graphic ASCII alone is its own fold; the index answers that quickly."""
        if one.type is FieldType.INTEGER:
            return True
        if one.type not in TEXT_TYPES or not (one.case_sensitive and one.comparison is Compare.TEXT):
            return False
        uneven = select(literal(1)).where(self.is_uneven(column)).limit(1)
        return connection.execute(uneven).first() is None

    def as_text(self, _one: Field, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Whole numbers and booleans in digits, and bytes that another program wrote as the text they are."""
        return cast(column, text())

    def from_text(self, one: Field, text: ColumnElement[Any]) -> ColumnElement[Any]:
        """The column type's affinity does it."""
        return cast(text, self.column_type(one))

    def holds(self, column: ColumnElement[Any], special: str) -> ColumnElement[bool]:
        """A pattern would look no further than a NUL."""
        return func.instr(column, literal_column(f"'{special}'")) > 0

    def greater(self, one: Field, new: ColumnElement[Any], old: ColumnElement[Any]) -> ColumnElement[bool]:
        """ISO dates order as text, whole numbers as numbers, decimals in Python, exactly."""
        if one.type is FieldType.DECIMAL:
            return func.raccord_greater(new, old) == 1
        return new > old

    def meaning(self, reported: DBAPIError) -> faults.Meaning | None:
        """Say what a report of SQLite means, by its words."""
        reason = str(reported.orig)
        return next((meaning for words, meaning in _MEANINGS if words in reason), None)


@contextmanager
def _named(holder: Path) -> Iterator[None]:
    """Say beside the base who works on it; where that cannot be written, nobody is told."""
    with suppress(OSError):
        holder.write_text(f"{faults.myself()}, since {datetime.now().astimezone():%H:%M:%S}", encoding="utf-8")
    try:
        yield
    finally:
        with suppress(OSError):
            holder.unlink(missing_ok=True)


def _read_holder(holder: Path) -> str | None:
    try:
        told = holder.read_text(encoding="utf-8", errors="replace")[:_HOLDER_LENGTH]
    except OSError:
        return None
    return "".join(char if char.isprintable() else "?" for char in told)


def empty_engine() -> Engine:
    """Make an engine over an empty base in memory, which vanishes when it is disposed."""
    _check_version()
    engine = create_engine("sqlite://", poolclass=StaticPool)
    event.listen(engine, "connect", _prepare)
    return engine


def _database_path(url: str) -> Path | None:
    """The file that an SQLite URL names, or None for a base in memory."""
    named = read_url(url).database
    return Path(named) if named and named != ":memory:" else None


_MEANINGS = (
    ("locked", faults.LOCKED),
    ("not a database", faults.NOT_SQLITE),
    ("malformed", faults.CORRUPT),
    ("readonly", faults.READ_ONLY),
    ("unable to open", faults.NO_FILE),
    ("full", faults.DISK_FULL),
    ("disk I/O", faults.DISK_FAULT),
)


def _check_version() -> None:
    if sqlite3.sqlite_version_info < OLDEST:
        raise DatabaseError(
            "sqlite-too-old",
            _("This Python brings SQLite {version}; Raccord needs 3.35 or newer.", version=sqlite3.sqlite_version),
            hint=_("Use a newer Python."),
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
        ("raccord_decimal", 1, canonical_decimal),
        ("raccord_moment", 1, moment_text),
    ):
        connection.create_function(name, arguments, function, deterministic=True)


def _fold(value: Any) -> str | None:
    return None if value is None else fold_text(str(value)) or None


def _fold_case(value: Any) -> str | None:
    return None if value is None else fold_text(str(value), case_sensitive=True) or None


def _digits(value: Any) -> str | None:
    return None if value is None else fold_digits(str(value)) or None


def _greater(new: Any, old: Any) -> bool | None:
    return None if new is None or old is None else Decimal(str(new)) > Decimal(str(old))
