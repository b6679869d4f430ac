"""Row images: the changed cells of one customer as one text, shorter than in JSON.

A cell is the number of its field, the value before and that after, each ended by a unit separator. Values are in the
journal's spelling (`Family.as_text`); nothing stands for NULL. A star after the number marks a cell with escapes: it
has a value that holds the separator, which is rare, or one that is an empty text.

SQL writes the images of a whole import at once; Python reads them, and writes those that it has worked out itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from itertools import starmap
from operator import add
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, Integer, case, func, literal_column, null, or_

from raccord.catalogue import Field
from raccord.database.family import Family
from raccord.database.types import text

_END = "\x1f"
_MARK = "*"
_ESCAPE = "\x1e"
_EMPTY = _ESCAPE
_ESCAPED = {_ESCAPE: f"{_ESCAPE}e", _END: f"{_ESCAPE}s"}
"""What is written for a special character; the escape's own comes first."""

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
    """SQL for the image of those fields whose value before is distinct from that after; NULL where all stay.

    No value is an empty text.
    """
    parts = []
    for one, before, after in changes:
        old, new = family.as_text(one, before), family.as_text(one, after)
        special = or_(family.holds(old, _END), family.holds(new, _END))
        parts.append((after.is_distinct_from(before), _cell(numbers[one.name], old, new, special)))
    return _image(parts)


def values_image(
    family: Family, numbers: Mapping[str, int], values: Mapping[Field, ColumnElement[Any]], *, new: bool
) -> ColumnElement[Any]:
    """SQL for the image of a customer who comes with all its values, or goes with them; NULL ones are left out."""
    parts = []
    for one, stored in values.items():
        value = family.as_text(one, stored)
        special = or_(family.holds(value, _END), func.length(value) == 0)
        old, after = (null(), value) if new else (value, null())
        parts.append((stored.is_not(None), _cell(numbers[one.name], old, after, special)))
    return _image(parts)


def cells_in(image: ColumnElement[str]) -> ColumnElement[int]:
    """SQL for the number of cells of an image: no value holds a separator."""
    rest = func.replace(image, _text(_END), _text(""))
    separators: ColumnElement[int] = func.length(image, type_=Integer()) - func.length(rest, type_=Integer())
    return separators // 3


def read_image(image: str | None) -> list[Cell]:
    """The cells of an image."""
    return list(starmap(Cell, _changes(image))) if image else []


def read_backwards(image: str) -> list[Change]:
    """The changes that take the cells of an image back."""
    return [(field, new, old) for field, old, new in _changes(image)]


def write_image(cells: Iterable[Change]) -> str | None:
    """The image of cells; None where there are none."""
    return "".join(starmap(_written_cell, cells)) or None


def _changes(image: str) -> Iterator[Change]:
    parts = image.split(_END)
    numbers = parts[:-1:3]
    if _MARK + _END in image:
        return map(_read_cell, numbers, parts[1::3], parts[2::3])
    values = [part or None for part in parts]
    return zip(map(int, numbers), values[1::3], values[2::3], strict=True)


def _read_cell(number: str, old: str, new: str) -> Change:
    plain = number.removesuffix(_MARK)
    return (int(plain), old or None, new or None) if plain == number else (int(plain), _read(old), _read(new))


def _read(written: str) -> str | None:
    if written == _EMPTY:
        return ""
    for special, escape in reversed(_ESCAPED.items()):
        written = written.replace(escape, special)
    return written or None


def _written_cell(number: int, old: str | None, new: str | None) -> str:
    if any(value == "" or (value and _END in value) for value in (old, new)):
        return f"{number}{_MARK}{_END}{_escaped(old)}{_END}{_escaped(new)}{_END}"
    return f"{number}{_END}{old or ''}{_END}{new or ''}{_END}"


def _escaped(value: str | None) -> str:
    if value == "":
        return _EMPTY
    value = value or ""
    for special, escape in _ESCAPED.items():
        value = value.replace(special, escape)
    return value


def _cell(
    number: int, old: ColumnElement[Any], new: ColumnElement[Any], special: ColumnElement[bool]
) -> ColumnElement[Any]:
    plain, marked = _text(f"{number}{_END}"), _text(f"{number}{_MARK}{_END}")
    end, blank = _text(_END), _text("")
    return case(
        (special, marked + _escaped_sql(old) + end + _escaped_sql(new) + end),
        else_=plain + func.coalesce(old, blank, type_=text()) + end + func.coalesce(new, blank, type_=text()) + end,
    )


def _escaped_sql(value: ColumnElement[Any]) -> ColumnElement[Any]:
    escaped = value
    for special, escape in _ESCAPED.items():
        escaped = func.replace(escaped, _text(special), _text(escape), type_=text())
    return case((value.is_(None), _text("")), (func.length(value) == 0, _text(_EMPTY)), else_=escaped)


def _image(cells: Iterable[tuple[ColumnElement[bool], ColumnElement[Any]]]) -> ColumnElement[Any]:
    """Put those cells together that are there, by their conditions."""
    parts = [case((there, cell), else_=_text("")) for there, cell in cells]
    return func.nullif(reduce(add, parts), _text(""), type_=text()) if parts else null()


def _text(plain: str) -> ColumnElement[str]:
    """A text of digits and special characters as it stands in a statement, of which a sheet's width needs many."""
    return literal_column(f"'{plain}'", text())
