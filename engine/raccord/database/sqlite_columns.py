"""Columns of foreign tables in SQLite, which keeps whatever it is given: dates as text, decimals as floats."""

from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, Connection, Table, Text, cast, func, type_coerce
from sqlalchemy.types import BigInteger

from raccord.catalogue import Field, FieldType
from raccord.database.natures import Nature, nature_of
from raccord.database.types import text
from raccord.values.numerals import decimal_text

_ZERO_FRACTION = ".000000"


class SQLiteColumns:
    """Reading and writing the columns of a foreign table."""

    sized_numbers = False

    def read(self, one: Field, column: Column[Any]) -> ColumnElement[Any]:
        """The stored value in Raccord's spelling."""
        match one.type:
            case FieldType.INTEGER:
                return cast(column, BigInteger())
            case FieldType.BOOLEAN:
                return type_coerce(column != 0, Boolean())
            case FieldType.DECIMAL:
                return type_coerce(func.raccord_decimal(column), text())
            case FieldType.DATE | FieldType.TIME | FieldType.DATETIME if nature_of(column) is not Nature.TEXT:
                return type_coerce(func.raccord_moment(cast(column, Text())), text())
            case _:
                return type_coerce(func.nullif(cast(column, Text()).collate("BINARY"), ""), text())

    def write(self, one: Field, value: ColumnElement[Any], column: Column[Any]) -> ColumnElement[Any]:
        """The value as other programs write it; the column's affinity makes numbers of texts."""
        if one.type is FieldType.DATETIME and nature_of(column) is Nature.MOMENT:
            return func.replace(value, "T", " ")
        return value

    def prepare_joins(self, _connection: Connection) -> None:
        """Nothing: such joins get an index of their own."""

    def complete(self, _connection: Connection, _table: Table) -> None:
        """Nothing: reflection tells all."""

    def volatile(self, _connection: Connection, _table: Table) -> str | None:
        """None: every table is written in transactions."""
        return None

    def last_counted(self, connection: Connection, key: Column[Any]) -> int:
        """What SQLite keeps for AUTOINCREMENT tables."""
        found = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (key.table.name,))
        return found.scalar() or 0

    def count_to(self, connection: Connection, key: Column[Any], last: int) -> None:
        """Nothing: the counter follows what is inserted."""


def moment_text(value: str | None) -> str | None:
    """A stored moment in ISO's spelling, without a fraction that is zero."""
    if value is None:
        return None
    return value.strip().removesuffix(_ZERO_FRACTION).replace(" ", "T", 1) or None


def canonical_decimal(value: Any) -> str | None:
    """A stored number canonically; what is none, as it is."""
    if value is None or value == "":
        return None
    try:
        return decimal_text(Decimal(str(value)))
    except InvalidOperation:
        return str(value)
