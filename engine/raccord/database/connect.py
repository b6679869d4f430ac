"""Opening a customer base: which file or server, is it there, is it as the catalogue says, and its transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PureWindowsPath

from sqlalchemy import Connection, Engine, MetaData, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from raccord.catalogue import Catalogue
from raccord.database.family import PATIENCE, Family
from raccord.database.schema import JOURNAL_VERSION, Customers, Journal, customers_of, journal_of
from raccord.database.sqlite import SQLiteFamily, database_path
from raccord.errors import DatabaseError, Where

FAMILIES: dict[str, type[Family]] = {"sqlite": SQLiteFamily}


@dataclass(frozen=True)
class Database:
    """An open base. `stands_in` is true for the empty base that takes the place of a missing one in a preview."""

    url: str
    family: Family
    engine: Engine
    metadata: MetaData
    customers: Customers
    journal: Journal
    stands_in: bool = False

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue that the customer table follows."""
        return self.customers.catalogue

    @property
    def shown_url(self) -> str:
        """The URL without its password."""
        return make_url(self.url).render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the base and leaves nothing behind in it."""
        with self.connected() as connection:
            self.family.begin_read(connection)
            try:
                yield connection
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
        self.family.begin_write(connection)
        try:
            yield
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """A connection outside any transaction; what the database reports becomes a DatabaseError."""
        try:
            with self.engine.connect() as connection:
                yield connection
        except DBAPIError as fault:
            raise _database_fault(self.shown_url, fault) from fault


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
    _check_place(url)
    there = family.exists(url, patience)
    if create:
        _make_folder(url)
    engine = family.connect(url, patience) if there or create else family.empty_engine()
    metadata = MetaData()
    database = Database(
        url,
        family,
        engine,
        metadata,
        customers_of(catalogue, family, metadata),
        journal_of(metadata),
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
    family = _family(url)
    _check_place(url)
    return family.exists(url, patience)


def bare_name(url: str) -> str:
    """The name of the file or database that a URL names: no folder, no server, no password."""
    _family(url)
    return PureWindowsPath(make_url(url).database or "").name


def default_url() -> str:
    """The base in the user's data folder (SPEC §6)."""
    from platformdirs import user_data_path  # noqa: PLC0415 - only when no base is named

    return f"sqlite:///{user_data_path('raccord', appauthor=False) / 'customers.db'}"


def _family(url: str) -> Family:
    try:
        name = make_url(url).get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError) as fault:
        raise DatabaseError(
            "bad-url",
            "The database URL cannot be understood.",
            message="A URL looks like sqlite:///customers.db or sqlite:////absolute/path/customers.db.",
            hint="Correct it in --database, RACCORD_DATABASE or your configuration.",
        ) from fault
    if name not in FAMILIES:
        raise DatabaseError(
            "unsupported-database",
            f"Raccord does not work on {name} databases yet.",
            hint=f"Use one of: {', '.join(FAMILIES)}.",
        )
    return FAMILIES[name]()


def _check_table_support(catalogue: Catalogue) -> None:
    if catalogue.table is not None:
        raise DatabaseError(
            "existing-table",
            f"The catalogue names the table “{catalogue.table.name}”, and this version manages its own table only.",
            hint="Remove `table:` from the catalogue to use a base that Raccord manages.",
        )


def _check_place(url: str) -> None:
    path = database_path(make_url(url))
    if path is not None and path.is_dir():
        raise DatabaseError(
            "base-is-folder", f"{path} is a folder, not a database file.", hint="Name a file in it: …/customers.db"
        )


def _make_folder(url: str) -> None:
    path = database_path(make_url(url))
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise DatabaseError(
            "no-folder",
            f"The folder {path.parent} cannot be made: {fault.strerror}.",
            hint="Choose another place with --database.",
        ) from fault


def _database_fault(url: str, fault: DBAPIError) -> DatabaseError:
    reason = str(fault.orig)
    code, title, hint = next(
        (entry for text, *entry in _KNOWN_FAULTS if text in reason),
        ("database-fault", f"The database reports: {reason}.", "Nothing was written. Check the base and try again."),
    )
    return DatabaseError(code, title, hint=hint, where=Where(file=url))


_KNOWN_FAULTS: tuple[tuple[str, str, str, str], ...] = (
    ("locked", "base-locked", "Another import is working on this base.", "Wait until it is done and try again."),
    ("not a database", "not-sqlite", "This file is no SQLite database.", "Check the path in the URL."),
    ("malformed", "base-corrupt", "The database file is damaged.", "Bring back a copy of the file from your backup."),
    ("readonly", "base-read-only", "The base is read-only.", "Ask for the right to write to it, or copy it elsewhere."),
    ("unable to open", "base-unreachable", "The database file cannot be opened.", "Check the path and your rights."),
    ("full", "disk-full", "The disk is full.", "Nothing was written. Free some space and try again."),
)
