"""Meeting: with whom a few sampled ones of a side share a value, grouped by the fields on which they agree.

A group stands for all of a side that agree with one sampled in the same fields and are blank in the same ones. What any
set of fields would find is read off the groups, without asking the database again.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, case, func, not_, or_, select

from raccord.judging.coding import Coded, coded_sides
from raccord.matching import MatchKey
from raccord.matching.keys import all_of, total

MOST_MEETINGS = 400_000
"""About how many pairs are looked at for each field at most."""
SMALLEST_CROWD = 128


class Group(NamedTuple):
    """Some of the other side: the fields on which they agree, those that are filled, how many they are, the first."""

    agreed: int
    filled: int
    members: int
    first: int


class Sampled(NamedTuple):
    """One sampled: its filled fields, those of its values that too many share to be followed, and whom it meets."""

    filled: int
    crowded: int
    groups: tuple[Group, ...]


def met(
    connection: Connection,
    name: str,
    keys: Sequence[MatchKey],
    sampled: Select[Any],
    others: Select[Any],
    *,
    sampled_count: int,
    same_side: bool = False,
    most: int = MOST_MEETINGS,
) -> dict[int, Sampled]:
    """Find whom each sampled one meets, by its id; both selects have `id` and the fold `key<n>` per key.

    On the same side nobody meets itself; a sampled one of the other side has its id made negative there. One without
    any value is absent. A pair that agrees in crowded values alone is not found; values are crowded where following
    them would make more than about `most` pairs a field.
    """
    crowd = max(SMALLEST_CROWD, most // max(sampled_count, 1))
    coded = coded_sides(connection, name, keys, sampled, others, crowd)
    groups: dict[int, list[Group]] = {}
    for one, *group in _groups(connection, coded, same_side=same_side):
        groups.setdefault(one, []).append(Group(*group))
    left = coded.sampled.c
    crowded = total(case((left[key.code] < 0, key.bit), else_=0) for key in keys)
    every = connection.execute(select(left.id, left.mask, crowded))
    return {one: Sampled(mask, hot, tuple(groups.get(one, ()))) for one, mask, hot in every}


def _groups(connection: Connection, coded: Coded, *, same_side: bool) -> Iterator[Any]:
    """The groups, each found by the first field on which it agrees in a value that is not crowded."""
    left, right = coded.sampled.c, coded.others.c
    agreed = total(case((left[key.code] == right[key.code], key.bit), else_=0) for key in coded.keys)
    other = left.id != (right.id if same_side else -right.id)
    for at, anchor in enumerate(coded.keys):
        earlier = (_is_not_by(left[key.code], right[key.code]) for key in coded.keys[:at])
        found = select(left.id.label("one"), agreed.label("agreed"), right.mask, right.id.label("other"))
        joined = coded.others.join(coded.sampled, left[anchor.code] == right[anchor.code])
        pairs = found.select_from(joined).where(right[anchor.code] > 0, other, all_of(earlier)).subquery()
        by = (pairs.c.one, pairs.c.agreed, pairs.c.mask)
        yield from connection.execute(select(*by, func.count(), func.min(pairs.c.other)).group_by(*by))


def _is_not_by(left: ColumnElement[int], right: ColumnElement[int]) -> ColumnElement[bool]:
    """The pair is not found by an earlier field already."""
    return or_(left.is_(None), right.is_(None), left < 0, not_(left == right))
