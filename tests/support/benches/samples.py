"""The workbook that every host is tried on, and the cells that every host must see in it."""

from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from pathlib import Path
from typing import Any

import xlsxwriter

from raccord.cells import CellRange, ErrorCell
from raccord_addin.snapshot import SheetCells

TEXTS = (
    "00750", "1e5", "1,5", "2026-01-01", "TRUE", "#N/A", "=1+1", "+33 1", "-5", "@sum", "'quoted", "{=A1}",
    "  spaced  ", " ", "a\nb", "a\n\nb\n", "tab\tb", "<b>x</b>", "]]>", "&amp;", "_x0041_", "_x000D_", "🏭 שלום",
    "cafe\u0301", "café", "x" * 32_767, "🏭" * 16_000,
)  # fmt: skip
ODD_NAMES = ("Été 2026", "It's", "a=b & c%", '"quoted"', "run.py", "1", "R1C1", "n" * 31)
SHAPE = "Clients 2026"
ALL_SHEETS = ("Types", "Texts", SHAPE, *ODD_NAMES)
_MOMENTS: tuple[tuple[Any, str], ...] = (
    (date(2026, 11, 22), "yyyy-mm-dd"),
    (date(1960, 2, 29), "dd/mm/yy"),
    (date(9999, 12, 31), "d mmm yyyy"),
    (datetime(2026, 11, 22, 14, 30, 15), "yyyy-mm-dd hh:mm:ss"),
    (datetime(2026, 11, 22, 23, 59, 59, 999_000), "dd/mm/yyyy hh:mm"),
    (time(9, 5), "hh:mm"),
    (time(0, 0, 1), "hh:mm:ss"),
    (timedelta(hours=30, minutes=15), "[h]:mm:ss"),
    (timedelta(days=400), "[h]:mm"),
    (timedelta(hours=2, minutes=30), "[h]:mm"),
    (datetime(2026, 11, 22, 7, 45), "hh:mm"),
)
_NUMBERS: tuple[tuple[float, str], ...] = (
    (0.0, "General"),
    (75001.0, "General"),
    (-12.5, "0.00"),
    (0.1 + 0.2, "General"),
    (123_456_789_012_345.0, "0"),
    (1.5e300, "0.00E+00"),
    (0.125, "0.0%"),
    (1234.56, '#,##0.00 "€"'),
    (44.0, "00000"),
    (0.5, "# ?/?"),
)
_FORMULAS: tuple[tuple[str, Any, Any, str], ...] = (
    ("=1+1", 2, 2.0, "General"),
    ('="a"&"b"', "ab", "ab", "General"),
    ("=1=1", True, True, "General"),
    ("=DATE(2026,11,22)", 46348, date(2026, 11, 22), "yyyy-mm-dd"),
    ("=NA()", "#N/A", ErrorCell("#N/A"), "General"),
    ("=1/0", "#DIV/0!", ErrorCell("#DIV/0!"), "General"),
    ('="a"+1', "#VALUE!", ErrorCell("#VALUE!"), "General"),
    ("=SQRT(-1)", "#NUM!", ErrorCell("#NUM!"), "General"),
    ("=no_such_name", "#NAME?", ErrorCell("#NAME?"), "General"),
    ("=#REF!+1", "#REF!", ErrorCell("#REF!"), "General"),
)


def write_sample(path: Path) -> Path:
    """Write the workbook; its active sheet is the one named by `SHAPE`."""
    with xlsxwriter.Workbook(path) as book:
        _write_types(book)
        texts = book.add_worksheet("Texts")
        for row, text in enumerate(TEXTS):
            texts.write_string(row, 0, text)
        _write_shape(book)
        for name in ODD_NAMES:
            book.add_worksheet(name).write_string("B2", name)
    return path


def sample_cells(name: str) -> SheetCells:
    """What every host sees on a sheet of the workbook."""
    if name == "Types":
        kinds = ([value for value, _ in _MOMENTS], [value for value, _ in _NUMBERS], [True, False])
        columns = (*kinds, [seen for _, _, seen, _ in _FORMULAS])
        rows = list(zip_longest(*columns))
        return SheetCells.of(name, rows)
    if name == "Texts":
        return SheetCells.of(name, [[text] for text in TEXTS])
    if name == SHAPE:
        return SheetCells.of(name, _SHAPE_ROWS, {5, 7}, (CellRange(1, 1, 1, 3), CellRange(4, 4, 5, 4)))
    return SheetCells.of(name, [[], [None, name]])


_SHAPE_ROWS: tuple[tuple[Any, ...], ...] = (
    ("Customers",),
    (),
    ("Name", None, "City", "Visits"),
    ("Anna", None, "Paris", 3.0),
    ("Bert", None, "Lyon"),
    (),
    (None, None, "Nice", 5.0),
    ("Dora", None, None, 0.0),
    ("Emil", None, "Brest", True),
)


def _write_types(book: Any) -> None:
    sheet = book.add_worksheet("Types")
    for row, (moment, form) in enumerate(_MOMENTS):
        sheet.write_datetime(row, 0, moment, book.add_format({"num_format": form}))
    for row, (number, form) in enumerate(_NUMBERS):
        sheet.write_number(row, 1, _Exact(number), book.add_format({"num_format": form}))
    sheet.write_boolean(0, 2, True)
    sheet.write_boolean(1, 2, False)
    for row, (formula, cached, _, form) in enumerate(_FORMULAS):
        sheet.write_formula(row, 3, formula, book.add_format({"num_format": form}), cached)


class _Exact(float):
    """A number that XlsxWriter writes with all its digits."""

    def __format__(self, _spec: str) -> str:
        return repr(float(self))


def _write_shape(book: Any) -> None:
    """Merged cells, a hidden row, a row that a filter hides, blank rows and columns, and formats beyond the data."""
    sheet = book.add_worksheet(SHAPE)
    sheet.activate()
    yellow = book.add_format({"bg_color": "#FFFF00"})
    for row, cells in enumerate(_SHAPE_ROWS):
        for column, value in enumerate(cells):
            if value is not None:
                _write(sheet, row, column, value)
    sheet.merge_range("A1:C1", "Customers")
    sheet.merge_range("D4:D5", 3)
    sheet.set_row(4, None, None, {"hidden": True})
    sheet.autofilter("A3:D9")
    sheet.filter_column_list("A", ["Anna", "Bert", "Dora", "Emil"])
    sheet.set_row(6, None, None, {"hidden": True})
    for row in range(9, 12):
        sheet.write_blank(row, 0, None, yellow)
    sheet.write_blank(3, 5, None, yellow)
    sheet.set_column("H:H", 20, yellow)
    sheet.set_row(14, 30, None, {"hidden": True})


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    else:
        sheet.write(row, column, value)
