"""Bringing the journal of an older Raccord up to today's version (SPEC §6)."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Row,
    Table,
    bindparam,
    case,
    inspect,
    select,
    update,
)

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

Image: TypeAlias = dict[str, Any]
"""The key of an entry, `number` and `who`, and its row image."""


def upgrade_journal(database: "Database") -> bool:
    """Bring the journal up to date, and tell whether it was older; it can be cut off and done again.

    Raises DatabaseError where the user may not change tables, or where the journal is newer than this Raccord.
    """
    older = known_version(database) < JOURNAL_VERSION
    if older:
        with making(database.shown_url):
            _bring_up(database)
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


def _bring_up(database: "Database") -> None:
    """Give each entry its row image and its states' letters.

    Version 1 had a row for each changed cell; version 2 had the images in JSON. Both had the states in words.
    """
    entry, old = database.journal.entry, _old_cells(database)

    def prepare(connection: Connection) -> None:
        there = {column["name"] for column in inspect(connection).get_columns(entry.name, schema=entry.schema)}
        if "cells" not in there:
            quote = connection.dialect.identifier_preparer
            kind = entry.c.cells.type.compile(connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {quote.format_table(entry)} ADD COLUMN cells {kind}")

    def fill(connection: Connection) -> None:
        meta = database.journal.meta
        kept = meta.c.name == "journal_version"
        match connection.execute(select(meta.c.value).where(kept)).scalar():
            case "1":
                images = _of_cells(database.streamed(connection, select(old).order_by(*old.primary_key.columns)))
            case "2":
                images = _of_arrays(connection, entry)
            case _:
                return
        same = (entry.c.operation == bindparam("number"), entry.c.customer == bindparam("who"))
        for some in in_batches(images, BATCH):
            connection.execute(update(entry).where(*same).values(cells=bindparam("image")), some)
        connection.execute(update(entry).values({one: _letter(one) for one in (entry.c.before, entry.c.after)}))
        connection.execute(update(meta).where(kept).values(value=str(JOURNAL_VERSION)))

    write(database, prepare)
    write(database, fill)
    write(database, lambda connection: old.drop(connection, checkfirst=True))


def _old_cells(database: "Database") -> Table:
    """The table of cells as version 1 has it."""
    keys = {"operation": Integer(), "customer": CUSTOMER_ID, "field": Integer()}
    columns = (Column(name, kind, primary_key=True) for name, kind in keys.items())
    values = (Column(name, text()) for name in ("old", "new"))
    return Table("raccord_cell", MetaData(), *columns, *values, schema=database.journal.entry.schema)


def _of_cells(cells: Iterable[Row[Any]]) -> Iterator[Image]:
    """The image of each entry, from its cells in their order."""
    for (number, customer), rows in groupby(cells, key=lambda row: (row.operation, row.customer)):
        image = write_image(Cell(row.field, row.old, row.new) for row in rows)
        yield {"number": number, "who": customer, "image": image}


def _of_arrays(connection: Connection, entry: Table) -> Iterator[Image]:
    """The image of each entry, from its cells in JSON."""
    for number in connection.scalars(select(entry.c.operation).distinct()).all():
        for customer, array in _arrays(connection, entry, number):
            yield {"number": number, "who": customer, "image": write_image(map(tuple, json.loads(array)))}


def _arrays(connection: Connection, entry: Table, number: int) -> Iterator[tuple[int, str]]:
    """The customers of an operation and their images, in batches: no row changes while it is read."""
    filled = select(entry.c.customer, entry.c.cells).where(entry.c.operation == number, entry.c.cells.is_not(None))
    filled = filled.order_by(entry.c.customer).limit(BATCH)
    some = connection.execute(filled).all()
    while some:
        yield from ((row.customer, row.cells) for row in some)
        some = connection.execute(filled.where(entry.c.customer > some[-1].customer)).all()


def _letter(state: ColumnElement[str]) -> ColumnElement[str]:
    return case({"absent": "n", "active": "a", "binned": "b"}, value=state)
