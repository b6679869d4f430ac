"""Opening a customer base: which file or server, is it there, is it as the catalogue says, and its transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, Executable, MetaData, Row, inspect
from sqlalchemy.exc import DBAPIError

from raccord.catalogue import Catalogue, ExistingTable
from raccord.database.attempts import write
from raccord.database.beside import check_owner, create_journal, kept_table, note_owner
from raccord.database.customers import Customers
from raccord.database.ending import quietly, whole
from raccord.database.family import PATIENCE, Family
from raccord.database.making import (
    check_columns,
    check_schema,
    create_schema,
    make_and_note,
    prepare_base,
)
from raccord.database.reaching import engine_of, error_of, family_of, reached
from raccord.database.reflecting import existing_customers, look_at_table, misfit
from raccord.database.schema import Journal, customers_of, journal_beside, journal_of
from raccord.database.sqlite import SQLiteFamily, empty_engine
from raccord.database.upgrading import check_journal
from raccord.database.urls import shown_url
from raccord.errors import DatabaseError, Where
from raccord.translation import _

STREAMED = 2_000


@dataclass(frozen=True)
class Database:
    """An open base. `stands_in` is true for the empty base that takes the place of a missing one in a preview."""

    url: str
    family: Family
    engine: Engine
    metadata: MetaData
    customers: Customers
    own: Journal | None
    patience: float = PATIENCE
    stands_in: bool = False

    @property
    def journal(self) -> Journal:
        """Raccord's own tables; raises DatabaseError for a foreign customer table that has none beside it yet."""
        if self.own is None:
            raise DatabaseError(
                "no-journal",
                _("Nothing was imported into this customer table yet, so there is no journal beside it."),
                hint=_("Import a sheet, or make the journal with: raccord database create"),
                where=Where(file=self.shown_url),
            )
        return self.own

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue that the customer table follows."""
        return self.customers.catalogue

    @property
    def shown_url(self) -> str:
        """The URL without its password."""
        return shown_url(self.url)

    @property
    def network_folder(self) -> str | None:
        """The kind of network folder in which the file of the base lies; None for all that is well placed."""
        return family_of(self.url).network_folder(self.url)

    def keep_ids(self) -> None:
        """See to it that every customer's id is its own for good, before it is handed out to come back some day."""
        with self.reading() as connection:
            lasting = self.customers.has_lasting_ids(connection)
        if not lasting and self.journal:
            write(self, lambda _: None)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the base and leaves nothing behind in it."""
        with self.connected() as connection, self.looking(connection):
            yield connection

    @contextmanager
    def looking(self, connection: Connection) -> Iterator[None]:
        """A reading transaction on a connection that lives on after it."""
        self.family.begin_read(connection)
        try:
            self.customers.prepare(connection, writing=False)
            yield
        finally:
            quietly(connection, "ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is committed whole, or not at all."""
        with self.connected() as connection, self.transaction(connection):
            yield connection

    @contextmanager
    def transaction(self, connection: Connection) -> Iterator[None]:
        """A writing transaction on a connection that lives on after it, with its temporary tables."""
        with whole(connection, self.family, self.patience, partial(self._prepare, connection), self.shown_url):
            yield

    def _prepare(self, connection: Connection) -> None:
        """Begin a writing transaction: first of all with its turn, unless the tables are not made yet."""
        if self.own is not None:
            self.family.take_turn(connection, self.own.meta, self.patience)
        self.customers.prepare(connection, writing=True)

    def streamed(self, connection: Connection, statement: Executable) -> Iterator[Row[Any]]:
        """The rows of a statement, in parts where the family can; other statements may run meanwhile."""
        options = {"yield_per": STREAMED} if self.family.streams else {}
        yield from connection.execute(statement, execution_options=options)

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """A connection outside any transaction; what the database reports becomes a DatabaseError."""
        try:
            with self.engine.connect() as connection:
                yield connection
        except DBAPIError as fault:
            raise error_of(self.family, fault, self.shown_url) from fault


@contextmanager
def open_database(
    url: str, catalogue: Catalogue, *, create: bool = False, check: bool = True, patience: float | None = None
) -> Iterator[Database]:
    """Open the base that `url` names; it waits `patience` seconds for a lock, or the usual time.

    A missing base is made when `create` is true; else an empty one stands in for it, so that a preview writes nothing.
    Raises DatabaseError for a base that cannot be opened or, unless `check` is false, has a journal of another version
    or lacks columns of the catalogue.
    """
    patience = PATIENCE if patience is None else patience
    if catalogue.table is not None:
        opened = _open_existing(url, catalogue, catalogue.table, create=create, check=check, patience=patience)
        with opened as database:
            yield database
        return
    family = family_of(url)
    there, engine = reached(family, url, patience=patience, create=create)
    if engine is None:
        family, engine = SQLiteFamily(), empty_engine()
    metadata = MetaData()
    database = Database(
        url,
        family,
        engine,
        metadata,
        customers_of(catalogue, family, metadata),
        journal_of(metadata),
        patience,
        not (there or create),
    )
    try:
        if create:
            prepare_base(database)
        if not there:
            create_schema(database)
        check_schema(database)
        if check:
            check_journal(database)
            check_columns(database)
        yield database
    finally:
        engine.dispose()


@contextmanager
def _open_existing(
    url: str, catalogue: Catalogue, described: ExistingTable, *, create: bool, check: bool, patience: float
) -> Iterator[Database]:
    """Open a base on a foreign customer table; its journal is made when `create` is true, and nothing else ever."""
    family = family_of(url)
    there, engine = reached(family, url, patience=patience, create=False)
    try:
        if family.embedded and not there:
            raise misfit("table-missing", "table.name", _("There is no database file at this place."), shown_url(url))
        engine = engine or engine_of(family, url, patience)
        yield _on_table(url, family, engine, catalogue, described, create=create, check=check, patience=patience)
    finally:
        if engine is not None:
            engine.dispose()


def _on_table(
    url: str,
    family: Family,
    engine: Engine,
    catalogue: Catalogue,
    described: ExistingTable,
    *,
    create: bool,
    check: bool,
    patience: float,
) -> Database:
    metadata, shown = MetaData(), shown_url(url)
    journal = journal_beside(described, metadata)
    try:
        with engine.connect() as connection:
            native = look_at_table(connection, family, described, shown)
            # A list shows what the user may look at; MariaDB does not let everybody ask for one table.
            journaled = journal.meta.name in inspect(connection).get_table_names(schema=described.journal)
    except DBAPIError as fault:
        raise error_of(family, fault, shown) from fault
    customers = existing_customers(catalogue, family, native, shown)
    database = Database(url, family, engine, metadata, customers, None, patience)
    if create:
        make_and_note(
            database,
            lambda connection: create_journal(connection, metadata, journal, native),
            lambda connection: note_owner(connection, journal, native),
        )
    if not journaled and not create:
        return database
    with database.reading() as connection:
        check_owner(connection, journal, native, shown)
        kept = kept_table(connection, native, journal)
    customers = existing_customers(catalogue, family, native, shown, journal, kept)
    database = replace(database, customers=customers, own=journal)
    if check:
        check_journal(database)
    return database
