"""The staging table: a sheet's typed rows inside the database, with their folded keys and the cells' faults."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
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
from raccord.typed_rows import TypedRows
from raccord.values import Value, value_folder

LOADED_AT_ONCE = 20
"""Batches of typed rows that are loaded together."""


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
    connection: Connection, database: Database, feeds: tuple[Feed, ...], rows: Iterable[TypedRows], prefix: str = ""
) -> Staging:
    """Load typed rows, whose columns stand in the order of `feeds`, into a staging table whose name has the prefix."""
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
    for some in in_batches(database.customers.fitting(rows, feeds), LOADED_AT_ONCE):
        staged = chain.from_iterable(_stage_tuples(batch, feeds, folded) for batch in some)
        load(connection, table, list(table.c.keys()), staged)
        noted = chain.from_iterable(_note_tuples(batch, feeds) for batch in some)
        load(connection, notes, ["row", "code", "column", "facts"], noted)
    return Staging(table, notes, feeds)


def fold_type(one: Field) -> TypeEngine[Any]:
    """The column type of a field's folded values."""
    return BigInteger() if one.type in {FieldType.INTEGER, FieldType.BOOLEAN} else text()


def _stage_tuples(rows: TypedRows, feeds: tuple[Feed, ...], folded: list[Feed]) -> Iterator[tuple[Any, ...]]:
    keys = {at for at, feed in enumerate(feeds) if feed.mode is UpdateMode.KEY}
    unreadable = {place for place, faults in rows.faults.items() if any(at in keys for at, _ in faults)}
    return zip(
        rows.numbers,
        map(rows.faults.__contains__, range(len(rows))),
        map(unreadable.__contains__, range(len(rows))),
        map(rows.repeats.get, range(len(rows))),
        rows.digests,
        *rows.columns,
        *(_folds(feed.field, rows.columns[feeds.index(feed)]) for feed in folded),
        strict=True,
    )


def _folds(one: Field, values: Sequence[Value]) -> list[str | int | None]:
    fold = value_folder(one)
    return [None if value is None else fold(value) for value in values]


def _note_tuples(rows: TypedRows, feeds: tuple[Feed, ...]) -> Iterator[tuple[Any, ...]]:
    for place, faults in sorted(rows.faults.items()):
        for at, fault in faults:
            facts = json.dumps(dict(fault.facts), ensure_ascii=False)
            yield (rows.numbers[place], fault.code, feeds[at].column, facts)
