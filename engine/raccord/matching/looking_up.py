"""Matching by a single key that an index finds: one join is the whole match, for one key has no joker (SPEC §3)."""

from typing import Any

from sqlalchemy import Connection, FromClause, Select, Table, delete, insert, literal, select

from raccord.database.family import Family
from raccord.matching.base import LookUp
from raccord.matching.best import best_table
from raccord.matching.keys import MatchKey


def looked_up(
    connection: Connection, name: str, family: Family, key: MatchKey, rows: Select[Any], customers: LookUp
) -> Table:
    """The one candidate of each row, found value by value; `rows` selects `id` and the key, folded.

    The bin is looked at by itself, once, so that the index is enough to find a customer.
    """
    best, label = best_table(connection, name), f"key{key.position}"
    if family.looks_up_in_order:
        rows = rows.order_by(rows.selected_columns[label])
    left, right = rows.subquery(), customers.found.subquery()
    agreeing = left.select().join(right, right.c[label] == left.c[label])
    columns = (left.c.id, literal(key.weight), literal(1), right.c.id, literal(key.bit))
    found = agreeing.with_only_columns(*columns)
    connection.execute(insert(best).from_select([column.name for column in best.columns], found))
    connection.execute(delete(best).where(best.c.customer.in_(customers.binned)))
    return best


def pairs_of(best: Table) -> FromClause:
    """The candidate pairs `id`, `other`, `agreed` and `score` of rows that have one candidate each."""
    columns = best.c
    pairs = select(columns.row.label("id"), columns.customer.label("other"), columns.agreed, columns.score)
    return pairs.subquery()
