"""Applying: one transaction's worth of writes for a plan, each of them journaled (SPEC §5)."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    and_,
    exists,
    insert,
    literal,
    null,
    select,
    update,
)

from raccord.catalogue import Field
from raccord.database.field_numbers import give_numbers
from raccord.database.row_images import values_image
from raccord.database.temporary import temporary_table
from raccord.database.types import CUSTOMER_ID
from raccord.journal.operations import Clock, OperationKind, State, begin_operation, timestamp
from raccord.planning.outcomes import Outcome
from raccord.planning.plan import Plan


def apply_plan(plan: Plan, *, file: str | None, clock: Clock) -> int:
    """Write what the plan says and journal it; returns the number of the restore point just before.

    The plan's connection must be in a writing transaction. Afterwards the plan's created rows carry their new ids.
    """
    connection, database = plan.work.connection, plan.work.database
    details = {
        "file": file,
        "sheet": plan.sheet.grid.name,
        "mode": plan.work.options.mode.value,
        "fingerprint": plan.fingerprint,
        "summary": json.dumps(asdict(plan.summary)),
    }
    operation = begin_operation(connection, database, OperationKind.IMPORT, clock, details)
    _give_new_ids(plan)
    deleted_at = timestamp(clock())
    numbers, image = give_numbers(connection, database), plan.merged.images.c.cells
    _journal_rows(plan, operation, Outcome.UPDATED, State.ACTIVE, image)
    _journal_rows(plan, operation, Outcome.RESTORED, State.BINNED, image)
    _journal_deletions(plan, operation, deleted_at)
    _update_customers(plan)
    if plan.summary.created:
        _insert_customers(plan)
        _journal_rows(plan, operation, Outcome.CREATED, State.ABSENT, _new_image(plan, numbers))
    _delete_customers(plan, deleted_at)
    return operation


def _with_outcome(plan: Plan, *outcomes: Outcome) -> ColumnElement[bool]:
    return plan.work.rows.c.outcome.in_([outcome.value for outcome in outcomes])


def _give_new_ids(plan: Plan) -> None:
    connection, rows = plan.work.connection, plan.work.rows
    if not plan.summary.created:
        return
    ids = temporary_table(
        connection, "new_id", Column("row", Integer, primary_key=True), Column("customer", CUSTOMER_ID)
    )
    created = select(rows.c.row).where(_with_outcome(plan, Outcome.CREATED))
    plan.work.customers.give_ids(connection, ids, created, plan.summary.created)
    new_id = select(ids.c.customer).where(ids.c.row == rows.c.row).scalar_subquery()
    connection.execute(update(rows).where(rows.c.row.in_(select(ids.c.row))).values(customer=new_id))


def _journal_rows(plan: Plan, operation: int, outcome: Outcome, before: State, image: ColumnElement[Any]) -> None:
    """Journal the customers of an outcome, in the order of the journal's key, which appends them.

    The outer joins are such that a database leaves them out where nothing is read of them.
    """
    database, rows, merged = plan.work.database, plan.work.rows, plan.merged
    customers, entry = database.customers, database.journal.entry
    states = (literal(before.letter), literal(State.ACTIVE.letter))
    deleted_before = customers.deleted_at if before is State.BINNED else null()
    touched = select(literal(operation), rows.c.customer, *states, rows.c.row, deleted_before, image)
    joined = rows.join(merged.images, merged.images.c.row == rows.c.row)
    joined = joined.outerjoin(merged.table, merged.table.c.row == rows.c.row)
    joined = joined.outerjoin(customers.table, customers.id == rows.c.customer)
    touched = touched.select_from(joined).where(_with_outcome(plan, outcome)).order_by(rows.c.customer)
    names = ["operation", "customer", "before", "after", "row", "deleted_before", "cells"]
    plan.work.connection.execute(insert(entry).from_select(names, touched))


def _new_image(plan: Plan, numbers: Mapping[str, int]) -> ColumnElement[Any]:
    """SQL for the image of a new customer; what the database itself puts in must not look like an edit later."""
    customers, merged = plan.work.customers, plan.merged
    if not customers.filled:
        return merged.images.c.cells
    given = {one: merged.new(one) for one in merged.fields}
    stored = {one: customers.column(one) for one in customers.filled}
    return values_image(plan.work.database.family, numbers, given | stored, new=True)


def _journal_deletions(plan: Plan, operation: int, deleted_at: str) -> None:
    entry, deletion = plan.work.database.journal.entry, plan.deletions.table
    gone = select(
        literal(operation),
        deletion.c.customer,
        literal(State.ACTIVE.letter),
        literal(State.BINNED.letter),
        literal(deleted_at),
    )
    names = ["operation", "customer", "before", "after", "deleted_after"]
    plan.work.connection.execute(insert(entry).from_select(names, gone))


def _update_customers(plan: Plan) -> None:
    """Write each field that changes once, for the customers of updated and restored rows."""
    customers, merged, rows = plan.work.customers, plan.merged, plan.work.rows
    if not plan.summary.updated and not plan.summary.restored:
        return
    connection, customer = plan.work.connection, merged.table.c.customer
    if plan.summary.restored:
        customers.from_bin(connection, select(rows.c.customer).where(_with_outcome(plan, Outcome.RESTORED)))
    chosen = and_(rows.c.row == merged.table.c.row, _with_outcome(plan, Outcome.UPDATED, Outcome.RESTORED))
    customers.update(connection, customer, {one: merged.new(one) for one in _changing(plan)}, chosen)


def _changing(plan: Plan) -> list[Field]:
    """The fields that any row would change: an index of one that is written, even as it was, is written too."""
    merged, updating = plan.merged, plan.merged.updating
    if not updating:
        return []
    known = merged.table.c.customer.is_not(None)
    changes = select(*(exists().where(known, merged.differs(one)) for one in updating))
    return [one for one, any_ in zip(updating, plan.work.connection.execute(changes).one(), strict=True) if any_]


def _insert_customers(plan: Plan) -> None:
    merged, rows, customers = plan.merged, plan.work.rows, plan.work.customers
    joined = merged.table.join(rows, rows.c.row == merged.table.c.row)
    new = select(rows.c.customer, *(merged.new(one) for one in merged.fields)).select_from(joined)
    new = new.where(_with_outcome(plan, Outcome.CREATED)).order_by(merged.table.c.row)
    customers.insert(plan.work.connection, merged.fields, new)


def _delete_customers(plan: Plan, deleted_at: str) -> None:
    customers, deletion = plan.work.customers, plan.deletions.table
    customers.to_bin(plan.work.connection, select(deletion.c.customer, literal(deleted_at).label("deleted_at")))
