"""Collecting what a reversal changes, and what stands against it."""

from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    and_,
    func,
    insert,
    literal,
    or_,
    select,
    union,
    update,
)

from raccord.catalogue import EXTERNAL_ID, Field
from raccord.database import Database
from raccord.database.field_numbers import fields_by_number
from raccord.database.staging import fold_type
from raccord.database.temporary import temporary_table
from raccord.database.types import CUSTOMER_ID
from raccord.journal.operations import State, state_of
from raccord.journal.reversal_cells import load_wishes
from raccord.journal.reversal_tables import ReversalTables, make_tables


def collect_reversal(
    connection: Connection, database: Database, first: int, last: int, *, force: bool
) -> ReversalTables:
    """Collect what taking back the operations `first` to `last` changes; with `force`, despite later changes."""
    tables = make_tables(connection, fields_by_number(connection, database))
    _fill_customers(connection, database, tables, first, last)
    load_wishes(connection, database, tables, first, last, force=force)
    if not force:
        _keep_changed_customers(connection, tables)
        _keep_changed_cells(connection, tables)
    _keep_gone(connection, tables)
    _keep_taken(connection, database, tables)
    return tables


def _fill_customers(connection: Connection, database: Database, tables: ReversalTables, first: int, last: int) -> None:
    """A customer goes back to its state before the operations; where they left it alone, so does the reversal."""
    entry, customers = database.journal.entry, database.customers
    ends = select(
        entry.c.customer, func.min(entry.c.operation).label("first"), func.max(entry.c.operation).label("last")
    )
    ends = ends.where(entry.c.operation.between(first, last)).group_by(entry.c.customer)
    span, start, end = ends.subquery(), entry.alias(), entry.alias()
    joined = span.join(start, and_(start.c.operation == span.c.first, start.c.customer == span.c.customer))
    joined = joined.join(end, and_(end.c.operation == span.c.last, end.c.customer == span.c.customer))
    joined = joined.outerjoin(customers.table, customers.id == span.c.customer)
    current = state_of(customers.deleted_at, customers.id)
    wanted = select(span.c.customer, end.c.after, current, start.c.before, start.c.deleted_before, literal(value=False))
    connection.execute(
        insert(tables.customers).from_select(
            [column.name for column in tables.customers.columns], wanted.select_from(joined)
        )
    )
    table = tables.customers.c
    same_state = and_(table.expected == table.wanted, table.current != State.ABSENT.letter)
    connection.execute(update(tables.customers).where(same_state).values(wanted=table.current))


def _keep_changed_customers(connection: Connection, tables: ReversalTables) -> None:
    """Keep customers that came, went or moved to the bin since, and new ones that someone has edited since."""
    table = tables.customers.c
    moved = and_(table.current != table.expected, table.current != table.wanted)
    _keep_customers(connection, tables, moved, "state-changed")
    _note_edited(connection, tables)
    edited = select(tables.conflicts.c.customer)
    removing = and_(table.wanted == State.ABSENT.letter, table.kept.is_(False), table.customer.in_(edited))
    connection.execute(update(tables.customers).where(removing).values(kept=True))


def _note_edited(connection: Connection, tables: ReversalTables) -> None:
    """Note the customers that would be removed although someone has edited them since."""
    table, edits = tables.customers.c, tables.edits.c
    joined = tables.edits.join(tables.customers, table.customer == edits.customer)
    values = (edits.customer, edits.field, literal("edited-since"), edits.expected, edits.current)
    edited = select(*values).select_from(joined).where(table.kept.is_(False), table.current != State.ABSENT.letter)
    names = ["customer", "field", "reason", "expected", "current"]
    connection.execute(insert(tables.conflicts).from_select(names, edited))


def _keep_customers(
    connection: Connection, tables: ReversalTables, condition: ColumnElement[bool], reason: str
) -> None:
    table = tables.customers.c
    chosen = and_(table.kept.is_(False), condition)
    found = select(table.customer, literal(0), literal(reason)).where(chosen)
    connection.execute(insert(tables.conflicts).from_select(["customer", "field", "reason"], found))
    connection.execute(update(tables.customers).where(chosen).values(kept=True))


def _keep_changed_cells(connection: Connection, tables: ReversalTables) -> None:
    cells = tables.cells.c
    changed = and_(cells.current.is_distinct_from(cells.expected), cells.current.is_distinct_from(cells.wanted))
    _keep_cells(connection, tables, and_(changed, _alive(tables)), "changed-since")


def _alive(tables: ReversalTables) -> ColumnElement[bool]:
    """The condition that a cell's customer is there before and after, and not kept whole."""
    table = tables.customers.c
    there = and_(table.current != State.ABSENT.letter, table.wanted != State.ABSENT.letter, table.kept.is_(False))
    return tables.cells.c.customer.in_(select(table.customer).where(there))


