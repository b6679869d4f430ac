"""Applying: one transaction's worth of writes for a plan, each of them journaled (SPEC §5)."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Column, ColumnElement, Integer, and_, func, insert, literal, null, select, update

from raccord.catalogue import Field
from raccord.database.temporary import temporary_table
from raccord.journal.operations import Clock, OperationKind, State, begin_operation, field_numbers, timestamp
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
    _journal_rows(plan, operation)
    _journal_deletions(plan, operation, deleted_at)
    _update_customers(plan)
    _insert_customers(plan)
    _delete_customers(plan, deleted_at)
    return operation


def _with_outcome(plan: Plan, *outcomes: Outcome) -> ColumnElement[bool]:
    return plan.work.rows.c.outcome.in_([outcome.value for outcome in outcomes])


def _give_new_ids(plan: Plan) -> None:
    connection, rows, merged = plan.work.connection, plan.work.rows, plan.merged.table
    if not plan.summary.created:
        return
    first = plan.work.database.family.reserve_ids(connection, plan.work.customers.table, plan.summary.created)
    ids = temporary_table(connection, "new_id", Column("row", Integer, primary_key=True), Column("customer", Integer))
    place = func.row_number().over(order_by=rows.c.row) - 1
    created = select(rows.c.row, first + place).where(_with_outcome(plan, Outcome.CREATED))
    connection.execute(insert(ids).from_select(["row", "customer"], created))
    for table in (rows, merged):
        new_id = select(ids.c.customer).where(ids.c.row == table.c.row).scalar_subquery()
        connection.execute(update(table).where(table.c.row.in_(select(ids.c.row))).values(customer=new_id))


def _journal_rows(plan: Plan, operation: int) -> None:
    connection, database = plan.work.connection, plan.work.database
    entry, cell = database.journal.entry, database.journal.cell
    customers, rows = database.customers, plan.work.rows
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
    merged, numbers = plan.merged, field_numbers(connection, database)
    joined = merged.table.join(rows, rows.c.row == merged.table.c.row)
    applied = _with_outcome(plan, *before)
    for one in merged.fields:
        values = (
            literal(operation),
            merged.table.c.customer,
            literal(numbers[one.name]),
            database.family.as_text(one, merged.old(one)),
            database.family.as_text(one, merged.new(one)),
        )
        changed = select(*values).select_from(joined).where(applied, merged.differs(one))
        connection.execute(insert(cell).from_select([column.name for column in cell.columns], changed))


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
    """Write each field once, for the customers of updated and restored rows."""
    customers, merged, rows = plan.work.customers, plan.merged, plan.work.rows
    if not plan.summary.updated and not plan.summary.restored:
        return
    values: dict[Any, Any] = {customers.column(one): merged.new(one) for one in merged.updating}
    values[customers.deleted_at] = null()
    chosen = and_(
        merged.table.c.customer == customers.id,
        rows.c.row == merged.table.c.row,
        _with_outcome(plan, Outcome.UPDATED, Outcome.RESTORED),
    )
    plan.work.connection.execute(update(customers.table).where(chosen).values(values))


def _insert_customers(plan: Plan) -> None:
    merged, rows, customers = plan.merged, plan.work.rows, plan.work.customers
    joined = merged.table.join(rows, rows.c.row == merged.table.c.row)
    new = select(merged.table.c.customer, *(merged.new(one) for one in merged.fields)).select_from(joined)
    new = new.where(_with_outcome(plan, Outcome.CREATED)).order_by(merged.table.c.row)
    names = ["id", *_names(merged.fields)]
    plan.work.connection.execute(insert(customers.table).from_select(names, new))


def _delete_customers(plan: Plan, deleted_at: str) -> None:
    customers, deletion = plan.work.customers, plan.deletions.table
    gone = customers.id.in_(select(deletion.c.customer))
    plan.work.connection.execute(update(customers.table).where(gone).values(deleted_at=deleted_at))


def _names(fields: Iterable[Field]) -> list[str]:
    return [one.name for one in fields]
