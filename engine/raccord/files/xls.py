"""Sheets of xls files through xlrd, which survives damaged files that abort calamine's process."""

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from raccord.cells import CellRange, ErrorCell, RawCell, RawRow
from raccord.files import refusals

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5  # the types of cells as xlrd numbers them
_ELAPSED = ("[h", "[m", "[s")
_LAST_DAY = 2_958_465  # 9999-12-31
_DAYS_TO_1904 = 1462
_FALSE_LEAP_DAY = 60  # Excel's 29 February 1900


@dataclass(frozen=True, slots=True)
class XlsSheet:
    """A sheet's name and what its cells do not show."""

    name: str
    hidden_rows: frozenset[int]
    merged: tuple[CellRange, ...]


@contextmanager
def _opened(path: Path) -> "Iterator[Book]":
    from xlrd import open_workbook  # noqa: PLC0415
    from xlrd.biffh import XLRDError  # noqa: PLC0415
    from xlrd.compdoc import CompDocError  # noqa: PLC0415

    # xlrd trusts its input: a damaged file breaks it with any of these
    broken = (CompDocError, struct.error, AssertionError, ArithmeticError, LookupError, ValueError, TypeError)
    try:
        with (
            Path(os.devnull).open("w", encoding="utf-8") as silence,
            open_workbook(str(path), logfile=silence, formatting_info=True, on_demand=True, ragged_rows=True) as book,
        ):
            yield book
    except XLRDError as error:
        raise (refusals.protected if "encrypted" in str(error) else refusals.damaged)(path) from error
    except (*broken, AttributeError, EOFError, MemoryError) as error:
        raise refusals.damaged(path, error) from error
    except OSError as error:
        raise refusals.unreadable(path, error) from error


def sheets_of(path: Path) -> tuple[XlsSheet, ...]:
    """List the worksheets of an xls file in order.

    Raises:
        FileError: protected or damaged.
    """
    with _opened(path) as book:
        return tuple(_described(book, number) for number in range(book.nsheets))


def _described(book: "Book", number: int) -> XlsSheet:
    sheet = book.sheet_by_index(number)
    hidden = frozenset(row + 1 for row, look in sheet.rowinfo_map.items() if look.hidden)
    merged = tuple(CellRange(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells)
    book.unload_sheet(number)
    return XlsSheet(sheet.name, hidden, merged)


def rows_of(path: Path, number: int) -> Iterator[RawRow]:
    """Read the sheet of a number, counted from 0, from row 1 and column A on.

    Raises:
        FileError: protected or damaged.
    """
    with _opened(path) as book:
        sheet = book.sheet_by_index(number)
        for row in range(sheet.nrows):
            yield [
                value if kind in {_TEXT, _NUMBER} else _special(book, sheet, row, column)
                for column, (kind, value) in enumerate(zip(sheet.row_types(row), sheet.row_values(row), strict=True))
            ]


def _special(book: "Book", sheet: "Sheet", row: int, column: int) -> RawCell:
    from xlrd import error_text_from_code  # noqa: PLC0415

    value = sheet.cell_value(row, column)
    match sheet.cell_type(row, column):
        case int(kind) if kind == _DATE:
            form = book.format_map[book.xf_list[sheet.cell_xf_index(row, column)].format_key].format_str
            return moment(float(value), form, is_1904=book.datemode == 1)
        case int(kind) if kind == _BOOLEAN:
            return bool(value)
        case int(kind) if kind == _ERROR:
            return ErrorCell(error_text_from_code.get(int(value), "#N/A"))
        case _:
            return None


def moment(serial: float, form: str, *, is_1904: bool) -> RawCell:
    """Turn a count of days into a duration, time, date or date and time, by its number format and size.

    A count that is no day of the calendar, such as 29 February 1900 or a negative one, stays a number.
    """
    milliseconds = timedelta(milliseconds=round(serial * 86_400_000)) if abs(serial) <= _LAST_DAY + 1 else None
    if milliseconds is None:
        return serial
    if any(part in form.lower() for part in _ELAPSED):
        return milliseconds
    last = _LAST_DAY - _DAYS_TO_1904 if is_1904 else _LAST_DAY
    if not 0 <= serial < last + 1 or (not is_1904 and int(serial) == _FALSE_LEAP_DAY):
        return serial
    if milliseconds < timedelta(days=1):
        return (datetime.combine(date.min, time()) + milliseconds).time()
    return _day(milliseconds, is_1904=is_1904, is_before_leap_day=serial < _FALSE_LEAP_DAY)


def _day(since: timedelta, *, is_1904: bool, is_before_leap_day: bool) -> date | datetime:
    epoch = date(1904, 1, 1) if is_1904 else date(1899, 12, 31 if is_before_leap_day else 30)
    found = datetime.combine(epoch, time()) + since
    return found if since % timedelta(days=1) else found.date()
