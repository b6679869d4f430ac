"""The cells that a customer gets back, side by side in one row: what a reversal journals and writes."""

from collections.abc import Iterable

from sqlalchemy import Column, ColumnElement, Connection, Table, case, func

from raccord.catalogue import Field
from raccord.database.family import Family
from raccord.database.row_images import Change, write_image
from raccord.database.temporary import temporary_table
from raccord.database.types import CUSTOMER_ID, text

Row = tuple[int | str | None, ...]

_GIVEN = "="


def row_table(connection: Connection, fields: Iterable[int]) -> Table:
    """A table of customers, the image of what they get back, and its values.

    `fields` are those of the catalogue by their numbers; a column is NULL where a field stays as it is.
    """
    return temporary_table(
        connection,
        "reverting_row",
        Column("customer", CUSTOMER_ID, primary_key=True),
        Column("cells", text(), nullable=False),
        *(Column(f"given{number}", text()) for number in fields),
    )


def row_of(customer: int, changes: Iterable[Change], fields: Iterable[int]) -> Row:
    """The row of a customer whose cells change, in the order of the table's columns."""
    changed = sorted(changes)
    given = {field: _GIVEN if new is None else _GIVEN + new for field, _, new in changed}
    return customer, write_image(changed), *map(given.get, fields)


def given(rows: Table, number: int) -> ColumnElement[str | None]:
    """The column of what a field gets back, NULL where it stays as it is."""
    return rows.c[f"given{number}"]


def value_given(family: Family, one: Field, column: ColumnElement[str | None]) -> ColumnElement[object]:
    """The value of a column that is not NULL."""
    start = len(_GIVEN) + 1
    return family.from_text(one, case((func.length(column) >= start, func.substr(column, start, type_=text()))))
