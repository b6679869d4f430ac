"""Sheets held in memory, understood by the default catalogue, and cells read by a field of any type."""

from typing import Any

from raccord.catalogue import Catalogue, Field, FieldType
from raccord.catalogue_files import default_catalogue
from raccord.cells import Grid, RawCell, RawRow
from raccord.columns import Marking
from raccord.sheet import Table, understand
from raccord.values import Fault, Value, cell_parser, sheet_locale
from raccord.values.moments import ColumnFormat

CATALOGUE = default_catalogue()


def table_of(
    *rows: RawRow, marking: Marking | None = None, name: str = "Clients", catalogue: Catalogue = CATALOGUE
) -> Table:
    """Understand a sheet of rows."""
    return understand(Grid.of(name, rows), catalogue, marking)


def fed(table: Table) -> list[tuple[str, str, str]]:
    """The sheet's feeds as `(column letters, field, mode)`."""
    return [
        (column.letters, one.name, column.mode.value)
        for column in table.columns
        if column.feeds
        for one in column.fields
    ]


def field_of(kind: str, **rules: Any) -> Field:
    """A field of a type, named `amount` and labelled Amount."""
    return Field(rules.pop("name", "amount"), FieldType(kind), {"en": "Amount"}, **rules)


def read_cell(
    kind: str, cell: RawCell, locale: str | None = None, dates: ColumnFormat | None = None, **rules: Any
) -> Value | Fault:
    """What a cell gives to a field of a type."""
    found = (lambda: dates) if dates else None
    return cell_parser(field_of(kind, **rules), sheet_locale(locale) if locale else None, found)(cell)


def fault_code(value: Value | Fault) -> str:
    """The code of a fault; anything else fails the test."""
    assert isinstance(value, Fault), value
    return value.code
