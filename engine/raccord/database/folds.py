"""Folds that a server's SQL cannot make: Python makes them, once for each distinct value, into a temporary table.

So both sides of a match are folded by one function, whatever the server knows of Unicode (SPEC §3).
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import IntEnum
from typing import Any, Protocol

from sqlalchemy import Column, ColumnElement, Connection, Integer, MetaData, Table, select
from sqlalchemy.schema import CreateTable

from raccord.catalogue import Compare, Field
from raccord.database.types import text
from raccord.values.folding import fold_digits, fold_text

READ = 5_000
_DIGEST_LENGTH = 64


class Kind(IntEnum):
    """How a text is folded."""

    TEXT = 1
    CASE_SENSITIVE = 2
    DIGITS = 3


_FOLD: dict[Kind, Callable[[str], str]] = {
    Kind.TEXT: fold_text,
    Kind.CASE_SENSITIVE: lambda value: fold_text(value, case_sensitive=True),
    Kind.DIGITS: fold_digits,
}
_FOLDS = Table(
    "raccord_folds",
    MetaData(),
    Column("kind", Integer, primary_key=True, autoincrement=False),
    Column("digest", text(_DIGEST_LENGTH), primary_key=True),
    Column("folded", text()),
    prefixes=["TEMPORARY"],
)


class BulkLoad(Protocol):
    """A family's way of loading tuples into a table."""

    def __call__(
        self, connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
    ) -> None:
        """Insert tuples in the order of the columns."""


def kind_of(one: Field) -> Kind:
    """How a field that is not compared exactly folds."""
    if one.comparison is Compare.DIGITS:
        return Kind.DIGITS
    return Kind.CASE_SENSITIVE if one.case_sensitive else Kind.TEXT


def looked_up(
    connection: Connection,
    kind: Kind,
    column: ColumnElement[Any],
    digest: ColumnElement[str],
    uneven: ColumnElement[bool],
    load: BulkLoad,
) -> ColumnElement[Any]:
    """The fold of a column's uneven values, which is looked up by their SHA-256; makes the folds that are missing."""
    connection.execute(CreateTable(_FOLDS, if_not_exists=True))
    known = select(_FOLDS.c.folded).where(_FOLDS.c.kind == int(kind), _FOLDS.c.digest == digest)
    known = known.correlate_except(_FOLDS)
    missing = connection.scalars(select(column).where(uneven, ~known.exists()).distinct())
    load(connection, _FOLDS, ["kind", "digest", "folded"], list(_folds(kind, missing)))
    return known.scalar_subquery()


def _folds(kind: Kind, values: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    for value in values:
        yield int(kind), hashlib.sha256(value.encode()).hexdigest(), _FOLD[kind](value)
