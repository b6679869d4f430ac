"""Looking at a foreign customer table: is it there, and does it fit what the catalogue says of it (SPEC §6)."""

import warnings
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, inspect
from sqlalchemy.exc import SAWarning

from raccord.catalogue import Catalogue, ExistingTable
from raccord.database.existing import ExistingCustomers, Mirror, column_name, fit_value, source_of
from raccord.database.family import Family
from raccord.database.keys import Keys, NamedKeys, WholeKeys
from raccord.database.natures import Nature, can_hold, nature_of
from raccord.database.schema import Journal
from raccord.errors import DatabaseError, Where
from raccord.translation import N_, _

SCHEMA_HINT = N_("Correct the catalogue, or give it the table it describes; Raccord never changes the table.")


def look_at_table(connection: Connection, family: Family, described: ExistingTable, shown_url: str) -> Table:
    """The table as the database describes it; raises DatabaseError where it is not there or has no single key."""
    if not inspect(connection).has_table(described.name, schema=described.schema):
        raise misfit(
            "table-missing", "table.name", _("The database has no table “{table}”.", table=described.name), shown_url
        )
    with warnings.catch_warnings():
        # Columns of types that SQLAlchemy does not know are left alone.
        warnings.simplefilter("ignore", SAWarning)
        table = Table(described.name, MetaData(), schema=described.schema, autoload_with=connection, resolve_fks=False)
    family.complete(connection, table)
    _check_key(table, described, shown_url)
    keeper = family.volatile(connection, table)
    if keeper:
        title = _(
            "{table} is kept by {keeper}, which has no transactions: an import could be written in part.",
            table=_named(table),
            keeper=keeper,
        )
        raise misfit("no-transactions", "table.name", title, shown_url)
    return table


def existing_customers(
    catalogue: Catalogue,
    family: Family,
    native: Table,
    shown_url: str,
    journal: Journal | None = None,
    kept: Table | None = None,
) -> ExistingCustomers:
    """The customers of a table; raises DatabaseError where it does not fit the catalogue."""
    described = catalogue.table
    assert described is not None  # noqa: S101 - the caller has looked
    _check_fields(catalogue, described, native, shown_url)
    given = _given_values(described, native, shown_url)
    mirror = Mirror(kept, journal.binned) if journal and journal.binned is not None and kept is not None else None
    fitted = replace(catalogue, fields=tuple(catalogue.fields))
    customers = ExistingCustomers(
        native, fitted, family, described, native, _keys_of(family, native, described, journal), given, mirror
    )
    return replace(customers, table=source_of(customers))


def misfit(code: str, key: str, title: str, shown_url: str) -> DatabaseError:
    """The error of a table that is not as a key of the catalogue says."""
    return DatabaseError(code, f"{key}: {title}", hint=SCHEMA_HINT, where=Where(file=shown_url))


def _check_key(table: Table, described: ExistingTable, shown_url: str) -> None:
    keys = [column.name for column in table.primary_key.columns]
    if described.id not in table.c:
        raise misfit(
            "column-missing",
            "table.id",
            _("{table} has no column “{column}”.", table=_named(table), column=described.id),
            shown_url,
        )
    if keys != [described.id]:
        found = _("its primary key is {keys}", keys=", ".join(keys)) if keys else _("it has no primary key")
        title = _(
            "“{column}” must be the primary key of {table} alone, but {found}.",
            column=described.id,
            table=_named(table),
            found=found,
        )
        raise misfit("bad-key", "table.id", title, shown_url)
    if nature_of(table.c[described.id]) not in {Nature.WHOLE, Nature.TEXT, Nature.UUID}:
        title = _(
            "“{column}” holds {kind}; a key is a whole number, a UUID or text.",
            column=described.id,
            kind=_(nature_of(table.c[described.id])),
        )
        raise misfit("bad-key", "table.id", title, shown_url)


def _check_fields(catalogue: Catalogue, described: ExistingTable, native: Table, shown_url: str) -> None:
    for one in catalogue.fields:
        name, key = column_name(described, one), f"table.columns.{one.name}"
        if name not in native.c:
            raise misfit(
                "column-missing", key, _("{table} has no column “{name}”.", table=_named(native), name=name), shown_url
            )
        column = native.c[name]
        if not can_hold(column, one):
            title = _(
                "“{name}” holds {kind}, which no field of type {type} can be kept in.",
                name=name,
                kind=_(nature_of(column)),
                type=one.type,
            )
            raise misfit("column-type", key, title, shown_url)
        if column.computed is not None or column.name == described.id:
            raise misfit("column-type", key, _("“{name}” cannot be written.", name=name), shown_url)


def _given_values(described: ExistingTable, native: Table, shown_url: str) -> dict[str, Any]:
    """The values of new rows: defaults, and of every condition the first value."""
    given: dict[str, Any] = {}
    for block, values in (("defaults", described.defaults), ("where", described.where)):
        for name, value in values.items():
            key = f"table.{block}.{name}"
            if name not in native.c:
                raise misfit(
                    "column-missing",
                    key,
                    _("{table} has no column “{name}”.", table=_named(native), name=name),
                    shown_url,
                )
            given[name] = _fitted(native.c[name], value, key, shown_url)
    return given


def _fitted(column: Column[Any], value: Any, key: str, shown_url: str) -> Any:
    every = value if isinstance(value, tuple) else (value,)
    try:
        fitted = [fit_value(column, each) for each in every]
    except ValueError as fault:
        title = _(
            "“{column}” holds {kind}, which {value} is not.",
            column=column.name,
            kind=_(nature_of(column)),
            value=repr(value),
        )
        raise misfit("column-type", key, title, shown_url) from fault
    return fitted[0]


def _keys_of(family: Family, native: Table, described: ExistingTable, journal: Journal | None) -> Keys:
    if nature_of(native.c[described.id]) is Nature.WHOLE:
        return WholeKeys(family, native, described.id, journal.meta if journal else None)
    return NamedKeys(family, native, described.id, journal.registry if journal else None)


def _named(table: Table) -> str:
    return _("table “{table}”", table=table.name)
