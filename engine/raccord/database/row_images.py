"""Row images: the changed cells of one customer as one JSON text, `[[number, old, new], …]`.

SQL writes the images of a whole import at once; Python reads them, and writes those that it has worked out itself.
Values are in the journal's spelling (`Family.as_text`), and NULL where they are blank.
"""

import json
from collections.abc import Iterable, Mapping
from functools import reduce
from itertools import starmap
from operator import add
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, case, func, literal, null

from raccord.catalogue import Field
from raccord.database.family import Family
from raccord.database.types import text

_NONE = "[]"
_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_read = json.JSONDecoder().decode

Change: TypeAlias = tuple[int, str | None, str | None]
"""What a `Cell` holds, as a tuple: an image of many thousand customers is read faster so."""


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
        _cell(
            new.is_distinct_from(old),
            family.json_array(numbers[one.name], family.as_text(one, old), family.as_text(one, new)),
        )
        for one, old, new in changes
    )


def values_image(
    family: Family, numbers: Mapping[str, int], values: Mapping[Field, ColumnElement[Any]], *, new: bool
) -> ColumnElement[Any]:
    """SQL for the image of a customer who comes with all its values, or goes with them; blank ones are left out."""
    return _image(
        _cell(value.is_not(None), family.json_array(numbers[one.name], *_sides(family.as_text(one, value), new=new)))
        for one, value in values.items()
    )


def read_image(image: str | None) -> list[Cell]:
    """The cells of an image."""
    return list(starmap(Cell, _read(image))) if image else []


def read_backwards(image: str) -> list[Change]:
    """The changes that take the cells of an image back."""
    return [(field, new, old) for field, old, new in _read(image)]


def write_image(cells: Iterable[Change]) -> str | None:
    """The image of cells; None where there are none."""
    every = list(cells)
    return _written(every) if every else None


def _sides(value: ColumnElement[Any], *, new: bool) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    blank = literal(None, text())
    return (blank, value) if new else (value, blank)


def _cell(there: ColumnElement[bool], cell: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((there, literal(",", text()) + cell), else_=literal("", text()))


def _image(cells: Iterable[ColumnElement[Any]]) -> ColumnElement[Any]:
    """Put cells together that each begin with a comma, and are empty where there is nothing."""
    parts = list(cells)
    if not parts:
        return null()
    inner: ColumnElement[Any] = func.substr(reduce(add, parts), 2, type_=text())
    return func.nullif(literal("[", text()) + inner + literal("]", text()), _NONE, type_=text())
