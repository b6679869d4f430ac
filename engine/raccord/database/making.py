"""Making the tables of a base, and checking that they are as the catalogue and this version of Raccord expect them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, select

from raccord.database import faults
from raccord.database.attempts import write
from raccord.database.beside import note_version
from raccord.database.schema import JOURNAL_VERSION
from raccord.errors import DatabaseError, Where
from raccord.translation import _, listed

if TYPE_CHECKING:
    from raccord.database.connect import Database


KNOWN_VERSIONS = {str(version): version for version in range(1, JOURNAL_VERSION + 1)}


def create_schema(database: "Database") -> None:
    """Make the customer table and the journal where they are missing: first what says whose, last what says made."""
    make_and_note(
        database, partial(_make_tables, database), lambda connection: note_version(connection, database.journal)
    )


def make_and_note(database: "Database", make: Callable[[Connection], None], note: Callable[[Connection], None]) -> None:
    """Make tables, and note last what they are, so that those of a making that was killed are told from whole ones.

    Where making a table commits, the note has a transaction of its own, as others may do the same at that time.
    """
    unmade, commits = replace(database, own=None), database.family.making_commits

    def work(connection: Connection) -> None:
        make(connection)
        if not commits:
            note(connection)

    with making(database.shown_url):
        write(unmade, work)
    if commits:
        write(unmade, note)


def _make_tables(database: "Database", connection: Connection) -> None:
    database.journal.meta.create(connection, checkfirst=True)
    database.metadata.create_all(connection)
    for table in database.metadata.tables.values():
        for index in table.indexes:
            index.create(connection, checkfirst=True)


@contextmanager
def making(shown: str) -> Iterator[None]:
    """What the database forbids here is making tables, which an importer's rights are not for."""
    try:
        yield
    except DatabaseError as fault:
        if fault.code != faults.FORBIDDEN.code:
            raise
        raise faults.MAY_NOT_MAKE.error(shown) from fault


def prepare_base(database: "Database") -> None:
    """See to it that the base has the settings that it is to keep."""
    with database.connected() as connection:
        database.family.prepare_base(connection)


def missing_columns(database: "Database") -> list[str]:
    """The catalogue's fields that the customer table has no column for; a foreign table was looked at when opened."""
    if database.catalogue.table is not None:
        return []
    with database.reading() as connection:
        there = {
            column["name"] for column in inspect(connection).get_columns(database.metadata.tables["customers"].name)
        }
    return [one.name for one in database.catalogue.fields if one.name not in there]


def check_schema(database: "Database") -> None:
    """Raise DatabaseError when the tables are not as the catalogue and this version of Raccord expect them."""
    place = Where(file=database.shown_url)
    with database.reading() as connection:
        tables = set(inspect(connection).get_table_names())
        absent = {"customers", "raccord_meta"} - tables
        if absent:
            raise DatabaseError(
                "not-a-base",
                _(
                    "This database is no customer base of Raccord's: it has no table {tables}.",
                    tables=listed(sorted(absent)),
                ),
                hint=_("Check the URL, or make the tables with: raccord database create"),
                where=place,
            )


def known_version(database: "Database") -> int:
    """The version of the journal; raises DatabaseError for one that this Raccord does not know."""
    version = journal_version(database)
    if version not in KNOWN_VERSIONS:
        raise DatabaseError(
            "journal-too-new",
            _(
                "The base's journal has version {version}; this Raccord knows versions up to {known}.",
                version=version,
                known=JOURNAL_VERSION,
            ),
            hint=_("Update Raccord on this computer."),
            where=Where(file=database.shown_url),
        )
    return KNOWN_VERSIONS[version]


def journal_version(database: "Database") -> str:
    """The version of the journal's tables, as the base names it."""
    meta = database.journal.meta
    with database.reading() as connection:
        version = connection.execute(select(meta.c.value).where(meta.c.name == "journal_version")).scalar()
    return version or "unknown"


def check_columns(database: "Database") -> None:
    """Raise DatabaseError when the catalogue has fields that the customer table has no column for."""
    missing = missing_columns(database)
    if missing:
        raise DatabaseError(
            "missing-columns",
            _("The customer base has no column for {fields}.", fields=", ".join(missing)),
            hint=_("Add them with: raccord database create"),
            where=Where(file=database.shown_url),
        )


def add_missing_columns(database: "Database") -> list[str]:
    """Give the managed customer table a column for each new field; returns their names."""
    missing = missing_columns(database)
    if database.catalogue.table is not None:
        return missing
    table = database.metadata.tables["customers"]
    with making(database.shown_url), database.writing() as connection:
        for name in missing:
            column = table.c[name]
            quote = connection.dialect.identifier_preparer.quote
            type_text = column.type.compile(connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {quote('customers')} ADD COLUMN {quote(name)} {type_text}")
        for index in table.indexes:
            index.create(connection, checkfirst=True)
    return missing
