"""The recycle bin: deleted customers, listed, brought back, and purged when their time is over (SPEC §5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, func, insert, literal, null, or_, select

from raccord.database import Database, write
from raccord.database.field_numbers import give_numbers
from raccord.database.row_images import values_image
from raccord.database.types import text
from raccord.errors import DatabaseError, UsageError
from raccord.journal.operations import (
    Clock,
    OperationKind,
    State,
    begin_operation,
    timestamp,
    utc_now,
)
from raccord.translation import _


@dataclass(frozen=True, slots=True)
class BinnedCustomer:
    """A customer in the bin: who, since when, and when it will be purged (ISO, UTC)."""

    customer: int
    external_id: str | None
    name: str | None
    deleted_at: str
    purged_after: str


def list_bin(database: Database, days: int) -> list[BinnedCustomer]:
    """Everything in the bin, the latest first."""
    customers = database.customers
    named = [database.catalogue.by_name.get("external_id"), database.catalogue.naming]
    columns: list[Any] = [customers.column(one) if one else literal(None, text()) for one in named]
    binned: Select[Any] = select(customers.id, *columns, customers.deleted_at).where(customers.deleted_at.is_not(None))
    with database.reading() as connection:
        rows = connection.execute(binned.order_by(customers.deleted_at.desc(), customers.id)).all()
    return [
        BinnedCustomer(number, external_id, name, deleted_at, _purged_after(deleted_at, days))
        for number, external_id, name, deleted_at in rows
    ]


def bring_back(database: Database, ids: Sequence[int], *, clock: Clock = utc_now) -> int:
    """Bring customers back from the bin; returns the number of the restore point before it."""
    customers = database.customers

    def work(connection: Connection) -> int:
        binned = set(
            connection.scalars(select(customers.id).where(customers.id.in_(ids), customers.deleted_at.is_not(None)))
        )
        missing = [one for one in ids if one not in binned]
        if missing:
            raise UsageError(
                "not-in-bin",
                _("Customer {customer} is not in the recycle bin.", customer=missing[0]),
                hint=_("List it with: raccord bin list"),
            )
        _check_unique_values(connection, database, sorted(binned))
        operation = begin_operation(connection, database, OperationKind.BIN, clock, {"label": "brought back"})
        _journal_states(connection, database, operation, customers.id.in_(binned), State.ACTIVE)
        touched = database.journal.entry
        customers.from_bin(connection, select(touched.c.customer).where(touched.c.operation == operation))
        return operation

    return write(database, work)


def purge_bin(connection: Connection, database: Database, days: int, clock: Clock) -> int:
    """Remove customers that have been in the bin for more than `days`; each keeps its cells in the journal."""
    customers = database.customers
    expired = customers.deleted_at < timestamp(clock() - timedelta(days=days))
    count = connection.execute(select(func.count()).select_from(customers.table).where(expired)).scalar_one()
    if not count:
        return 0
    operation = begin_operation(connection, database, OperationKind.PURGE, clock, {"label": f"older than {days} days"})
    values = {one: customers.column(one) for one in database.catalogue.fields}
    image = values_image(database.family, give_numbers(connection, database), values, new=False)
    _journal_states(connection, database, operation, expired, State.ABSENT, image)
    touched = database.journal.entry
    customers.remove(connection, select(touched.c.customer).where(touched.c.operation == operation))
    return count


def _journal_states(
    connection: Connection, database: Database, operation: int, condition: Any, after: State, image: Any = None
) -> None:
    customers, entry = database.customers, database.journal.entry
    states = (literal(State.BINNED.letter), literal(after.letter))
    cells = null() if image is None else image
    rows = select(literal(operation), customers.id, *states, customers.deleted_at, cells).where(condition)
    names = ["operation", "customer", "before", "after", "deleted_before", "cells"]
    connection.execute(insert(entry).from_select(names, rows.order_by(customers.id)))


def _check_unique_values(connection: Connection, database: Database, ids: list[int]) -> None:
    """Raise DatabaseError when a customer would come back with a unique value that another one has, or brings too."""
    customers, folded = database.customers, database.family.folded
    other = customers.table.alias()
    for one in database.catalogue.fields:
        if not one.unique:
            continue
        same = folded(connection, one, other.c[one.name]) == folded(connection, one, customers.column(one))
        beside = or_(other.c.deleted_at.is_(None), other.c.id.in_(ids))
        pairs = customers.table.join(other, and_(same, other.c.id != customers.id))
        clash = select(customers.id, other.c.id).select_from(pairs)
        found = connection.execute(clash.where(customers.id.in_(ids), beside).order_by(customers.id).limit(1)).first()
        if found:
            label = one.label_in()
            raise DatabaseError(
                "value-taken",
                _(
                    "Customer {customer} cannot come back: customer {other} has the same {label}.",
                    customer=found[0],
                    other=found[1],
                    label=label,
                ),
                hint=_(
                    "Change the {label} of customer {other} first, or bring back one of the two.",
                    label=label,
                    other=found[1],
                ),
            )


def _purged_after(deleted_at: str, days: int) -> str:
    return timestamp(datetime.fromisoformat(deleted_at) + timedelta(days=days))
