"""The common cells of a column, read at once where they need no closer look.

What is read here reads as a cell's own parser would read it, only faster: whole runs of cells are judged by a few
operations on all of them.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from re import Pattern
from re import compile as pattern
from typing import TypeAlias

from raccord.catalogue import CHOICE_TYPES, ID, TEXT_TYPES, Field, FieldType
from raccord.cells import RawCell

PlainReader: TypeAlias = Callable[[Sequence[RawCell]], "list[str | int | None] | None"]

ONE_LINE_TYPES = frozenset({FieldType.EMAIL, FieldType.PHONE, FieldType.URL})

# Letters that are composed already, in texts that are joined by what none of them may hold.
_JOINT = "\0"
_PLAIN_TEXTS = pattern(r"[\0\n -~À-ÿ]*")
_GRAPHIC_TEXTS = pattern(r"[\0\n!-~]*")
_ODD_ENDS = ("\0 ", " \0", "\0\n", "\n\0", "\0#")
_LARGEST, _SMALLEST = 1e15, 1e-4
"""Between these, Python writes a number without an exponent."""


def plain_reader(one: Field, parse: Callable[[RawCell], object]) -> PlainReader:
    """What reads cells of a field at once; it gives None for cells that need a closer look, which `parse` takes."""
    if one.type in TEXT_TYPES - CHOICE_TYPES:
        return partial(_texts, one, pattern(one.pattern) if one.pattern else None)
    if one.type is FieldType.CHOICE:
        read = ((choice, parse(choice)) for choice in one.choices)
        return partial(_choices, {choice: value for choice, value in read if isinstance(value, str)})
    if one.type is FieldType.INTEGER:
        return partial(_integers, 1 if one.name == ID else -_LARGEST)
    return _READERS.get(one.type, lambda _cells: None)


def _texts(one: Field, form: Pattern[str] | None, cells: Sequence[RawCell]) -> list[str | int | None] | None:
    """Text without space around it, within the field's limit, of the field's form."""
    texts = [cell for cell in cells if type(cell) is str and cell]
    if not _is_all(texts, cells):
        return None
    if one.max_length is not None and max(map(len, texts), default=0) > one.max_length:
        return None
    if form is not None and not all(map(form.fullmatch, texts)):
        return None
    if texts and not _are_plain(one.type, texts):
        return None
    return [cell if type(cell) is str and cell else None for cell in cells]


def _is_all(found: Sequence[RawCell], cells: Sequence[RawCell]) -> bool:
    """Tell whether the cells hold nothing else; the others are blank."""
    return len(found) + cells.count(None) + cells.count("") == len(cells)


def _are_plain(kind: FieldType, texts: Sequence[str]) -> bool:
    joined = _JOINT.join(texts)
    framed = f"{_JOINT}{joined}{_JOINT}"
    odd = any(end in framed for end in _ODD_ENDS) or joined.count(_JOINT) != len(texts) - 1
    if odd or (kind in ONE_LINE_TYPES and "\n" in joined):
        return False
    if kind is FieldType.EMAIL:
        return _GRAPHIC_TEXTS.fullmatch(joined) is not None and _are_addresses(framed, texts)
    return _PLAIN_TEXTS.fullmatch(joined) is not None


def _are_addresses(framed: str, texts: Sequence[str]) -> bool:
    odd = f"{_JOINT}@" in framed or f"@{_JOINT}" in framed or framed.count("@") != len(texts)
    return not odd and all("@" in text for text in texts)


def _choices(values: Mapping[str, str], cells: Sequence[RawCell]) -> list[str | int | None] | None:
    """Choices as the field spells them."""
    found = [cell for cell in cells if type(cell) is str and cell in values]
    if not _is_all(found, cells):
        return None
    return [values.get(cell) if type(cell) is str else None for cell in cells]


def _integers(least: float, cells: Sequence[RawCell]) -> list[str | int | None] | None:
    numbers = [cell for cell in cells if type(cell) is float]
    if not (_is_all(numbers, cells) and all(least <= one <= _LARGEST and one.is_integer() for one in numbers)):
        return None
    return [int(cell) if type(cell) is float else None for cell in cells]


def _decimals(cells: Sequence[RawCell]) -> list[str | int | None] | None:
    numbers = [cell for cell in cells if type(cell) is float]
    if not (_is_all(numbers, cells) and all(_SMALLEST <= abs(one) <= _LARGEST or one == 0 for one in numbers)):
        return None
    return [_decimal(cell) if type(cell) is float else None for cell in cells]


def _decimal(number: float) -> str:
    return str(int(number)) if number.is_integer() else repr(number)


def _moments(cells: Sequence[RawCell]) -> list[str | int | None] | None:
    moments = [cell for cell in cells if type(cell) is datetime]
    if not _is_all(moments, cells) or any(one.microsecond for one in moments):
        return None
    return [cell.isoformat() if type(cell) is datetime else None for cell in cells]


def _days(cells: Sequence[RawCell]) -> list[str | int | None] | None:
    days = [cell for cell in cells if type(cell) is date]
    return [cell.isoformat() if type(cell) is date else None for cell in cells] if _is_all(days, cells) else None


def _booleans(cells: Sequence[RawCell]) -> list[str | int | None] | None:
    booleans = [cell for cell in cells if type(cell) is bool]
    return [cell if type(cell) is bool else None for cell in cells] if _is_all(booleans, cells) else None


_READERS: dict[FieldType, PlainReader] = {
    FieldType.DECIMAL: _decimals,
    FieldType.DATETIME: _moments,
    FieldType.DATE: _days,
    FieldType.BOOLEAN: _booleans,
}
