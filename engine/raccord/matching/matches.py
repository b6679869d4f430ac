"""The outcome of a match: for each row its best candidates, their number, and the one customer if there is just one."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    FromClause,
    Integer,
    Select,
    Table,
    and_,
    func,
    insert,
    or_,
    select,
    union,
    union_all,
)

from raccord.database.temporary import temporary_table
from raccord.database.types import CUSTOMER_ID
from raccord.matching.anchoring import anchored_pairs
from raccord.matching.base import Base
from raccord.matching.best import best_of
from raccord.matching.coding import HOT, code_sides
from raccord.matching.grouping import Groups, group_pairs
from raccord.matching.keys import MatchKey
from raccord.matching.looking_up import looked_up, pairs_of

LISTED = 50


class Matcher(StrEnum):
    """Where candidates are looked for: in the database, or as columns in memory."""

    SQL = "sql"
    COLUMNAR = "columnar"


@dataclass(frozen=True)
class Matches:
    """Best candidates per row.

    `best` has `row`, `score`, `candidates` (how many share it), `customer` (the lowest id of them) and `agreed`
    (the mask
    of the keys on which that customer agrees, exact where there is one candidate). Rows without a candidate are absent.
    """

    keys: tuple[MatchKey, ...]
    best: Table
    pairs: FromClause
    groups: Groups | None
    heads: Table | None

    def candidates(self, connection: Connection, row: int) -> list[tuple[int, int]]:
        """The first best candidates of a row, at most `LISTED`: ids and masks of agreeing keys, by id."""
        pairs, best = self.pairs.c, self.best.c
        found = select(pairs.other, pairs.agreed).join(self.best, and_(best.row == pairs.id, best.score == pairs.score))
        listed: Any = found.where(pairs.id == row)
        if self.groups is not None and self.heads is not None:
            listed = union_all(listed, self._grouped_candidates(self.groups, self.heads, row))
        ordered = listed.order_by("other").limit(LISTED)
        return [(other, agreed) for other, agreed in connection.execute(ordered)]

    def choosable(self, chosen: Any) -> Any:
        """Of chosen customers, a subquery of `row` and `customer`, those that are among the row's best candidates.

        Selects the row, the customer and the mask of the keys on which they agree.
        """
        pairs, best, wanted = self.pairs.c, self.best.c, chosen.c
        joined = chosen.join(self.best, best.row == wanted.row)
        paired = and_(pairs.id == best.row, pairs.other == wanted.customer, pairs.score == best.score)
        found = select(wanted.row, wanted.customer, pairs.agreed).select_from(joined.join(self.pairs, paired))
        if self.groups is None:
            return found
        grouped, (left, right) = self.groups.pairs, self.groups.members
        joined = joined.join(left, left.c.id == best.row)
        joined = joined.join(grouped, and_(grouped.c.left == left.c.hot_group, grouped.c.score == best.score))
        joined = joined.join(right, and_(right.c.hot_group == grouped.c.right, right.c.id == wanted.customer))
        return union_all(found, select(wanted.row, wanted.customer, grouped.c.agreed).select_from(joined))

    def _grouped_candidates(self, groups: Groups, heads: Table, row: int) -> Select[Any]:
        best, pairs, left = self.best, groups.pairs, groups.members[0]
        joined = left.join(best, best.c.row == left.c.id)
        joined = joined.join(pairs, and_(pairs.c.left == left.c.hot_group, pairs.c.score == best.c.score))
        joined = joined.join(heads, heads.c.group == pairs.c.right)
        return select(heads.c.id.label("other"), pairs.c.agreed).select_from(joined).where(left.c.id == row)

    def mentioned(self) -> Any:
        """A select of every customer that is among some row's best candidates (SPEC §4)."""
        pairs, best = self.pairs.c, self.best.c
        found = select(pairs.other).join(self.best, and_(best.row == pairs.id, best.score == pairs.score))
        if self.groups is None:
            return found
        groups, (left, right) = self.groups.pairs, self.groups.members
        joined = left.join(self.best, best.row == left.c.id)
        joined = joined.join(groups, and_(groups.c.left == left.c.hot_group, groups.c.score == best.score))
        used = select(groups.c.right).select_from(joined).distinct()
        return union(found, select(right.c.id).where(right.c.hot_group.in_(used)))


@dataclass(frozen=True)
class Related:
    """Rows that are candidates of each other.

    `spans` has `row`, `first` and `last`: the lowest and highest related row, maybe itself. Unrelated rows are absent.
    """

    spans: Table
    pairs: Table
    groups: Groups | None
    heads: Table | None

    def others(self, connection: Connection, row: int, limit: int) -> list[int]:
        """The first rows related to `row`, without itself."""
        pairs = self.pairs.c
        found: Any = select(pairs.other).where(pairs.id == row, pairs.other != row)
        if self.groups is not None and self.heads is not None:
            groups, left = self.groups.pairs, self.groups.members[0]
            joined = left.join(groups, groups.c.left == left.c.hot_group).join(
                self.heads, self.heads.c.group == groups.c.right
            )
            grouped = select(self.heads.c.id).select_from(joined).where(left.c.id == row, self.heads.c.id != row)
            found = union(found, grouped)
        return sorted(connection.scalars(found))[:limit]


