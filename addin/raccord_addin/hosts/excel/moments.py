"""Dates, times and durations, all of which Excel gives as moments after the day on which its calendar starts."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import xlwings as xw

from raccord.cells import CellRange, RawCell
from raccord_addin.hosts.excel.areas import halves, range_of
from raccord_addin.snapshot import canonical, moment

Place: TypeAlias = tuple[int, int]
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - cells have no time zone
EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_FIRST_DATE = datetime(1900, 1, 1)  # noqa: DTZ001
_LAST_DURATION = datetime(1910, 1, 1)  # noqa: DTZ001 - ten years of hours
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_DAY = timedelta(days=1)
_MILLISECOND = timedelta(milliseconds=1)


def durations(sheet: xw.Sheet, rows: Sequence[Sequence[Any]]) -> frozenset[Place]:
    """The early moments whose cells show elapsed hours, minutes or seconds, by row and column."""
    early: dict[int, list[int]] = defaultdict(list)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            if isinstance(cell, datetime) and cell.replace(tzinfo=None) < _LAST_DURATION:
                early[column].append(number)
    return frozenset(
        (row, column)
        for column, numbers in early.items()
        for area in _elapsed(sheet, CellRange(numbers[0], column, numbers[-1], column))
        for row in numbers
        if area.first_row <= row <= area.last_row
    )


def raw_cell(cell: Any, epoch: datetime = EPOCH, *, is_duration: bool = False) -> RawCell:
    """Give a cell as Excel gives it the form that snapshots have; `epoch` is the start of the book's own calendar."""
    if not isinstance(cell, datetime):
        return canonical(cell)
    plain = cell.replace(tzinfo=None)
    since = plain - (epoch if plain >= epoch else EPOCH)
    if is_duration:
        return round(since / _MILLISECOND) * _MILLISECOND
    is_time = plain < _FIRST_DATE or plain.date() == epoch.date()
    return moment(since / _DAY, "time") if is_time else moment((plain - EPOCH) / _DAY, "date")


def _elapsed(sheet: xw.Sheet, area: CellRange) -> Iterator[CellRange]:
    """The parts of a column that show elapsed time: Excel tells a format only where all cells have the same."""
    form = range_of(sheet, area).number_format
    if isinstance(form, str):
        if _ELAPSED.search(form):
            yield area
    elif area.first_row < area.last_row:
        for half in halves(area):
            yield from _elapsed(sheet, half)
