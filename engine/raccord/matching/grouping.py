"""Grouping: pairs that agree on hot values alone, found between groups of equal blank pattern and hot values.

A group stands for all its members with a count, so a value that everybody shares costs one comparison, not millions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, product

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    Table,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from raccord.database.temporary import temporary_table
from raccord.database.types import CUSTOMER_ID
from raccord.matching.coding import Coded
from raccord.matching.keys import MatchKey, all_of, mask_score


@dataclass(frozen=True)
class Groups:
    """The groups of either side, and the pairs between them.

    A group has `id`, `mask`, `members` (their number), `first` and `last` (lowest and highest id) and a code per
    hot key,
    0 where the value is blank or not hot. `pairs` has `left`, `right` (ids of groups), `agreed` and `score`. `members`
    are the two sides, which have `id` and `hot_group`.
    """

    left: Table
    right: Table
    pairs: Table
    members: tuple[Table, Table]


def group_pairs(connection: Connection, name: str, coded: Coded, *, best_only: bool) -> Groups | None:
    """Group what is hot and still open, and pair the groups, the best agreements first; None when no value is hot."""
    if not coded.hot_keys:
        return None
    left = _group_side(connection, f"{name}_left_groups", coded, coded.left, coded.left.c.open.is_(True))
    right = _group_side(connection, f"{name}_right_groups", coded, coded.right, literal(1) == 1)
    groups = Groups(left, right, _pair_table(connection, f"{name}_group_pairs"), (coded.left, coded.right))
    for _, masks in groupby(
        _possible_agreements(connection, coded, groups), key=lambda mask: mask_score(coded.keys, mask)
    ):
        for mask in masks:
            _pair_groups(connection, f"{name}_agreed{mask}", coded, groups, mask)
        if best_only:
            connection.execute(delete(left).where(left.c.id.in_(select(groups.pairs.c.left))))
    return groups


def _group_side(connection: Connection, name: str, coded: Coded, side: Table, condition: ColumnElement[bool]) -> Table:
    groups = temporary_table(
        connection,
        name,
        Column("id", Integer, primary_key=True),
        Column("mask", Integer, nullable=False),
        Column("members", Integer, nullable=False),
        Column("first", CUSTOMER_ID, nullable=False),
        Column("last", CUSTOMER_ID, nullable=False),
        *(Column(key.code, Integer, nullable=False) for key in coded.hot_keys),
        numbered=True,
    )
    hot = [_hot_code(side, key).label(key.code) for key in coded.hot_keys]
    any_hot = or_(*(side.c[key.code] < 0 for key in coded.hot_keys))
    grouped = select(side.c.mask, func.count(), func.min(side.c.id), func.max(side.c.id), *hot)
    grouped = grouped.where(condition, any_hot).group_by(side.c.mask, *hot)
    names = ["mask", "members", "first", "last", *(key.code for key in coded.hot_keys)]
    connection.execute(insert(groups).from_select(names, grouped))
    _note_membership(connection, coded, side, groups, and_(condition, any_hot), f"{name}_index")
    return groups


def _note_membership(
    connection: Connection, coded: Coded, side: Table, groups: Table, condition: ColumnElement[bool], name: str
) -> None:
    """Write each member's group into its side, through a table clustered by what makes a group."""
    codes = [key.code for key in coded.hot_keys]
    index = temporary_table(
        connection,
        name,
        Column("mask", Integer, primary_key=True),
        *(Column(code, Integer, primary_key=True) for code in codes),
        Column("id", Integer, nullable=False),
        clustered=True,
    )
    connection.execute(
        insert(index).from_select(
            ["mask", *codes, "id"], select(groups.c.mask, *(groups.c[code] for code in codes), groups.c.id)
        )
    )
    equal = [index.c[key.code] == _hot_code(side, key) for key in coded.hot_keys]
    group = select(index.c.id).where(index.c.mask == side.c.mask, *equal).scalar_subquery()
    connection.execute(update(side).where(condition).values(hot_group=group))


def _hot_code(side: Table, key: MatchKey) -> ColumnElement[int]:
    code = side.c[key.code]
    return case((code < 0, code), else_=0)


def _pair_table(connection: Connection, name: str) -> Table:
    return temporary_table(
        connection,
        name,
        Column("left", Integer, primary_key=True),
        Column("right", Integer, primary_key=True),
        Column("agreed", Integer, nullable=False),
        Column("score", Integer, nullable=False),
        clustered=True,
    )


def _possible_agreements(connection: Connection, coded: Coded, groups: Groups) -> list[int]:
    """The masks of hot keys on which some two groups could agree, the highest rank first."""
    hot = sum(key.bit for key in coded.hot_keys)
    left, right = (connection.scalars(select(side.c.mask).distinct()).all() for side in (groups.left, groups.right))
    masks = {one & other for one, other in product(left, right)}
    possible = (mask for mask in masks if mask and mask & hot == mask)
    return sorted(possible, key=lambda mask: (-mask_score(coded.keys, mask), mask))


def _pair_groups(connection: Connection, name: str, coded: Coded, groups: Groups, agreed: int) -> None:
    """Pair the groups whose filled keys in common are exactly `agreed`, and equal."""
    keys = [key for key in coded.hot_keys if agreed & key.bit]
    lookup = _lookup_table(connection, name, groups.left, keys)
    right = groups.right.c
    joined = groups.right.join(lookup, all_of(lookup.c[key.code] == right[key.code] for key in keys))
    common = lookup.c.mask.bitwise_and(right.mask) == agreed
    found = select(lookup.c.id, right.id, literal(agreed), literal(mask_score(coded.keys, agreed)))
    found = found.select_from(joined).where(common, *_filled(groups.right, keys))
    connection.execute(insert(groups.pairs).from_select(["left", "right", "agreed", "score"], found))


def _lookup_table(connection: Connection, name: str, groups: Table, keys: Sequence[MatchKey]) -> Table:
    """The groups that hold a hot value in every one of `keys`, clustered by these values."""
    table = temporary_table(
        connection,
        name,
        *(Column(key.code, Integer, primary_key=True) for key in keys),
        Column("id", Integer, primary_key=True),
        Column("mask", Integer, nullable=False),
        clustered=True,
    )
    columns = [*(key.code for key in keys), "id", "mask"]
    chosen = select(*(groups.c[column] for column in columns)).where(*_filled(groups, keys))
    connection.execute(insert(table).from_select(columns, chosen))
    return table


def _filled(groups: Table, keys: Sequence[MatchKey]) -> Iterator[ColumnElement[bool]]:
    return (groups.c[key.code] < 0 for key in keys)
