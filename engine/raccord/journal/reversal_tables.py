"""The temporary tables that a reversal works in."""

from dataclasses import dataclass

from sqlalchemy import Boolean, Column, Connection, Integer, Table

from raccord.catalogue import Field
from raccord.database.temporary import temporary_table
from raccord.database.types import CUSTOMER_ID, text
from raccord.journal.reversal_rows import row_table


@dataclass(frozen=True)
class ReversalTables:
    """The wishes of a reversal and what stands against them.

    `customers`: `customer`, states `expected`, `current`, `wanted`, `deleted_at` (wanted) and `kept` (a conflict
    keeps all of it).
    `rows`: what customers get back, at first those whom only a conflict about a whole customer could keep from it (see
    `row_table`). `cells`: `field` (number), `customer`, values `expected`, `current`, `wanted` as text, and `kept`, of
    the others that are not removed. `edits`: `field`, `customer`, `expected` and `current` where a customer that is
    removed is not as the journal left it.
    `conflicts`: `customer`, `field` (0 for the whole customer), `reason`, and the three values.
    """

    customers: Table
    rows: Table
    cells: Table
    edits: Table
    conflicts: Table
    fields: dict[int, Field]


def make_tables(connection: Connection, fields: dict[int, Field]) -> ReversalTables:
    """Make the tables, empty; `fields` are those of the catalogue by their numbers."""
    return ReversalTables(
        _customer_table(connection),
        row_table(connection, fields),
        _cell_table(connection),
        _edit_table(connection),
        _conflict_table(connection),
        fields,
    )


def _customer_table(connection: Connection) -> Table:
    return temporary_table(
        connection,
        "reverting",
        Column("customer", CUSTOMER_ID, primary_key=True),
        Column("expected", text(), nullable=False),
        Column("current", text(), nullable=False),
        Column("wanted", text(), nullable=False),
        Column("deleted_at", text(20)),
        Column("kept", Boolean, nullable=False),
    )


def _cell_table(connection: Connection) -> Table:
    return temporary_table(
        connection,
        "reverting_cell",
        Column("field", Integer, primary_key=True),
        Column("customer", CUSTOMER_ID, primary_key=True),
        Column("expected", text()),
        Column("current", text()),
        Column("wanted", text()),
        Column("kept", Boolean, nullable=False),
        clustered=True,
    )


def _conflict_table(connection: Connection) -> Table:
    return temporary_table(
        connection,
        "reverting_conflict",
        Column("customer", CUSTOMER_ID, nullable=False),
        Column("field", Integer, nullable=False),
        Column("reason", text(20), nullable=False),
        Column("expected", text()),
        Column("current", text()),
        Column("wanted", text()),
    )


def _edit_table(connection: Connection) -> Table:
    return temporary_table(
        connection,
        "reverting_edit",
        Column("field", Integer, primary_key=True),
        Column("customer", CUSTOMER_ID, primary_key=True),
        Column("expected", text()),
        Column("current", text()),
    )
