"""The numbers by which the journal names fields, so that renamed catalogues and row images stay small and stable."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select

from raccord.catalogue import Field

if TYPE_CHECKING:
    from raccord.database.connect import Database


def field_numbers(connection: Connection, database: "Database") -> dict[str, int]:
    """The journal's number of each field by name; a field that has none yet, gets the next one when it is written."""
    return _completed(_given_numbers(connection, database), database)


def give_numbers(connection: Connection, database: "Database") -> dict[str, int]:
    """The same in a writing transaction: new fields get their numbers for good."""
    given = _given_numbers(connection, database)
    every = _completed(given, database)
    new = [{"number": number, "name": name} for name, number in every.items() if name not in given]
    if new:
        connection.execute(insert(database.journal.field).values(new))
    return every


def fields_by_number(connection: Connection, database: "Database") -> dict[int, Field]:
    """The catalogue's field behind each of the journal's numbers."""
    by_name = database.catalogue.by_name
    return {number: by_name[name] for name, number in field_numbers(connection, database).items() if name in by_name}


def _completed(given: Mapping[str, int], database: "Database") -> dict[str, int]:
    known = dict(given)
    for one in database.catalogue.fields:
        known.setdefault(one.name, max(known.values(), default=0) + 1)
    return known


def _given_numbers(connection: Connection, database: "Database") -> dict[str, int]:
    if database.own is None:
        return {}
    field = database.own.field
    return {name: number for number, name in connection.execute(select(field.c.number, field.c.name))}
