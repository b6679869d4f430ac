"""Indexes with what only some databases know of them: SQLAlchemy loads the dialect of every option that it is given."""

from typing import Any

from sqlalchemy import Column, ColumnElement, Index, String

from raccord.database.types import INDEXED_CHARACTERS


def index_on(
    column: Column[Any],
    name: str,
    dialect: str,
    *,
    unique: bool = False,
    where: ColumnElement[bool] | None = None,
    begins: bool = False,
    hashed: bool = False,
) -> Index:
    """Describe an index of a table's column, by the name of the database's dialect.

    It holds the rows of `where`, in a database that has partial indexes. Where a database limits the texts in an index,
    it holds what each `begins` with. One that is `hashed` finds only equal values, where there is such a kind.
    """
    match dialect:
        case "sqlite":
            options: dict[str, Any] = {"sqlite_where": where}
        case "postgresql":
            options = {"postgresql_where": where} | ({"postgresql_using": "hash"} if hashed else {})
        case _:
            limited = begins and isinstance(column.type, String)
            options = {"mysql_length": {column.name: INDEXED_CHARACTERS} if limited else None}
    return Index(name, column, unique=unique, **options)
