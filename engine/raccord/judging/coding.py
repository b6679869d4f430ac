"""Coding for a sample: every value of the sampled ones becomes a whole number, on both sides.

A code is negative where the value is crowded: so many share it that following it would cost more than it finds. Unlike
the codes of a match, these are known before the large side is read, which is then read once and kept only in part.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    Select,
    Table,
    case,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from raccord.database.staging import fold_type
from raccord.database.temporary import temporary_table
from raccord.database.types import CUSTOMER_ID
from raccord.matching import MatchKey
from raccord.matching.coding import fill_side, side_table

PART = 17
"""Crowds are counted among the ids that this prime divides."""


@dataclass(frozen=True)
class Coded:
    """The sampled ones and those of the other side that share a value with them that is not crowded.

    Both tables have `id`, `mask` (the keys that are not blank) and a code per key: NULL where the key is blank, and on
    the other side also where no sampled one has that value.
    """

    keys: tuple[MatchKey, ...]
    sampled: Table
    others: Table


def coded_sides(
    connection: Connection, name: str, keys: Sequence[MatchKey], sampled: Select[Any], others: Select[Any], crowd: int
) -> Coded:
    """Code two sides, each a select of `id` and a fold `key<n>` per key; about `crowd` make a crowd."""
    codes = [_code_table(connection, f"{name}_codes{key.position}", key, sampled) for key in keys]
    part = _part_table(connection, f"{name}_part", keys, others)
    for key, table in zip(keys, codes, strict=True):
        _mark_crowded(connection, f"{name}_crowd{key.position}", key, table, part, crowd)
    left = side_table(connection, f"{name}_sampled", keys, lookup=[key.code for key in keys])
    right = side_table(connection, f"{name}_others", keys)
    signed = [case((one.c.crowded.is_(True), -one.c.code), else_=one.c.code) for one in codes]
    coded = or_(*(one.c.code.is_not(None) for one in codes))
    followed = or_(*(one.c.crowded.is_(False) for one in codes))
    fill_side(connection, left, keys, codes, sampled, kept=coded, coded=signed)
    fill_side(connection, right, keys, codes, others, kept=followed, coded=signed)
    return Coded(tuple(keys), left, right)


def _code_table(connection: Connection, name: str, key: MatchKey, sampled: Select[Any]) -> Table:
    table = temporary_table(
        connection,
        name,
        Column("code", Integer, primary_key=True),
        Column("value", fold_type(key.field), nullable=False),
        Column("crowded", Boolean, nullable=False),
        numbered=True,
        lookup=["value"],
    )
    value = sampled.subquery().c[f"key{key.position}"]
    values = select(value, literal(value=False)).where(value.is_not(None)).distinct()
    connection.execute(insert(table).from_select(["value", "crowded"], values))
    return table


def _part_table(connection: Connection, name: str, keys: Sequence[MatchKey], others: Select[Any]) -> Table:
    """The folds of a part of the other side, so that the whole is read but once for all keys."""
    columns = [Column(f"key{key.position}", fold_type(key.field)) for key in keys]
    table = temporary_table(connection, name, Column("id", CUSTOMER_ID, primary_key=True), *columns)
    every = others.subquery()
    part = select(*every.c).where(every.c.id % PART == 0)
    connection.execute(insert(table).from_select(list(every.c.keys()), part))
    return table


def _mark_crowded(connection: Connection, name: str, key: MatchKey, codes: Table, part: Table, crowd: int) -> None:
    """Note which values are crowded, by way of a table: MariaDB groups anew for each row of an update."""
    crowded = temporary_table(connection, name, Column("code", Integer, primary_key=True))
    joined = part.join(codes, codes.c.value == part.c[f"key{key.position}"])
    many = select(codes.c.code).select_from(joined).group_by(codes.c.code).having(func.count() * PART > crowd)
    connection.execute(insert(crowded).from_select(["code"], many))
    connection.execute(update(codes).where(codes.c.code.in_(select(crowded.c.code))).values(crowded=True))
