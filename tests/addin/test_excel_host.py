"""The host on Excel: what it tells of a workbook and reads from it, on either platform."""

import inspect
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import pytest
import xlwings as xw
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from raccord.cells import CellRange, ErrorCell
from raccord_addin.hosts import HostError
from raccord_addin.hosts.excel import mac, windows
from raccord_addin.hosts.excel.areas import addresses, areas_of
from raccord_addin.hosts.excel.native import Native
from raccord_addin.hosts.excel.refusals import refusals_told
from support.benches.excel import excel_bench
from support.excel_world import ExcelWorld, excel_world
from support.xlwings_engine import Dialect

COLUMN_D = CellRange(1, 4, 1_048_576, 4)


@pytest.fixture(params=Dialect)
def excel(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ExcelWorld]:
    """An Excel of each platform."""
    with excel_world(tmp_path, request.param) as world:
        yield world


@pytest.mark.parametrize("module", [windows, mac])
def test_both_platforms_have_every_function(module: ModuleType) -> None:
    """A function that one platform lacks, or that takes something else there, would be missed by whoever has it."""
    for name, wanted in inspect.getmembers(Native, inspect.isfunction):
        if not name.startswith("_"):
            named = [one for one in inspect.signature(wanted).parameters if one != "self"]
            assert list(inspect.signature(getattr(module, name)).parameters) == named, name


@pytest.mark.parametrize(
    ("address", "areas"),
    [
        ("$B$2", [CellRange(2, 2, 2, 2)]),
        ("$A$1:$C$7,$D:$D", [CellRange(1, 1, 7, 3), COLUMN_D]),
        ("$3:$5", [CellRange(3, 1, 5, 16_384)]),
        ("$A:$XFD", [CellRange(1, 1, 1_048_576, 16_384)]),
    ],
)
def test_addresses_are_read(address: str, areas: list[CellRange]) -> None:
    """Cells, areas, whole columns and rows, and the whole sheet."""
    assert list(areas_of(address)) == areas


def test_no_address_is_longer_than_excel_takes() -> None:
    """Many areas are joined to as few addresses as possible, and none is lost."""
    areas = [CellRange(row, 16_384, row, 16_384) for row in range(1_000_000, 1_000_100, 2)]

    joined = list(addresses(areas))

    assert max(map(len, joined)) <= 255
    assert [area for address in joined for area in areas_of(address)] == areas
    assert len(joined) < 10


def test_selected_areas_begin_with_the_one_of_the_cursor(excel: ExcelWorld) -> None:
    """A discontiguous selection of cells and whole columns is told area by area."""
    host = excel.open()
    excel.sheet().select_cells("A1:B2,D:D", "D1")

    assert host.look().selection == (COLUMN_D, CellRange(1, 1, 2, 2))


def test_whole_sheet_is_selected(excel: ExcelWorld) -> None:
    """More cells than Excel can count are a selection like any other."""
    host = excel.open()
    excel.sheet().select_cells("A1:XFD1048576", "A1")

    assert host.look().selection == (CellRange(1, 1, 1_048_576, 16_384),)


def test_selected_shape_is_no_selection(excel: ExcelWorld) -> None:
    """A shape or a chart has no cells."""
    host = excel.open()
    excel.app.shape_is_selected = True

    assert host.look().selection == ()


def test_selection_of_another_book_is_none_of_ours(excel: ExcelWorld) -> None:
    """Who has gone to another workbook has selected nothing in this one."""
    host = excel.open()
    excel.open(name="other.xlsx")

    assert host.look().selection == ()
    assert host.look().name == "clients.xlsx"


@pytest.mark.parametrize(
    ("menus", "country", "on_windows", "on_mac"),
    [(1036, 33, "fr-FR", "fr"), (3079, 43, "de-AT", "de-AT"), (1033, 1, "en-US", "en"), (999_999, 81, "en", "en")],
)
def test_language_is_that_of_the_menus(
    excel: ExcelWorld, menus: int, country: int, on_windows: str, on_mac: str
) -> None:
    """Excel tells its language by a number, which differs by platform; one that nobody knows is English."""
    excel.app.menu_language, excel.app.country = menus, country

    told = {Dialect.WINDOWS: on_windows, Dialect.MAC: on_mac}
    assert excel.open().look().language == told[excel.engine.dialect]


