"""Temporary tables of one connection: they vanish with it and never touch the base."""

from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table


def temporary_table(connection: Connection, name: str, *columns: Column[Any], clustered: bool = False) -> Table:
    """Create a temporary table; a clustered one is stored in the order of its primary key."""
    table = Table(name, MetaData(), *columns, prefixes=["TEMPORARY"], sqlite_with_rowid=not clustered)
    table.create(connection)
    return table
