"""The tables of a base: the customers, made from the catalogue, and Raccord's journal beside them (SPEC §6)."""

from dataclasses import dataclass, replace

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
)

from raccord.catalogue import EXTERNAL_ID, ID, Catalogue, ExistingTable, Field
from raccord.database.customers import ManagedCustomers
from raccord.database.family import Family
from raccord.database.options import only
from raccord.database.types import CUSTOMER_ID, INDEXED_CHARACTERS, text

JOURNAL_VERSION = 3
LAST_CUSTOMER = "last_customer"
KEY_LENGTH = INDEXED_CHARACTERS


@dataclass(frozen=True)
class Journal:
    """Raccord's own tables: operations, the customers each touched, and the numbers of fields in their row images.

    Beside a foreign customer table, `registry` numbers its keys, and `binned` says since when a customer is in the bin.
    """

    meta: Table
    operation: Table
    entry: Table
    field: Table
    registry: Table | None = None
    binned: Table | None = None


def customers_of(catalogue: Catalogue, family: Family, metadata: MetaData) -> ManagedCustomers:
    """Describe the managed customer table; ids are never used twice, external ids are unique, bin included."""
    columns = [Column(one.name, family.column_type(one)) for one in catalogue.fields]
    table = Table(
        "customers",
        metadata,
        Column(ID, Integer, primary_key=True),
        *columns,
        Column("deleted_at", text(20)),
        sqlite_autoincrement=True,
    )
    for one in catalogue.fields:
        if one.unique:
            _index_unique(table, one, family)
    binned = table.c.deleted_at.is_not(None)
    Index("customers_deleted_at", table.c.deleted_at, **only(family.name, sqlite_where=binned, postgresql_where=binned))
    return ManagedCustomers(table, catalogue, family, table)


def _index_unique(table: Table, one: Field, family: Family) -> None:
    """Index a unique field; where the family has no partial indexes, only an external id is unique by its index."""
    everywhere, column = one.name == EXTERNAL_ID, table.c[one.name]
    only_active = None if everywhere else table.c.deleted_at.is_(None)
    length = {one.name: INDEXED_CHARACTERS} if isinstance(column.type, String) else None
    options = only(
        family.name,
        sqlite_where=only_active,
        postgresql_where=only_active,
        postgresql_include=[ID] if everywhere else None,  # finds a customer without a look at the table
    )
    unique = everywhere or family.partial_indexes
    Index(f"customers_{one.name}", column, unique=unique, mysql_length=length, **options)
    if everywhere and length and family.partial_indexes:
        uneven = family.is_uneven(column)
        options = only(family.name, sqlite_where=uneven, postgresql_where=uneven)
        Index(f"customers_uneven_{one.name}", column, **options)


def journal_beside(described: ExistingTable, metadata: MetaData) -> Journal:
    """Describe the journal beside a foreign customer table, in the schema that the catalogue names."""
    metadata.schema = described.journal
    number = Column("number", CUSTOMER_ID, primary_key=True, autoincrement=False)
    registry = Table("raccord_customer", metadata, number, Column("key", text(KEY_LENGTH), nullable=False, unique=True))
    customer = Column("customer", CUSTOMER_ID, primary_key=True, autoincrement=False)
    binned = Table("raccord_binned", metadata, customer, Column("deleted_at", text(20), nullable=False))
    return replace(journal_of(metadata), registry=registry, binned=binned)


def journal_of(metadata: MetaData) -> Journal:
    """Describe the journal's tables.

    An `operation` is an import, restore, undo, bin restore, purge or bare restore point; `reverts` is the import
    that an undo takes back, or the point that a restore goes back to. An `entry` is one customer it touched, with its
    state before and after (`n`one, `a`ctive, in the `b`in), and the row image of the cells that it changed; a customer
    that was absent has its cells from NULL, a removed one to NULL. A `field` has the number that images name it by.
    """
    operation = _operation_table(metadata)
    field = Table(
        "raccord_field", metadata, Column("number", Integer, primary_key=True), Column("name", text(63), unique=True)
    )
    meta = Table(
        "raccord_meta", metadata, Column("name", text(63), primary_key=True), Column("value", text(), nullable=False)
    )
    return Journal(meta, operation, _entry_table(metadata, operation), field)


def _operation_table(metadata: MetaData) -> Table:
    return Table(
        "raccord_operation",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("kind", text(20), nullable=False),
        Column("at", text(20), nullable=False),
        *(Column(name, text()) for name in ("author", "label", "file", "sheet", "mode", "fingerprint", "summary")),
        Column("reverts", Integer),
        Column("undone_by", Integer, ForeignKey(_own(metadata, "raccord_operation.id"))),
        sqlite_autoincrement=True,
    )


def _own(metadata: MetaData, name: str) -> str:
    return f"{metadata.schema}.{name}" if metadata.schema else name


def _entry_table(metadata: MetaData, operation: Table) -> Table:
    entry = Table(
        "raccord_entry",
        metadata,
        Column("operation", Integer, ForeignKey(operation.c.id, ondelete="CASCADE"), primary_key=True),
        Column("customer", CUSTOMER_ID, primary_key=True),
        Column("before", text(20), nullable=False),
        Column("after", text(20), nullable=False),
        Column("row", Integer),
        Column("deleted_before", text(20)),
        Column("deleted_after", text(20)),
        Column("cells", text()),
        sqlite_with_rowid=False,
    )
    Index("raccord_entry_customer", entry.c.customer)
    return entry
