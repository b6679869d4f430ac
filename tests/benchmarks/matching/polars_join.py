"""The peer polars: the same folded keys, loaded by connectorx from SQLite, and matched by one join a key.

A pair is found by the first key on which it agrees, the most selective key first: the keys before have a blank on one
side, those after agree or have one. Which keys are blank before is part of the join, so no pair is made for nothing,
and after each key the rows that cannot find a better customer any more drop out.
"""

import sys
import time
from pathlib import Path

import polars as pl

from benchmarks.matching.found import write_found

PARTS = 2


def match(keys: Path, names: tuple[str, ...], found: Path) -> float:
    """Match and tell the seconds, from loading on."""
    started = time.perf_counter()
    best = best_of(load(keys, "folded", "row", names), load(keys, "customers", "id", names), names)
    seconds = time.perf_counter() - started
    write_found(found, best.rows())
    return seconds


def load(keys: Path, table: str, number: str, names: tuple[str, ...]) -> pl.DataFrame:
    """The columns of a table, read in parallel."""
    query = f"SELECT {number}, {', '.join(names)} FROM {table}"
    return pl.read_database_uri(query, f"sqlite://{keys.resolve()}", partition_on=number, partition_num=PARTS)


def best_of(rows: pl.DataFrame, customers: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    """For each row with a candidate: the row, how many are best, and the customer if it is one."""
    distinct = customers.select(pl.col(name).approx_n_unique() for name in names).row(0)
    ordered = [name for _, name in sorted(zip(distinct, names, strict=True), reverse=True)]
    best = pl.DataFrame(schema={"row": pl.Int64, "id": pl.Int64, "score": pl.Int64})
    for at, name in enumerate(ordered):
        found = _pairs(_open(rows, best, ordered[at:]), customers, ordered, at, name)
        best = pl.concat([best, found])
        best = best.filter(pl.col("score") == pl.col("score").max().over("row"))
    grouped = best.group_by("row").agg(pl.len().cast(pl.Int64).alias("candidates"), pl.col("id").first())
    return grouped.with_columns(pl.when(pl.col("candidates") == 1).then(pl.col("id")))


def _open(rows: pl.DataFrame, best: pl.DataFrame, left: list[str]) -> pl.DataFrame:
    """The rows that can still reach more agreements than they have."""
    reach = pl.sum_horizontal(pl.col(name).is_not_null() for name in left)
    have = best.group_by("row").agg(pl.col("score").first().alias("have"))
    joined = rows.join(have, on="row", how="left").with_columns(pl.col("have").fill_null(0))
    return joined.filter(reach >= pl.max_horizontal("have", 1)).drop("have")


def _pairs(rows: pl.DataFrame, customers: pl.DataFrame, ordered: list[str], at: int, name: str) -> pl.DataFrame:
    before, after = ordered[:at], ordered[at + 1 :]
    filled = pl.sum_horizontal(
        pl.lit(0, pl.Int64), *(pl.col(key).is_not_null().cast(pl.Int64) * 2**bit for bit, key in enumerate(before))
    )
    left = rows.filter(pl.col(name).is_not_null()).with_columns(filled.alias("mine"))
    right = customers.filter(pl.col(name).is_not_null()).with_columns(filled.alias("theirs"))
    patterns = left.select("mine").unique().join(right.select("theirs").unique(), how="cross")
    patterns = patterns.filter(pl.col("mine") & pl.col("theirs") == 0)
    wanted = left.join(patterns, on="mine")
    pairs = wanted.join(right, on=[name, "theirs"], suffix="_theirs")
    agree = [pl.col(key) == pl.col(f"{key}_theirs") for key in after]
    if after:
        pairs = pairs.filter(*(one.fill_null(value=True) for one in agree))
    score = pl.sum_horizontal(pl.lit(1), *(one.fill_null(value=False) for one in agree))
    return pairs.select("row", "id", score.cast(pl.Int64).alias("score"))


if __name__ == "__main__":
    print(match(Path(sys.argv[1]), tuple(sys.argv[2].split(",")), Path(sys.argv[3])))
