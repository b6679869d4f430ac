"""Temporary tables of one connection: they vanish with it and never touch the base."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, Index, MetaData, String, Table

from raccord.database.types import INDEXED_CHARACTERS

INDEXED_AT_ONCE = "raccord_indexed_at_once"
"""The execution option of an engine whose temporary tables have to be made with their indexes."""


def temporary_table(
    connection: Connection,
    name: str,
    *columns: Column[Any],
    clustered: bool = False,
    numbered: bool = False,
    lookup: Sequence[str] = (),
) -> Table:
    """Create a temporary table.

    A clustered one is stored in the order of its primary key; in a numbered one the database counts the primary key.
    Each column of `lookup` gets an index that finds equal values, however long they are.
    """
    for column in columns:
        if column.primary_key and not numbered:
            column.autoincrement = False
    table = Table(name, MetaData(), *columns, prefixes=["TEMPORARY"], sqlite_with_rowid=not clustered)
    for looked_up in lookup:
        length = {looked_up: INDEXED_CHARACTERS} if isinstance(table.c[looked_up].type, String) else None
        index = Index(f"{name}_{looked_up}", table.c[looked_up], postgresql_using="hash", mysql_length=length)
        index.ddl_if(callable_=_is_indexed_later)
    table.create(connection)
    return table


def _is_indexed_later(*asked: Any, **_more: Any) -> bool:
    """Tell whether an index is made after its table; where that would commit, the table is made with it."""
    connection: Connection | None = asked[2]
    return connection is None or not connection.engine.get_execution_options().get(INDEXED_AT_ONCE)
