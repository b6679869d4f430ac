"""Rows of other tables that point to customers: who is pointed to cannot leave a foreign table (SPEC §6)."""

import warnings
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, column, inspect, select, table
from sqlalchemy import Table as ReflectedTable
from sqlalchemy.exc import SAWarning

from raccord.errors import DatabaseError
from raccord.translation import _


def check_unused(connection: Connection, native: ReflectedTable, key: str, chosen: ColumnElement[bool]) -> None:
    """Raise DatabaseError when a row points to one of the chosen customers: the database would refuse, or delete it."""
    leaving = select(native.c[key]).where(chosen)
    for name, schema, pointer in _pointers(connection, native, key):
        users = table(name, column(pointer), column(key), schema=schema)
        pointing: ColumnElement[bool] = users.c[pointer].in_(leaving)
        if name == native.name:
            pointing = and_(pointing, users.c[key].not_in(leaving))
        used = connection.execute(select(users.c[pointer]).where(pointing).limit(1)).first()
        if used is not None:
            raise DatabaseError(
                "customer-in-use",
                _(
                    "The customer with {key} {number} cannot leave the table, because “{name}.{pointer}” points to it.",
                    key=key,
                    number=used[0],
                    name=name,
                    pointer=pointer,
                ),
                message=_("Nothing was written."),
                hint=_(
                    "Delete it in the program that the table belongs to, or remove what points to it from “{name}”.",
                    name=name,
                ),
            )


def _pointers(connection: Connection, native: ReflectedTable, key: str) -> Iterator[tuple[str, str | None, str]]:
    """The table, its schema and the column of each foreign key that points to the customers' key."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)
        found: dict[Any, Any] = inspect(connection).get_multi_foreign_keys(schema=native.schema)
    for (schema, name), constraints in found.items():
        for one in constraints:
            ours = one["referred_table"] == native.name and one["referred_columns"] in ([key], [])
            if ours and one["referred_schema"] in {native.schema, None}:
                yield name, schema, one["constrained_columns"][0]
