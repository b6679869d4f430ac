"""MariaDB: a team's server, through PyMySQL."""

import socket
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Index, Numeric, Table, create_engine, event, func
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateTable
from sqlalchemy.sql.compiler import DDLCompiler

from raccord.batches import in_batches
from raccord.database import faults, galera
from raccord.database.counting import next_ids
from raccord.database.ending import quietly
from raccord.database.mariadb_columns import MariaDBColumns
from raccord.database.server import PROBE_SECONDS, PROBES, SILENT_SECONDS, ServerFamily
from raccord.database.temporary import INDEXED_AT_ONCE
from raccord.database.types import MARIADB_COLLATION
from raccord.database.urls import password_of, read_url, shown_url
from raccord.translation import _

CONNECT_SECONDS = 15
_KEEPALIVE = {"TCP_KEEPIDLE": SILENT_SECONDS, "TCP_KEEPINTVL": PROBE_SECONDS, "TCP_KEEPCNT": PROBES}
BATCH = 5_000
LONGEST_JOINED = 1_048_576
CHARACTER_BYTES = 4
_COUNTER = """
SELECT AUTO_INCREMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = %s
"""
_HOLDER = "SELECT USER, HOST FROM information_schema.PROCESSLIST WHERE ID = IS_USED_LOCK(%s)"
_SETTINGS = (
    f"SET NAMES utf8mb4 COLLATE {MARIADB_COLLATION}",
    "SET SESSION default_storage_engine = 'InnoDB'",
    f"SET SESSION group_concat_max_len = {LONGEST_JOINED}",
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,NO_ENGINE_SUBSTITUTION'",
)


@compiles(CreateTable, "mysql", "mariadb")
def _with_indexes(create: CreateTable, compiler: DDLCompiler, **options: Any) -> str:
    """Make a temporary table with its indexes: MariaDB commits when one is made for it later."""
    text: str = compiler.visit_create_table(create, **options)  # type: ignore[no-untyped-call]
    if "TEMPORARY" not in create.element._prefixes:  # noqa: SLF001 - nothing else tells
        return text
    columns, closing, rest = text.rpartition("\n)")
    return columns + "".join(f",\n\t{_inline(index, compiler)}" for index in create.element.indexes) + closing + rest


def _inline(index: Index, compiler: DDLCompiler) -> str:
    quote = compiler.preparer.quote
    length = index.dialect_options["mysql"]["length"] or {}
    parts = [
        f"{quote(one.name)}({length[one.name]})" if one.name in length else quote(one.name) for one in index.columns
    ]
    return f"INDEX {quote(str(index.name))} ({', '.join(parts)})"


