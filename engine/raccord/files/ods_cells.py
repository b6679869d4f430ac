"""What one cell of an ods file holds, from its attributes and its text (ODF 1.3, part 3, 19.385)."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from raccord.cells import FORMULA_WITHOUT_VALUE, ErrorCell, RawCell

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "

TYPE = OFFICE + "value-type"
FORMULA = TABLE + "formula"
_SHOWN_TYPE = CALC + "value-type"
_ERROR = re.compile(r"Err:\d{3}|#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)")
_DURATION = re.compile(
    r"(?P<sign>-?)P(?:(?P<days>\d{1,6})D)?(?:T(?:(?P<hours>\d{1,8})H)?(?:(?P<minutes>\d{1,8})M)?"
    r"(?:(?P<seconds>\d{1,8}(?:\.\d{1,20})?)S)?)?"
)


def cell_value(attributes: Mapping[str, str], text: str) -> RawCell:
    """Give a cell's value; one that its attribute does not hold readably is the text that the cell shows."""
    if _is_error(attributes, text):
        return ErrorCell(text.strip() or "#N/A")
    kind = attributes.get(TYPE)
    if kind is None:
        return FORMULA_WITHOUT_VALUE if FORMULA in attributes and not text.strip() else text
    if kind not in _READERS:
        return attributes.get(OFFICE + "string-value", text)
    attribute, read = _READERS[kind]
    try:
        return read(attributes.get(OFFICE + attribute, ""))
    except ValueError:
        return text


def _is_error(attributes: Mapping[str, str], text: str) -> bool:
    shown = attributes.get(_SHOWN_TYPE) == "error"
    return shown or (FORMULA in attributes and _ERROR.fullmatch(text.strip()) is not None)


def _number(value: str) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _date(value: str) -> date | datetime:
    return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)


def _time(value: str) -> time | timedelta:
    """Read an ISO 8601 duration: a time of day when it fits into one."""
    found = _DURATION.fullmatch(value)
    if not found:
        raise ValueError(value)
    parts = {unit: float(found[unit] or 0) for unit in ("days", "hours", "minutes", "seconds")}
    duration = timedelta(**parts) * (-1 if found["sign"] else 1)
    if timedelta(0) <= duration < timedelta(days=1):
        return (datetime.combine(date.min, time()) + duration).time()
    return duration


_READERS: dict[str, tuple[str, Callable[[str], RawCell]]] = {
    "float": ("value", _number),
    "percentage": ("value", _number),
    "currency": ("value", _number),
    "date": ("date-value", _date),
    "time": ("time-value", _time),
    "boolean": ("boolean-value", lambda value: value == "true"),
}