def find_matches(
    connection: Connection,
    name: str,
    keys: Sequence[MatchKey],
    rows: Select[Any],
    customers: Base,
    *,
    hot: int = HOT,
    matcher: Matcher | None = None,
) -> Matches:
    """Match rows, a select of `id` and the folded `key<n>` per key, with customers; `name` prefixes tables.

    A value that more than `hot` customers share is matched as a group. The result is the same for every `hot`, and for
    every matcher; without one, the size of the base decides, and a single key with an index is looked up in it.
    """
    if matcher is None and customers.look_up is not None:
        best = looked_up(connection, f"{name}_best", customers.family, keys[0], rows, customers.look_up)
        return Matches(tuple(keys), best, pairs_of(best), None, None)
    pairs, groups = _pairs(connection, name, keys, rows, customers, hot=hot, matcher=matcher)
    best = best_of(connection, f"{name}_best", pairs, groups, one_key=len(keys) == 1)
    heads = _heads(connection, f"{name}_heads", groups) if groups else None
    return Matches(tuple(keys), best, pairs, groups, heads)


def _pairs(
    connection: Connection,
    name: str,
    keys: Sequence[MatchKey],
    rows: Select[Any],
    customers: Base,
    *,
    hot: int,
    matcher: Matcher | None,
) -> tuple[Table, Groups | None]:
    if matcher is None:
        matcher = Matcher.COLUMNAR if customers.is_large(connection) else Matcher.SQL
    if matcher is Matcher.COLUMNAR and customers.stored is not None:
        from raccord.matching.columnar import columnar_pairs  # noqa: PLC0415 - an extra, and slow to load

        return columnar_pairs(connection, name, customers.family, keys, rows, customers.stored, hot=hot)
    return _sql_pairs(connection, name, keys, rows, customers.folded(), hot=hot)


def _sql_pairs(
    connection: Connection, name: str, keys: Sequence[MatchKey], rows: Select[Any], customers: Select[Any], *, hot: int
) -> tuple[Table, Groups | None]:
    coded = code_sides(connection, name, keys, rows, customers, hot=hot)
    pairs = anchored_pairs(connection, name, coded, best_only=True)
    return pairs, group_pairs(connection, name, coded, best_only=True)


def find_related(
    connection: Connection, name: str, keys: Sequence[MatchKey], rows: Select[Any], *, hot: int = HOT
) -> Related:
    """Find the rows that are candidates of each other by the same rule (SPEC §3); `hot` as in `find_matches`."""
    least = 2 if len(keys) == 1 else 1  # nobody else has what only one has
    coded = code_sides(connection, name, keys, rows, rows, hot=hot, least=least)
    pairs = anchored_pairs(connection, name, coded, best_only=False)
    groups = group_pairs(connection, name, coded, best_only=False)
    spans = _span_table(connection, f"{name}_spans", pairs, groups)
    heads = _heads(connection, f"{name}_heads", groups) if groups else None
    return Related(spans, pairs, groups, heads)


def _span_table(connection: Connection, name: str, pairs: Table, groups: Groups | None) -> Table:
    found = [select(pairs.c.id.label("row"), pairs.c.other.label("first"), pairs.c.other.label("last"))]
    if groups is not None:
        left, right, grouped = groups.members[0], groups.right, groups.pairs
        joined = left.join(grouped, grouped.c.left == left.c.hot_group).join(right, right.c.id == grouped.c.right)
        found.append(select(left.c.id.label("row"), right.c.first, right.c.last).select_from(joined))
    every = union_all(*found).subquery() if len(found) > 1 else found[0].subquery()
    spans = temporary_table(
        connection,
        name,
        Column("row", Integer, primary_key=True),
        Column("first", CUSTOMER_ID, nullable=False),
        Column("last", CUSTOMER_ID, nullable=False),
    )
    first, last = func.min(every.c.first), func.max(every.c.last)
    related = (
        select(every.c.row, first, last).group_by(every.c.row).having(or_(first < every.c.row, last > every.c.row))
    )
    connection.execute(insert(spans).from_select(["row", "first", "last"], related))
    return spans


def _heads(connection: Connection, name: str, groups: Groups) -> Table:
    """The first members of each right group that a pair uses: enough to list candidates."""
    right = groups.members[1]
    heads = temporary_table(
        connection,
        name,
        Column("group", Integer, primary_key=True),
        Column("id", CUSTOMER_ID, primary_key=True),
        clustered=True,
    )
    place = func.row_number().over(partition_by=right.c.hot_group, order_by=right.c.id).label("place")
    used = right.c.hot_group.in_(select(groups.pairs.c.right))
    placed = select(right.c.hot_group, right.c.id, place).where(used).subquery()
    first = select(placed.c.hot_group, placed.c.id).where(placed.c.place <= LISTED)
    connection.execute(insert(heads).from_select(["group", "id"], first))
    return heads
