"""Columns of foreign tables on a server: what PostgreSQL and MariaDB have in common."""

from abc import ABC, abstractmethod
from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, case, cast, func, null, type_coerce
from sqlalchemy.types import BigInteger

from raccord.catalogue import Field, FieldType
from raccord.database.natures import Nature, nature_of
from raccord.database.types import text


class ServerColumns(ABC):
    """Reading and writing the columns of a foreign table."""

    sized_numbers = True

    @abstractmethod
    def _plain(self, column: Column[Any]) -> ColumnElement[Any]:
        """The column as text that is compared by its code points."""

    @abstractmethod
    def _moment(self, column: Column[Any]) -> ColumnElement[Any]:
        """A date, time or both in ISO's spelling."""

    @abstractmethod
    def _typed(self, value: ColumnElement[Any], column: Column[Any]) -> ColumnElement[Any]:
        """A text or whole number in the type of the column."""

    def read(self, one: Field, column: Column[Any]) -> ColumnElement[Any]:
        """The stored value in Raccord's spelling."""
        nature = nature_of(column)
        match one.type:
            case FieldType.INTEGER:
                return cast(column, BigInteger())
            case FieldType.BOOLEAN:
                return type_coerce(column if nature is Nature.TRUTH else column != 0, Boolean())
            case FieldType.DECIMAL if nature is not Nature.TEXT:
                plain = self._plain(column)
                trimmed = case((plain.like("%.%"), func.regexp_replace(plain, "[.]?0+$", "")), else_=plain)
                return type_coerce(trimmed, text())
            case FieldType.DATE | FieldType.TIME | FieldType.DATETIME if nature is not Nature.TEXT:
                return type_coerce(self._moment(column), text())
            case _:
                return type_coerce(func.nullif(self._plain(column), ""), text())

    def write(self, one: Field, value: ColumnElement[Any], column: Column[Any]) -> ColumnElement[Any]:
        """The value in the column's own type."""
        if one.type is FieldType.BOOLEAN:
            if nature_of(column) is Nature.TRUTH:
                return value
            return case((value.is_(True), 1), (value.is_(False), 0), else_=null())
        return self._typed(value, column)
