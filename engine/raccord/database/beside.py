"""Making the journal beside a foreign customer table, with a mirror of the table that keeps whole rows (SPEC §6)."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import Column, Connection, Index, MetaData, Table, inspect, select
from sqlalchemy.types import NullType

from raccord.database.natures import Nature, nature_of
from raccord.database.reflecting import misfit
from raccord.database.schema import JOURNAL_VERSION, Journal
from raccord.translation import _

OWNER = "customer_table"
NOTHING: Mapping[str, str] = MappingProxyType({})


def kept_name(native: Table) -> str:
    """The name of the mirror of a table."""
    return f"raccord_kept_{native.name}"[:60]


def create_journal(connection: Connection, metadata: MetaData, journal: Journal, native: Table) -> None:
    """Make Raccord's tables where they are missing; the customer table stays as it is."""
    metadata.create_all(connection)
    name, schema = kept_name(native), journal.meta.schema
    if inspect(connection).has_table(name, schema=schema):
        _add_new_columns(connection, Table(name, MetaData(), schema=schema), native)
        return
    preparer = connection.dialect.identifier_preparer
    kept = Table(name, MetaData(), *(Column(column.name, column.type) for column in native.columns), schema=schema)
    mirror, table = preparer.format_table(kept), preparer.format_table(native)
    connection.exec_driver_sql(f"CREATE TABLE {mirror} AS SELECT * FROM {table} WHERE 1 = 0")
    (key,) = native.primary_key.columns
    if nature_of(key) is not Nature.TEXT:
        Index(f"{name[:55]}_key", kept.c[key.name]).create(connection)


def note_owner(connection: Connection, journal: Journal, native: Table) -> None:
    """Write down the version of a new journal, and whose it is."""
    note_version(connection, journal, {OWNER: native.name})


def note_version(connection: Connection, journal: Journal, more: Mapping[str, str] = NOTHING) -> None:
    """Write down the version of a new journal, and what else is known of it, all at once."""
    if connection.execute(journal.meta.select()).first() is None:
        known = {"journal_version": str(JOURNAL_VERSION), **more}
        rows = [{"name": name, "value": value} for name, value in known.items()]
        connection.execute(journal.meta.insert().values(rows))


def check_owner(connection: Connection, journal: Journal, native: Table, shown_url: str) -> None:
    """Raise DatabaseError when the journal is that of another customer table."""
    owner = connection.execute(select(journal.meta.c.value).where(journal.meta.c.name == OWNER)).scalar()
    if owner != native.name:
        whose = _("table “{owner}”", owner=owner) if owner else _("a base that Raccord manages")
        raise misfit(
            "other-journal", "table.journal", _("The journal here is that of {whose}.", whose=whose), shown_url
        )


def kept_table(connection: Connection, native: Table, journal: Journal) -> Table:
    """The mirror of a table, with those columns that it has."""
    schema = journal.meta.schema
    there = columns_of(connection, Table(kept_name(native), MetaData(), schema=schema))
    columns = (Column(column.name, column.type) for column in native.columns if column.name in there)
    return Table(kept_name(native), MetaData(), *columns, schema=schema)


def columns_of(connection: Connection, table: Table) -> frozenset[str]:
    """The names of a table's columns, whatever their types."""
    name = connection.dialect.identifier_preparer.format_table(table)
    return frozenset(connection.exec_driver_sql(f"SELECT * FROM {name} WHERE 1 = 0").keys())


def _add_new_columns(connection: Connection, kept: Table, native: Table) -> None:
    """Give the mirror the columns that the table has got since."""
    there = columns_of(connection, kept)
    preparer = connection.dialect.identifier_preparer
    for column in native.columns:
        if column.name not in there and not isinstance(column.type, NullType):
            name, kind = preparer.quote(column.name), column.type.compile(connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {preparer.format_table(kept)} ADD COLUMN {name} {kind}")
