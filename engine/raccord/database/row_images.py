"""Row images: the changed cells of one customer as one JSON text, `[number, old, new, number, old, new, …]`.

SQL writes the images of a whole import at once; Python reads them, and writes those that it has worked out itself.
Values are in the journal's spelling (`Family.as_text`), and NULL where they are blank.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import add
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, func, literal, null

from raccord.catalogue import Field
from raccord.database.family import Family
from raccord.database.types import text

_NONE = "[]"


class Cell(NamedTuple):
    """A changed cell: the number of its field, the value before and after."""

    field: int
    old: str | None
    new: str | None


def changes_image(
    family: Family,
    numbers: Mapping[str, int],
    changes: Iterable[tuple[Field, ColumnElement[Any], ColumnElement[Any]]],
) -> ColumnElement[Any]:
    """SQL for the image of those fields whose value before is distinct from that after; NULL where all stay."""
    return _image(
        case((new.is_distinct_from(old), _cell(numbers[one.name], _json(family, one, old), _json(family, one, new))))
        for one, old, new in changes
    )


def values_image(
    family: Family, numbers: Mapping[str, int], values: Mapping[Field, ColumnElement[Any]], *, new: bool
) -> ColumnElement[Any]:
    """SQL for the image of a customer who comes with all its values, or goes with them; blank ones are left out."""
    return _image(
        case((value.is_not(None), _cell(numbers[one.name], *_sides(_json(family, one, value), new=new))))
        for one, value in values.items()
    )


def read_image(image: str | None) -> Iterator[Cell]:
    """The cells of an image."""
    parts = iter(json.loads(image) if image else ())
    return map(Cell, parts, parts, parts)


def write_image(cells: Iterable[Cell]) -> str | None:
    """The image of cells; None where there are none."""
    parts = [part for cell in cells for part in cell]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")) if parts else None


def _json(family: Family, one: Field, value: ColumnElement[Any]) -> ColumnElement[Any]:
    return family.json_text(family.as_text(one, value))


def _sides(value: ColumnElement[Any], *, new: bool) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    blank = literal("null", text())
    return (blank, value) if new else (value, blank)


def _cell(number: int, old: ColumnElement[Any], new: ColumnElement[Any]) -> ColumnElement[Any]:
    return literal(f",{number},", text()) + old + literal(",", text()) + new


def _image(cells: Iterable[ColumnElement[Any]]) -> ColumnElement[Any]:
    """Put cells together that each begin with a comma and are NULL where there is nothing."""
    parts = [func.coalesce(cell, literal("", text()), type_=text()) for cell in cells]
    if not parts:
        return null()
    inner: ColumnElement[Any] = func.substr(reduce(add, parts), 2, type_=text())
    return func.nullif(literal("[", text()) + inner + literal("]", text()), _NONE, type_=text())
