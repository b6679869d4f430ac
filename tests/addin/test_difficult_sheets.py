"""Difficult sheets: each gives a clear message or the right result, and never a half-written sheet (SPEC §7).

Real files in every host that holds formats, a real base, and the engine in the test's own process.
"""

from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo

from raccord.cells import CellRange
from raccord.result_lines import HEAD_ROWS
from support.benches import STYLED
from support.benches.office import OfficeBench
from support.desk_world import HEADERS, ROWS, DeskWorld
from support.user_files import MARKED, SOURCE, UNMARKED, WORDS, Opener, UserFile, imported

pytestmark = pytest.mark.parametrize("bench", STYLED, indirect=True, scope="session")
ON_THE_SHEET = ("prepare", "key", "preview", "import", "clear_preview")
CITY = CellRange(2, 4, 2, 4)


def assert_refused(file: UserFile, world: DeskWorld, button: str, *words: str) -> None:
    """Press a button that must tell why it does nothing, and leave workbook and base as they are."""
    before = file.look()

    told = file.press(button, CITY)

    assert all(word in told for word in words), told
    assert "--" not in told
    assert file.look() == before
    assert world.customers.all() == SOURCE


@pytest.mark.parametrize("button", ON_THE_SHEET)
def test_protected_sheet(open_file: Opener, world: DeskWorld, button: str) -> None:
    """Every button that writes to a protected sheet names it and says what to do."""

    def protect(_book: Any, sheet: Any) -> None:
        sheet.protection.sheet = True

    file = open_file(MARKED, protect)

    assert_refused(file, world, button, "The sheet “Clients” is protected", "Unprotect the sheet and click again.")


@pytest.mark.parametrize("button", ON_THE_SHEET)
def test_protected_structure(open_file: Opener, world: DeskWorld, button: str) -> None:
    """Where no sheet can be added, nothing is begun."""

    def lock(book: Any, _sheet: Any) -> None:
        book.security = WorkbookProtection(lockStructure=True)

    file = open_file(MARKED, lock)
    if isinstance(file.bench, OfficeBench):  # LibreOffice leaves the lock of an xlsx file out
        file.bench.office.run("desktop.CurrentComponent.protect('secret')")

    assert_refused(file, world, button, "structure of “clients.xlsx” is protected", "Unprotect the workbook")


def test_header_merged_over_two_columns(open_file: Opener, world: DeskWorld) -> None:
    """A header that covers a column without data counts for its first column, and stays merged."""
    wide = [[*row[:2], None, *row[2:]] for row in MARKED]
    file = open_file(wide, lambda _book, sheet: sheet.merge_cells("B2:C2"))
    before = file.look()

    assert not file.press("preview")
    assert file.column(8) == [word.replace(": E", ": F") for word in WORDS]
    assert not file.press("import")

    assert imported(world)
    assert file.look().sheet.merged == before.sheet.merged == (CellRange(2, 2, 2, 3),)


def test_last_header_merged_over_two_columns(open_file: Opener, world: DeskWorld) -> None:
    """The column Raccord stands beside a merged header, not hidden under it."""
    file = open_file(MARKED, lambda _book, sheet: sheet.merge_cells("F2:G2"))

    assert not file.press("preview")

    assert file.column(8) == WORDS
    assert not file.column(7)
    assert not file.press("import")
    assert imported(world)
    assert file.look().sheet.merged == (CellRange(2, 6, 2, 7),)


@pytest.mark.parametrize("height", [1, 2])
def test_merged_title_above_the_table(open_file: Opener, world: DeskWorld, height: int) -> None:
    """Marks go between a merged title, however high, and the headers; the title keeps its cells."""
    titles = [["Our customers"], *[[]] * (height - 1)]
    file = open_file(
        [*titles, *UNMARKED],
        lambda _book, sheet: sheet.merge_cells(start_row=1, start_column=1, end_row=height, end_column=6),
    )

    assert not file.press("prepare")
    assert not file.press("overwrite", CellRange(height + 2, 5, height + 2, 5))
    assert not file.press("preview")
    assert not file.press("import")

    assert file.look().sheet.merged == (CellRange(1, 1, height, 6),)
    assert file.rows()[0] == ["Our customers"]
    assert file.rows()[height + 1][:6] == HEADERS
    assert file.column(7) == WORDS
    assert imported(world)


