"""The staging table: a sheet's typed rows inside the database, with their folded keys and the cells' faults."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Connection, Integer, Table, func, select
from sqlalchemy.types import TypeEngine

from raccord.batches import in_batches
from raccord.catalogue import Field, FieldType
from raccord.columns import Feed
from raccord.database.connect import Database
from raccord.database.temporary import temporary_table
from raccord.database.types import CUSTOMER_ID, text
from raccord.marks import UpdateMode
from raccord.typed_rows import TypedRow
from raccord.values import Value, value_folder

BATCH = 5_000


@dataclass(frozen=True)
class Staging:
    """The staged rows, one column per feed, and the notes on them.

    `rows` has `row` (the sheet's number), `faulty` (a cell is invalid), `unreadable` (a key cell is), `repeats` (the
    row it repeats), `digest` (of its values), `new_<field>` per feed, `folded_<field>` per key and per unique field.
    `notes` has `row`, `code`, `column` (0 for the whole row) and `facts` (JSON), or the `field` and the `other` row or
    customer from which facts follow, in the order of their ids.
    """

    rows: Table
    notes: Table
    feeds: tuple[Feed, ...]

    def new(self, one: Field) -> Column[Any]:
        """The staged value of a field."""
        return self.rows.c[f"new_{one.name}"]

    def folded(self, one: Field) -> Column[Any]:
        """The folded staged value of a key or unique field."""
        return self.rows.c[f"folded_{one.name}"]

    @property
    def keys(self) -> tuple[Feed, ...]:
        """The feeds that are keys."""
        return tuple(feed for feed in self.feeds if feed.mode is UpdateMode.KEY)

    def count(self, connection: Connection) -> int:
        """How many rows are staged."""
        return connection.execute(select(func.count()).select_from(self.rows)).scalar_one()


def stage(
    connection: Connection, database: Database, feeds: tuple[Feed, ...], rows: Iterable[TypedRow], prefix: str = ""
) -> Staging:
    """Load typed rows, whose values stand in the order of `feeds`, into a staging table whose name has the prefix."""
    fields = database.catalogue.by_name
    feeds = tuple(replace(feed, field=fields[feed.field.name]) for feed in feeds)
    folded = [feed for feed in feeds if feed.mode is UpdateMode.KEY or feed.field.unique]
    table = temporary_table(
        connection,
        f"{prefix}stage",
        Column("row", Integer, primary_key=True),
        Column("faulty", Boolean),
        Column("unreadable", Boolean),
        Column("repeats", Integer),
        Column("digest", BigInteger, nullable=False),
        *(Column(f"new_{feed.field.name}", database.family.column_type(feed.field)) for feed in feeds),
        *(Column(f"folded_{feed.field.name}", fold_type(feed.field)) for feed in folded),
    )
    notes = temporary_table(
        connection,
        f"{prefix}note",
        Column("id", Integer, primary_key=True),
        Column("row", Integer),
        Column("code", text(40)),
        Column("column", Integer),
        Column("field", text(63)),
        Column("other", CUSTOMER_ID),
        Column("facts", text()),
        numbered=True,
    )
    load = database.family.bulk_load
    for batch in in_batches(database.customers.fitting(rows, feeds), BATCH):
        load(connection, table, list(table.c.keys()), _stage_tuples(batch, feeds, folded))
        load(connection, notes, ["row", "code", "column", "facts"], _note_tuples(batch, feeds))
    return Staging(table, notes, feeds)


def fold_type(one: Field) -> TypeEngine[Any]:
    """The column type of a field's folded values."""
    return BigInteger() if one.type in {FieldType.INTEGER, FieldType.BOOLEAN} else text()


def _stage_tuples(rows: list[TypedRow], feeds: tuple[Feed, ...], folded: list[Feed]) -> Iterator[tuple[Any, ...]]:
    positions = [(feed.field, feeds.index(feed)) for feed in folded]
    folds = [_folds(field, [row.values[at] for row in rows]) for field, at in positions]
    keys = {at for at, feed in enumerate(feeds) if feed.mode is UpdateMode.KEY}
    for row, *folds_of_row in zip(rows, *folds, strict=True):
        unreadable = any(at in keys for at, _ in row.faults)
        yield (row.number, bool(row.faults), unreadable, row.repeats, row.digest, *row.values, *folds_of_row)


def _folds(one: Field, values: list[Value]) -> list[str | int | None]:
    fold = value_folder(one)
    return [None if value is None else fold(value) for value in values]


def _note_tuples(rows: list[TypedRow], feeds: tuple[Feed, ...]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        for at, fault in row.faults:
            facts = json.dumps(dict(fault.facts), ensure_ascii=False)
            yield (row.number, fault.code, feeds[at].column, facts)
