"""The columns of a sheet that can identify a customer, whatever their marks say."""

from dataclasses import replace

from raccord.catalogue import ID, Field, FieldType
from raccord.columns import Column
from raccord.marks import UpdateMode
from raccord.sheet import Table

IDENTIFYING_TYPES = frozenset({FieldType.TEXT, FieldType.EMAIL, FieldType.PHONE, FieldType.URL})
MOST_CANDIDATES = 24
"""How many fields are judged at most, the first of the sheet: each costs a pass over all customers."""


def with_candidates_as_keys(table: Table) -> Table:
    """Every column that can identify becomes a key; one that is ignored only if no other feeds its field."""
    fed = {feed.field.name for feed in table.feeds}
    judged = 0
    columns: list[Column] = []
    for column in table.columns:
        free = not column.feeds and len(column.fields) == 1 and column.fields[0].name not in fed
        can = (column.feeds or free) and column.fields and all(map(_identifies, column.fields))
        if can and judged + len(column.fields) <= MOST_CANDIDATES:
            fed |= {one.name for one in column.fields}
            judged += len(column.fields)
            column = replace(column, mode=UpdateMode.KEY)  # noqa: PLW2901 - the same column, marked
        elif column.mode is UpdateMode.KEY:
            column = replace(column, mode=UpdateMode.KEEP)  # noqa: PLW2901 - as above
        columns.append(column)
    return replace(table, columns=tuple(columns))


def candidates_alone(table: Table) -> Table:
    """The same, with every other column ignored."""
    marked = with_candidates_as_keys(table)
    columns = (one if one.mode is UpdateMode.KEY else replace(one, mode=UpdateMode.IGNORE) for one in marked.columns)
    return replace(marked, columns=tuple(columns))


def _identifies(one: Field) -> bool:
    if one.type is FieldType.INTEGER:
        return one.name == ID or one.unique
    return one.type in IDENTIFYING_TYPES