def test_marks_under_a_merged_title(open_file: Opener) -> None:
    """A mode's button writes above the headers, not above the title that nobody prepared the sheet for."""
    file = open_file([["Our customers"], *UNMARKED], lambda _book, sheet: sheet.merge_cells("A1:F1"))

    assert not file.press("keep", CITY)
    assert not file.press("assign_field", CITY)

    assert file.rows()[:3] == [["Our customers"], [None, None, None, "Keep"], HEADERS]


def filtered(_book: Any, sheet: Any) -> None:
    """Filter the table by a city, which hides two rows."""
    sheet.auto_filter.ref = "A2:F5"
    sheet.auto_filter.add_filter_column(3, ["Lyon"])
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[5].hidden = True


def test_filter_with_hidden_rows(open_file: Opener, world: DeskWorld) -> None:
    """Every row gets its own word, the result tells of hidden rows, and the filter hides what it hid."""
    file = open_file(MARKED, filtered)
    before = file.look()

    assert not file.press("preview")
    assert file.column(7) == WORDS
    head = " ".join(str(cell) for line in file.rows("Raccord")[: HEAD_ROWS + 3] for cell in line if cell is not None)
    assert "hidden" in head.lower()
    assert not file.press("import")

    assert imported(world)
    assert file.column(7) == WORDS
    after = file.look()
    assert (after.sheet.filter, after.sheet.hidden) == (before.sheet.filter, before.sheet.hidden)
    assert after.belongings["filtered"] == before.belongings["filtered"]


def test_clearing_under_a_filter(open_file: Opener) -> None:
    """Clearing the preview takes the words out of hidden rows as well, and nothing else."""
    file = open_file(MARKED, filtered)
    before = file.look()
    file.press("preview")

    assert not file.press("clear_preview")

    assert file.look().users() == before.users()


def test_hidden_columns(open_file: Opener, world: DeskWorld) -> None:
    """Hidden columns count, the key's too, and stay hidden."""

    def hide(_book: Any, sheet: Any) -> None:
        sheet.column_dimensions["A"].hidden = sheet.column_dimensions["C"].hidden = True

    file = open_file(MARKED, hide)

    assert not file.press("preview")
    assert file.column(7) == WORDS
    assert not file.press("import")

    assert imported(world)
    assert file.look().belongings["hidden_columns"] == {1, 3}


def test_column_raccord_among_hidden_columns(open_file: Opener) -> None:
    """Where all columns beside the table are hidden, the column Raccord is brought into sight, and no other."""

    def hide(_book: Any, sheet: Any) -> None:
        sheet.column_dimensions.group("G", "Z", outline_level=0, hidden=True)

    file = open_file(MARKED, hide)

    assert not file.press("preview")

    assert file.column(7) == WORDS
    assert file.look().belongings["hidden_columns"] == set(range(8, 27))


@pytest.mark.parametrize("pane", ["A3", "C3", "B1"])
def test_frozen_panes(open_file: Opener, world: DeskWorld, pane: str) -> None:
    """Frozen panes stay where they are through preview, import and clearing."""

    def freeze(_book: Any, sheet: Any) -> None:
        sheet.freeze_panes = pane

    file = open_file(MARKED, freeze)
    before = file.look()

    assert not any(map(file.press, ("preview", "import", "clear_preview")))

    assert imported(world)
    assert file.look().users() == before.users()


def test_frozen_headers_while_preparing(open_file: Opener) -> None:
    """A row of marks that is inserted among the frozen rows is frozen with them."""

    def freeze(_book: Any, sheet: Any) -> None:
        sheet.freeze_panes = "B2"

    file = open_file(UNMARKED, freeze)

    assert not file.press("prepare")

    assert file.rows()[1] == HEADERS
    assert file.look().belongings["frozen"] == (1, 2)


def table_at(area: str) -> Callable[[Any, Any], None]:
    """Make an Excel table of an area."""

    def change(_book: Any, sheet: Any) -> None:
        table = Table(displayName="Customers", ref=area)
        table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium9", showRowStripes=True)
        sheet.add_table(table)

    return change


def test_excel_table(open_file: Opener, world: DeskWorld) -> None:
    """The column Raccord stands beside a table, which keeps its cells and columns."""
    file = open_file(MARKED, table_at("A2:F5"))
    before = file.look()

    assert not file.press("preview")
    assert file.column(7) == WORDS
    assert file.look().belongings["tables"] == before.belongings["tables"] == {"Customers": ["A2:F5", *HEADERS]}
    assert not file.press("import")
    assert not file.press("clear_preview")

    assert imported(world)
    assert file.look().users() == before.users()


