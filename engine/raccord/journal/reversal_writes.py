"""The writes of a reversal, journaled like any other operation."""

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
)

from raccord.batches import in_batches
from raccord.database import Database
from raccord.database.row_images import values_image
from raccord.journal.operations import State
from raccord.journal.reversal_rows import given, row_of, value_given
from raccord.journal.reversal_tables import ReversalTables

BATCH = 2_000


def write_reversal(
    connection: Connection, database: Database, tables: ReversalTables, operation: int
) -> tuple[int, int, int, int]:
    """Write and journal what no conflict keeps; returns how many customers, cells, removals and returns it took."""
    connection.execute(delete(tables.rows).where(tables.rows.c.customer.in_(_kept(tables, kept=True))))
    _load_rows(connection, database, tables)
    counts = _count_given(connection, tables)
    customers = _journal_customers(connection, database, tables, operation)
    removed = connection.execute(select(func.count()).select_from(_removing(tables).subquery())).scalar_one()
    _delete_customers(connection, database, tables)
    returned = _insert_customers(connection, database, tables)
    _move_customers(connection, database, tables, State.BINNED)
    _write_rows(connection, database, tables, counts)
    _move_customers(connection, database, tables, State.ACTIVE)
    return customers, sum(counts.values()), removed, returned


def _kept(tables: ReversalTables, *, kept: bool) -> Select[Any]:
    return select(tables.customers.c.customer).where(tables.customers.c.kept.is_(kept))


def _removing(tables: ReversalTables) -> Select[Any]:
    table = tables.customers.c
    return _kept(tables, kept=False).where(table.wanted == State.ABSENT.letter, table.current != State.ABSENT.letter)


def _to_write(tables: ReversalTables) -> ColumnElement[bool]:
    """The condition that a cell gets its wanted value: its customer stays or comes back, and neither is kept."""
    table, cells = tables.customers.c, tables.cells.c
    staying = _kept(tables, kept=False).where(table.wanted != State.ABSENT.letter)
    return and_(cells.kept.is_(False), cells.current.is_distinct_from(cells.wanted), cells.customer.in_(staying))


def _load_rows(connection: Connection, database: Database, tables: ReversalTables) -> None:
    """Add the rows of customers whose cells are looked at one by one; fields that the catalogue lost stay."""
    cells, rows = tables.cells.c, tables.rows
    chosen = select(cells.customer, cells.field, cells.current, cells.wanted)
    chosen = chosen.where(_to_write(tables), cells.field.in_(tables.fields)).order_by(cells.customer)
    by_customer = groupby(map(tuple, database.streamed(connection, chosen)), key=itemgetter(0))
    loaded = (row_of(one, (cell[1:] for cell in found), tables.fields) for one, found in by_customer)
    for some in in_batches(loaded, BATCH):
        database.family.bulk_load(connection, rows, list(rows.c.keys()), some)


def _count_given(connection: Connection, tables: ReversalTables) -> dict[int, int]:
    """How many customers get a field back, for each field that any does."""
    counts = [func.count(given(tables.rows, number)) for number in tables.fields]
    found = zip(tables.fields, connection.execute(select(*counts)).one(), strict=True)
    return {number: count for number, count in found if count}


def _journal_customers(connection: Connection, database: Database, tables: ReversalTables, operation: int) -> int:
    """Journal the customers that change; one that is removed keeps every cell, so that this can be taken back too."""
    table, entry, customers, rows = tables.customers.c, database.journal.entry, database.customers, tables.rows
    numbers = {one.name: number for number, one in tables.fields.items()}
    values = {one: customers.column(one) for one in tables.fields.values()}
    whole = values_image(database.family, numbers, values, new=False)
    image = case((table.customer.in_(_removing(tables)), whole), else_=rows.c.cells)
    joined = tables.customers.outerjoin(customers.table, customers.id == table.customer)
    joined = joined.outerjoin(rows, rows.c.customer == table.customer)
    states = (table.current, table.wanted, customers.deleted_at, table.deleted_at)
    entries = select(literal(operation), table.customer, *states, image).select_from(joined)
    changed = and_(table.kept.is_(False), or_(table.current != table.wanted, rows.c.customer.is_not(None)))
    names = ["operation", "customer", "before", "after", "deleted_before", "deleted_after", "cells"]
    entries = entries.where(changed).order_by(table.customer)
    return connection.execute(insert(entry).from_select(names, entries)).rowcount


def _delete_customers(connection: Connection, database: Database, tables: ReversalTables) -> None:
    database.customers.remove(connection, _removing(tables))


def _insert_customers(connection: Connection, database: Database, tables: ReversalTables) -> int:
    table = tables.customers.c
    returning = and_(table.kept.is_(False), table.current == State.ABSENT.letter, table.wanted != State.ABSENT.letter)
    rows = select(table.customer, table.deleted_at).where(returning)
    database.customers.put_back(connection, rows)
    return connection.execute(select(func.count()).select_from(rows.subquery())).scalar_one()


def _move_customers(connection: Connection, database: Database, tables: ReversalTables, wanted: State) -> None:
    """Send customers to the bin again, or bring them back; who leaves goes first, to free unique values."""
    table, customers = tables.customers.c, database.customers
    moving = _kept(tables, kept=False).where(
        table.current != State.ABSENT.letter, table.wanted == wanted.letter, table.current != table.wanted
    )
    if wanted is State.BINNED:
        customers.to_bin(connection, moving.add_columns(table.deleted_at))
    else:
        customers.from_bin(connection, moving)


def _write_rows(connection: Connection, database: Database, tables: ReversalTables, written: Iterable[int]) -> None:
    """Write each customer once; unique values are taken away before any is given, so that customers can swap them."""
    customers, cells = database.customers, tables.cells.c
    fields = {number: tables.fields[number] for number in written}
    for number, one in fields.items():
        if one.unique:
            customers.vacate(connection, one, select(cells.customer).where(cells.field == number, _to_write(tables)))
    columns = {one: given(tables.rows, number) for number, one in fields.items()}
    wanted = {one: value_given(database.family, one, column) for one, column in columns.items()}
    chosen = {one: column.is_not(None) for one, column in columns.items()}
    customers.update(connection, tables.rows.c.customer, wanted, chosen=chosen)