def test_locked_book_is_told(excel: ExcelWorld) -> None:
    """A protected structure is told apart from a protected sheet."""

    def lock(book: Any) -> None:
        book.security.lockStructure = True
        book["Other"].protection.sheet = True

    seen = excel.open(lock).look()

    assert seen.locked
    assert [one.protected for one in seen.sheets] == [False, True]


def test_book_marked_as_final_is_not_writable(tmp_path: Path) -> None:
    """Windows tells; on the Mac Excel refuses the writing."""
    with excel_world(tmp_path, Dialect.WINDOWS) as world:
        host = world.open()
        assert host.look().writable
        world.app.books.active.is_final = True
        assert not host.look().writable


def test_error_cells_move_nothing(excel: ExcelWorld) -> None:
    """Excel for the Mac leaves error cells, and rows of nothing else, out of its answers; every cell stays in place."""

    def spoil(book: Any) -> None:
        for place, error in {"B2": "#N/A", "A3": "#REF!", "B3": "#DIV/0!", "A1": "#NAME?"}.items():
            book["Clients"][place] = error
        book["Other"]["A1"] = "#NUM!"

    host = excel.open(spoil)

    assert host.read("Clients").rows == [
        [ErrorCell("#NAME?"), "City"],
        ["Anna", ErrorCell("#N/A")],
        [ErrorCell("#REF!"), ErrorCell("#DIV/0!")],
        ["Cara", "Nice"],
    ]
    assert host.read("Other").rows == [[ErrorCell("#NUM!")]]


@pytest.mark.parametrize("error", ["#SPILL!", "#CALC!"])
def test_errors_that_xlwings_does_not_know_are_errors(excel: ExcelWorld, error: str) -> None:
    """An error of newer formulas is neither a number nor blank."""
    host = excel.open()
    excel.sheet().held.rows[1][1] = ErrorCell(error)

    assert host.read("Clients").rows[1] == ["Anna", ErrorCell(error)]


def test_error_as_text_is_text(excel: ExcelWorld) -> None:
    """A text that reads like an error was typed by someone."""

    def type_it(book: Any) -> None:
        book["Clients"]["B2"] = "#N/A"
        book["Clients"]["B2"].data_type = "s"

    assert excel.open(type_it).read("Clients").rows[1] == ["Anna", "#N/A"]


def test_money_is_a_number(excel: ExcelWorld) -> None:
    """A currency cell, which pywin32 gives as a decimal, is the float that every host gives."""

    def pay(book: Any) -> None:
        book["Clients"]["B2"] = 1234.56
        book["Clients"]["B2"].number_format = '#,##0.00 "€"'

    read = excel.open(pay).read("Clients").cell(2, 2)

    assert (type(read), read) == (float, 1234.56)


NOW = datetime(2026, 11, 22, 14, 30, 15, 250_000)
MOMENTS = {
    "A1": (time(9, 5), "hh:mm", time(9, 5)),
    "A2": (time(0, 0), "hh:mm", time(0, 0)),
    "A3": (timedelta(hours=2, minutes=30), "[h]:mm", time(2, 30)),
    "A4": (timedelta(hours=30), "[h]:mm", timedelta(hours=30)),
    "B1": (date(2026, 11, 22), "dd/mm/yyyy", date(2026, 11, 22)),
    "B2": (
        datetime(2026, 11, 22, 14, 30, 15, 250_000),
        "dd/mm/yyyy hh:mm",
        datetime(2026, 11, 22, 14, 30, 15, 250_000),
    ),
    "B3": (date(1909, 5, 6), "dd/mm/yyyy", date(1909, 5, 6)),
}


