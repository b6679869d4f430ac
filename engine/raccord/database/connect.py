"""Opening a customer base: which file or server, is it there, is it as the catalogue says, and its transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from pathlib import PureWindowsPath

from sqlalchemy import Connection, Engine, Executable, MetaData, Row, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from raccord.catalogue import Catalogue
from raccord.database.family import PATIENCE, Family
from raccord.database.faults import Meaning
from raccord.database.schema import JOURNAL_VERSION, Customers, Journal, customers_of, journal_of
from raccord.database.sqlite import SQLiteFamily, empty_engine
from raccord.errors import DatabaseError, Where

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
    journal: Journal
    patience: float = PATIENCE
    stands_in: bool = False

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue that the customer table follows."""
        return self.customers.catalogue

    @property
    def shown_url(self) -> str:
        """The URL without its password."""
        return _shown(self.url)

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
            yield
        finally:
            connection.exec_driver_sql("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is committed whole, or not at all."""
        with self.connected() as connection, self.transaction(connection):
            yield connection

    @contextmanager
    def transaction(self, connection: Connection) -> Iterator[None]:
        """A writing transaction on a connection that lives on after it, with its temporary tables."""
        with self.family.writing(connection, self.patience):
            try:
                yield
            except BaseException:
                if not connection.invalidated:
                    connection.exec_driver_sql("ROLLBACK")
                raise
            connection.exec_driver_sql("COMMIT")

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
    family = _family(url)
    _check_table_support(catalogue)
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
        if not there:
            create_schema(database)
        check_schema(database)
        if check:
            check_columns(database)
        yield database
    finally:
        engine.dispose()


def create_schema(database: Database) -> None:
    """Make the customer table and the journal where they are missing."""
    with database.connected() as connection:
        if not database.stands_in:
            database.family.prepare_new_base(connection)
    with database.writing() as connection:
        database.metadata.create_all(connection)
        known = connection.execute(database.journal.meta.select()).all()
        if not known:
            connection.execute(
                database.journal.meta.insert().values(name="journal_version", value=str(JOURNAL_VERSION))
            )


def missing_columns(database: Database) -> list[str]:
    """The catalogue's fields that the customer table has no column for."""
    with database.reading() as connection:
        there = {column["name"] for column in inspect(connection).get_columns(database.customers.table.name)}
    return [one.name for one in database.catalogue.fields if one.name not in there]


def check_schema(database: Database) -> None:
    """Raise DatabaseError when the tables are not as the catalogue and this version of Raccord expect them."""
    place, meta = Where(file=database.shown_url), database.journal.meta
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
        version = connection.execute(select(meta.c.value).where(meta.c.name == "journal_version")).scalar() or "0"
    if int(version) > JOURNAL_VERSION:
        raise DatabaseError(
            "journal-too-new",
            f"The base's journal has version {version}; this Raccord knows versions up to {JOURNAL_VERSION}.",
            hint="Update Raccord on this computer.",
            where=place,
        )


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
    with database.writing() as connection:
        for name in missing:
            column = database.customers.table.c[name]
            quote = connection.dialect.identifier_preparer.quote
            type_text = column.type.compile(connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {quote('customers')} ADD COLUMN {quote(name)} {type_text}")
        for index in database.customers.table.indexes:
            index.create(connection, checkfirst=True)
    return missing


def base_exists(url: str, patience: float = PATIENCE) -> bool:
    """Tell whether the base that `url` names is there; raises DatabaseError for a URL that can name none."""
    there, engine = _opened(_family(url), url, patience=patience, create=False)
    if engine is not None:
        engine.dispose()
    return there


def bare_name(url: str) -> str:
    """The name of the file or database that a URL names: no folder, no server, no password."""
    _family(url)
    return PureWindowsPath(make_url(url).database or "").name


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
        raise _error_of(family, fault, _shown(url)) from fault
    if create:
        family.make_place(url)
    return there, engine if there or create else None


def _engine(family: Family, url: str, patience: float) -> Engine:
    try:
        return family.connect(url, patience)
    except ModuleNotFoundError as fault:
        raise DatabaseError(
            "no-driver",
            f"The driver of {family.name} databases is not installed: {fault.name}.",
            hint=f"Install it with: pip install 'raccord[{family.name}]'",
        ) from fault


def _family(url: str) -> Family:
    try:
        backend = make_url(url).get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError) as fault:
        raise DatabaseError(
            "bad-url",
            "The database URL cannot be understood.",
            message="A URL looks like sqlite:///customers.db or postgresql://user@server/database.",
            hint="Correct it in --database, RACCORD_DATABASE or your configuration.",
        ) from fault
    module, name = FAMILIES.get(backend, ("", ""))
    if not module:
        raise DatabaseError(
            "unsupported-database",
            f"Raccord does not work on {backend} databases.",
            hint="Use SQLite, PostgreSQL or MariaDB.",
        )
    family: Family = getattr(import_module(module), name)()
    return family


def _check_table_support(catalogue: Catalogue) -> None:
    if catalogue.table is not None:
        raise DatabaseError(
            "existing-table",
            f"The catalogue names the table “{catalogue.table.name}”, and this version manages its own table only.",
            hint="Remove `table:` from the catalogue to use a base that Raccord manages.",
        )


def _shown(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)


def _error_of(family: Family, fault: DBAPIError, shown_url: str) -> DatabaseError:
    meaning = family.meaning(fault)
    if meaning is None:
        title = f"The database reports: {fault.orig}."
        meaning = Meaning("database-fault", title, "Nothing was written. Check the base and try again.")
    return meaning.error(shown_url)
