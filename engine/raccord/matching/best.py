"""The best candidates of each row, from its pairs: their score, their number, and one of them (SPEC §3)."""

from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    Select,
    Subquery,
    Table,
    and_,
    func,
    insert,
    literal,
    select,
    union_all,
)

from raccord.database.temporary import temporary_table
from raccord.database.types import CUSTOMER_ID
from raccord.matching.grouping import Groups


def best_table(connection: Connection, name: str) -> Table:
    """Make a table of `row`, `score`, `candidates`, `customer` and `agreed`, as `Matches` says."""
    return temporary_table(
        connection,
        name,
        Column("row", Integer, primary_key=True),
        Column("score", Integer, nullable=False),
        Column("candidates", Integer, nullable=False),
        Column("customer", CUSTOMER_ID, nullable=False),
        Column("agreed", Integer, nullable=False),
    )


def best_of(connection: Connection, name: str, pairs: Table, groups: Groups | None, *, one_key: bool) -> Table:
    """The best candidates among pairs, and among groups of them."""
    found = [
        select(pairs.c.id.label("row"), pairs.c.score, literal(1).label("candidates"), pairs.c.other, pairs.c.agreed)
    ]
    if groups is not None:
        left, right, grouped = groups.members[0], groups.right, groups.pairs
        joined = left.join(grouped, grouped.c.left == left.c.hot_group).join(right, right.c.id == grouped.c.right)
        columns = (left.c.id.label("row"), grouped.c.score, right.c.members, right.c.first, grouped.c.agreed)
        found.append(select(*columns).select_from(joined))
    every = union_all(*found).subquery() if len(found) > 1 else found[0].subquery()
    best = best_table(connection, name)
    chosen = _best_scores(every, one_key=one_key)
    connection.execute(insert(best).from_select([column.name for column in best.columns], chosen))
    return best


def _best_scores(every: Subquery, *, one_key: bool) -> Select[Any]:
    """Each row's highest score, and the candidates that share it; with one key, they all do."""
    totals = (func.sum(every.c.candidates), func.min(every.c.other), func.min(every.c.agreed))
    top = select(every.c.row, func.max(every.c.score).label("score")).group_by(every.c.row)
    if one_key:
        return top.add_columns(*totals).order_by(every.c.row)
    highest = top.subquery()
    same = and_(every.c.row == highest.c.row, every.c.score == highest.c.score)
    chosen = select(highest.c.row, highest.c.score, *totals).select_from(highest.join(every, same))
    return chosen.group_by(highest.c.row, highest.c.score)
