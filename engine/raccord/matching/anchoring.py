"""Anchoring: each pair is found once, by the first key on which it agrees in a value that is not hot."""

from collections.abc import Sequence

from sqlalchemy import Column, ColumnElement, Connection, Integer, Table, and_, case, func, insert, select, update

from raccord.database.temporary import temporary_table
from raccord.database.types import CUSTOMER_ID
from raccord.matching.coding import Coded
from raccord.matching.keys import MatchKey, all_of, joker_or, score, total


def anchored_pairs(connection: Connection, name: str, coded: Coded, *, best_only: bool) -> Table:
    """Fill a table of candidate pairs: `id`, `other`, `agreed` (mask) and `score`.

    With `best_only`, an id that has a candidate better than all it could still find drops out of the search.
    """
    pairs = temporary_table(
        connection,
        f"{name}_pairs",
        Column("id", CUSTOMER_ID, primary_key=True),
        Column("other", CUSTOMER_ID, primary_key=True),
        Column("agreed", Integer, nullable=False),
        Column("score", Integer, nullable=False),
        clustered=True,
    )
    order = coded.by_selectivity
    for at, anchor in enumerate(order):
        _join_on(connection, f"{name}_anchor{anchor.position}", coded, anchor, order[:at], order[at + 1 :], pairs)
        if best_only:
            _drop_out(connection, coded, pairs, order[: at + 1], order[at + 1 :])
    return pairs


def _join_on(
    connection: Connection,
    name: str,
    coded: Coded,
    anchor: MatchKey,
    earlier: Sequence[MatchKey],
    later: Sequence[MatchKey],
    pairs: Table,
) -> None:
    left, right = _anchor_table(connection, name, coded, anchor), coded.right.c
    common = left.c.mask.bitwise_and(right.mask)
    equal = {key: left.c[key.code] == right[key.code] for key in coded.keys}
    conditions = [joker_or(key, common, and_(equal[key], left.c[key.code] < 0)) for key in earlier]
    conditions += [joker_or(key, common, equal[key]) for key in later]
    joined = coded.right.join(left, right[anchor.code] == left.c.anchor)
    found = select(left.c.id, right.id, common, score(coded.keys, common)).select_from(joined).where(all_of(conditions))
    connection.execute(insert(pairs).from_select(["id", "other", "agreed", "score"], found))


def _anchor_table(connection: Connection, name: str, coded: Coded, anchor: MatchKey) -> Table:
    """The open ids of the left side that hold a value of the anchor that is not hot, clustered by that value."""
    left = coded.left.c
    table = temporary_table(
        connection,
        name,
        Column("anchor", Integer, primary_key=True),
        Column("id", CUSTOMER_ID, primary_key=True),
        Column("mask", Integer, nullable=False),
        *(Column(key.code, Integer) for key in coded.keys),
        clustered=True,
    )
    chosen = select(left[anchor.code], left.id, left.mask, *(left[key.code] for key in coded.keys))
    chosen = chosen.where(left[anchor.code] > 0, left.open.is_(True)).order_by(left[anchor.code], left.id)
    connection.execute(insert(table).from_select(["anchor", "id", "mask", *(key.code for key in coded.keys)], chosen))
    return table


def _drop_out(
    connection: Connection, coded: Coded, pairs: Table, done: Sequence[MatchKey], later: Sequence[MatchKey]
) -> None:
    left = coded.left.c
    best = select(func.max(pairs.c.score)).where(pairs.c.id == left.id).scalar_subquery()
    reachable = total(
        [*(key.in_mask(left.mask) * key.weight for key in later), *(_hot_weight(coded.left, key) for key in done)]
    )
    connection.execute(update(coded.left).where(left.open.is_(True), best > reachable).values(open=False))


def _hot_weight(left: Table, key: MatchKey) -> ColumnElement[int]:
    """What a key can still add to a candidate that agrees on hot values alone."""
    return case((left.c[key.code] < 0, key.weight), else_=0)
