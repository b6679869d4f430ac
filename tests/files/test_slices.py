"""Large xlsx sheets, which are read in slices: the same rows as read whole, and nothing left behind."""

import errno
import os
import tempfile
from datetime import date, datetime, time, timedelta
from threading import Event
from threading import enumerate as threads

import pytest
import xlsxwriter

from raccord.cells import CellRange, ErrorCell, Grid
from raccord.errors import FileError
from raccord.files import calamine_rows, calamine_slices, read_grids, reading, xlsx_slices
from raccord.translation import speaking
from support.workbooks import first_rows, rows, sheet_xml, write_xlsx


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """Give the folder of temporary files, empty."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def sliced(monkeypatch, temporary):
    """Have every sheet of more than a few rows read in slices, and give a list of what was sliced."""
    monkeypatch.setattr(reading, "SMALL_SHEET", 0)
    monkeypatch.setattr(xlsx_slices, "SLICE", 300)
    monkeypatch.setattr("raccord.files.packages._CHUNK", 500)
    begun, begin = [], calamine_slices.LoadedSlices.__init__

    def noted(self, path, sheet):
        assert sheet.path.parent == temporary
        assert sheet.path.stat().st_mode & 0o077 == 0
        begun.append(sheet)
        begin(self, path, sheet)

    monkeypatch.setattr(calamine_slices.LoadedSlices, "__init__", noted)
    return begun


@pytest.fixture
def whole(monkeypatch):
    """Give a list of the workbooks that calamine is given whole."""
    given, opened = [], calamine_rows.opened
    monkeypatch.setattr(calamine_rows, "opened", lambda path: given.append(path) or opened(path))
    return given


def number_row(row, *columns):
    """Make the XML of a row with its number in each of some columns."""
    return f'<row r="{row}">{"".join(f"""<c r="{column}{row}"><v>{row}</v></c>""" for column in columns)}</row>'


def write_every_kind(path, **options):
    """Write a workbook of 200 rows from C5 on, with every kind of cell, gaps, a hidden row and a merged range."""
    moments = [date(2026, 11, 29), datetime.fromisoformat("2026-11-29T14:30"), time(14, 30, 15), timedelta(hours=30)]
    formats = ["yyyy-mm-dd", "dd/mm/yyyy hh:mm", "hh:mm:ss", "[h]:mm"]
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet("Clients")
        looks = [book.add_format({"num_format": one}) for one in formats]
        sheet.set_row(100, None, None, {"hidden": True})
        for row in range(4, 204):
            if row == 120:
                sheet.merge_range(row, 10, row, 12, "merged")
            if row % 50 < 45:
                sheet.write_string(row, 2, f"Dupont & fils {row % 7}")
                sheet.write_number(row, 3, row / 8)
                sheet.write_boolean(row, 4, row % 2 == 0)
                sheet.write_datetime(row, 5 + row % 4, moments[row % 4], looks[row % 4])
                if row % 60 == 0:
                    sheet.write_formula(row, 9, "=NA()", value="#N/A")
        book.add_worksheet("More").write(0, 0, "other")
    return path


@pytest.mark.parametrize("options", [{}, {"constant_memory": True}, {"date_1904": True}])
def test_slices_give_what_the_whole_gives(tmp_path, options, request):
    """Texts shared or not, dates of both systems, gaps, errors, hidden rows: all is where it is in the whole sheet."""
    path = write_every_kind(tmp_path / "a.xlsx", **options)
    whole = [(rows(grid), grid.hidden_rows, grid.merged) for grid in read_grids(path)]
    begun = request.getfixturevalue("sliced")

    assert [(rows(grid), grid.hidden_rows, grid.merged) for grid in read_grids(path)] == whole
    assert len(begun) == 1
    assert len(begun[0].first_rows) > 10
    assert whole[0][1:] == (frozenset({101}), (CellRange(121, 11, 121, 13),))
    assert whole[0][0][4][2:5] == ["Dupont & fils 4", 0.5, True]
    assert whole[0][0][60][9] == ErrorCell("#N/A")


def test_every_pass_gives_all_rows(tmp_path, sliced):
    """Slices that a pass has let go of are read again, by later passes and by one that has begun before."""
    clients, _ = read_grids(write_every_kind(tmp_path / "a.xlsx"))
    behind = clients.read()
    begun = [next(behind) for _ in range(20)]
    every = rows(clients)

    assert len(sliced) == 1
    assert len(every) == 204
    assert rows(clients) == every
    assert rows(Grid.of("behind", [*begun, *behind])) == every
    clients.release()
    assert rows(clients) == every


def test_a_pass_within_a_pass_reads_nothing_twice(tmp_path, sliced, whole):
    """Dates as text are looked through while the rows are read: the slices stay until both passes have read them."""
    clients, _ = read_grids(write_every_kind(tmp_path / "a.xlsx"))
    outer = clients.read()
    begun = [next(outer) for _ in range(5)]

    every = rows(clients)

    assert rows(Grid.of("outer", [*begun, *outer])) == every
    assert (len(sliced), whole) == (1, [])
    assert rows(clients) == every
    assert len(whole) == 1


@pytest.mark.parametrize("between", ["", "\r\n  "])
def test_slices_end_where_rows_do(tmp_path, sliced, between):
    """Each slice holds the rows from its first one to before that of the next; none is read twice."""
    xml = sheet_xml(*(number_row(row, "A", "C") + between for row in range(3, 400, 3)))
    path = write_xlsx(tmp_path / "a.xlsx", xml)

    found = first_rows(path)

    assert [row[0] for row in found if row] == list(range(3, 400, 3))
    assert all(row == [number, None, number] for number, row in enumerate(found, 1) if row)
    assert all(first % 3 == 0 for first in sliced[0].first_rows[1:])


@pytest.mark.parametrize(
    "xml",
    [
        sheet_xml(*(number_row(row, "A") for row in [*range(1, 100), *range(200, 300), *range(100, 200)])),
        sheet_xml(*(number_row(row, "A") for row in range(299, 0, -1))),
        sheet_xml(*(number_row(row, "A").replace(f' r="{row}"', "", 1) for row in range(1, 300))),
        sheet_xml(*(number_row(row, "A") for row in range(1, 300))).replace("<sheetData>", "<sheetData >"),
        sheet_xml(*(number_row(row, "A").replace(f' r="A{row}"', "") for row in range(1, 300))),
        sheet_xml(*(number_row(row, "A").replace(f'r="A{row}"', f's="0" r="A{row}"') for row in range(1, 300))),
    ],
    ids=["displaced", "reversed", "unnumbered", "spaced", "cells-unnumbered", "other-order"],
)
def test_what_is_written_otherwise_is_read_whole(tmp_path, sliced, temporary, xml):
    """Rows in another order, without numbers, and odd cells: the sheet is not sliced."""
    assert first_rows(write_xlsx(tmp_path / "a.xlsx", xml)) == [[row] for row in range(1, 300)]
    assert not sliced
    assert not list(temporary.iterdir())


def test_a_far_cell_is_refused_unread(tmp_path, sliced, temporary, whole):
    """A sheet whose last cell lies far out is not given to calamine, neither whole nor in slices."""
    every = [number_row(row, "A") for row in range(1, 300)]
    path = write_xlsx(tmp_path / "a.xlsx", sheet_xml(*every, number_row(1_048_576, "XFD")))

    with pytest.raises(FileError) as caught:
        read_grids(path)

    assert caught.value.code == "file-too-large"
    assert not sliced
    assert not whole
    assert not list(temporary.iterdir())


def test_no_room_for_slices(tmp_path, sliced, monkeypatch):
    """Where nothing can be written, or no longer, the sheet is read whole."""
    path = write_every_kind(tmp_path / "a.xlsx")
    whole = first_rows(path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    assert first_rows(path) == whole
    assert len(sliced) == 1


@pytest.mark.parametrize("begins", [1, 5, 300])
def test_room_that_runs_out(tmp_path, sliced, temporary, monkeypatch, begins):
    """A disk that is full when some of the slices are written leaves nothing behind, and the sheet is read whole."""
    path = write_every_kind(tmp_path / "a.xlsx")
    full = FullDisk(begins)
    monkeypatch.setattr("raccord.files.temporary_books.os.fdopen", full.opened)

    assert len(first_rows(path)) == 204
    assert full.written >= begins
    assert not sliced
    assert not list(temporary.iterdir())


class FullDisk:
    """Opens files which take no more once they were written to so many times."""

    def __init__(self, most):
        self.most = most
        self.written = 0
        self._open = os.fdopen

    def opened(self, handle, mode):
        """Open a file, for `os.fdopen`."""
        stream = self._open(handle, mode)
        disk, write = self, stream.write

        class Full:
            def write(self, data):
                disk.written += 1
                if disk.written >= disk.most:
                    raise OSError(errno.ENOSPC, "No space left on device")
                return write(data)

            def __getattr__(self, name):
                return getattr(stream, name)

        return Full()


def test_slices_that_overlap_are_refused(tmp_path, sliced, temporary):
    """Rows that go on before the end of an earlier slice are refused, in the language spoken."""
    numbers = [*range(1, 30), 1030, *range(31, 300)]
    path = write_xlsx(tmp_path / "a.xlsx", sheet_xml(*(number_row(row, "A") for row in numbers)))

    with speaking("fr"), pytest.raises(FileError) as caught:
        first_rows(path)

    assert caught.value.code == "file-damaged"
    assert "lignes ne sont pas dans l'ordre" in caught.value.message
    assert len(sliced) == 1
    assert not list(temporary.iterdir())


@pytest.mark.usefixtures("sliced")
def test_rows_in_a_comment_are_never_read(tmp_path):
    """A comment that holds rows may be cut, and is then refused; its rows are not taken for customers."""
    every = [number_row(row, "A") for row in range(1, 100)]
    path = write_xlsx(tmp_path / "a.xlsx", sheet_xml(*every[:20], "<!--", *every[20:80], "-->", *every[80:]))

    with pytest.raises(FileError) as caught:
        first_rows(path)

    assert caught.value.code == "file-damaged"


def test_duration_too_long_names_its_row(tmp_path, sliced):
    """What a cell of a slice cannot be turned into is told with its row in the sheet."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Clients")
        for row in range(200):
            sheet.write_number(row, 0, row)
        sheet.write_number(150, 1, 1e12, book.add_format({"num_format": "[h]:mm"}))

    with pytest.raises(FileError) as caught:
        first_rows(tmp_path / "a.xlsx")

    assert caught.value.code == "file-duration"
    assert "151" in str(caught.value.where.cell)
    assert len(sliced) == 1


def test_the_temporary_workbook_is_soon_gone(tmp_path, sliced, temporary):
    """The slices, which nobody else can read, are deleted as soon as calamine has opened them."""
    clients, _ = read_grids(write_every_kind(tmp_path / "a.xlsx"))

    next(clients.read())

    assert len(sliced) == 1
    assert not list(temporary.iterdir())


def test_nothing_is_loaded_that_nobody_needs(tmp_path, sliced, temporary, monkeypatch):
    """The slices that are not loaded when the sheet is given up are left alone, and deleted."""
    needless, loaded, load = Event(), [], calamine_slices.LoadedSlices.load

    def slowly(self, number):
        needless.wait()
        loaded.append(number)
        return load(self, number)

    monkeypatch.setattr(calamine_slices.LoadedSlices, "load", slowly)
    others = threads()
    grids = read_grids(write_every_kind(tmp_path / "a.xlsx"))
    (loader,) = set(threads()) - set(others)
    del grids
    needless.set()
    loader.join(60)

    assert len(sliced) == 1
    assert loaded == [0]
    assert not loader.is_alive()
    assert not list(temporary.iterdir())
