"""Pages: the text columns of a large table, read on the import's own connection as a few long texts.

A database joins a column's values far faster than a driver hands them over one by one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, Label, Select, String, cast, func, literal_column, select

from raccord.database.family import Family
from raccord.database.types import text

SEPARATOR = "\x1f"

Joined: TypeAlias = str | list[str]
"""The values of a column: joined by `SEPARATOR`, or one by one where a value holds it; a blank is empty."""


@dataclass(frozen=True)
class Page:
    """The next so many rows: their ids in digits, and a column for each further one of the select."""

    rows: int
    ids: Joined
    columns: tuple[Joined, ...]


def read_pages(connection: Connection, family: Family, source: Select[Any]) -> Iterator[Page]:
    """Read a select of `id`, an indexed whole number, and further columns as texts; NULL becomes an empty text.

    Each id is read once, in the connection's transaction. The order in a page is the same for all columns.
    """
    number, *others = (_bare(one) for one in source.selected_columns)
    shown = [cast(number, text()), *(_shown(one) for one in others)]
    last = None
    while True:
        end = _end(connection, number, last, family.page_rows)
        within = [] if last is None else [number > last]
        within += [] if end is None else [number <= end]
        page = _page(connection, source.where(*within), shown, family.longest_joined)
        if page.rows:
            yield page
        if end is None:
            return
        last = end


def _bare(one: Any) -> ColumnElement[Any]:
    return one.element if isinstance(one, Label) else one


def _shown(one: ColumnElement[Any]) -> ColumnElement[str]:
    value = one if isinstance(one.type, String) else cast(one, text())
    return func.coalesce(value, literal_column("''"))


def _end(connection: Connection, number: ColumnElement[int], last: int | None, rows: int) -> int | None:
    """The last id of the page after `last`; None when all that remain fit into one."""
    following = select(number).order_by(number).offset(rows - 1).limit(1)
    return connection.execute(following if last is None else following.where(number > last)).scalar()


def _page(
    connection: Connection, source: Select[Any], shown: Sequence[ColumnElement[str]], longest: int | None
) -> Page:
    joined = [func.aggregate_strings(one, SEPARATOR) for one in shown]
    rows, *columns = connection.execute(source.with_only_columns(func.count(), *joined)).one()
    if rows and not all(_is_whole(one, rows, longest) for one in columns):
        found = connection.execute(source.with_only_columns(*shown)).all()
        rows, columns = len(found), [list(column) for column in zip(*found, strict=True)]
    return Page(rows, columns[0], tuple(columns[1:]))


def _is_whole(joined: str | None, rows: int, longest: int | None) -> bool:
    """Tell whether the text has just the separators that join it, and was not cut off."""
    if joined is None or joined.count(SEPARATOR) != rows - 1:
        return False
    return longest is None or len(joined.encode()) < longest