def _keep_cells(connection: Connection, tables: ReversalTables, condition: ColumnElement[bool], reason: str) -> None:
    cells = tables.cells.c
    chosen = and_(cells.kept.is_(False), condition)
    values = (cells.customer, cells.field, literal(reason), cells.expected, cells.current, cells.wanted)
    names = ["customer", "field", "reason", "expected", "current", "wanted"]
    connection.execute(insert(tables.conflicts).from_select(names, select(*values).where(chosen)))
    connection.execute(update(tables.cells).where(chosen).values(kept=True))


def _keep_gone(connection: Connection, tables: ReversalTables) -> None:
    """A customer that is gone, and that the journal's part does not bring back whole, cannot get its cells back."""
    table = tables.customers.c
    gone = and_(
        table.current == State.ABSENT.letter, table.wanted != State.ABSENT.letter, table.expected != State.ABSENT.letter
    )
    _keep_customers(connection, tables, gone, "gone")


def _keep_taken(connection: Connection, database: Database, tables: ReversalTables) -> None:
    """A unique value that another customer holds by then stays with that one."""
    for number, one in tables.fields.items():
        if one.unique:
            _keep_taken_value(connection, database, tables, number, one)


def _keep_taken_value(
    connection: Connection, database: Database, tables: ReversalTables, number: int, one: Field
) -> None:
    cells, table = tables.cells.c, tables.customers.c
    returning = _returning_values(connection, database, tables, number, one)
    taken = temporary_table(connection, f"taken_{one.name}", Column("customer", CUSTOMER_ID, primary_key=True))
    clashes = _clashes(connection, database, tables, number, one, returning)
    connection.execute(insert(taken).from_select(["customer"], clashes))
    coming = and_(table.current == State.ABSENT.letter, table.wanted != State.ABSENT.letter)
    waking = and_(table.current == State.BINNED.letter, table.wanted == State.ACTIVE.letter)
    clashing = select(taken.c.customer)
    _keep_customers(connection, tables, and_(or_(coming, waking), table.customer.in_(clashing)), "value-taken")
    kept = and_(cells.field == number, cells.customer.in_(clashing), _alive(tables))
    _keep_cells(connection, tables, kept, "value-taken")


def _returning_values(
    connection: Connection, database: Database, tables: ReversalTables, number: int, one: Field
) -> Table:
    """The folded unique values that would be there again: `customer` and `value`."""
    customers, cells, table = database.customers, tables.cells.c, tables.customers.c
    folded = database.family.folded
    returning = temporary_table(
        connection,
        f"returning_{one.name}",
        Column("customer", CUSTOMER_ID, primary_key=True),
        Column("value", fold_type(one)),
        lookup=["value"],
    )
    everywhere = one.name == EXTERNAL_ID
    counts = table.wanted != State.ABSENT.letter if everywhere else table.wanted == State.ACTIVE.letter
    there = select(table.customer).where(table.kept.is_(False), counts)
    cell = and_(cells.field == number, cells.kept.is_(False))
    wanted = database.family.from_text(one, cells.wanted)
    given = select(cells.customer, folded(connection, one, wanted)).where(
        cell, cells.wanted.is_not(None), cells.customer.in_(there)
    )
    connection.execute(insert(returning).from_select(["customer", "value"], given))
    if not everywhere:
        waking = and_(table.kept.is_(False), table.current == State.BINNED.letter, table.wanted == State.ACTIVE.letter)
        joined = tables.customers.join(customers.table, customers.id == table.customer)
        own = select(table.customer, folded(connection, one, customers.column(one))).select_from(joined)
        own = own.where(
            waking, customers.column(one).is_not(None), table.customer.not_in(select(cells.customer).where(cell))
        )
        connection.execute(insert(returning).from_select(["customer", "value"], own))
    return returning


def _clashes(
    connection: Connection, database: Database, tables: ReversalTables, number: int, one: Field, returning: Table
) -> Any:
    """A select of the customers whose returning value another one has, or is given back first."""
    customers, cells, table = database.customers, tables.cells.c, tables.customers.c
    other = customers.table.alias()
    column = other.c[one.name]
    everywhere = one.name == EXTERNAL_ID
    own_fold = customers.finds(connection, one)
    same = (column if own_fold else database.family.folded(connection, one, column)) == returning.c.value
    gone = table.wanted == State.ABSENT.letter if everywhere else table.wanted != State.ACTIVE.letter
    leaving = select(table.customer).where(table.kept.is_(False), gone)
    losing = select(cells.customer).where(cells.field == number, cells.kept.is_(False))
    seen = literal(1) == 1 if everywhere else other.c.deleted_at.is_(None)
    stays = and_(seen, other.c.id.not_in(leaving), other.c.id.not_in(losing), other.c.id != returning.c.customer)
    held = select(returning.c.customer).select_from(returning.join(other, same)).where(stays)
    first = select(func.min(returning.c.customer)).group_by(returning.c.value)
    return union(held, select(returning.c.customer).where(returning.c.customer.not_in(first)))
