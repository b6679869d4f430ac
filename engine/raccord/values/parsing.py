"""One parser per column: raw cells in, canonical values or faults out (SPEC §2)."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import TypeAlias

from raccord.catalogue import ID, Field, FieldType
from raccord.cells import FORMULA_WITHOUT_VALUE, ErrorCell, RawCell, is_error
from raccord.values import moments, numerals
from raccord.values.folding import fold_text
from raccord.values.locales import SheetLocale
from raccord.values.moments import ColumnFormat, DateFormat
from raccord.values.plain import ONE_LINE_TYPES, plain_reader

Value: TypeAlias = str | int | bool | None

_SHOWN_LENGTH = 60
_YES = frozenset({"yes", "y", "true", "1", "x", "oui", "o", "vrai", "ja", "j", "wahr"})
_NO = frozenset({"no", "n", "false", "0", "non", "faux", "nein", "falsch"})
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
FEW = 50
"""Cells that are read one by one where some of them need a closer look."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell is invalid: the code of a message and its facts."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


CellParser: TypeAlias = Callable[[RawCell], "Value | Fault"]
ColumnParser: TypeAlias = Callable[[Sequence[RawCell]], "Sequence[Value | Fault]"]
Dates: TypeAlias = Callable[[], ColumnFormat]


def needs_column_format(one: Field) -> bool:
    """Tell whether a field's text cells can only be read knowing the whole column."""
    return one.type in {FieldType.DATE, FieldType.DATETIME}


def column_parser(one: Field, locale: SheetLocale | None = None, dates: Dates | None = None) -> ColumnParser:
    """Make the parser of a column that feeds `one`; `dates` finds the format of its text dates, once there is one."""
    parse = cell_parser(one, locale, dates)
    plain = plain_reader(one, parse)

    def read(cells: Sequence[RawCell]) -> "Sequence[Value | Fault]":
        values = plain(cells)
        if values is None and len(cells) > FEW:
            return [value for start in range(0, len(cells), FEW) for value in read(cells[start : start + FEW])]
        return list(map(parse, cells)) if values is None else values

    return read


def cell_parser(one: Field, locale: SheetLocale | None = None, dates: Dates | None = None) -> CellParser:
    """Make the parser of single cells of such a column."""
    read = _reader(one, locale, dates or _iso_dates)

    def parse(cell: RawCell) -> "Value | Fault":
        if cell is None:
            return None
        if isinstance(cell, str):
            cell = _normal_text(cell)
            if not cell:
                return None
            if cell[0] == "#" and is_error(cell):
                return _error_fault(cell)
        elif isinstance(cell, ErrorCell):
            return _error_fault(cell)
        elif isinstance(cell, float) and not isfinite(cell):
            return Fault("error-cell", {"shown": str(cell)})
        return read(cell)

    return parse


def _error_fault(cell: RawCell) -> Fault:
    if cell == FORMULA_WITHOUT_VALUE:
        return Fault("formula-without-value")
    return Fault("error-cell", {"shown": cell.text if isinstance(cell, ErrorCell) else cell})


def _normal_text(text: str) -> str:
    """Trim, compose (NFC) and even out line ends; everything else stays as it is."""
    text = text.strip()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _reader(one: Field, locale: SheetLocale | None, dates: Dates) -> Callable[[RawCell], "Value | Fault"]:  # noqa: PLR0911 - one line a type
    match one.type:
        case FieldType.INTEGER:
            return lambda cell: _integer(one, cell, locale)
        case FieldType.DECIMAL:
            return lambda cell: _decimal(one, cell, locale)
        case FieldType.BOOLEAN:
            return _boolean
        case FieldType.DATE:
            return lambda cell: _date(one, cell, dates)
        case FieldType.DATETIME:
            return lambda cell: _datetime(one, cell, dates)
        case FieldType.TIME:
            return _time
        case FieldType.CHOICE:
            return _choice_reader(one)
        case FieldType.CHOICES:
            return _choices_reader(one)
        case _:
            return _text_reader(one)


