"""Cells as typed values, and values folded for comparison (SPEC §2, §3 and their Readings)."""

import math
import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

from oracle import dates, numerals
from oracle.catalogue import TEXT_TYPES, Field
from oracle.world import Scalar
from raccord.cells import ErrorCell, RawCell


class Invalid(Enum):
    """The marker of a cell that its field cannot read."""

    CELL = "invalid"


INVALID = Invalid.CELL
Typed: TypeAlias = Scalar | Invalid
Folded: TypeAlias = bool | int | str | Decimal | None

ERROR_TEXTS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
YES = frozenset({"yes", "y", "true", "1", "x", "oui", "o", "vrai", "ja", "j", "wahr"})
NO = frozenset({"no", "n", "false", "0", "non", "faux", "nein", "falsch"})


def is_blank(value: RawCell | Invalid | Decimal) -> bool:
    """Blank: no value, or text that is empty after trimming."""
    return value is None or (isinstance(value, str) and not value.strip())


def is_error(cell: RawCell) -> bool:
    """An error cell, or text spelled exactly like one."""
    return isinstance(cell, ErrorCell) or (isinstance(cell, str) and cell.strip() in ERROR_TEXTS)


def convert_column(field: Field, cells: Sequence[RawCell], locale: str | None) -> list[Typed]:
    """Read all cells of one column for one field; only dates and datetimes need to see the whole column."""
    if field.type in ("date", "datetime"):
        return _convert_dates(field, cells, locale)
    return [_convert(field, cell, locale) for cell in cells]


def convert(field: Field, cell: RawCell, locale: str | None) -> Typed:
    """Read one cell that stands alone, such as the value of a scope."""
    return convert_column(field, [cell], locale)[0]


def _convert_dates(field: Field, cells: Sequence[RawCell], locale: str | None) -> list[Typed]:
    read = dates.dates if field.type == "date" else dates.datetimes
    places = [place for place, cell in enumerate(cells) if not is_blank(cell) and not is_error(cell)]
    values: list[Typed] = [INVALID if is_error(cell) else None for cell in cells]
    for place, value in zip(places, read([cells[place] for place in places], locale), strict=True):
        values[place] = INVALID if value is None else value
    return values


def _convert(field: Field, cell: RawCell, locale: str | None) -> Typed:
    if is_error(cell):
        return INVALID
    if is_blank(cell):
        return None
    if field.type in TEXT_TYPES:
        return _text_value(field, cell)
    value: Scalar
    if field.type == "integer":
        value = numerals.integer(cell, locale)
        value = None if field.name == "id" and value is not None and value < 1 else value
    elif field.type == "decimal":
        value = numerals.decimal(cell, locale)
    elif field.type == "boolean":
        value = _boolean(cell)
    else:
        value = dates.clock(cell)
    return INVALID if value is None else value


def _boolean(cell: RawCell) -> bool | None:
    if isinstance(cell, bool | int | float):
        return bool(cell) if cell in (0, 1) else None
    word = cell.strip().casefold() if isinstance(cell, str) else ""
    return True if word in YES else False if word in NO else None


def _text_value(field: Field, cell: RawCell) -> Typed:
    text = _text_of(cell)
    if text is None or not _fits_type(field, text):
        return INVALID
    if field.type in ("choice", "choices"):
        return _choices(field, text)
    too_long = field.max_length is not None and len(text) > field.max_length
    other_form = field.pattern is not None and not re.fullmatch(field.pattern, text)
    return INVALID if too_long or other_form else text


def _text_of(cell: RawCell) -> str | None:
    """Write any cell as text; None where that would lose something."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return numerals.canonical(Decimal(repr(cell))) if math.isfinite(cell) else None
    if isinstance(cell, datetime):
        return dates.nearest_second(cell).isoformat().removesuffix("T00:00:00")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time | timedelta):
        return dates.clock(cell)
    lines = str(cell).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", lines).strip()


def _fits_type(field: Field, text: str) -> bool:
    if field.type == "email":
        return re.fullmatch(r"[^@\s]+@[^@\s]+", text) is not None
    return field.type not in ("url", "phone") or "\n" not in text


def _choices(field: Field, text: str) -> Typed:
    """Store the catalogue's spelling; several choices in the catalogue's order."""
    words = re.split(r"[;,\n]", text) if field.type == "choices" else [text]
    asked = {_fold_text(word) for word in words if word.strip()}
    chosen = [choice for choice in field.choices if _fold_text(choice) in asked]
    return "; ".join(chosen) if len(chosen) == len(asked) else INVALID


def fold(field: Field, value: Scalar) -> Folded:
    """Give what two values of a field are compared by; None is blank."""
    if value is None or is_blank(value):
        return None
    if field.type == "decimal":
        return Decimal(value)
    if field.type not in TEXT_TYPES or field.compare == "exact":
        return value
    text = str(value)
    digits = re.sub("[^0-9]", "", text)
    if (field.type == "phone" or field.compare == "digits") and digits:
        return digits
    return _fold_text(text, case_sensitive=field.case_sensitive)


def _fold_text(text: str, *, case_sensitive: bool = False) -> str:
    composed = unicodedata.normalize("NFC", text)
    caseless = composed if case_sensitive else unicodedata.normalize("NFC", composed.casefold())
    return " ".join(caseless.split())


def is_greater(field: Field, new: Scalar, old: Scalar) -> bool:
    """Compare two non-blank numbers, dates or datetimes by value."""
    if field.type in ("integer", "decimal"):
        return Decimal(str(new)) > Decimal(str(old))
    return str(new) > str(old)
