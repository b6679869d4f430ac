"""How a transaction ends: committed, taken back, or cut off where only the database knows which of them (SPEC §5)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, PendingRollbackError

from raccord.database import faults
from raccord.database.family import Family
from raccord.errors import AppliedError, Where


@contextmanager
def whole(
    connection: Connection, family: Family, patience: float, prepare: Callable[[], None], shown_url: str
) -> Iterator[None]:
    """A writing transaction that is committed whole, or not at all; raises AppliedError if it is stopped after that."""
    written = False
    try:
        with family.writing(connection, patience):
            try:
                prepare()
                yield
            except BaseException:
                quietly(connection, "ROLLBACK")
                raise
            _commit(connection, family, shown_url)
            written = True
    except KeyboardInterrupt as stop:
        if written:
            raise _applied(shown_url) from stop
        raise


@contextmanager
def reported(shown_url: str) -> Iterator[None]:
    """Let nothing that goes wrong after a commit hide that all is written; raises AppliedError."""
    try:
        yield
    except (DBAPIError, PendingRollbackError, KeyboardInterrupt) as fault:
        raise _applied(shown_url) from fault


def quietly(connection: Connection, statement: str, values: tuple[Any, ...] = ()) -> None:
    """Run a statement that ends something; a connection on which it fails is closed, which ends it as well."""
    if connection.invalidated:
        return
    try:
        connection.exec_driver_sql(statement, values)
    except DBAPIError:
        connection.invalidate()


def _commit(connection: Connection, family: Family, shown_url: str) -> None:
    """Commit; raises DatabaseError where the answer is lost, since the database may have committed or not."""
    try:
        connection.exec_driver_sql("COMMIT")
    except KeyboardInterrupt as stop:
        raise faults.COMMIT_UNKNOWN.error(shown_url) from stop
    except DBAPIError as fault:
        if fault.connection_invalidated or family.meaning(fault) is faults.UNREACHABLE:
            raise faults.COMMIT_UNKNOWN.error(shown_url) from fault
        quietly(connection, "ROLLBACK")
        raise


def _applied(shown_url: str) -> AppliedError:
    told = faults.APPLIED
    return AppliedError(told.code, told.title, hint=told.hint, where=Where(file=shown_url))
