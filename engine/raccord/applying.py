"""Applying: one transaction's worth of writes for a plan, each of them journaled (SPEC §5)."""

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    Select,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    null,
    select,
    union_all,
    update,
)

from raccord.catalogue import Field
from raccord.database.temporary import temporary_table
from raccord.database.types import CUSTOMER_ID
from raccord.journal.operations import Clock, OperationKind, State, begin_operation, field_numbers, timestamp
from raccord.planning.outcomes import Outcome
from raccord.planning.plan import Plan

FIELDS_AT_ONCE = 50
"""Fields whose cells one statement journals: databases limit how many selects they unite."""


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
    _journal_rows(plan, operation)
    _journal_deletions(plan, operation, deleted_at)
    _update_customers(plan)
    _insert_customers(plan)
    _journal_filled(plan, operation)
    _delete_customers(plan, deleted_at)
    return operation


def _with_outcome(plan: Plan, *outcomes: Outcome) -> ColumnElement[bool]:
    return plan.work.rows.c.outcome.in_([outcome.value for outcome in outcomes])


def _give_new_ids(plan: Plan) -> None:
    connection, rows, merged = plan.work.connection, plan.work.rows, plan.merged.table
    if not plan.summary.created:
        return
    ids = temporary_table(
        connection, "new_id", Column("row", Integer, primary_key=True), Column("customer", CUSTOMER_ID)
    )
    created = select(rows.c.row).where(_with_outcome(plan, Outcome.CREATED))
    plan.work.customers.give_ids(connection, ids, created, plan.summary.created)
    for table in (rows, merged):
        new_id = select(ids.c.customer).where(ids.c.row == table.c.row).scalar_subquery()
        connection.execute(update(table).where(table.c.row.in_(select(ids.c.row))).values(customer=new_id))


def _journal_rows(plan: Plan, operation: int) -> None:
    connection, database = plan.work.connection, plan.work.database
    entry, customers, rows = database.journal.entry, database.customers, plan.work.rows
    before = {Outcome.CREATED: State.ABSENT, Outcome.UPDATED: State.ACTIVE, Outcome.RESTORED: State.BINNED}
    for outcome, state in before.items():
        was_deleted = select(customers.deleted_at).where(customers.id == rows.c.customer).scalar_subquery()
        deleted_before = was_deleted if outcome is Outcome.RESTORED else null()
        touched = select(
            literal(operation),
            rows.c.customer,
            literal(state.value),
            literal(State.ACTIVE.value),
            rows.c.row,
            deleted_before,
        ).where(_with_outcome(plan, outcome))
        names = ["operation", "customer", "before", "after", "row", "deleted_before"]
        connection.execute(insert(entry).from_select(names, touched.order_by(rows.c.customer)))
    _journal_cells(plan, operation, _with_outcome(plan, *before))


def _journal_cells(plan: Plan, operation: int, applied: ColumnElement[bool]) -> None:
    """Journal the changed cells of many fields at once, in the order of the journal's key, which appends them."""
    connection, cell, fields = plan.work.connection, plan.work.database.journal.cell, plan.merged.fields
    numbers = field_numbers(connection, plan.work.database)
    names = [column.name for column in cell.columns]
    for start in range(0, len(fields), FIELDS_AT_ONCE):
        chosen = fields[start : start + FIELDS_AT_ONCE]
        every = union_all(*(_changed_cells(plan, one, operation, numbers[one.name], applied) for one in chosen))
        found = every.subquery()
        connection.execute(insert(cell).from_select(names, select(found).order_by(found.c.customer, found.c.field)))


def _changed_cells(
    plan: Plan, one: Field, operation: int, number: int, applied: ColumnElement[bool]
) -> Select[tuple[Any, ...]]:
    """A select of the journal's columns for one field."""
    merged, rows, as_text = plan.merged, plan.work.rows, plan.work.database.family.as_text
    values = (
        literal(operation).label("operation"),
        merged.table.c.customer.label("customer"),
        literal(number).label("field"),
        as_text(one, merged.old(one)).label("old"),
        as_text(one, merged.new(one)).label("new"),
    )
    joined = merged.table.join(rows, rows.c.row == merged.table.c.row)
    return select(*values).select_from(joined).where(applied, merged.differs(one))


def _journal_deletions(plan: Plan, operation: int, deleted_at: str) -> None:
    entry, deletion = plan.work.database.journal.entry, plan.deletions.table
    gone = select(
        literal(operation),
        deletion.c.customer,
        literal(State.ACTIVE.value),
        literal(State.BINNED.value),
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
    customers.update(connection, customer, {one: merged.new(one) for one in _changing(plan, chosen)}, chosen)


def _changing(plan: Plan, chosen: ColumnElement[bool]) -> list[Field]:
    """The fields that change in any chosen row: an index of one that is written, even as it was, is written too."""
    merged, updating = plan.merged, plan.merged.updating
    if not updating:
        return []
    changes = select(*(func.max(case((merged.differs(one), 1), else_=0)) for one in updating)).where(chosen)
    return [one for one, any_ in zip(updating, plan.work.connection.execute(changes).one(), strict=True) if any_]


def _insert_customers(plan: Plan) -> None:
    merged, rows, customers = plan.merged, plan.work.rows, plan.work.customers
    joined = merged.table.join(rows, rows.c.row == merged.table.c.row)
    new = select(merged.table.c.customer, *(merged.new(one) for one in merged.fields)).select_from(joined)
    new = new.where(_with_outcome(plan, Outcome.CREATED)).order_by(merged.table.c.row)
    customers.insert(plan.work.connection, merged.fields, new)


def _journal_filled(plan: Plan, operation: int) -> None:
    """Journal what the database itself has put into new customers, so that it does not look like an edit later."""
    connection, database = plan.work.connection, plan.work.database
    customers, cell = database.customers, database.journal.cell
    if not plan.summary.created:
        return
    numbers = field_numbers(connection, database)
    created = select(plan.work.rows.c.customer).where(_with_outcome(plan, Outcome.CREATED))
    for one in customers.filled:
        ours = and_(cell.c.operation == operation, cell.c.field == numbers[one.name], cell.c.customer.in_(created))
        connection.execute(delete(cell).where(ours))
        stored = customers.column(one)
        values = (
            literal(operation),
            customers.id,
            literal(numbers[one.name]),
            null(),
            database.family.as_text(one, stored),
        )
        found = select(*values).where(customers.id.in_(created), stored.is_not(None))
        connection.execute(insert(cell).from_select([column.name for column in cell.columns], found))


def _delete_customers(plan: Plan, deleted_at: str) -> None:
    customers, deletion = plan.work.customers, plan.deletions.table
    customers.to_bin(plan.work.connection, select(deletion.c.customer, literal(deleted_at).label("deleted_at")))
