"""Checks on merged rows: required, immutable and unique fields, and the scope (SPEC §4)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Integer, Table, and_, func, insert, or_, select, update

from raccord.catalogue import EXTERNAL_ID, Field
from raccord.database.staging import fold_type
from raccord.database.temporary import temporary_table
from raccord.database.types import CUSTOMER_ID
from raccord.marks import UpdateMode
from raccord.planning.merging import Merged
from raccord.planning.outcomes import Outcome
from raccord.planning.workspace import Workspace
from raccord.values import fold_value


@dataclass(frozen=True)
class GivenValues:
    """Per unique field, by name, the values that rows newly give: `row`, `customer` and the folded `value`."""

    tables: dict[str, Table]

    def others(self, connection: Connection, name: str, row: int, limit: int) -> list[int]:
        """The first other rows that give the same value as `row`."""
        given = self.tables[name].c
        value = select(given.value).where(given.row == row).scalar_subquery()
        same = self.tables[name].alias().c
        others = select(same.row).where(same.value == value, same.row != row).order_by(same.row).limit(limit)
        return list(connection.scalars(others))


def check_merged(work: Workspace, merged: Merged) -> GivenValues:
    """Make rows that break a rule `invalid`, and rows that give one unique value twice `duplicate`."""
    broken = _broken_rows(work)
    _check_clearing(work, merged, broken)
    _check_immutable(work, merged, broken)
    given = {one.name: _given_values(work, merged, one) for one in merged.fields if one.unique}
    for one in merged.fields:
        if one.unique:
            _check_taken(work, one, given[one.name], broken)
    _check_scope(work, merged, broken)
    _set_outcome(work, select(broken.c.row), Outcome.INVALID)
    for one in merged.fields:
        if one.unique:
            _check_given_twice(work, one, given[one.name])
    return GivenValues(given)


def _broken_rows(work: Workspace) -> Table:
    return temporary_table(work.connection, "broken", Column("row", Integer))


def _break(work: Workspace, broken: Table, rows: Any, code: str, one: Field) -> None:
    """Note a broken rule on each row of a select of `row` and maybe a customer."""
    column = next((feed.column for feed in work.staging.feeds if feed.field.name == one.name), 0)
    if work.note(rows, code, column, one):
        work.connection.execute(insert(broken).from_select(["row"], select(rows.subquery().c[0])))


def _set_outcome(work: Workspace, rows: Any, outcome: Outcome) -> None:
    work.connection.execute(update(work.rows).where(work.rows.c.row.in_(rows)).values(outcome=outcome.value))


def _check_clearing(work: Workspace, merged: Merged, broken: Table) -> None:
    for feed in work.staging.feeds:
        needed = feed.field.required or feed.field.name in work.customers.never_blank
        if feed.mode is UpdateMode.OVERWRITE_OR_CLEAR and needed:
            cleared = and_(merged.new(feed.field).is_(None), merged.old(feed.field).is_not(None))
            _break(work, broken, select(merged.table.c.row).where(cleared), "clears-required", feed.field)


def _check_immutable(work: Workspace, merged: Merged, broken: Table) -> None:
    for one in merged.fields:
        if one.immutable:
            changed = and_(merged.old(one).is_not(None), merged.differs(one))
            _break(work, broken, select(merged.table.c.row).where(changed), "changes-immutable", one)


def _check_scope(work: Workspace, merged: Merged, broken: Table) -> None:
    for condition in work.options.scope:
        one = condition.field
        if condition.value is None:
            continue
        outside = work.database.family.folded(work.connection, one, merged.new(one)) != fold_value(one, condition.value)
        new = merged.table.c.customer.is_(None)
        _break(work, broken, select(merged.table.c.row).where(new, outside), "outside-scope", one)


def _given_values(work: Workspace, merged: Merged, one: Field) -> Table:
    """The unique values that rows would newly put into the base, folded."""
    given = temporary_table(
        work.connection,
        f"given_{one.name}",
        Column("row", Integer, primary_key=True),
        Column("customer", CUSTOMER_ID),
        Column("value", fold_type(one)),
        lookup=["value"],
    )
    table, new = merged.table, merged.new(one)
    joined = table.join(work.rows, work.rows.c.row == table.c.row)
    comes = or_(merged.differs(one), work.rows.c.outcome == Outcome.RESTORED.value)
    folded = work.database.family.folded(work.connection, one, new)
    values = select(table.c.row, table.c.customer, folded).select_from(joined)
    work.connection.execute(
        insert(given).from_select(["row", "customer", "value"], values.where(new.is_not(None), comes))
    )
    return given


def _check_taken(work: Workspace, one: Field, given: Table, broken: Table) -> None:
    """A unique value belongs to one customer; an external id also to one in the bin."""
    customers, family = work.customers, work.database.family
    if not work.connection.execute(select(given.c.row).limit(1)).first():
        return
    column = customers.column(one)
    own_fold = customers.finds(work.connection, one)
    same = (column if own_fold else family.folded(work.connection, one, column)) == given.c.value
    other = customers.id.is_distinct_from(given.c.customer)
    for code, where in _holders(work, one):
        holder = select(given.c.row, func.min(customers.id)).select_from(given.join(customers.table, same))
        _break(work, broken, holder.where(other, where).group_by(given.c.row), code, one)


def _holders(work: Workspace, one: Field) -> list[tuple[str, ColumnElement[bool]]]:
    active = work.customers.active
    holders = [("unique-taken", active)]
    return [*holders, ("unique-in-bin", ~active)] if one.name == EXTERNAL_ID else holders


def _check_given_twice(work: Workspace, one: Field, given: Table) -> None:
    rows = work.rows.c
    alive = given.c.row.in_(select(rows.row).where(or_(work.undecided, rows.outcome == Outcome.RESTORED.value)))
    value = Column("value", fold_type(one))
    shared = temporary_table(work.connection, f"shared_{one.name}", value, lookup=["value"])
    twice = select(given.c.value).where(alive).group_by(given.c.value).having(func.count() > 1)
    if not work.connection.execute(insert(shared).from_select(["value"], twice)).rowcount:
        return
    losers = select(given.c.row).join(shared, shared.c.value == given.c.value).where(alive)
    column = next((feed.column for feed in work.staging.feeds if feed.field.name == one.name), 0)
    chosen = temporary_table(work.connection, f"twice_{one.name}", Column("row", Integer, primary_key=True))
    work.connection.execute(insert(chosen).from_select(["row"], losers))
    work.note(select(chosen.c.row), "duplicate-unique", column, one)
    _set_outcome(work, select(chosen.c.row), Outcome.DUPLICATE)
