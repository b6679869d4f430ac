"""Coding: every distinct key value of the sheet becomes a whole number, on both sides of the match.

A code is positive; it is negative once the value proves *hot*, shared by so many on the right side that enumerating it
would cost more than it finds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Table,
    case,
    func,
    insert,
    or_,
    select,
    update,
)

from raccord.database.staging import fold_type
from raccord.database.temporary import temporary_table
from raccord.database.types import CUSTOMER_ID
from raccord.matching.keys import MatchKey, total

HOT = 128


@dataclass(frozen=True)
class Coded:
    """Both sides of a match in codes.

    `left` and `right` have `id`, `mask` (the keys that are not blank) and a code per key: NULL where the key is
    blank, and
    on the right also where no row of the left has that value. `left` has `open` (can still find a better candidate)
    and `hot_group`, `right` has `hot_group`.
    """

    keys: tuple[MatchKey, ...]
    left: Table
    right: Table
    hot_keys: tuple[MatchKey, ...]
    by_selectivity: tuple[MatchKey, ...]


def code_sides(
    connection: Connection,
    name: str,
    keys: Sequence[MatchKey],
    left: Select[Any],
    right: Select[Any],
    *,
    hot: int = HOT,
    least: int = 1,
) -> Coded:
    """Code two sides, each a select of `id` and a folded value `key<n>` per key; `name` prefixes the tables.

    A value that more than `hot` of the right side share is hot; of a single key, one that fewer than `least` of the
    left side have can be left out, with all rows that have it.
    """
    codes = [_code_table(connection, f"{name}_codes{key.position}", key, left, least) for key in keys]
    sides = (left_table(connection, f"{name}_left", keys), right_table(connection, f"{name}_right", keys))
    coded = [code.c.code for code in codes]
    shared = or_(*(code.is_not(None) for code in coded))
    for table, side in zip(sides, (left, right), strict=True):
        fill_side(connection, table, keys, codes, side, kept=shared, coded=coded)
    hot_keys = [key for key in keys if _mark_hot(connection, f"{name}_hot{key.position}", key, sides, hot)]
    return Coded(tuple(keys), *sides, tuple(hot_keys), _by_selectivity(connection, keys, sides[1]))


def left_table(connection: Connection, name: str, keys: Sequence[MatchKey]) -> Table:
    """Make a left side with the codes of some keys."""
    hot_group = Column("hot_group", Integer)
    return side_table(connection, name, keys, hot_group, Column("open", Boolean, nullable=False, default=True))


def right_table(connection: Connection, name: str, keys: Sequence[MatchKey]) -> Table:
    """Make a right side with the codes of some keys."""
    return side_table(connection, name, keys, Column("hot_group", Integer))


def _code_table(connection: Connection, name: str, key: MatchKey, left: Select[Any], least: int) -> Table:
    table = temporary_table(
        connection,
        name,
        Column("code", Integer, primary_key=True),
        Column("value", fold_type(key.field), nullable=False),
        numbered=True,
        lookup=["value"],
    )
    value = left.subquery().c[f"key{key.position}"]
    given = select(value).where(value.is_not(None)).group_by(value).having(func.count() >= least)
    connection.execute(insert(table).from_select(["value"], given))
    return table


def side_table(
    connection: Connection, name: str, keys: Sequence[MatchKey], *more: Column[Any], lookup: Sequence[str] = ()
) -> Table:
    """Make a side: `id`, `mask`, a code per key, and more columns, with an index of those of `lookup`."""
    return temporary_table(
        connection,
        name,
        Column("id", CUSTOMER_ID, primary_key=True),
        Column("mask", Integer, nullable=False),
        *(Column(key.code, Integer) for key in keys),
        *more,
        lookup=lookup,
    )


def fill_side(
    connection: Connection,
    table: Table,
    keys: Sequence[MatchKey],
    codes: Sequence[Table],
    side: Select[Any],
    *,
    kept: ColumnElement[bool],
    coded: Sequence[ColumnElement[int]],
) -> None:
    """Keep some of a side, each with its mask and a code per key; `codes` have the `value` that `coded` is made of."""
    # An offset keeps databases from folding a value again wherever it is named.
    source = side.offset(0).subquery()
    joined: Any = source
    for key, code in zip(keys, codes, strict=True):
        joined = joined.outerjoin(code, code.c.value == source.c[f"key{key.position}"])
    mask = total(case((source.c[f"key{key.position}"].is_not(None), key.bit), else_=0) for key in keys)
    found = select(source.c.id, mask, *coded).select_from(joined).where(kept)
    connection.execute(insert(table).from_select(["id", "mask", *(key.code for key in keys)], found))


def _mark_hot(connection: Connection, name: str, key: MatchKey, sides: tuple[Table, Table], hot: int) -> bool:
    codes = temporary_table(connection, name, Column("code", Integer, primary_key=True))
    code = sides[1].c[key.code]
    frequent = select(code).where(code.is_not(None)).group_by(code).having(func.count() > hot)
    found = connection.execute(insert(codes).from_select(["code"], frequent)).rowcount
    if found:
        for side in sides:
            column = side.c[key.code]
            connection.execute(update(side).where(column.in_(select(codes.c.code))).values({column: -column}))
    return found > 0


def _by_selectivity(connection: Connection, keys: Sequence[MatchKey], right: Table) -> tuple[MatchKey, ...]:
    """The keys in order of how few share a value on the right."""
    counts = [
        count for key in keys for count in (func.count(right.c[key.code]), func.count(right.c[key.code].distinct()))
    ]
    row = connection.execute(select(*counts)).one()
    shared = {key: row[2 * at] / max(row[2 * at + 1], 1) for at, key in enumerate(keys)}
    return tuple(sorted(keys, key=lambda key: (shared[key], key.position)))
