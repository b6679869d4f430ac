"""Dates, times and datetimes in cells, and the one format that a column's text dates share (SPEC §2)."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import product

from raccord.values.locales import SheetLocale

_DATE_TEXT = r"(?P<first>\d{1,4})(?P<mark>[/.\-])(?P<second>\d{1,2})(?P=mark)(?P<third>\d{1,4})"
_DATE = re.compile(_DATE_TEXT, re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_DATETIME = re.compile(rf"{_DATE_TEXT}(?:(?:\s+|[Tt])(?P<time>\d{{1,2}}:\d{{2}}(?::\d{{2}})?))?", re.ASCII)
_NOISE = timedelta(milliseconds=1)
_HALF_SECOND = timedelta(milliseconds=500)
_DAY = timedelta(days=1)
_SOME_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - moments in sheets have no zone


@dataclass(frozen=True, slots=True)
class DateFormat:
    """An order of day, month and year (`ymd`, `dmy`, `mdy`) and the mark between them."""

    order: str
    mark: str

    @property
    def example(self) -> str:
        """A day in this format."""
        return self.mark.join({"d": "22", "m": "11", "y": "2026"}[part] for part in self.order)

    def read_date(self, text: str) -> date | None:
        """Read a date in this format."""
        found = _DATE.fullmatch(text)
        return self._date(found) if found else None

    def read_datetime(self, text: str) -> datetime | None:
        """Read a date with an optional time of day in this format; without one it is midnight."""
        found = _DATETIME.fullmatch(text)
        day = self._date(found) if found else None
        if found is None or day is None:
            return None
        clock = read_time(found["time"]) if found["time"] else time()
        return datetime.combine(day, clock) if clock is not None else None

    def _date(self, found: re.Match[str]) -> date | None:
        numbers = dict(zip(self.order, found.group("first", "second", "third"), strict=True))
        fits = found["mark"] == self.mark and len(numbers["y"]) == 4 and max(len(numbers["d"]), len(numbers["m"])) <= 2  # noqa: PLR2004
        if not fits:
            return None
        try:
            return date(int(numbers["y"]), int(numbers["m"]), int(numbers["d"]))
        except ValueError:
            return None


ISO = DateFormat("ymd", "-")
FORMATS = (
    ISO,
    *(
        DateFormat(order, mark)
        for order, mark in product(("dmy", "mdy", "ymd"), "/.-")
        if (order, mark) != ("ymd", "-")
    ),
)


@dataclass(frozen=True, slots=True)
class ColumnFormat:
    """The format of a column's text dates; None where two formats fit and read them differently."""

    format: DateFormat | None


def column_format(
    texts: Iterable[str] | Mapping[str, int], locale: SheetLocale | None, *, with_time: bool
) -> ColumnFormat:
    """Find the one format that fits most of a column's text cells, given one by one or with how often each occurs."""
    counts = Counter(texts)
    read = DateFormat.read_datetime if with_time else DateFormat.read_date
    readings = {each: [read(each, text) for text in counts] for each in FORMATS}
    fits = {
        each: sum(count for count, moment in zip(counts.values(), moments, strict=True) if moment)
        for each, moments in readings.items()
    }
    best = [each for each in FORMATS if fits[each] == max(fits.values())]
    if best[0] is ISO or len({tuple(readings[each]) for each in best}) == 1:
        return ColumnFormat(best[0])
    if locale is None or locale.month_first is None:
        return ColumnFormat(None if _only_the_order_differs(best) else best[0])
    order = "mdy" if locale.month_first else "dmy"
    return ColumnFormat(next((each for each in best if each.order == order), best[0]))


def _only_the_order_differs(formats: list[DateFormat]) -> bool:
    return any(one.mark == other.mark and one != other for one in formats for other in formats)


def read_time(text: str) -> time | None:
    """Read `9:05` or `09:05:30`."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    try:
        return time(int(found[1]), int(found[2]), int(found[3] or 0))
    except ValueError:
        return None


def nearest_second(moment: datetime) -> datetime:
    """Round a moment to the second, as spreadsheets show it: `NOW()` and the noise of numbers bring fractions along."""
    try:
        return (moment + _HALF_SECOND).replace(microsecond=0)
    except OverflowError:
        return moment.replace(microsecond=0)


def whole_day(moment: datetime) -> date | None:
    """The day of a moment that is midnight but for noise (up to a millisecond); None for any other."""
    rounded = nearest_second(moment)
    return rounded.date() if rounded.time() == time() and abs(rounded - moment) <= _NOISE else None


def time_of_day(cell: time | timedelta) -> time | None:
    """The time of day of a time or duration cell, to the second and within its day; None for a day or more."""
    if isinstance(cell, timedelta):
        if not timedelta() <= cell < _DAY:
            return None
        cell = (_SOME_DAY + cell).time()
    moment = datetime.combine(_SOME_DAY, cell)
    rounded = nearest_second(moment)
    return (rounded if rounded.day == moment.day else moment).time().replace(microsecond=0)
