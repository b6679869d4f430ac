"""Columns of foreign tables in PostgreSQL, which casts nothing by itself."""

from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Enum, Interval, Numeric, Table, Text, cast, func, text
from sqlalchemy.types import Date, Time

from raccord.database.natures import Nature, nature_of
from raccord.database.server_columns import ServerColumns
from raccord.database.types import POSTGRESQL_COLLATION

# The sequence that a column owns, or else the one that its default calls.
_SEQUENCE = text(
    """
SELECT coalesce(
    pg_get_serial_sequence(:table, :column)::regclass,
    (SELECT sequence.oid::regclass FROM pg_attrdef AS given
     JOIN pg_attribute AS attribute ON attribute.attrelid = given.adrelid AND attribute.attnum = given.adnum
     JOIN pg_depend AS dependency ON dependency.objid = given.oid AND dependency.classid = 'pg_attrdef'::regclass
     JOIN pg_class AS sequence ON sequence.oid = dependency.refobjid AND sequence.relkind = 'S'
     WHERE given.adrelid = CAST(:table AS regclass) AND attribute.attname = :column LIMIT 1)
)::text
""".replace("::", "\\:\\:")
)


class PostgreSQLColumns(ServerColumns):
    """Reading and writing the columns of a foreign table."""

    def prepare_joins(self, connection: Connection) -> None:
        """Hash rather than loop: PostgreSQL knows too little of temporary tables, and of what was written just now."""
        connection.exec_driver_sql("SET LOCAL enable_nestloop = off")

    def complete(self, _connection: Connection, _table: Table) -> None:
        """Nothing: reflection tells all."""

    def volatile(self, _connection: Connection, _table: Table) -> str | None:
        """None: every table is written in transactions."""
        return None

    def last_counted(self, connection: Connection, key: Column[Any]) -> int:
        """What the key's sequence has given last."""
        sequence = _sequence(connection, key)
        if sequence is None:
            return 0
        last = text("SELECT pg_sequence_last_value(CAST(:sequence AS regclass))")
        return connection.execute(last, {"sequence": sequence}).scalar() or 0

    def count_to(self, connection: Connection, key: Column[Any], last: int) -> None:
        """Take the sequence along for programs that insert by it."""
        sequence = _sequence(connection, key)
        if sequence is not None:
            taken = text("SELECT setval(CAST(:sequence AS regclass), :last)")
            connection.execute(taken, {"sequence": sequence, "last": last})

    def _plain(self, column: Column[Any]) -> ColumnElement[Any]:
        plain = cast(column, Text())
        if nature_of(column) is Nature.FLOAT:
            plain = cast(cast(plain, Numeric()), Text())
        return plain.collate(POSTGRESQL_COLLATION)

    def _moment(self, column: Column[Any]) -> ColumnElement[Any]:
        if isinstance(column.type, Date):
            return func.to_char(column, "YYYY-MM-DD")
        if isinstance(column.type, Time):
            return func.replace(func.to_char(cast(column, Interval()), "HH24:MI:SS.US"), ".000000", "")
        return func.replace(func.to_char(column, 'YYYY-MM-DD"T"HH24:MI:SS.US'), ".000000", "")

    def _typed(self, value: ColumnElement[Any], column: Column[Any]) -> ColumnElement[Any]:
        plain = nature_of(column) is Nature.TEXT and not isinstance(column.type, Enum)
        return value if plain else cast(value, column.type)


def _sequence(connection: Connection, key: Column[Any]) -> str | None:
    name = connection.dialect.identifier_preparer.format_table(key.table)
    found: str | None = connection.execute(_SEQUENCE, {"table": name, "column": key.name}).scalar()
    return found
