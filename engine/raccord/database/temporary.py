"""Temporary tables of one connection: they vanish with it and never touch the base."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, Index, MetaData, String, Table
from sqlalchemy.schema import CreateIndex

from raccord.database.options import only
from raccord.database.types import INDEXED_CHARACTERS

INDEXED_AT_ONCE = "raccord_indexed_at_once"
"""The execution option of an engine whose temporary tables have to be made with their indexes."""

_LEAST_FILLED = 10


def temporary_table(
    connection: Connection,
    name: str,
    *columns: Column[Any],
    clustered: bool = False,
    numbered: bool = False,
    lookup: Sequence[str] = (),
    filled_first: bool = False,
    updates: int = 0,
) -> Table:
    """Create a temporary table.

    A clustered one is stored in the order of its primary key; in a numbered one the database counts the primary key.
    Each column of `lookup` gets an index that finds equal values, however long they are; in a table that is filled
    first, only when `add_lookups` says so, which costs less. Room is left for so many `updates` of every row.
    """
    for column in columns:
        if column.primary_key and not numbered:
            column.autoincrement = False
    dialect = connection.dialect.name
    filled = {"fillfactor": max(100 // (1 + updates), _LEAST_FILLED)} if updates else {}
    stored = only(dialect, sqlite_with_rowid=not clustered, postgresql_with=filled)
    table: Table = Table(name, MetaData(), *columns, prefixes=["TEMPORARY"], **stored)
    for looked_up in lookup:
        length = {looked_up: INDEXED_CHARACTERS} if isinstance(table.c[looked_up].type, String) else None
        by_hash = only(dialect, postgresql_using="hash")
        index = Index(f"{name}_{looked_up}", table.c[looked_up], mysql_length=length, **by_hash)
        index.ddl_if(callable_=_never)
    table.create(connection)
    if not filled_first:
        add_lookups(connection, table)
    return table


def add_lookups(connection: Connection, table: Table) -> None:
    """Make the indexes of a table, unless it was made with them because making them later would commit."""
    if not connection.engine.get_execution_options().get(INDEXED_AT_ONCE):
        for index in table.indexes:
            connection.execute(CreateIndex(index))


def _never(*_asked: Any, **_more: Any) -> bool:
    return False
