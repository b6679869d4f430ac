"""Columns of foreign tables in MariaDB, which have character sets, collations and dates of zeros."""

from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Date, String, Table, Time, cast, func
from sqlalchemy import text as sql

from raccord.database.server_columns import ServerColumns
from raccord.database.types import MARIADB_COLLATION, text

_COUNTER = sql("""
SELECT AUTO_INCREMENT FROM information_schema.TABLES
WHERE TABLE_SCHEMA = coalesce(:schema, DATABASE()) AND TABLE_NAME = :table
""")
_CHARSETS = sql("""
SELECT COLUMN_NAME, CHARACTER_SET_NAME FROM information_schema.COLUMNS
WHERE TABLE_SCHEMA = coalesce(:schema, DATABASE()) AND TABLE_NAME = :table AND CHARACTER_SET_NAME IS NOT NULL
""")

_VOLATILE = sql("""
SELECT ENGINE FROM information_schema.TABLES JOIN information_schema.ENGINES USING (ENGINE)
WHERE TABLE_SCHEMA = coalesce(:schema, DATABASE()) AND TABLE_NAME = :table AND TRANSACTIONS = 'NO'
""")


class MariaDBColumns(ServerColumns):
    """Reading and writing the columns of a foreign table."""

    def prepare_joins(self, _connection: Connection) -> None:
        """Nothing: such joins get an index of their own."""

    def complete(self, connection: Connection, table: Table) -> None:
        """Say the character set of each column, which SQLAlchemy leaves out where it is the table's."""
        names = {"schema": table.schema, "table": table.name}
        for name, charset in connection.execute(_CHARSETS, names):
            kind = table.c[name].type
            if isinstance(kind, String):
                kind.charset = charset  # type: ignore[attr-defined]

    def volatile(self, connection: Connection, table: Table) -> str | None:
        """A storage engine without transactions, such as MyISAM; in a cluster the other nodes get nothing of it."""
        names = {"schema": table.schema, "table": table.name}
        return connection.execute(_VOLATILE, names).scalar()

    def last_counted(self, connection: Connection, key: Column[Any]) -> int:
        """One before what the table's AUTO_INCREMENT gives next."""
        names = {"schema": key.table.schema, "table": key.table.name}
        return int(connection.execute(_COUNTER, names).scalar() or 1) - 1

    def count_to(self, connection: Connection, key: Column[Any], last: int) -> None:
        """Nothing: the counter follows what is inserted."""

    def _plain(self, column: Column[Any]) -> ColumnElement[Any]:
        return cast(column, text()).collate(MARIADB_COLLATION)

    def _moment(self, column: Column[Any]) -> ColumnElement[Any]:
        if isinstance(column.type, Date):
            return func.nullif(self._plain(column), "0000-00-00")
        if isinstance(column.type, Time):
            return func.replace(func.time_format(column, "%H:%i:%s.%f"), ".000000", "")
        written = func.replace(func.date_format(column, "%Y-%m-%dT%H:%i:%s.%f"), ".000000", "")
        return func.nullif(written, "0000-00-00T00:00:00")

    def _typed(self, value: ColumnElement[Any], _column: Column[Any]) -> ColumnElement[Any]:
        return value
