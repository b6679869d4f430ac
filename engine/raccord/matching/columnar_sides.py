"""Coding in memory: both sides of a match as columns of whole numbers, as `coding` makes them in the database."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import polars as pl
from sqlalchemy import Connection, Select

from raccord.database.family import Family
from raccord.database.pages import SEPARATOR, Joined, Page, read_pages
from raccord.matching.folded_columns import folded_column
from raccord.matching.keys import MatchKey

NUMBER = pl.Int64
CODE = pl.Int32
MASK = pl.Int32
CODED_AT_ONCE = 100_000

Work: TypeAlias = Callable[[pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True)
class Columns:
    """Both sides of a match, with `id`, `mask` and a code per key, as `coding.Coded` has them.

    `hot_keys` are the keys that have hot values, whose codes are negative on both sides.
    """

    keys: tuple[MatchKey, ...]
    left: pl.DataFrame
    right: pl.DataFrame
    hot_keys: tuple[MatchKey, ...]
    by_selectivity: tuple[MatchKey, ...]


def code_columns(
    connection: Connection,
    family: Family,
    keys: Sequence[MatchKey],
    rows: Select[Any],
    customers: Select[Any],
    *,
    hot: int,
) -> Columns:
    """Code both sides: a select of rows with folded keys, and one of customers with the keys as stored."""
    left = pl.concat([_empty(keys, pl.String), *_batches(connection, family, keys, rows)])
    codes = {key: _codes(left, key) for key in keys}
    batches = _batches(connection, family, keys, customers)
    with ThreadPoolExecutor(1) as beside:
        right = pl.concat(
            [_empty(keys, CODE), *_beside(beside, batches, lambda one: _coded(_folded(one, keys), keys, codes))]
        )
    return _with_hot(Columns(tuple(keys), _coded(left, keys, codes), right, (), _by_selectivity(keys, right)), hot)


def _beside(beside: ThreadPoolExecutor, batches: Iterable[pl.DataFrame], work: Work) -> Iterator[pl.DataFrame]:
    """Work on each batch in another thread while the next one is read."""
    running: Future[pl.DataFrame] | None = None
    for one in batches:
        if running is not None:
            yield running.result()
        running = beside.submit(work, one)
    if running is not None:
        yield running.result()


def _batches(
    connection: Connection, family: Family, keys: Sequence[MatchKey], side: Select[Any]
) -> Iterator[pl.DataFrame]:
    """The texts of a side, so many rows at once that it pays to look up the codes of their values."""
    pages: list[pl.DataFrame] = []
    for page in read_pages(connection, family, side):
        pages.append(_texts(page, keys))
        if sum(map(len, pages)) >= CODED_AT_ONCE:
            yield pl.concat(pages)
            pages = []
    if pages:
        yield pl.concat(pages)


def _codes(folded: pl.DataFrame, key: MatchKey) -> pl.DataFrame:
    """The distinct values of a key, each with its code."""
    distinct = folded.select(value=pl.col(key.code).unique(maintain_order=True)).filter(pl.col("value") != "")
    return distinct.with_row_index("code", offset=1).with_columns(pl.col("code").cast(CODE))


def _folded(texts: pl.DataFrame, keys: Sequence[MatchKey]) -> pl.DataFrame:
    return texts.with_columns(folded_column(key.field, texts[key.code]).alias(key.code) for key in keys)


def _texts(page: Page, keys: Sequence[MatchKey]) -> pl.DataFrame:
    columns = {key.code: _series(column) for key, column in zip(keys, page.columns, strict=True)}
    return pl.DataFrame({"id": _series(page.ids).cast(NUMBER), **columns})


def _series(joined: Joined) -> pl.Series:
    if isinstance(joined, list):
        return pl.Series(joined, dtype=pl.String)
    return pl.Series([joined]).str.split(SEPARATOR).explode()


def _empty(keys: Sequence[MatchKey], dtype: type[pl.DataType]) -> pl.DataFrame:
    masked = {} if dtype == pl.String else {"mask": MASK}
    return pl.DataFrame(schema={"id": NUMBER, **masked, **dict.fromkeys((key.code for key in keys), dtype)})


def _coded(texts: pl.DataFrame, keys: Sequence[MatchKey], codes: dict[MatchKey, pl.DataFrame]) -> pl.DataFrame:
    """Those that have at least one of the values, with codes in place of the texts."""
    coded = texts.lazy().with_columns(mask=pl.sum_horizontal(_bit(key) for key in keys).cast(MASK))
    coded = coded.select(
        "id",
        "mask",
        *(
            pl.col(key.code).replace_strict(codes[key]["value"], codes[key]["code"], default=None, return_dtype=CODE)
            for key in keys
        ),
    )
    return coded.filter(pl.any_horizontal(pl.col(key.code).is_not_null() for key in keys)).collect()


def _bit(key: MatchKey) -> pl.Expr:
    return (pl.col(key.code) != "").cast(MASK) * key.bit


def _with_hot(columns: Columns, hot: int) -> Columns:
    """Make the codes of hot values negative."""
    left, right, hot_keys = columns.left, columns.right, []
    for key in columns.keys:
        counts = right[key.code].drop_nulls().value_counts()
        frequent = counts.filter(pl.col("count") > hot)[key.code]
        if frequent.is_empty():
            continue
        code = pl.col(key.code)
        signed = pl.when(code.is_in(frequent.implode())).then(-code).otherwise(code)
        left, right = left.with_columns(signed), right.with_columns(signed)
        hot_keys.append(key)
    return replace(columns, left=left, right=right, hot_keys=tuple(hot_keys))


def _by_selectivity(keys: Sequence[MatchKey], right: pl.DataFrame) -> tuple[MatchKey, ...]:
    """The keys in order of how few share a value on the right."""
    codes = {key: right[key.code].drop_nulls() for key in keys}
    shared = {key: len(code) / max(code.n_unique(), 1) for key, code in codes.items()}
    return tuple(sorted(keys, key=lambda key: (shared[key], key.position)))
