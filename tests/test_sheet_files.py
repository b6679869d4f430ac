"""Sheets in real workbooks: what the file holds beside its cells."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from raccord.errors import SheetError
from raccord.files import read_grids
from raccord.job import Job
from raccord.jobs import preview
from raccord.sheet import Table, understand
from raccord.sheet_choice import choose_grid
from support.front_half import CATALOGUE, fed

Understood = Callable[[Callable[[Any, Any], object]], Table]


@pytest.fixture
def understood(tmp_path: Path) -> Understood:
    """Write a workbook by a function that gets its sheet and the workbook, and understand the sheet to import."""

    def run(fill: Callable[[Any, Any], object]) -> Table:
        path = tmp_path / "clients.xlsx"
        with xlsxwriter.Workbook(path) as book:
            fill(book.add_worksheet("Clients"), book)
        return understand(choose_grid(read_grids(path)), CATALOGUE)

    return run


def test_hidden_and_filtered_rows_are_read_and_counted(understood, tmp_path):
    """Hidden data rows are rows like others, and a warning counts them; other hidden rows do not count."""

    def fill(sheet, _book):
        for row, cells in enumerate([["Key", "Keep"], ["Name", "City"], ["a", "x"], ["b", "y"], ["c", "z"]]):
            sheet.write_row(row, 0, cells)
        for row in (0, 2, 4, 5, 6):
            sheet.set_row(row, None, None, {"hidden": True})

    table = understood(fill)

    assert [cells[0] for _, cells in table.rows()] == ["a", "b", "c"]
    with preview(Job(table.grid, CATALOGUE, f"sqlite:///{tmp_path / 'none.db'}")) as report:
        hidden = [note for note in report.plan.warnings if note.code == "hidden-rows"]
    assert [dict(note.facts) for note in hidden] == [{"count": 2}]


def test_merged_cells_in_the_data_are_warned_about(understood):
    """A merged title above the headers is fine; merged data cells are named, for only the first holds the value."""

    def fill(sheet, _book):
        sheet.merge_range("A1:B1", "Key → Name")
        sheet.write_row("A2", ["Name", "City"])
        sheet.merge_range("A3:A4", "a")
        sheet.merge_range("B5:B6", "x")

    table = understood(fill)

    assert [(note.code, note.cell) for note in table.warnings] == [("merged-cells", "Clients!A3")]
    assert table.warnings[0].facts == {"count": 2}
    assert [(number, cells[0]) for number, cells in table.rows() if cells[0]] == [(3, "a")]


def test_headers_with_line_breaks_name_fields(understood):
    """A header broken over lines in its cell names its field."""
    headers = ["External\nID", "Raison\r\nsociale", "Code\n postal"]

    table = understood(lambda sheet, _book: sheet.write_row(0, 0, headers))

    assert [name for _, name, _ in fed(table)] == ["external_id", "name", "zip"]
    assert table.warnings == ()


def test_formatted_rows_below_the_last_used_one_do_not_exist(understood):
    """Colours and borders alone make no rows."""

    def fill(sheet, book):
        sheet.write_row(0, 0, ["Name"])
        sheet.write_row(1, 0, ["a"])
        for row in range(2, 50):
            sheet.write_blank(row, 0, None, book.add_format({"bg_color": "yellow"}))

    assert [number for number, _ in understood(fill).rows()] == [2]


def test_marked_sheet_of_the_workbook_is_chosen(understood):
    """The sheet with an update row is imported although another comes first."""

    def fill(sheet, book):
        sheet.write(0, 0, "Notes")
        other = book.add_worksheet("Mars 2026")
        other.write_row("A2", ["Clé", "Écraser"])
        other.write_row("A3", ["N° client", "Téléphone"])

    table = understood(fill)

    assert (table.grid.name, table.update_row) == ("Mars 2026", 2)
    assert fed(table) == [("A", "external_id", "key"), ("B", "phone", "overwrite")]


def test_errors_name_the_cell_of_the_real_sheet(understood):
    """A wrong target in a file is named by its sheet and cell, ready to go to."""

    def fill(_sheet, book):
        other = book.add_worksheet("Mars 2026")
        other.write_row("A1", ["Key", "Overwrite -> Shoe size"])
        other.write_row("A2", ["Name", "x"])

    with pytest.raises(SheetError) as caught:
        understood(fill)

    assert str(caught.value).startswith("'Mars 2026'!B1: “Shoe size”")


def test_csv_file_is_one_sheet_named_after_it(tmp_path):
    """The cells of a csv file are named by the file's name, and its marks count as in a workbook."""
    path = tmp_path / "kunden mai.csv"
    path.write_text("Schlüssel;Überschreiben\nKundennummer;Telefon\nK1;0123\n", encoding="cp1252")
    (grid,) = read_grids(path)

    table = understand(choose_grid([grid]), CATALOGUE)

    assert table.cell(3, 2) == "'kunden mai'!B3"
    assert fed(table) == [("A", "external_id", "key"), ("B", "phone", "overwrite")]
