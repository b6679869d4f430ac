"""Options of tables and indexes that only some dialects know."""

from typing import Any


def only(dialect: str, **options: Any) -> dict[str, Any]:
    """The options that are for a dialect, by their prefix: SQLAlchemy loads every dialect that it is given one for."""
    return {name: value for name, value in options.items() if name.startswith(f"{dialect}_")}
