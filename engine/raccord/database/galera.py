"""A cluster of MariaDB servers (Galera): one import's turn for all of its nodes, and reads that see what any has done.

A named lock holds for one node alone. So every import writes one row of the journal, as the first part of a transaction
that is sent to the other nodes in parts: there the row is locked from then on until the transaction ends, however it
ends, also by the death of its node.
"""

from datetime import datetime
from time import monotonic
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Table, select
from sqlalchemy.dialects.mysql import insert
from sqlalchemy.exc import DBAPIError

from raccord.database import faults
from raccord.database.ending import quietly

TURN = "turn"
DEADLOCK, LOCK_TIMEOUT = 1213, 1205
_UNNUMBERED = frozenset({1105, 1180})
_NODES = "SHOW STATUS LIKE 'wsrep_cluster_size'"
# Each statement waits until the node has all that was committed anywhere before it.
_CAUSAL = "SET SESSION wsrep_sync_wait = 15"
_SENT_AT_ONCE = ("SET SESSION wsrep_trx_fragment_unit = 'statements'", "SET SESSION wsrep_trx_fragment_size = 1")
_AS_EVER = (
    "SET SESSION wsrep_trx_fragment_size = DEFAULT",
    "SET SESSION wsrep_trx_fragment_unit = DEFAULT",
    "SET SESSION innodb_lock_wait_timeout = DEFAULT",
)


def prepare_session(driver: Any, _record: object) -> None:
    """Let a new connection see what was committed through any node before; elsewhere it stays as it is."""
    with driver.cursor() as cursor:
        cursor.execute(_NODES)
        if _is_cluster(cursor.fetchone()):
            cursor.execute(_CAUSAL)


def take_turn(connection: Connection, meta: Table, seconds: float) -> faults.Meaning | None:
    """Lock the row of turns on every node; gives what to say when that could not be in so many seconds."""
    if not _is_cluster(connection.exec_driver_sql(_NODES).first()):
        return None
    late = monotonic() + seconds
    while True:
        try:
            _write_turn(connection, meta, max(1, round(late - monotonic())))
        except DBAPIError as fault:
            number = number_of(fault)
            quietly(connection, "ROLLBACK")
            if number not in {DEADLOCK, LOCK_TIMEOUT}:
                raise
            if monotonic() >= late:
                return faults.locked_by(_holder(connection, meta))
            connection.exec_driver_sql("START TRANSACTION")
        else:
            return None


def number_of(fault: DBAPIError) -> int:
    """The number of a report of MariaDB; 0 where it has none."""
    arguments = getattr(fault.orig, "args", ())
    return arguments[0] if arguments and isinstance(arguments[0], int) else 0


def is_too_large(fault: DBAPIError) -> bool:
    """Tell whether a transaction is larger than the cluster takes, for which MariaDB has no number of its own."""
    said = str(fault.orig)
    return number_of(fault) in _UNNUMBERED and ("writeset size" in said or "wsrep_max_ws" in said)


def _is_cluster(status: Any) -> bool:
    return status is not None and int(status[1]) > 0


def _write_turn(connection: Connection, meta: Table, seconds: int) -> None:
    """Write who has the turn; what follows the bar makes each value new, as a row that stays the same is not sent."""
    holder = f"{faults.myself()}, since {datetime.now().astimezone():%H:%M:%S}|{uuid4().hex}"
    written = insert(meta).values(name=TURN, value=holder).on_duplicate_key_update(value=holder)
    for setting in (*_SENT_AT_ONCE, f"SET SESSION innodb_lock_wait_timeout = {seconds}"):
        connection.exec_driver_sql(setting)
    connection.execute(written)
    for setting in _AS_EVER:
        connection.exec_driver_sql(setting)


def _holder(connection: Connection, meta: Table) -> str | None:
    """Who has the turn, which is not committed as long as they have it."""
    connection.exec_driver_sql("SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED")
    said = connection.execute(select(meta.c.value).where(meta.c.name == TURN)).scalar()
    return str(said).partition("|")[0] if said else None
