"""Opening a customer base: which file or server, is it there, is it as the catalogue says, and its transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Engine, Executable, MetaData, Row, inspect, select
from sqlalchemy.exc import ArgumentError, DBAPIError

from raccord.catalogue import Catalogue, ExistingTable
from raccord.database import faults
from raccord.database.attempts import write
from raccord.database.beside import check_owner, create_journal, kept_table, note_owner, note_version
from raccord.database.customers import Customers
from raccord.database.ending import quietly, whole
from raccord.database.family import PATIENCE, Family
from raccord.database.reflecting import existing_customers, look_at_table, misfit
from raccord.database.schema import JOURNAL_VERSION, Journal, customers_of, journal_beside, journal_of
from raccord.database.sqlite import SQLiteFamily, empty_engine
from raccord.database.urls import bad_url, read_url, shown_url
from raccord.errors import DatabaseError, Where
from raccord.secrecy import scrubbed_foreign

STREAMED = 2_000
FAMILIES = {
    "sqlite": ("raccord.database.sqlite", "SQLiteFamily"),
    "postgresql": ("raccord.database.postgresql", "PostgreSQLFamily"),
    "postgres": ("raccord.database.postgresql", "PostgreSQLFamily"),
    "mariadb": ("raccord.database.mariadb", "MariaDBFamily"),
    "mysql": ("raccord.database.mariadb", "MariaDBFamily"),
}


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
                "Nothing was imported into this customer table yet, so there is no journal beside it.",
                hint="Import a sheet, or make the journal with: raccord database create",
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
        return _family(self.url).network_folder(self.url)

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
            raise _error_of(self.family, fault, self.shown_url) from fault


@contextmanager
def open_database(
    url: str, catalogue: Catalogue, *, create: bool = False, check: bool = True, patience: float = PATIENCE
) -> Iterator[Database]:
    """Open the base that `url` names; it waits `patience` seconds for a lock.

    A missing base is made when `create` is true; else an empty one stands in for it, so that a preview writes nothing.
    Raises DatabaseError for a base that cannot be opened or, unless `check` is false, lacks columns of the catalogue.
    """
    if catalogue.table is not None:
        with _open_existing(url, catalogue, catalogue.table, create=create, patience=patience) as database:
            yield database
        return
    family = _family(url)
    there, engine = _opened(family, url, patience=patience, create=create)
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
            check_columns(database)
        yield database
    finally:
        engine.dispose()


@contextmanager
def _open_existing(
    url: str, catalogue: Catalogue, described: ExistingTable, *, create: bool, patience: float
) -> Iterator[Database]:
    """Open a base on a foreign customer table; its journal is made when `create` is true, and nothing else ever."""
    family = _family(url)
    there, engine = _opened(family, url, patience=patience, create=False)
    try:
        if family.embedded and not there:
            raise misfit("table-missing", "table.name", "There is no database file at this place.", shown_url(url))
        engine = engine or _engine(family, url, patience)
        yield _on_table(url, family, engine, catalogue, described, create=create, patience=patience)
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
        raise _error_of(family, fault, shown) from fault
    customers = existing_customers(catalogue, family, native, shown)
    database = Database(url, family, engine, metadata, customers, None, patience)
    if create:
        with _making(shown):
            write(database, lambda connection: create_journal(connection, metadata, journal, native))
        write(database, lambda connection: note_owner(connection, journal, native))
    if not journaled and not create:
        return database
    with database.reading() as connection:
        check_owner(connection, journal, native, shown)
        kept = kept_table(connection, native, journal)
    customers = existing_customers(catalogue, family, native, shown, journal, kept)
    database = replace(database, customers=customers, own=journal)
    _check_version(database)
    return database


def create_schema(database: Database) -> None:
    """Make the customer table and the journal where they are missing: first what says whose, last what says made."""
    unmade = replace(database, own=None)
    with _making(database.shown_url):
        write(unmade, partial(_make_tables, database))
    # Where making a table commits, only a transaction of its own keeps others from doing this at the same time.
    write(unmade, lambda connection: note_version(connection, database.journal))


def _make_tables(database: Database, connection: Connection) -> None:
    database.journal.meta.create(connection, checkfirst=True)
    database.metadata.create_all(connection)
    for table in database.metadata.tables.values():
        for index in table.indexes:
            index.create(connection, checkfirst=True)


@contextmanager
def _making(shown: str) -> Iterator[None]:
    """What the database forbids here is making tables, which an importer's rights are not for."""
    try:
        yield
    except DatabaseError as fault:
        if fault.code != faults.FORBIDDEN.code:
            raise
        raise faults.MAY_NOT_MAKE.error(shown) from fault


def prepare_base(database: Database) -> None:
    """See to it that the base has the settings that it is to keep."""
    with database.connected() as connection:
        database.family.prepare_base(connection)


