"""PostgreSQL: a team's server, through psycopg."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Numeric, Table, cast, create_engine, event, func
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.pool import NullPool

from raccord.database import faults
from raccord.database.counting import next_ids
from raccord.database.ending import quietly
from raccord.database.postgresql_columns import PostgreSQLColumns
from raccord.database.server import PROBE_SECONDS, PROBES, SILENT_SECONDS, ServerFamily
from raccord.database.urls import read_url, shown_url
from raccord.translation import _

CONNECT_SECONDS = 15
_KEEPALIVE = {
    "keepalives_idle": SILENT_SECONDS,
    "keepalives_interval": PROBE_SECONDS,
    "keepalives_count": PROBES,
    "tcp_user_timeout": 1000 * (SILENT_SECONDS + PROBES * PROBE_SECONDS),
}
LOCK = 0x52616363
_LOCK_TIMEOUT = "55P03"
_HOLDER = """
SELECT activity.application_name, activity.usename, activity.xact_start
FROM pg_locks AS held JOIN pg_stat_activity AS activity USING (pid)
WHERE held.locktype = 'advisory' AND held.granted
AND held.classid::bigint = %s AND held.objid::bigint = %s::bigint & 4294967295
AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class PostgreSQLFamily(PostgreSQLColumns, ServerFamily):
    """PostgreSQL from version 12 on; an import holds an advisory lock, and sees one state of the base."""

    name = "postgresql"
    streams = True
    making_commits = False
    partial_indexes = True
    assigns_rows = False
    looks_up_in_order = True  # side by side, keys and customers are on one page
    keeps_order = False
    page_rows = 20_000
    longest_joined: int | None = None

    def connect(self, url: str, _patience: float) -> Engine:
        """Make an engine whose transactions Raccord begins and ends itself."""
        arguments = {"connect_timeout": CONNECT_SECONDS, "application_name": faults.myself(), **_KEEPALIVE}
        driven = read_url(url).set(drivername="postgresql+psycopg")
        engine = create_engine(
            driven,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args=arguments,
            execution_options={"preserve_rowcount": True},
        )
        event.listen(engine, "connect", _refuse_cockroach, insert=True)
        return engine

    def begin_read(self, connection: Connection) -> None:
        """Start a transaction that sees one snapshot; it writes temporary tables alone, also for who only reads."""
        _begin(connection, "READ WRITE")

    @contextmanager
    def writing(self, connection: Connection, seconds: float) -> Iterator[None]:
        """Hold the advisory lock around a transaction, whose snapshot is taken only then."""
        key = (LOCK, self._lock_key(connection))
        connection.exec_driver_sql(f"SET lock_timeout = {int(seconds * 1000)}")
        try:
            connection.exec_driver_sql("SELECT pg_advisory_lock(%s, %s)", key)
        except DBAPIError as fault:
            if getattr(fault.orig, "sqlstate", "") != _LOCK_TIMEOUT:
                raise
            raise faults.locked_by(self._holder(connection, key)).error(shown_url(connection.engine.url)) from fault
        try:
            _begin(connection)
            yield
        finally:
            quietly(connection, "SELECT pg_advisory_unlock(%s, %s)", key)

    def take_turn(self, _connection: Connection, _meta: Table, _seconds: float) -> None:
        """Nothing: the advisory lock holds for the whole server."""

    def _holder(self, connection: Connection, key: tuple[int, int]) -> str | None:
        """Who holds the advisory lock, as far as the server tells."""
        found = connection.exec_driver_sql(_HOLDER, key).first()
        if found is None:
            return None
        who = found[0] or found[1] or ""
        # Who is no administrator is not told since when another user works.
        return _("{who}, since {time}", who=who, time=found[2].strftime("%H:%M:%S")) if found[2] else who

    def bulk_load(
        self, connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
    ) -> None:
        """Load by COPY."""
        preparer = connection.dialect.identifier_preparer
        names = ", ".join(preparer.quote(name) for name in columns)
        cursor: Any = connection.connection.cursor()
        with (
            _told_like_others(connection),
            cursor,
            cursor.copy(f"COPY {preparer.format_table(table)} ({names}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def reserve_ids(self, connection: Connection, table: Table, count: int) -> int:
        """Count on in the journal, and take the sequence along for programs that insert by it."""
        name = connection.dialect.identifier_preparer.format_table(table)
        sequence = cast(func.pg_get_serial_sequence(name, table.c.id.name), REGCLASS)
        used = connection.execute(func.pg_sequence_last_value(sequence).select()).scalar()
        first = next_ids(connection, table, count, used or 0)
        connection.execute(func.setval(sequence, first + count - 1).select())
        return first

    def meaning(self, reported: DBAPIError) -> faults.Meaning | None:
        """Say what a report of PostgreSQL means, by its SQLSTATE; without one, there is no connection."""
        state = getattr(reported.orig, "sqlstate", None)
        return (_MEANINGS.get(state) or _MEANINGS.get(state[:2])) if state else _why_unconnected(reported)

    def _lock_key(self, connection: Connection) -> int:
        """A number for the schema in use, so that bases in one database do not wait for each other."""
        return int(connection.exec_driver_sql("SELECT hashtext(coalesce(current_schema(), ''))").scalar_one())

    def _digits(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        return func.regexp_replace(column, "[^0-9]", "", "g")

    def _digest(self, column: ColumnElement[Any]) -> ColumnElement[str]:
        return func.encode(func.sha256(func.convert_to(column, "UTF8")), "hex")

    def _exact_number(self) -> Numeric[Any]:
        return Numeric()


def _begin(connection: Connection, access: str = "") -> None:
    """Start a transaction whose statements, each run once, are not compiled: that takes longer than it saves."""
    connection.exec_driver_sql(f"BEGIN ISOLATION LEVEL REPEATABLE READ {access}")
    connection.exec_driver_sql("SET LOCAL jit = off")


@contextmanager
def _told_like_others(connection: Connection) -> Iterator[None]:
    """Give what the driver itself reports the form of SQLAlchemy's reports."""
    reported: type[Exception] = connection.dialect.loaded_dbapi.Error
    try:
        yield
    except reported as fault:
        raise DBAPIError(None, None, fault) from fault


def _refuse_cockroach(driver: Any, _record: object) -> None:
    """Refuse what speaks as PostgreSQL does, but commits where a temporary table is made; it tells when it connects."""
    if driver.info.parameter_status("crdb_version"):
        raise faults.unsupported("cockroachdb")


_MEANINGS = {
    # With 40003 the server itself does not know whether a statement, such as COMMIT, was completed.
    **dict.fromkeys(("08", "57", "40003"), faults.UNREACHABLE),
    "57014": faults.CANCELLED,
    "28": faults.LOGIN_REFUSED,
    "3D": faults.NO_DATABASE,
    "42501": faults.FORBIDDEN,
    _LOCK_TIMEOUT: faults.LOCKED,
    **dict.fromkeys(("40001", "40P01"), faults.CHANGED),
    "53": faults.BUSY,
    "53100": faults.DISK_FULL,
    "25006": faults.READ_ONLY,
    "3F": faults.FORBIDDEN,
}
_NOT_NOW = re.compile("starting up|shutting down|recovery mode")
_BUSY = re.compile("too many|connection slots")
_NO_DATABASE = re.compile('database ".*" does not exist|permission denied for database')
_UNTRUSTED = re.compile("does not support SSL|certificate")
_NO_LOGIN = re.compile('authentication failed|no pg_hba.conf entry|role ".*" (does not exist|is not permitted)')


def _why_unconnected(reported: DBAPIError) -> faults.Meaning:
    """What a server has answered to a login has no SQLSTATE, only words, which may be of any language."""
    if isinstance(reported, ProgrammingError):
        return faults.BAD_OPTION
    said, login = str(reported.orig), getattr(reported.orig, "pgconn", None)
    if _NOT_NOW.search(said):
        return faults.UNREACHABLE
    if _BUSY.search(said):
        return faults.BUSY
    if _NO_DATABASE.search(said):
        return faults.NO_DATABASE
    if _UNTRUSTED.search(said):
        return faults.UNTRUSTED
    had_password = login is not None and (login.needs_password or login.used_password)
    return faults.LOGIN_REFUSED if had_password or _NO_LOGIN.search(said) else faults.UNREACHABLE
