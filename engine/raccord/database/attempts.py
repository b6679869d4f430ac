"""Doing a transaction again, whole and anew, that met another one: it sees what others have written (SPEC §5)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from raccord.database.connect import Database

Written = TypeVar("Written")


@contextmanager
def written(database: "Database", work: Callable[[Connection], Written]) -> Iterator[tuple[Connection, Written]]:
    """What `work` gives after a transaction of its own, and its connection, on which temporary tables live on.

    While the base's patience lasts, a transaction that met another one is done again on a new connection, by which
    nothing is left of it; after that it is refused, as any other that fails.
    """
    late = monotonic() + database.patience
    while True:
        with database.connected() as connection:
            try:
                with database.transaction(connection):
                    done = work(connection)
            except DBAPIError as fault:
                if monotonic() >= late or not _is_passing(database, fault):
                    raise
                continue
            yield connection, done
            return


def write(database: "Database", work: Callable[[Connection], Written]) -> Written:
    """What `work` gives after a transaction of its own."""
    with written(database, work) as (_, done):
        return done


def _is_passing(database: "Database", fault: DBAPIError) -> bool:
    meaning = database.family.meaning(fault)
    return meaning is not None and meaning.again
