"""MariaDB: a team's server, through PyMySQL."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Numeric, Table, create_engine, event, func, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from raccord.database import faults, galera
from raccord.database.counting import next_ids
from raccord.database.mariadb_columns import MariaDBColumns
from raccord.database.server import ServerFamily
from raccord.database.types import MARIADB_COLLATION

CONNECT_SECONDS = 15
BATCH = 5_000
_COUNTER = """
SELECT AUTO_INCREMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = %s
"""
_HOLDER = "SELECT USER, HOST FROM information_schema.PROCESSLIST WHERE ID = IS_USED_LOCK(%s)"
_SETTINGS = (
    f"SET NAMES utf8mb4 COLLATE {MARIADB_COLLATION}",
    "SET SESSION default_storage_engine = 'InnoDB'",
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,NO_ENGINE_SUBSTITUTION'",
)


class MariaDBFamily(MariaDBColumns, ServerFamily):
    """MariaDB from version 10.6 on; an import holds a named lock, and reads so that nobody changes what it read."""

    name = "mariadb"
    streams = False
    partial_indexes = False

    def connect(self, url: str, _patience: float) -> Engine:
        """Make an engine whose transactions Raccord begins and ends itself, with text compared by code points."""
        arguments = {"connect_timeout": CONNECT_SECONDS, "charset": "utf8mb4", "init_command": _SETTINGS[0]}
        driven = make_url(url).set(drivername="mariadb+pymysql")
        engine = create_engine(
            driven,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args=arguments,
            execution_options={"preserve_rowcount": True},
        )
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
            raise faults.locked_by(_holder(connection, name)).error(self._shown(connection))
        try:
            connection.exec_driver_sql("SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE")
            connection.exec_driver_sql("START TRANSACTION")
            yield
        finally:
            if not connection.invalidated:
                connection.exec_driver_sql("SELECT RELEASE_LOCK(%s)", (name,))

    def take_turn(self, connection: Connection, meta: Table, seconds: float) -> None:
        """In a cluster, where a named lock holds for one node alone, take the turn on all of them."""
        refused = galera.take_turn(connection, meta, seconds)
        if refused:
            raise refused.error(self._shown(connection))

    def bulk_load(
        self, connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
    ) -> None:
        """Insert many rows with each statement, which the driver composes."""
        preparer = connection.dialect.identifier_preparer
        names = ", ".join(preparer.quote(name) for name in columns)
        marks = ", ".join(["%s"] * len(columns))
        remaining = iter(rows)
        while batch := list(islice(remaining, BATCH)):
            connection.exec_driver_sql(f"INSERT INTO {preparer.format_table(table)} ({names}) VALUES ({marks})", batch)

    def reserve_ids(self, connection: Connection, table: Table, count: int) -> int:
        """Count on in the journal; the table's own counter follows what is inserted."""
        counter = connection.exec_driver_sql(_COUNTER, (table.name,)).scalar()
        return next_ids(connection, table, count, int(counter or 1) - 1)

    def meaning(self, reported: DBAPIError) -> faults.Meaning | None:
        """Say what a report of MariaDB means, by its number."""
        return _MEANINGS.get(galera.number_of(reported))

    def _digits(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        return func.regexp_replace(column, "[^0-9]", "")

    def _digest(self, column: ColumnElement[Any]) -> ColumnElement[str]:
        return func.sha2(column, 256)

    def _exact_number(self) -> Numeric[Any]:
        return Numeric(65, 30)


def _holder(connection: Connection, name: str) -> str | None:
    """Who holds the named lock, as far as the server tells."""
    found = connection.exec_driver_sql(_HOLDER, (name,)).first()
    return f"{found[0]} from {found[1].rpartition(':')[0] or found[1]}" if found else None


def _configure(connection: Connection) -> None:
    for setting in _SETTINGS:
        connection.exec_driver_sql(setting)


_MEANINGS: dict[int, faults.Meaning] = {
    **dict.fromkeys((2002, 2003, 2005, 2006, 2013, 1040, 1053, 1927), faults.UNREACHABLE),
    **dict.fromkeys((1044, 1045, 1698), faults.LOGIN_REFUSED),
    1049: faults.NO_DATABASE,
    **dict.fromkeys((1142, 1143, 1227, 1370), faults.FORBIDDEN),
    galera.LOCK_TIMEOUT: faults.LOCKED,
    **dict.fromkeys((1020, galera.DEADLOCK, 1614), faults.CHANGED),
    # A base is being made through another node at the same time.
    **dict.fromkeys((1050, 1061, 1412, 1684), faults.CHANGED),
    1047: faults.CUT_OFF,
    1180: faults.TOO_LARGE,
    **dict.fromkeys((1021, 1114, 1037, 1038), faults.DISK_FULL),
    **dict.fromkeys((1290, 1792, 1836), faults.READ_ONLY),
}
