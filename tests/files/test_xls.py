"""Xls files through xlrd."""

from datetime import date, datetime, time, timedelta

import pytest
import xlwt

from raccord.cells import CellRange, ErrorCell
from raccord.files import read_grids
from raccord.files.xls import moment
from support.workbooks import rows

_CODES = {"#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#NAME?": 0x1D, "#NUM!": 0x24, "#N/A": 0x2A}


@pytest.fixture
def write(tmp_path):
    """Write an xls workbook by a function that gets its first sheet, and give its grids."""

    def run(fill, *, is_1904=False):
        book = xlwt.Workbook()
        book.dates_1904 = is_1904
        fill(book.add_sheet("Clients"))
        book.add_sheet("Second").write(0, 0, "second")
        book.save(str(tmp_path / "Clients.xls"))
        return read_grids(tmp_path / "Clients.xls")

    return run


def test_sheets_and_values(write):
    """Text, numbers and booleans stand at their places, the sheets in order."""

    def fill(sheet):
        for column, value in enumerate(["007", 75001, 2.5, True, "שלום", "a\nb", "1\u00a0234"]):
            sheet.write(2, column + 1, value)

    grids = write(fill)

    assert [grid.name for grid in grids] == ["Clients", "Second"]
    assert rows(grids[0]) == [[], [], [None, "007", 75001, 2.5, True, "שלום", "a\nb", "1\u00a0234"]]
    assert rows(grids[1]) == [["second"]]


@pytest.mark.parametrize("is_1904", [False, True])
def test_dates_and_times(write, is_1904):
    """Date, date-and-time and time formats give such values, in both date systems."""
    values = [date(2026, 11, 22), datetime.fromisoformat("2026-11-22T14:30"), time(9, 5)]

    def fill(sheet):
        for column, form in enumerate(["yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm"]):
            sheet.write(0, column, values[column], xlwt.easyxf(num_format_str=form))

    assert rows(write(fill, is_1904=is_1904)[0]) == [values]


def test_errors_keep_their_text(write):
    """Each of the seven errors keeps the text it shows, also beyond the last value."""

    def fill(sheet):
        sheet.write(0, 0, "Name")
        for column, code in enumerate(_CODES.values()):
            sheet.row(1).set_cell_error(column + 1, code)

    assert rows(write(fill)[0]) == [["Name"], [None, *map(ErrorCell, _CODES)]]


def test_hidden_rows_and_merged_ranges(write):
    """Hidden rows are read and listed, merged ranges listed."""

    def fill(sheet):
        sheet.write_merge(0, 1, 1, 3, "Address")
        sheet.write(2, 0, "a")
        sheet.row(2).hidden = True

    grid = write(fill)[0]

    assert grid.hidden_rows == {3}
    assert grid.merged == (CellRange(1, 2, 2, 4),)
    assert rows(grid) == [[None, "Address"], [], ["a"]]


@pytest.mark.parametrize(
    ("serial", "form", "is_1904", "value"),
    [
        (1, "d/m/yyyy", False, date(1900, 1, 1)),
        (59, "d/m/yyyy", False, date(1900, 2, 28)),
        (60, "d/m/yyyy", False, 60),
        (61, "d/m/yyyy", False, date(1900, 3, 1)),
        (1, "d/m/yyyy", True, date(1904, 1, 2)),
        (60, "d/m/yyyy", True, date(1904, 3, 1)),
        (46348.60416666666, "d/m/yyyy h:mm", False, datetime.fromisoformat("2026-11-22T14:30")),
        (0.5, "h:mm", False, time(12)),
        (1.25, "[h]:mm", False, timedelta(hours=30)),
        (-0.25, "[h]:mm", False, timedelta(hours=-6)),
        (-1, "d/m/yyyy", False, -1),
        (2_958_465, "d/m/yyyy", False, date(9999, 12, 31)),
        (2_958_466, "d/m/yyyy", False, 2_958_466),
        (1e300, "d/m/yyyy", False, 1e300),
        (2_958_465, "d/m/yyyy", True, 2_958_465),
    ],
)
def test_day_counts(serial, form, is_1904, value):
    """Counts of days become days of their date system; those that no calendar has stay numbers."""
    assert moment(serial, form, is_1904=is_1904) == value
