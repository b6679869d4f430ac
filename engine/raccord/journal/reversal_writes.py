"""The writes of a reversal, journaled like any other operation."""

from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    case,
    func,
    insert,
    literal,
    or_,
    select,
)

from raccord.batches import in_batches
from raccord.catalogue import Field
from raccord.database import Database
from raccord.database.row_images import Cell, values_image, write_image
from raccord.database.temporary import temporary_table
from raccord.database.types import CUSTOMER_ID, text
from raccord.journal.operations import State
from raccord.journal.reversal_tables import ReversalTables

BATCH = 2_000


def write_reversal(
    connection: Connection, database: Database, tables: ReversalTables, operation: int
) -> tuple[int, int, int, int]:
    """Write and journal what no conflict keeps; returns how many customers, cells, removals and returns it took."""
    written = _written_fields(connection, tables)
    rows = _row_table(connection, written)
    cells = _load_rows(connection, database, tables, rows, written)
    customers = _journal_customers(connection, database, tables, operation, rows)
    removed = connection.execute(select(func.count()).select_from(_removing(tables).subquery())).scalar_one()
    _delete_customers(connection, database, tables)
    returned = _insert_customers(connection, database, tables)
    _move_customers(connection, database, tables, State.BINNED)
    _write_rows(connection, database, tables, rows, written)
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


def _written_fields(connection: Connection, tables: ReversalTables) -> dict[int, Field]:
    """The fields that any customer gets back, by their numbers; those that the catalogue lost stay as they are."""
    found = connection.scalars(select(tables.cells.c.field).where(_to_write(tables)).distinct())
    return {number: tables.fields[number] for number in sorted(found) if number in tables.fields}


def _row_table(connection: Connection, written: Mapping[int, Field]) -> Table:
    """A table of customers, the image of what they get back, its values, and a digit 1 for each field that has one."""
    return temporary_table(
        connection,
        "reverting_row",
        Column("customer", CUSTOMER_ID, primary_key=True),
        Column("cells", text(), nullable=False),
        Column("given", text(), nullable=False),
        *(Column(f"wanted{number}", text()) for number in written),
    )


def _load_rows(
    connection: Connection, database: Database, tables: ReversalTables, rows: Table, written: Mapping[int, Field]
) -> int:
    """Fill the table with each customer whose cells are written; returns how many cells that are."""
    cells = tables.cells.c
    chosen = select(cells.customer, cells.field, cells.current, cells.wanted)
    chosen = chosen.where(_to_write(tables), cells.field.in_(written))
    ordered = database.streamed(connection, chosen.order_by(cells.customer, cells.field))
    by_customer = groupby(map(tuple, ordered), key=itemgetter(0))
    cells_of = ((one, [Cell(field, old, new) for _, field, old, new in found]) for one, found in by_customer)
    count = 0
    for some in in_batches(cells_of, BATCH):
        count += sum(len(changed) for _, changed in some)
        loaded = (_row(customer, changed, written) for customer, changed in some)
        database.family.bulk_load(connection, rows, list(rows.c.keys()), loaded)
    return count


def _row(customer: int, changed: list[Cell], written: Mapping[int, Field]) -> tuple[int | str | None, ...]:
    wanted = {cell.field: cell.new for cell in changed}
    given = "".join(["1" if number in wanted else "0" for number in written])
    return customer, write_image(changed), given, *map(wanted.get, written)


def _journal_customers(
    connection: Connection, database: Database, tables: ReversalTables, operation: int, rows: Table
) -> int:
    """Journal the customers that change; one that is removed keeps every cell, so that this can be taken back too."""
    table, entry, customers = tables.customers.c, database.journal.entry, database.customers
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


def _write_rows(
    connection: Connection, database: Database, tables: ReversalTables, rows: Table, written: Mapping[int, Field]
) -> None:
    """Write each customer once; unique values are taken away before any is given, so that customers can swap them."""
    customers, cells = database.customers, tables.cells.c
    for number, one in written.items():
        if one.unique:
            customers.vacate(connection, one, select(cells.customer).where(cells.field == number, _to_write(tables)))
    wanted = {one: database.family.from_text(one, rows.c[f"wanted{number}"]) for number, one in written.items()}
    given = {one: func.substr(rows.c.given, place, 1) == "1" for place, one in enumerate(written.values(), 1)}
    customers.update(connection, rows.c.customer, wanted, chosen=given)
