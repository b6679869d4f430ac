"""Bringing the journal of an older Raccord up to today's version (SPEC §6)."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Connection, Integer, MetaData, Row, Table, bindparam, inspect, select, update

from raccord.batches import in_batches
from raccord.database.attempts import write
from raccord.database.making import known_version, making
from raccord.database.row_images import Cell, write_image
from raccord.database.schema import JOURNAL_VERSION
from raccord.database.types import CUSTOMER_ID, text
from raccord.errors import DatabaseError, Where
from raccord.translation import _

if TYPE_CHECKING:
    from raccord.database.connect import Database

BATCH = 2_000


def upgrade_journal(database: "Database") -> bool:
    """Bring the journal up to date, and tell whether it was older; it can be cut off and done again.

    Raises DatabaseError where the user may not change tables, or where the journal is newer than this Raccord.
    """
    older = known_version(database) < JOURNAL_VERSION
    if older:
        with making(database.shown_url):
            _images_for_cells(database)
    return older


def check_journal(database: "Database") -> None:
    """Raise DatabaseError when the journal is of another version; that of a file of one's own is brought up to date."""
    if database.family.embedded:
        upgrade_journal(database)
    elif (version := known_version(database)) < JOURNAL_VERSION:
        raise DatabaseError(
            "journal-too-old",
            _(
                "The base's journal has version {version}; this Raccord works with {known}.",
                version=version,
                known=JOURNAL_VERSION,
            ),
            hint=_(
                "Update Raccord for everybody who uses this base, then let the owner of its tables run: "
                "raccord database create"
            ),
            where=Where(file=database.shown_url),
        )


def _images_for_cells(database: "Database") -> None:
    """Version 1 had a row for each changed cell; now a customer's cells are one image, beside its states."""
    entry, old = database.journal.entry, _old_cells(database)

    def prepare(connection: Connection) -> None:
        there = {column["name"] for column in inspect(connection).get_columns(entry.name, schema=entry.schema)}
        if "cells" not in there:
            quote = connection.dialect.identifier_preparer
            kind = entry.c.cells.type.compile(connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {quote.format_table(entry)} ADD COLUMN cells {kind}")

    def fill(connection: Connection) -> None:
        meta = database.journal.meta
        if connection.execute(select(meta.c.value).where(meta.c.name == "journal_version")).scalar() != "1":
            return
        same = (entry.c.operation == bindparam("number"), entry.c.customer == bindparam("who"))
        images = _images(database.streamed(connection, select(old).order_by(*old.primary_key.columns)))
        for some in in_batches(images, BATCH):
            connection.execute(update(entry).where(*same).values(cells=bindparam("image")), some)
        connection.execute(update(meta).where(meta.c.name == "journal_version").values(value="2"))

    write(database, prepare)
    write(database, fill)
    write(database, lambda connection: old.drop(connection, checkfirst=True))


def _old_cells(database: "Database") -> Table:
    """The table of cells as version 1 has it."""
    keys = {"operation": Integer(), "customer": CUSTOMER_ID, "field": Integer()}
    columns = (Column(name, kind, primary_key=True) for name, kind in keys.items())
    values = (Column(name, text()) for name in ("old", "new"))
    return Table("raccord_cell", MetaData(), *columns, *values, schema=database.journal.entry.schema)


def _images(cells: Iterable[Row[Any]]) -> Iterator[dict[str, Any]]:
    """The image of each entry, from its cells in their order."""
    for (number, customer), rows in groupby(cells, key=lambda row: (row.operation, row.customer)):
        image = write_image(Cell(row.field, row.old, row.new) for row in rows)
        yield {"number": number, "who": customer, "image": image}