def missing_columns(database: Database) -> list[str]:
    """The catalogue's fields that the customer table has no column for; a foreign table was looked at when opened."""
    if database.catalogue.table is not None:
        return []
    with database.reading() as connection:
        there = {
            column["name"] for column in inspect(connection).get_columns(database.metadata.tables["customers"].name)
        }
    return [one.name for one in database.catalogue.fields if one.name not in there]


def check_schema(database: Database) -> None:
    """Raise DatabaseError when the tables are not as the catalogue and this version of Raccord expect them."""
    place = Where(file=database.shown_url)
    with database.reading() as connection:
        tables = set(inspect(connection).get_table_names())
        absent = {"customers", "raccord_meta"} - tables
        if absent:
            raise DatabaseError(
                "not-a-base",
                "This database is no customer base of Raccord's: it has no table " + " and ".join(sorted(absent)) + ".",
                hint="Check the URL, or make the tables with: raccord database create",
                where=place,
            )
    _check_version(database)


def _check_version(database: Database) -> None:
    version = journal_version(database)
    if version != str(JOURNAL_VERSION):
        raise DatabaseError(
            "journal-too-new",
            f"The base's journal has version {version}; this Raccord knows versions up to {JOURNAL_VERSION}.",
            hint="Update Raccord on this computer.",
            where=Where(file=database.shown_url),
        )


def journal_version(database: Database) -> str:
    """The version of the journal's tables, as the base names it."""
    meta = database.journal.meta
    with database.reading() as connection:
        version = connection.execute(select(meta.c.value).where(meta.c.name == "journal_version")).scalar()
    return version or "unknown"


def check_columns(database: Database) -> None:
    """Raise DatabaseError when the catalogue has fields that the customer table has no column for."""
    missing = missing_columns(database)
    if missing:
        raise DatabaseError(
            "missing-columns",
            f"The customer base has no column for {', '.join(missing)}.",
            hint="Add them with: raccord database create",
            where=Where(file=database.shown_url),
        )


def add_missing_columns(database: Database) -> list[str]:
    """Give the managed customer table a column for each new field; returns their names."""
    missing = missing_columns(database)
    if database.catalogue.table is not None:
        return missing
    table = database.metadata.tables["customers"]
    with _making(database.shown_url), database.writing() as connection:
        for name in missing:
            column = table.c[name]
            quote = connection.dialect.identifier_preparer.quote
            type_text = column.type.compile(connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {quote('customers')} ADD COLUMN {quote(name)} {type_text}")
        for index in table.indexes:
            index.create(connection, checkfirst=True)
    return missing


def base_exists(url: str, patience: float = PATIENCE) -> bool:
    """Tell whether the base that `url` names is there; raises DatabaseError for a URL that can name none."""
    there, engine = _opened(_family(url), url, patience=patience, create=False)
    if engine is not None:
        engine.dispose()
    return there


def default_url() -> str:
    """The base in the user's data folder (SPEC §6)."""
    from platformdirs import user_data_path  # noqa: PLC0415 - only when no base is named

    return f"sqlite:///{user_data_path('raccord', appauthor=False) / 'customers.db'}"


def _opened(family: Family, url: str, *, patience: float, create: bool) -> tuple[bool, Engine | None]:
    """Whether the base is there, and an engine for it, unless it is neither there nor to be made."""
    engine = _engine(family, url, patience)
    try:
        there = family.exists(engine, url, patience)
    except DBAPIError as fault:
        raise _error_of(family, fault, shown_url(url)) from fault
    except (ArgumentError, TypeError, ValueError) as fault:  # as drivers refuse an option
        raise faults.BAD_OPTION.error(shown_url(url)) from fault
    if create:
        family.make_place(url)
    return there, engine if there or create else None


def _engine(family: Family, url: str, patience: float) -> Engine:
    try:
        return family.connect(url, patience)
    except ArgumentError as fault:
        raise bad_url("The database URL has a part that its driver does not take.") from fault
    except ModuleNotFoundError as fault:
        raise DatabaseError(
            "no-driver",
            f"The driver of {family.name} databases is not installed: {fault.name}.",
            hint=f"Install it with: pip install 'raccord[{family.name}]'",
        ) from fault


def _family(url: str) -> Family:
    backend = read_url(url).get_backend_name()
    module, name = FAMILIES.get(backend, ("", ""))
    if not module:
        raise faults.unsupported(backend)
    family: Family = getattr(import_module(module), name)()
    return family


def _error_of(family: Family, fault: DBAPIError, shown_url: str) -> DatabaseError:
    meaning = family.meaning(fault)
    if meaning is None:
        title = f"The database reports: {scrubbed_foreign(str(fault.orig))}."
        meaning = faults.Meaning("database-fault", title, "Nothing was written. Check the base and try again.")
    return meaning.error(shown_url)
