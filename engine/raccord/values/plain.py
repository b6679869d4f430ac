"""The common cells of a column, read at once where they need no closer look.

What is read here reads as a cell's own parser would read it, only faster: whole runs of cells are judged by a few
operations on all of them.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from math import isfinite
from operator import attrgetter
from re import Pattern
from re import compile as pattern
from typing import TypeAlias, TypeVar, cast

from raccord.catalogue import CHOICE_TYPES, ID, TEXT_TYPES, Field, FieldType
from raccord.cells import RawCell

Kind = TypeVar("Kind")
Read = TypeVar("Read", bound=str | int)
PlainReader: TypeAlias = Callable[[Sequence[RawCell]], "Sequence[str | int | None] | None"]

ONE_LINE_TYPES = frozenset({FieldType.EMAIL, FieldType.PHONE, FieldType.URL})

# Letters that are composed already, in texts that are joined by what none of them may hold.
_JOINT = "\0"
_PLAIN_TEXTS = pattern(r"[\0\n -~À-ÿ]*")
_GRAPHIC_TEXTS = pattern(r"[\0\n!-~]*")
_ODD_ENDS = ("\0 ", " \0", "\0\n", "\n\0", "\0#")
_TEXT_OR_BLANK = frozenset({str, type(None)})
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


def _texts(one: Field, form: Pattern[str] | None, cells: Sequence[RawCell]) -> Sequence[str | int | None] | None:
    """Text without space around it, within the field's limit, of the field's form."""
    given = _only_texts(cells)
    if given is None:
        return None
    texts = list(filter(None, given))
    if one.max_length is not None and max(map(len, texts), default=0) > one.max_length:
        return None
    if form is not None and not all(map(form.fullmatch, texts)):
        return None
    if texts and not _are_plain(one.type, texts):
        return None
    return texts if len(texts) == len(given) else [text or None for text in given]


def _choices(values: Mapping[str, str], cells: Sequence[RawCell]) -> Sequence[str | int | None] | None:
    """Choices as the field spells them."""
    given = _only_texts(cells)
    if given is None or not all(map(values.__contains__, filter(None, given))):
        return None
    return [values[text] if text else None for text in given]


def _only_texts(cells: Sequence[RawCell]) -> Sequence[str | None] | None:
    """The cells, if all of them are texts or blank."""
    return cast("Sequence[str | None]", cells) if _TEXT_OR_BLANK.issuperset(map(type, cells)) else None


def _only(kind: type[Kind], cells: Sequence[RawCell]) -> list[Kind] | None:
    """The cells that are not blank, if all of them are of that very type."""
    found = [cell for cell in cells if type(cell) is kind]
    return found if len(found) == len(cells) - cells.count(None) - cells.count("") else None


def _with_blanks(values: list[Read], kind: type, cells: Sequence[RawCell]) -> Sequence[Read | None]:
    """The values in the places of the cells of that type; the others are blank."""
    if len(values) == len(cells):
        return values
    coming = iter(values)
    return [next(coming) if type(cell) is kind else None for cell in cells]


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


def _integers(least: float, cells: Sequence[RawCell]) -> Sequence[str | int | None] | None:
    numbers = _only(float, cells)
    if numbers is None or not all(map(float.is_integer, numbers)):
        return None
    if numbers and not least <= min(numbers) <= max(numbers) <= _LARGEST:
        return None
    return _with_blanks(list(map(int, numbers)), float, cells)


def _decimals(cells: Sequence[RawCell]) -> Sequence[str | int | None] | None:
    numbers = _only(float, cells)
    if numbers is None or not isfinite(sum(numbers)):
        return None
    sizes = list(filter(None, map(abs, numbers)))
    if sizes and not _SMALLEST <= min(sizes) <= max(sizes) <= _LARGEST:
        return None
    texts = list(map(repr, numbers))
    return None if "-0.0" in texts else _with_blanks([text.removesuffix(".0") for text in texts], float, cells)


def _moments(cells: Sequence[RawCell]) -> Sequence[str | int | None] | None:
    moments = _only(datetime, cells)
    if moments is None or any(map(attrgetter("microsecond"), moments)):
        return None
    return _with_blanks(list(map(datetime.isoformat, moments)), datetime, cells)


def _days(cells: Sequence[RawCell]) -> Sequence[str | int | None] | None:
    days = _only(date, cells)
    return None if days is None else _with_blanks(list(map(date.isoformat, days)), date, cells)


def _booleans(cells: Sequence[RawCell]) -> Sequence[str | int | None] | None:
    booleans = _only(bool, cells)
    return None if booleans is None else _with_blanks(booleans, bool, cells)


_READERS: dict[FieldType, PlainReader] = {
    FieldType.DECIMAL: _decimals,
    FieldType.DATETIME: _moments,
    FieldType.DATE: _days,
    FieldType.BOOLEAN: _booleans,
}
