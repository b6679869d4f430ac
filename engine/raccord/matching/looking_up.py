"""Matching by a single key that an index finds: one join is the whole match, for one key has no joker (SPEC §3)."""

from typing import Any

from sqlalchemy import Connection, Select, Table, insert, literal

from raccord.matching.anchoring import pair_table
from raccord.matching.keys import MatchKey


def looked_up_pairs(
    connection: Connection, name: str, key: MatchKey, rows: Select[Any], customers: Select[Any]
) -> Table:
    """The candidates of each row, found value by value; both sides select `id` and the key, folded."""
    pairs = pair_table(connection, f"{name}_pairs")
    left, right = rows.subquery(), customers.subquery()
    label = f"key{key.position}"
    found = left.select().join(right, right.c[label] == left.c[label])
    agreeing = found.with_only_columns(left.c.id, right.c.id, literal(key.bit), literal(key.weight))
    connection.execute(insert(pairs).from_select(["id", "other", "agreed", "score"], agreeing))
    return pairs