@pytest.mark.parametrize("from_1904", [False, True])
def test_moments_are_told_apart(excel: ExcelWorld, *, from_1904: bool) -> None:
    """Dates, times and durations are all moments to Excel, counted from one of two days."""

    def fill(book: Any) -> None:
        if from_1904:
            book.epoch = CALENDAR_MAC_1904
        for place, (value, form, _) in MOMENTS.items():
            book["Other"][place] = value
            book["Other"][place].number_format = form

    cells = excel.open(fill).read("Other")

    for place, (_, _, wanted) in MOMENTS.items():
        assert cells.cell(int(place[1]), " AB".index(place[0])) == wanted, place


def test_sheet_that_starts_elsewhere_is_read_from_its_first_cell(excel: ExcelWorld) -> None:
    """Excel's used area begins where the first cell is; rows and columns count from A1 all the same."""

    def put(book: Any) -> None:
        book["Other"]["C3"] = "here"

    assert excel.open(put).read("Other").rows == [[], [], [None, None, "here"]]


def test_formats_far_away_are_not_read(excel: ExcelWorld) -> None:
    """A used area too large for memory is narrowed to what holds something."""

    def format_far_away(book: Any) -> None:
        book["Clients"].cell(1_000_000, 300).number_format = "0.00"

    assert excel.open(format_far_away).read("Clients").rows[3] == ["Cara", "Nice"]


def test_hidden_rows_are_told_whatever_columns_are_hidden(excel: ExcelWorld) -> None:
    """A hidden column takes no row away."""

    def hide(book: Any) -> None:
        book["Clients"].row_dimensions[3].hidden = True
        book["Clients"].column_dimensions["A"].hidden = True

    assert excel.open(hide).read("Clients").hidden_rows == {3}


def test_hidden_rows_that_excel_does_not_tell_are_none(tmp_path: Path) -> None:
    """Where nothing is visible, Excel for Windows refuses to answer, in the language of the user."""
    with excel_world(tmp_path, Dialect.WINDOWS) as world:
        host = world.open()
        world.app.hides_everything = True

        assert host.read("Clients").hidden_rows == frozenset()


def test_merged_cells_are_found(excel: ExcelWorld) -> None:
    """Large and small ones, one of them across the middle of the sheet."""
    merged = ["A1:B1", "B2:B3", "D1:F9"]

    def merge(book: Any) -> None:
        for area in merged:
            book["Clients"].merge_cells(area)

    assert excel.open(merge).read("Clients").merged == (
        CellRange(1, 1, 1, 2),
        CellRange(1, 4, 9, 6),
        CellRange(2, 2, 3, 2),
    )


def test_unknown_sheet_is_an_error(excel: ExcelWorld) -> None:
    """A sheet that was renamed between two clicks is named, with what to do."""
    with pytest.raises(HostError, match="no sheet “Gone”"):
        excel.open().read("Gone")


def test_refusal_is_told_in_excels_own_words(excel: ExcelWorld) -> None:
    """What either platform raises becomes one sentence with the place."""
    with pytest.raises(HostError, match="“Clients”: Excel refused to go on: Too busy"), refusals_told("Clients"):
        raise excel.engine.refusal("Too busy")


def test_fault_of_our_own_is_no_refusal() -> None:
    """A programming error is not blamed on Excel."""
    with pytest.raises(TypeError), refusals_told("Clients"):
        raise TypeError


def test_xlwings_is_left_as_it_was(tmp_path: Path) -> None:
    """After the bench, xlwings knows the engines it knew, the active one included."""
    openpyxl.Workbook().save(tmp_path / "book.xlsx")
    before = list(xw.engines), dict(xw.engines.engines_by_name), xw.engines.active

    with excel_bench(tmp_path) as outer, excel_bench(tmp_path) as inner:
        assert [bench.open(tmp_path / "book.xlsx").look().name for bench in (outer, inner)] == ["book.xlsx"] * 2

    assert (list(xw.engines), dict(xw.engines.engines_by_name), xw.engines.active) == before