def _cell_text(cell: RawCell) -> str:
    """The text of any cell that holds a value."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, (int, float)):
        return numerals.number_text(cell)
    if isinstance(cell, datetime):
        moment = moments.nearest_second(cell)
        return moment.date().isoformat() if moment.time() == time() else moment.isoformat()
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return cell.isoformat() if isinstance(cell, (date, time)) else ""


def _shown(cell: RawCell) -> str:
    text = _cell_text(cell).replace("\n", " ")
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 1] + "…"


def _fault(code: str, one: Field | None, cell: RawCell, **facts: object) -> Fault:
    label = {"label": one.label_in()} if one else {}
    return Fault(code, {"shown": _shown(cell), **label, **facts})


def _text_reader(one: Field) -> CellParser:
    longest = one.max_length
    pattern = re.compile(one.pattern) if one.pattern else None
    one_line = one.type in ONE_LINE_TYPES
    is_email = one.type is FieldType.EMAIL

    def read(cell: RawCell) -> "Value | Fault":
        text = cell if isinstance(cell, str) else _cell_text(cell)
        if "\0" in text:
            return _fault("bad-character", one, cell.replace("\0", "␀") if isinstance(cell, str) else cell)
        if one_line and "\n" in text:
            return _fault("not-one-line", one, cell)
        if is_email and not _EMAIL.fullmatch(text):
            return _fault("not-an-email", one, cell)
        if longest is not None and len(text) > longest:
            return _fault("too-long", one, cell, length=len(text), allowed=longest)
        if pattern is not None and not pattern.fullmatch(text):
            return _fault("bad-pattern", one, cell, allowed=one.pattern)
        return text

    return read


def _choice_reader(one: Field) -> CellParser:
    spellings = _spellings(one)
    checked = _text_reader(one)

    def read(cell: RawCell) -> "Value | Fault":
        choice = spellings.get(fold_text(_cell_text(cell), case_sensitive=one.case_sensitive))
        return _choice_fault(one, cell) if choice is None else checked(choice)

    return read


def _choices_reader(one: Field) -> CellParser:
    spellings = _spellings(one)
    checked = _text_reader(one)

    def read(cell: RawCell) -> "Value | Fault":
        parts = [part for part in re.split(r"[;,\n]", _cell_text(cell)) if part.strip()]
        found = [spellings.get(fold_text(part, case_sensitive=one.case_sensitive)) for part in parts]
        if None in found or not found:
            return _choice_fault(one, cell)
        return checked("; ".join(choice for choice in one.choices if choice in found))

    return read


def _spellings(one: Field) -> dict[str, str]:
    return {fold_text(choice, case_sensitive=one.case_sensitive): choice for choice in reversed(one.choices)}


def _choice_fault(one: Field, cell: RawCell) -> Fault:
    return _fault("not-a-choice", one, cell, allowed=", ".join(one.choices))


def _integer(one: Field, cell: RawCell, locale: SheetLocale | None) -> "Value | Fault":
    number: int | None = None
    if isinstance(cell, str):
        try:
            number = numerals.read_integer(cell, locale)
        except ValueError:
            number = None
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell == int(cell):
        number = int(cell)
    if one.name == ID and (number is None or number < 1):
        return _fault("bad-id", one, cell)
    if number is None or abs(number) > numerals.LARGEST_INTEGER:
        return _fault("not-an-integer", one, cell)
    return number


def _decimal(one: Field, cell: RawCell, locale: SheetLocale | None) -> "Value | Fault":
    if isinstance(cell, str):
        try:
            return numerals.decimal_text(numerals.read_decimal(cell, locale))
        except numerals.AmbiguousNumberError:
            return _fault("ambiguous-number", one, cell)
        except ValueError:
            return _fault("not-a-number", one, cell)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return numerals.decimal_text(Decimal(repr(cell)))
    return _fault("not-a-number", one, cell)


def _boolean(cell: RawCell) -> "Value | Fault":
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, (int, float)) and cell in {0, 1}:
        return bool(cell)
    word = cell.casefold() if isinstance(cell, str) else None
    if word in _YES:
        return True
    return False if word in _NO else _fault("not-a-boolean", None, cell)


def _date(one: Field, cell: RawCell, dates: Dates) -> "Value | Fault":
    if isinstance(cell, str):
        return _text_date(one, cell, dates(), DateFormat.read_date)
    if isinstance(cell, datetime):
        day = moments.whole_day(cell)
        return day.isoformat() if day else _fault("date-with-time", one, cell)
    return cell.isoformat() if isinstance(cell, date) else _not_a_date(one, cell, dates())


def _datetime(one: Field, cell: RawCell, dates: Dates) -> "Value | Fault":
    if isinstance(cell, str):
        return _text_date(one, cell, dates(), DateFormat.read_datetime)
    if isinstance(cell, datetime):
        return moments.nearest_second(cell).isoformat()
    return datetime.combine(cell, time()).isoformat() if isinstance(cell, date) else _not_a_date(one, cell, dates())


def _iso_dates() -> ColumnFormat:
    return ColumnFormat(moments.ISO)


def _text_date(
    one: Field, text: str, dates: ColumnFormat, read: Callable[[DateFormat, str], date | None]
) -> "Value | Fault":
    if dates.format is None:
        fits = any(each.read_datetime(text) for each in moments.FORMATS)
        return _fault("ambiguous-date", one, text) if fits else _not_a_date(one, text, dates)
    moment = read(dates.format, text)
    if moment is None:
        with_time = one.type is FieldType.DATE and dates.format.read_datetime(text)
        return _fault("date-with-time", one, text) if with_time else _not_a_date(one, text, dates)
    return moment.isoformat()


def _not_a_date(one: Field, cell: RawCell, dates: ColumnFormat) -> Fault:
    day = (dates.format or moments.ISO).example
    return _fault("not-a-date", one, cell, example=day if one.type is FieldType.DATE else f"{day} 14:30")


def _time(cell: RawCell) -> "Value | Fault":
    clock = None
    if isinstance(cell, str):
        clock = moments.read_time(cell)
    elif isinstance(cell, (time, timedelta)):
        clock = moments.time_of_day(cell)
    return clock.isoformat() if clock else _fault("not-a-time", None, cell)