class MariaDBFamily(MariaDBColumns, ServerFamily):
    """MariaDB from version 10.6 on; an import holds a named lock, and reads so that nobody changes what it read."""

    name = "mariadb"
    streams = False
    making_commits = True
    partial_indexes = False
    assigns_rows = False
    looks_up_in_order = False
    keeps_order = True
    page_rows = 5_000
    longest_joined: int | None = LONGEST_JOINED - CHARACTER_BYTES

    def connect(self, url: str, _patience: float) -> Engine:
        """Make an engine whose transactions Raccord begins and ends itself, with text compared by code points."""
        arguments: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS, "charset": "utf8mb4"}
        arguments["init_command"] = _SETTINGS[0]
        driven = read_url(url).set(drivername="mariadb+pymysql")
        if password := password_of(driven):
            # The server keeps it in UTF-8; the driver would send it in Latin-1.
            arguments["password"] = password.encode()
        engine = create_engine(
            driven,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={"read_timeout": CONNECT_SECONDS, **arguments},
            execution_options={"preserve_rowcount": True, INDEXED_AT_ONCE: True},
        )
        event.listen(engine, "connect", partial(_watch, asked=str(driven.query.get("read_timeout", ""))))
        event.listen(engine, "connect", galera.prepare_session)
        return engine

    def begin_read(self, connection: Connection) -> None:
        """Start a transaction that locks nothing; each statement sees what was committed before it.

        With one snapshot, MariaDB would lock each customer that it copies into a temporary table, and wait for writers.
        The session has the isolation, since one for a single transaction is lost when a temporary table is made.
        """
        _configure(connection)
        connection.exec_driver_sql("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
        connection.exec_driver_sql("START TRANSACTION")

    @contextmanager
    def writing(self, connection: Connection, seconds: float) -> Iterator[None]:
        """Hold the named lock around a serializable transaction: what it has read, nobody changes before its end."""
        _configure(connection)
        name = connection.exec_driver_sql("SELECT CONCAT('raccord:', LEFT(SHA2(DATABASE(), 256), 40))").scalar_one()
        if not connection.exec_driver_sql("SELECT GET_LOCK(%s, %s)", (name, seconds)).scalar():
            raise faults.locked_by(_holder(connection, name)).error(shown_url(connection.engine.url))
        try:
            connection.exec_driver_sql("SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE")
            connection.exec_driver_sql("START TRANSACTION")
            yield
        finally:
            quietly(connection, "SELECT RELEASE_LOCK(%s)", (name,))

    def take_turn(self, connection: Connection, meta: Table, seconds: float) -> None:
        """In a cluster, where a named lock holds for one node alone, take the turn on all of them."""
        refused = galera.take_turn(connection, meta, seconds)
        if refused:
            raise refused.error(shown_url(connection.engine.url))

    def bulk_load(
        self, connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
    ) -> None:
        """Insert many rows with each statement, which the driver composes."""
        preparer = connection.dialect.identifier_preparer
        names = ", ".join(preparer.quote(name) for name in columns)
        marks = ", ".join(["%s"] * len(columns))
        for batch in in_batches(rows, BATCH):
            connection.exec_driver_sql(f"INSERT INTO {preparer.format_table(table)} ({names}) VALUES ({marks})", batch)

    def reserve_ids(self, connection: Connection, table: Table, count: int) -> int:
        """Count on in the journal; the table's own counter follows what is inserted."""
        counter = connection.exec_driver_sql(_COUNTER, (table.name,)).scalar()
        return next_ids(connection, table, count, int(counter or 1) - 1)

    def meaning(self, reported: DBAPIError) -> faults.Meaning | None:
        """Say what a report of MariaDB means, by its number; the driver's 0 is a connection that was closed."""
        if galera.is_too_large(reported):
            return faults.TOO_LARGE
        number = galera.number_of(reported)
        if number == _NO_RIGHT_ON_DATABASE:
            return faults.FORBIDDEN if reported.statement else faults.NO_DATABASE
        if number == _CANNOT_CONNECT and "certificate" in str(reported.orig).lower():
            return faults.UNTRUSTED
        return _MEANINGS.get(number)

    def _digits(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        return func.regexp_replace(column, "[^0-9]", "")

    def _digest(self, column: ColumnElement[Any]) -> ColumnElement[str]:
        return func.sha2(column, 256)

    def _exact_number(self) -> Numeric[Any]:
        return Numeric(65, 30)


def _watch(connection: Any, _record: object, *, asked: str) -> None:
    """Wait for the answers of statements as long as they take, while the server's computer is there."""
    connection._read_timeout = int(asked) if asked else None  # noqa: SLF001 - the driver has one limit for all
    for name, value in _KEEPALIVE.items():
        if hasattr(socket, name) and connection._sock.family != getattr(socket, "AF_UNIX", None):  # noqa: SLF001
            connection._sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)  # noqa: SLF001 - no other way


def _holder(connection: Connection, name: str) -> str | None:
    """Who holds the named lock, as far as the server tells."""
    found = connection.exec_driver_sql(_HOLDER, (name,)).first()
    return _("{user} from {host}", user=found[0], host=found[1].rpartition(":")[0] or found[1]) if found else None


def _configure(connection: Connection) -> None:
    for setting in _SETTINGS:
        connection.exec_driver_sql(setting)


_NO_RIGHT_ON_DATABASE = 1044
_CANNOT_CONNECT = 2003
_MEANINGS: dict[int, faults.Meaning] = {
    **dict.fromkeys((0, 2002, 2003, 2005, 2006, 2013, 1053, 1927), faults.UNREACHABLE),
    **dict.fromkeys((1045, 1698), faults.LOGIN_REFUSED),
    1049: faults.NO_DATABASE,
    2026: faults.UNTRUSTED,
    **dict.fromkeys((1037, 1038, 1040, 1203, 1206), faults.BUSY),
    **dict.fromkeys((1317, 1969), faults.CANCELLED),
    **dict.fromkeys((1142, 1143, 1227, 1370), faults.FORBIDDEN),
    galera.LOCK_TIMEOUT: faults.LOCKED,
    **dict.fromkeys((1020, galera.DEADLOCK, 1614), faults.CHANGED),
    # A base is being made through another node at the same time.
    **dict.fromkeys((1050, 1061, 1412, 1684), faults.CHANGED),
    1047: faults.CUT_OFF,
    **dict.fromkeys((1021, 1114), faults.DISK_FULL),
    **dict.fromkeys((1290, 1792, 1836), faults.READ_ONLY),
}
