"""Dates, datetimes and times out of cells: real date cells, or one text format for a whole column (SPEC §2)."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from raccord.cells import RawCell

ORDERS = {"dmy": "([0-9]{1,2})S([0-9]{1,2})S([0-9]{4})", "mdy": "([0-9]{1,2})S([0-9]{1,2})S([0-9]{4})"}
ORDERS["ymd"] = "([0-9]{4})S([0-9]{1,2})S([0-9]{1,2})"
FORMATS = [("ymd", "[-]")] + [(order, f"[{separator}]") for order in ("dmy", "mdy", "ymd") for separator in "/.-"]
CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
MOMENT = re.compile(r"([^ T]+)(?:[ T]([0-9:]+))?")

T = TypeVar("T", datetime, time)


def dates(cells: Sequence[RawCell], locale: str | None) -> list[str | None]:
    """Read a column of a date field: ISO text, or None where a cell is unreadable."""
    read = _column(cells, locale, with_time=False)
    return [_day_only(moment) for moment in read]


def datetimes(cells: Sequence[RawCell], locale: str | None) -> list[str | None]:
    """Read a column of a datetime field: ISO text to the second, or None where a cell is unreadable."""
    return [moment.isoformat() if moment else None for moment in _column(cells, locale, with_time=True)]


def clock(cell: RawCell) -> str | None:
    """Read a time of day: a time cell, a duration of less than a day, or text."""
    if isinstance(cell, timedelta):
        within = timedelta(0) <= cell < timedelta(days=1)
        cell = (datetime(2000, 1, 1) + cell).time() if within else None
    if isinstance(cell, time):
        moment = datetime.combine(date(2000, 1, 1), cell)
        last = datetime(2000, 1, 1, 23, 59, 59)
        return min(nearest_second(moment), last).time().isoformat()
    found = _clock_text(cell.strip()) if isinstance(cell, str) else None
    return found.isoformat() if found else None


def nearest_second(moment: datetime) -> datetime:
    """Round to the whole second, half a second up."""
    down = moment.replace(microsecond=0)
    return down if moment - down < timedelta(milliseconds=500) else down + timedelta(seconds=1)


def _column(cells: Sequence[RawCell], locale: str | None, *, with_time: bool) -> list[datetime | None]:
    texts = [cell.strip() for cell in cells if isinstance(cell, str)]
    by_text = dict(zip(texts, _read_texts(texts, locale, with_time=with_time), strict=True))
    return [by_text[cell.strip()] if isinstance(cell, str) else _real(cell, with_time) for cell in cells]


def _real(cell: RawCell, with_time: bool) -> datetime | None:
    if isinstance(cell, datetime):
        rounded = nearest_second(cell)
        return rounded if with_time or abs(rounded - cell) <= timedelta(milliseconds=1) else cell
    return datetime.combine(cell, time()) if isinstance(cell, date) else None


def _day_only(moment: datetime | None) -> str | None:
    return moment.date().isoformat() if moment and moment.time() == time() else None


def _read_texts(texts: Sequence[str], locale: str | None, *, with_time: bool) -> list[datetime | None]:
    """Read all texts in the format that fits most; where two such formats disagree, only the locale can tell."""
    reader = _moment if with_time else _day
    readings = {form: [reader(text, *form) for text in texts] for form in dict.fromkeys(FORMATS)}
    most = max((_count(read) for read in readings.values()), default=0)
    best = {form: read for form, read in readings.items() if _count(read) == most}
    if FORMATS[0] in best or not _disagree(list(best.values())):
        return next(iter(best.values()))
    if locale is None:
        return [None] * len(texts)
    order = "mdy" if locale.replace("_", "-").lower() == "en-us" else "dmy"
    return next(read for (name, _), read in best.items() if name == order)


def _count(read: Sequence[datetime | None]) -> int:
    return sum(moment is not None for moment in read)


def _disagree(readings: Sequence[Sequence[datetime | None]]) -> bool:
    return any(len({moment for moment in cell if moment}) > 1 for cell in zip(*readings, strict=True))


def _day(text: str, order: str, separator: str) -> datetime | None:
    found = re.fullmatch(ORDERS[order].replace("S", separator), text)
    if not found:
        return None
    numbers = dict(zip(order, map(int, found.groups()), strict=True))
    return _valid(lambda: datetime(numbers["y"], numbers["m"], numbers["d"]))


def _moment(text: str, order: str, separator: str) -> datetime | None:
    found = MOMENT.fullmatch(text)
    day = _day(found[1], order, separator) if found else None
    at = _clock_text(found[2]) if found and found[2] else time()
    return datetime.combine(day, at) if day and at is not None else None


def _clock_text(text: str) -> time | None:
    found = CLOCK.fullmatch(text)
    if not found:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups())
    return _valid(lambda: time(hour, minute, second))


def _valid(make: Callable[[], T]) -> T | None:
    try:
        return make()
    except ValueError:
        return None
