"""Anchoring in memory: `anchoring` by joins of columns, in slices that bound how many pairs are held at once."""

from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from raccord.matching.columnar_sides import MASK, NUMBER, Columns
from raccord.matching.keys import MatchKey

PAIRS_AT_ONCE = 1_000_000
_OTHER = "_other"
_FOUND = {"id": NUMBER, "other": NUMBER, "agreed": MASK, "score": MASK}


def anchor_columns(columns: Columns) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The best candidates that agree on a value that is not hot, and the left side that can still find others as good.

    The former has `id`, `other`, `agreed` (mask) and `score`.
    """
    order, left = columns.by_selectivity, columns.left
    best = pl.DataFrame(schema=_FOUND)
    for at, anchor in enumerate(order):
        found = _joined(columns, left, anchor, order[:at], order[at + 1 :])
        best = pl.concat([best, *found])
        best = best.filter(pl.col("score") == pl.col("score").max().over("id"))
        left = _open(left, best, order[: at + 1], order[at + 1 :])
    return best.sort("id", "other"), left


def _joined(
    columns: Columns, left: pl.DataFrame, anchor: MatchKey, earlier: Sequence[MatchKey], later: Sequence[MatchKey]
) -> Iterator[pl.DataFrame]:
    code = pl.col(anchor.code)
    right = columns.right.filter(code > 0)
    conditions = [_joker_or_equal(key) & ((pl.col(key.code) < 0) | _is_joker(key)) for key in earlier]
    conditions += [_joker_or_equal(key) for key in later]
    common = pl.col("mask") & pl.col(f"mask{_OTHER}")
    for part in _slices(left.filter(code > 0), right, anchor):
        pairs = part.join(right, on=anchor.code, suffix=_OTHER).filter(*conditions)
        found = pairs.select("id", pl.col(f"id{_OTHER}").alias("other"), common.alias("agreed"))
        yield found.with_columns(_weight(columns.keys, pl.col("agreed")).alias("score"))


def _slices(left: pl.DataFrame, right: pl.DataFrame, anchor: MatchKey) -> Iterable[pl.DataFrame]:
    """Parts of the left side that make about `PAIRS_AT_ONCE` pairs each."""
    shared = right.group_by(anchor.code).len("pairs")
    counted = left.join(shared, on=anchor.code)
    part = (pl.col("pairs").cum_sum() // PAIRS_AT_ONCE).alias("part")
    return (one.drop("pairs", "part") for one in counted.with_columns(part).partition_by("part"))


def _is_joker(key: MatchKey) -> pl.Expr:
    return (pl.col("mask") & pl.col(f"mask{_OTHER}") & key.bit) == 0


def _joker_or_equal(key: MatchKey) -> pl.Expr:
    return _is_joker(key) | (pl.col(key.code) == pl.col(f"{key.code}{_OTHER}")).fill_null(value=False)


def _weight(keys: Sequence[MatchKey], mask: pl.Expr) -> pl.Expr:
    return _total(((mask & key.bit) != 0).cast(MASK) * key.weight for key in keys)


def _open(left: pl.DataFrame, best: pl.DataFrame, done: Sequence[MatchKey], later: Sequence[MatchKey]) -> pl.DataFrame:
    """Those of the left side that have no candidate better than all they could still find."""
    mask = pl.col("mask")
    hot = ((pl.col(key.code) < 0).fill_null(value=False).cast(MASK) * key.weight for key in done)
    reachable = _weight(later, mask) + _total(hot)
    scores = best.group_by("id").agg(pl.col("score").first())
    scored = left.join(scores, on="id", how="left", maintain_order="left")
    return scored.filter(pl.col("score").fill_null(0) <= reachable).drop("score")


def _total(terms: Iterable[pl.Expr]) -> pl.Expr:
    return pl.sum_horizontal(pl.lit(0, MASK), *terms).cast(MASK)
