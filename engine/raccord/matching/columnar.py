"""Matching in memory, for large bases: the same pairs and groups as `anchoring` and `grouping` put into tables.

The customers' keys are read on the import's own connection, folded and joined as columns by polars. Only what was found
goes back into the database, and what is left to be grouped, which is done there.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl
from sqlalchemy import Connection, Select, Table

from raccord.database.family import Family
from raccord.matching.anchoring import pair_table
from raccord.matching.coding import Coded, left_table, right_table
from raccord.matching.columnar_anchoring import anchor_columns
from raccord.matching.columnar_sides import Columns, code_columns
from raccord.matching.grouping import Groups, group_pairs
from raccord.matching.keys import MatchKey


def columnar_pairs(
    connection: Connection,
    name: str,
    family: Family,
    keys: Sequence[MatchKey],
    rows: Select[Any],
    stored: Select[Any],
    *,
    hot: int,
) -> tuple[Table, Groups | None]:
    """The best candidates of each row as `find_matches` collects them; `stored` are the customers, not folded."""
    columns = code_columns(connection, family, keys, rows, stored, hot=hot)
    best, still_open = anchor_columns(columns)
    pairs = pair_table(connection, f"{name}_pairs")
    family.bulk_load(connection, pairs, best.columns, best.iter_rows())
    left, right = _meeting(columns, still_open)
    if left.is_empty():
        return pairs, None
    hot_keys = columns.hot_keys
    coded = Coded(
        columns.keys,
        left_table(connection, f"{name}_left", hot_keys),
        right_table(connection, f"{name}_right", hot_keys),
        hot_keys,
        columns.by_selectivity,
    )
    for table, side in ((coded.left, left.with_columns(open=True)), (coded.right, right)):
        family.bulk_load(connection, table, side.columns, side.iter_rows())
    return pairs, group_pairs(connection, name, coded, best_only=True)


def _meeting(columns: Columns, still_open: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The members of all groups that `grouping` can pair, of either side."""
    names = ["id", "mask", *(key.code for key in columns.hot_keys)]
    left, right = still_open.select(names), columns.right.select(names)
    met_left, met_right = [left.clear()], [right.clear()]
    for agreed, masks in _possible_agreements(columns, left, right):
        keys = [key for key in columns.hot_keys if agreed & key.bit]
        opened = left.filter(pl.col(key.code) < 0 for key in keys)
        met_right.append(_partners(right, opened, masks, keys))
        turned = masks.select(pl.col("other").alias("mask"), pl.col("mask").alias("other"))
        met_left.append(_partners(opened, met_right[-1], turned, keys))
    both = (pl.concat(side).unique("id").sort("id") for side in (met_left, met_right))
    return next(both), next(both)


def _possible_agreements(
    columns: Columns, left: pl.DataFrame, right: pl.DataFrame
) -> Iterator[tuple[int, pl.DataFrame]]:
    """Masks of hot keys on which rows could agree with customers, and the pairs `mask`, `other` of their masks."""
    rest = sum(key.bit for key in columns.keys if key not in columns.hot_keys)
    masks, others = (side.select(pl.col("mask").unique()) for side in (left, right))
    pairs = masks.join(others.rename({"mask": "other"}), how="cross")
    common = pairs.with_columns((pl.col("mask") & pl.col("other")).alias("agreed"))
    possible = common.filter(pl.col("agreed") != 0, (pl.col("agreed") & rest) == 0)
    for (agreed,), masks in possible.partition_by("agreed", as_dict=True).items():
        yield agreed, masks.select("mask", "other")


def _partners(side: pl.DataFrame, other: pl.DataFrame, masks: pl.DataFrame, keys: Sequence[MatchKey]) -> pl.DataFrame:
    """Those of a side that some of the other side meets: `masks` pairs each other `mask` with those of the side."""
    codes = [key.code for key in keys]
    met = other.select("mask", *codes).unique().join(masks, on="mask")
    met = met.select(pl.col("other").alias("mask"), *codes)
    return side.join(met, on=["mask", *codes], how="semi")