def test_excel_table_gets_its_marks_above(open_file: Opener) -> None:
    """Preparing moves a table down as a whole; the marks are not part of it."""
    file = open_file(UNMARKED, table_at("A1:F4"))

    assert not file.press("prepare")

    assert file.rows()[0][0] == "Key"
    assert file.look().belongings["tables"] == {"Customers": ["A2:F5", *HEADERS]}


@pytest.mark.parametrize("button", ["preview", "import"])
def test_no_header(open_file: Opener, world: DeskWorld, button: str) -> None:
    """A sheet of data alone names no field: the message says what is missing and what to write."""
    file = open_file(ROWS)

    assert_refused(
        file, world, button, "No column of “Clients” is a key", "let Prepare suggest the marks", "The headers"
    )


@pytest.mark.parametrize("button", ["prepare", "key", "suggest_keys", "preview", "import"])
def test_empty_sheet(open_file: Opener, world: DeskWorld, button: str) -> None:
    """An empty sheet is said to be empty."""
    file = open_file([])

    assert_refused(file, world, button, "The sheet “Clients” is empty")


def test_clearing_an_empty_sheet(open_file: Opener) -> None:
    """There is nothing to clear, which is no error."""
    file = open_file([])
    before = file.look()

    assert not file.press("clear_preview")

    assert file.look() == before


@pytest.mark.parametrize("button", ["key", "overwrite", "assign_field"])
@pytest.mark.parametrize("selected", [CellRange(1, 9, 4, 12), CellRange(40, 20, 40, 20)], ids=["beside", "beyond"])
def test_selection_outside_the_table(open_file: Opener, button: str, selected: CellRange) -> None:
    """A button for columns says where to click, and writes no mark."""
    file = open_file(UNMARKED)
    before = file.look()

    told = file.press(button, selected)

    assert "No column of the table in “Clients” is selected." in told
    assert "Click into a column that has a header" in told
    assert file.look() == before


def dressed(_book: Any, sheet: Any) -> None:
    """Give a sheet fills, conditional formats and checks, also where Raccord lays its own."""
    yellow, red = PatternFill("solid", fgColor="FFFFFF00"), PatternFill(bgColor="FFFFC7CE")
    for place in ("A2", "D3", "E3", "G4", "H1"):
        sheet[place].fill = yellow
    sheet["E3"].number_format = "@"
    cell_is: Any = CellIsRule
    sheet.conditional_formatting.add("E3:E5", cell_is("equal", ['"01"'], fill=red))
    sheet.conditional_formatting.add("A3:G5", cell_is("equal", ['"Lyon"'], fill=yellow, stopIfTrue=True))
    sheet.add_data_validation(DataValidation("list", '"fine,bad"', showErrorMessage=True, sqref="F3:F5"))
    sheet.add_data_validation(DataValidation("whole", "0", "9", operator="between", sqref="G3:G5"))


@pytest.mark.parametrize("imports", [False, True], ids=["previewed", "imported"])
def test_formats_and_checks_of_the_user(open_file: Opener, *, imports: bool) -> None:
    """Fills, conditional formats and checks are exactly what they were once a preview is cleared."""
    file = open_file(MARKED, dressed)
    before = file.look()

    assert not file.press("preview")
    assert file.look().sheet.fills == before.sheet.fills
    assert not (imports and file.press("import"))
    assert not file.press("clear_preview")

    assert file.look().users() == before.users()


def test_formats_far_below_the_data(open_file: Opener, world: DeskWorld) -> None:
    """Cells that are only formatted get no word, no rule and no row of the result."""

    def paint(_book: Any, sheet: Any) -> None:
        fill = PatternFill("solid", fgColor="FFFFFF00")
        for row in range(6, 2_001):
            sheet.cell(row, 2).fill = fill

    file = open_file(MARKED, paint)

    assert not file.press("preview")

    assert [len(file.rows()), *file.column(7)] == [5, *WORDS]
    after = file.look().sheet
    assert max(row for row, _ in after.cells) == 5
    assert {area.last_row for one in after.rules for area in one.areas} == {2, 5}
    assert not file.press("import")
    assert not file.press("clear_preview")
    assert imported(world)
    assert not file.column(7)
