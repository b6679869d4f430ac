"""Customers as a user tells them apart: id, name, and the first fields in which they differ."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select

from raccord.catalogue import Field, FieldType
from raccord.choice_words import SEPARATOR
from raccord.planning.workspace import Workspace
from raccord.values import json_value, shown

_PLACE = ("zip", "city")
"""What tells customers apart best, if the catalogue has it: one text of both."""
_SHORT_TYPES = frozenset({FieldType.TEXT, FieldType.EMAIL, FieldType.PHONE, FieldType.CHOICE, FieldType.INTEGER})
_MOST_PARTS = 2
_LONGEST_PART = 40


def customer_text(customer: int, *parts: str) -> str:
    """A customer in one line: `17 · Café de la Gare · 69003 Lyon`."""
    told = (" ".join(part.split()) for part in parts)
    return SEPARATOR.join([str(customer), *(_cut(part) for part in told if part)])


def told_apart(work: Workspace, names: Mapping[int, str | None]) -> dict[int, str]:
    """Each of some customers, given with their names, in one line, with what tells it from the others."""
    fields = list(_telling_fields(work.database.catalogue.fields, work.database.catalogue.naming))
    table = work.customers
    columns = [table.column(one) for one in fields]
    found = work.connection.execute(select(table.id, *columns).where(table.id.in_(list(names))))
    values = {
        row[0]: [shown(json_value(one, value), one.type) for one, value in zip(fields, row[1:], strict=True)]
        for row in found
    }
    parts = {customer: _with_place(fields, values.get(customer, [""] * len(fields))) for customer in names}
    chosen = _differing([parts[customer] for customer in names])
    return {
        customer: customer_text(customer, name or "", *(parts[customer][at] for at in chosen))
        for customer, name in names.items()
    }


def _telling_fields(fields: Sequence[Field], naming: Field | None) -> Iterator[Field]:
    """Zip and city first, then all other short texts in the order of the catalogue."""
    yield from (one for one in fields if one.name in _PLACE)
    yield from (one for one in fields if one.name not in _PLACE and one != naming and one.type in _SHORT_TYPES)


def _with_place(fields: Sequence[Field], values: Sequence[str]) -> list[str]:
    """The values of a customer, those that make its place joined to one."""
    count = sum(one.name in _PLACE for one in fields)
    return [" ".join(filter(None, values[:count])), *values[count:]]


def _differing(customers: Sequence[Sequence[str]]) -> list[int]:
    """The first parts in which customers differ, as few as tell all of them apart, and not too many."""
    chosen: list[int] = []
    for at, values in enumerate(zip(*customers, strict=True)):
        told = {tuple(one[part] for part in chosen) for one in customers}
        if len(chosen) == _MOST_PARTS or len(told) == len(customers):
            break
        if len(set(values)) > 1:
            chosen.append(at)
    return chosen


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_PART else text[: _LONGEST_PART - 1] + "…"
