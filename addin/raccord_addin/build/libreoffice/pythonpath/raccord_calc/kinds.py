"""What a number format makes of a number: a date, a time, or yes and no; and what LibreOffice's errors are called."""

from __future__ import annotations

from datetime import date
from typing import Any, Iterator, Mapping, Sequence

from com.sun.star.util.NumberFormat import DATE, LOGICAL, TIME

from raccord_calc.areas import Area, area_of

ERRORS: Mapping[int, str] = {
    32767: "#N/A",
    502: "#NUM!",
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
}
_FIRST_DAY = date(1899, 12, 30)


def days_off(document: Any) -> int:
    """How many days a document's day 0 lies after 1899-12-30: 1462 in files from old Macs."""
    null = document.NullDate
    return (date(null.Year, null.Month, null.Day) - _FIRST_DAY).days


def kinds_of(document: Any, cells: Any, rows: Sequence[Sequence[Any]], first: int) -> Iterator[list[Any]]:
    """The areas whose numbers are not plain numbers, each after its kind; what comes first counts."""
    groups = cells.getUniqueCellFormatRanges()
    for group in map(groups.getByIndex, range(groups.getCount())):
        form = document.NumberFormats.getByKey(group.NumberFormat)
        kind = _kind(form)
        if kind:
            for area in map(area_of, group.getRangeAddresses()):
                if kind == "time" and "[" not in form.FormatString:
                    yield from _moments(rows, first, area)
                yield [kind, *area]


def _kind(form: Any) -> str:
    if form.Type & DATE:
        return "date"
    if form.Type & TIME:
        return "time"
    return "boolean" if form.Type & LOGICAL else ""


def _moments(rows: Sequence[Sequence[Any]], first: int, area: Area) -> Iterator[list[Any]]:
    """The cells of an area that hold a day too, of which the format shows the time of day alone."""
    top, left, bottom, right = area
    for number in range(top, bottom + 1):
        for column in range(left, right + 1):
            value = rows[number - first][column - 1]
            if isinstance(value, float) and value >= 1:
                yield ["date", number, column, number, column]
