"""The writes of a reversal, journaled like any other operation."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    func,
    insert,
    literal,
    null,
    select,
)

from raccord.database import Database
from raccord.journal.operations import State
from raccord.journal.reversal_tables import ReversalTables


def write_reversal(
    connection: Connection, database: Database, tables: ReversalTables, operation: int
) -> tuple[int, int, int, int]:
    """Write and journal what no conflict keeps; returns how many customers, cells, removals and returns it took."""
    removed = _journal_removed_cells(connection, database, tables, operation)
    cells = _journal_cells(connection, database, tables, operation)
    customers = _journal_customers(connection, database, tables, operation)
    _delete_customers(connection, database, tables)
    returned = _insert_customers(connection, database, tables)
    _move_customers(connection, database, tables, State.BINNED)
    _write_cells(connection, database, tables)
    _move_customers(connection, database, tables, State.ACTIVE)
    return customers, cells, removed, returned


def _kept(tables: ReversalTables, *, kept: bool) -> Select[Any]:
    return select(tables.customers.c.customer).where(tables.customers.c.kept.is_(kept))


def _removing(tables: ReversalTables) -> Select[Any]:
    table = tables.customers.c
    return _kept(tables, kept=False).where(table.wanted == State.ABSENT.value, table.current != State.ABSENT.value)


def _to_write(tables: ReversalTables) -> ColumnElement[bool]:
    """The condition that a cell gets its wanted value: its customer stays or comes back, and neither is kept."""
    table, cells = tables.customers.c, tables.cells.c
    staying = _kept(tables, kept=False).where(table.wanted != State.ABSENT.value)
    return and_(cells.kept.is_(False), cells.current.is_distinct_from(cells.wanted), cells.customer.in_(staying))


def _journal_cells(connection: Connection, database: Database, tables: ReversalTables, operation: int) -> int:
    cells, journal = tables.cells.c, database.journal.cell
    changed = select(literal(operation), cells.customer, cells.field, cells.current, cells.wanted).where(
        _to_write(tables)
    )
    return connection.execute(
        insert(journal).from_select([column.name for column in journal.columns], changed)
    ).rowcount


def _journal_removed_cells(connection: Connection, database: Database, tables: ReversalTables, operation: int) -> int:
    """Keep every cell of a removed customer, so that this reversal can be taken back in its turn."""
    customers, journal = database.customers, database.journal.cell
    names = [column.name for column in journal.columns]
    for number, one in tables.fields.items():
        column = customers.column(one)
        old = database.family.as_text(one, column)
        values = select(literal(operation), customers.id, literal(number), old, null())
        whole = values.where(customers.id.in_(_removing(tables)), column.is_not(None))
        connection.execute(insert(journal).from_select(names, whole))
    return connection.execute(select(func.count()).select_from(_removing(tables).subquery())).scalar_one()


def _journal_customers(connection: Connection, database: Database, tables: ReversalTables, operation: int) -> int:
    table, journal, customers = tables.customers.c, database.journal, database.customers
    touched = select(journal.cell.c.customer).where(journal.cell.c.operation == operation)
    changed = and_(table.kept.is_(False), (table.current != table.wanted) | table.customer.in_(touched))
    values = (literal(operation), table.customer, table.current, table.wanted, customers.deleted_at, table.deleted_at)
    joined = tables.customers.outerjoin(customers.table, customers.id == table.customer)
    entries = select(*values).select_from(joined)
    names = ["operation", "customer", "before", "after", "deleted_before", "deleted_after"]
    return connection.execute(insert(journal.entry).from_select(names, entries.where(changed))).rowcount


def _delete_customers(connection: Connection, database: Database, tables: ReversalTables) -> None:
    database.customers.remove(connection, _removing(tables))


def _insert_customers(connection: Connection, database: Database, tables: ReversalTables) -> int:
    table = tables.customers.c
    returning = and_(table.kept.is_(False), table.current == State.ABSENT.value, table.wanted != State.ABSENT.value)
    rows = select(table.customer, table.deleted_at).where(returning)
    database.customers.put_back(connection, rows)
    return connection.execute(select(func.count()).select_from(rows.subquery())).scalar_one()


def _move_customers(connection: Connection, database: Database, tables: ReversalTables, wanted: State) -> None:
    """Send customers to the bin again, or bring them back; who leaves goes first, to free unique values."""
    table, customers = tables.customers.c, database.customers
    moving = _kept(tables, kept=False).where(
        table.current != State.ABSENT.value, table.wanted == wanted.value, table.current != table.wanted
    )
    if wanted is State.BINNED:
        customers.to_bin(connection, moving.add_columns(table.deleted_at))
    else:
        customers.from_bin(connection, moving)


def _write_cells(connection: Connection, database: Database, tables: ReversalTables) -> None:
    """Write field by field; unique values are all taken away before any is given, so that customers can swap them."""
    customers, cells = database.customers, tables.cells.c
    for number, one in tables.fields.items():
        chosen = and_(cells.field == number, _to_write(tables))
        if one.unique:
            customers.vacate(connection, one, select(cells.customer).where(chosen))
        wanted = database.family.from_text(one, cells.wanted)
        customers.update(connection, cells.customer, {one: wanted}, chosen)
