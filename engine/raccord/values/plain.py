"""The common cells of a column, read at once: texts, numbers and moments that need no closer look.

What is read here reads as a cell's own parser would read it, only faster: whole runs of cells are judged by a few
operations on all of them.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from re import compile as pattern
from typing import TypeAlias

from raccord.catalogue import CHOICE_TYPES, ID, TEXT_TYPES, Field, FieldType
from raccord.cells import RawCell

PlainReader: TypeAlias = Callable[[Sequence[RawCell]], "list[str | int | None] | None"]

# Letters that are composed already.
_PLAIN_LINES = pattern(r"[\n -~À-ÿ]*")
_GRAPHIC_LINES = pattern(r"[\n!-~]*")
_LARGEST, _SMALLEST = 1e15, 1e-4
"""Between these, Python writes a number without an exponent."""


def plain_reader(one: Field) -> PlainReader:
    """What reads cells of a field at once; it gives None for cells that need a closer look."""
    if one.type in TEXT_TYPES - CHOICE_TYPES and not one.pattern:
        return partial(_texts, one)
    if one.type is FieldType.INTEGER:
        return partial(_integers, 1 if one.name == ID else -_LARGEST)
    return _READERS.get(one.type, lambda _cells: None)


def _texts(one: Field, cells: Sequence[RawCell]) -> list[str | int | None] | None:
    """Text of one line without space around it, within the field's limit."""
    texts = [cell for cell in cells if type(cell) is str and cell]
    if not _is_all(texts, cells):
        return None
    lines = "\n".join(texts)
    if one.max_length is not None and max(map(len, texts), default=0) > one.max_length:
        return None
    plain = _are_addresses(texts, lines) if one.type is FieldType.EMAIL else _are_plain(lines)
    if texts and not (plain and lines.count("\n") == len(texts) - 1):
        return None
    return [cell if type(cell) is str and cell else None for cell in cells]


def _is_all(found: Sequence[RawCell], cells: Sequence[RawCell]) -> bool:
    """Tell whether the cells hold nothing else; the others are blank."""
    return len(found) + cells.count(None) + cells.count("") == len(cells)


def _are_plain(lines: str) -> bool:
    framed = f"\n{lines}\n"
    odd = "\n " in framed or " \n" in framed or "\n#" in framed
    return not odd and _PLAIN_LINES.fullmatch(lines) is not None


def _are_addresses(texts: Sequence[str], lines: str) -> bool:
    framed = f"\n{lines}\n"
    odd = "\n@" in framed or "@\n" in framed or "\n#" in framed or lines.count("@") != len(texts)
    return not odd and all("@" in text for text in texts) and _GRAPHIC_LINES.fullmatch(lines) is not None


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


_READERS: dict[FieldType, PlainReader] = {
    FieldType.DECIMAL: _decimals,
    FieldType.DATETIME: _moments,
}
