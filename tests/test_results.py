"""The annotated copy of a file: same rows, a Raccord column, a result sheet, and nothing that runs."""

import re
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter
import xlwt
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table, TableFormula

from raccord import choose_grid, default_catalogue, import_sheet, preview, read_grids
from raccord.cells import column_letters
from raccord.colours import Tint
from raccord.errors import FileError, UsageError
from raccord.files.annotations import sheet_title
from raccord.marks import ImportMode
from raccord.planning import ImportOptions, Outcome, PlanRow
from raccord.result_lines import (
    CHOICE_COLUMN,
    CONFIRMATION_CELL,
    HEAD_ROWS,
    OUTCOME_COLUMN,
    TABLE_HEADERS,
    outcome_text,
)
from raccord.results import write_result
from raccord.sheet_choice import RESULT_SHEET
from raccord.translation import LANGUAGES, speaking
from support.bases import fill_base, job
from support.shown_colours import shown_colours
from support.workbooks import ods_cell, ods_row, ods_table, ods_text, rows, write_ods

CATALOGUE = default_catalogue()
HEAD = [["Key", "Overwrite", "Overwrite", "Overwrite"], ["External ID", "Name", "ZIP", "Notes"]]
CUSTOMERS = [
    {"id": 1, "external_id": "C1", "name": "Dupont", "zip": "75001", "city": "Paris", "notes": "=old"},
    {"id": 2, "external_id": "C2", "name": "Martin", "zip": "69001", "city": "Lyon"},
]
ROWS = [
    ["C1", "Durand", "75001", "+new\x01"],
    ["C2", "Martin", "69001", None],
    ["C3", "Half", None, None],
    ["C4", "Bad", "1", "#N/A"],
]
TABLE_ROW = HEAD_ROWS


@pytest.fixture
def base(tmp_path) -> str:
    return fill_base(tmp_path / "base.db", CATALOGUE, CUSTOMERS)


@contextmanager
def previewed(source: Path, url: str, **options):
    with preview(job(choose_grid(read_grids(source)), CATALOGUE, url, **options)) as report:
        yield report


def result_of(source: Path, url: str, out: Path | None = None, **options) -> Path:
    """Preview a file and write its annotated copy."""
    out = out or source.with_name("Result.xlsx")
    with previewed(source, url, **options) as report:
        write_result(report, source, out)
    return out


def write_xlsx_rows(path: Path, cells, name: str = "Clients") -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(cells):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write_string(number, column, cell)
    return path


def write_csv_rows(path: Path, cells) -> Path:
    path.write_text("".join(";".join(cell or "" for cell in row) + "\n" for row in cells), encoding="utf-8")
    return path


def write_ods_rows(path: Path, cells) -> Path:
    clean = [[(cell or "").replace("\x01", "") for cell in row] for row in cells]
    return write_ods(path, ods_table(*(ods_row(*map(ods_text, row)) for row in clean)))


def write_xls_rows(path: Path, cells) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Clients")
    for number, row in enumerate(cells):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell or "")
    book.save(str(path))
    return path


SOURCES = {"xlsx": write_xlsx_rows, "csv": write_csv_rows, "ods": write_ods_rows, "xls": write_xls_rows}


@pytest.mark.parametrize("ending", SOURCES)
def test_copy_has_the_same_rows_and_a_word_beside_each(tmp_path, base, ending):
    """Whatever the source's format, its copy has its rows, and each row's outcome in a column headed Raccord."""
    source = SOURCES[ending](tmp_path / f"Clients.{ending}", HEAD + ROWS)

    copy = rows(read_grids(result_of(source, base))[0])

    width = max(map(len, copy[2:]))
    assert copy[0] == HEAD[0]
    assert copy[1] == [*HEAD[1], "Raccord"]
    assert [row[-1] for row in copy[2:]] == ["updated · 2 changes: B, D", "unchanged", "ignored", "invalid · D"]
    assert [row[:3] for row in copy[2:]] == [row[:3] for row in ROWS]
    assert width == 5


@pytest.mark.parametrize("ending", SOURCES)
def test_copy_gives_the_same_plan(tmp_path, base, ending):
    """The copy can be imported instead of its source: its plan has the same fingerprint."""
    source = SOURCES[ending](tmp_path / f"Clients.{ending}", HEAD + ROWS)
    out = result_of(source, base)

    with previewed(source, base) as first, previewed(out, base) as second:
        assert first.plan.fingerprint == second.plan.fingerprint


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_cells_that_would_change_are_tinted(tmp_path, base, ending):
    """Changed, cleared, new and unreadable cells and the outcomes have a background of their own, others none."""
    marks = ["Key", "Overwrite", "Overwrite", "Overwrite, blank clears", "Keep"]
    cells = [[*row, *[None] * (5 - len(row))] for row in ROWS]
    new = ["C9", "New", "1", None, "Lyon"]
    gone = ["C1", "Durand", "75002", None, None]
    source = SOURCES[ending](tmp_path / f"Clients.{ending}", [marks, [*HEAD[1], "City"], gone, *cells[1:], new])

    sheet, result = shown_colours(result_of(source, base))

    assert [row[:6] for row in sheet[1:7]] == [
        ["", "", "", "", "", Tint.HEADING],
        ["", Tint.CHANGED, Tint.CHANGED, Tint.CLEARED, "", Tint.CHANGED],
        ["", "", "", "", "", ""],
        ["", "", "", "", "", Tint.INVALID],
        ["", "", "", Tint.INVALID, "", Tint.INVALID],
        [Tint.CREATED, Tint.CREATED, Tint.CREATED, "", Tint.CREATED, Tint.CREATED],
    ]
    outcomes = [row[OUTCOME_COLUMN - 1] for row in result[TABLE_ROW:]]
    assert outcomes == [Tint.CHANGED, "", Tint.INVALID, Tint.INVALID, Tint.CREATED]


def test_colours_follow_their_rows(tmp_path, base):
    """The tints of a row hang on the words beside it, so they move with them when the sheet is sorted."""
    source = write_csv_rows(tmp_path / "Clients.csv", HEAD + ROWS)
    book = openpyxl.load_workbook(result_of(source, base))
    sheet = book.worksheets[0]
    swapped = [[cell.value for cell in sheet[row]] for row in (4, 3)]
    for row, cells in zip((3, 4), swapped, strict=True):
        for column, value in enumerate(cells, 1):
            sheet.cell(row, column).value = value
    book.save(tmp_path / "Sorted.xlsx")

    colours = shown_colours(tmp_path / "Sorted.xlsx")[0]

    assert [row[:5] for row in colours[2:4]] == [[""] * 5, ["", Tint.CHANGED, "", Tint.CHANGED, Tint.CHANGED]]


def test_the_own_colours_of_cells_stay(tmp_path, base):
    """The copy's cells keep the backgrounds that they had: only conditional formats lie over them."""
    source = write_xlsx_rows(tmp_path / "Clients.xlsx", HEAD + ROWS)
    book = openpyxl.load_workbook(source)
    book.active["B3"].fill = PatternFill("solid", fgColor="00B0F0")
    book.save(source)

    book = openpyxl.load_workbook(result_of(source, base))
    sheet = book.worksheets[0]
    assert sheet["B3"].fill.fgColor.rgb == "0000B0F0"
    assert shown_colours(tmp_path / "Result.xlsx")[0][2][1] == Tint.CHANGED


@pytest.mark.parametrize("ending", SOURCES)
def test_nothing_in_the_copy_runs(tmp_path, base, ending):
    """Texts that look like formulas are quoted strings in both sheets, and no cell is a formula."""
    source = SOURCES[ending](tmp_path / f"Clients.{ending}", HEAD + ROWS)

    book = openpyxl.load_workbook(result_of(source, base))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    quoted = [cell for cell in cells if cell.data_type == "s" and cell.value.startswith(("=", "+"))]
    assert quoted
    assert all(cell.quotePrefix for cell in quoted)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_customer_named_like_a_formula_is_text(tmp_path, ending):
    """A name from the base that looks like a formula is a quoted string in the result sheet."""
    url = fill_base(tmp_path / "base.db", CATALOGUE, [{"external_id": "C1", "name": "=1+1", "zip": "1", "city": "x"}])
    source = SOURCES[ending](tmp_path / f"Clients.{ending}", [["Key"], ["External ID"], ["C1"]])

    name = openpyxl.load_workbook(result_of(source, url))[RESULT_SHEET].cell(TABLE_ROW + 1, 5)

    assert (name.value, name.data_type, name.quotePrefix) == ("=1+1", "s", True)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_result_sheet(tmp_path, base, ending):
    """The result sheet has counts, then a line a row with a link to it, the customer, the changes and the message."""
    source = SOURCES[ending](tmp_path / f"Clients.{ending}", HEAD + ROWS)
    out = result_of(source, base)

    lines = rows(read_grids(out)[1])
    sheet = openpyxl.load_workbook(out)[RESULT_SHEET]

    assert lines[0] == ["Raccord: preview, nothing is imported yet — clients.xlsx · Clients"]
    counts = {row[at]: row[at + 1] for row in lines[1:9] for at in (0, 2, 4) if at + 1 < len(row)}
    assert (counts["Rows"], counts["Matched"], counts["Updated"], counts["Invalid"]) == (4, 2, 1, 1)
    assert lines[8][4] == "Fingerprint"
    assert re.fullmatch("[0-9a-f]{64}-0", lines[8][5])
    assert not sheet.cell(9, 5).font.bold
    assert lines[3][4:] == ["Import mode", "Update and create"]
    assert lines[TABLE_ROW - 1] == list(TABLE_HEADERS)
    first, second, third, fourth = lines[TABLE_ROW:]
    assert first[:5] == [3, "updated", 1, 2, "Dupont"]
    assert first[5].startswith("Name: Dupont → Durand; Notes: =old → +new")
    assert second[:7] == [4, "unchanged", 2, None, "Martin", None, None]
    assert third[6] == "No customer matches, and a new one needs ZIP and City."
    assert fourth[6].startswith("Clients!D6: ")
    assert sheet.cell(TABLE_ROW + 1, 1).hyperlink.location == "'Clients'!A3"
    assert sheet.freeze_panes == "A12"
    assert sheet.auto_filter.ref == "A11:I15"


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_counts_have_bars(tmp_path, base, ending):
    """Behind each count of rows lies a bar that shows its share of all rows; other numbers have none."""
    source = SOURCES[ending](tmp_path / f"Clients.{ending}", HEAD + ROWS)

    sheet = openpyxl.load_workbook(result_of(source, base))[RESULT_SHEET]

    bars = [(span, rule.dataBar) for span in sheet.conditional_formatting for rule in span.rules if rule.dataBar]
    ((span, bar),) = bars
    labels = {sheet.cell(row, column - 1).value for one in span.cells.ranges for row, column in one.cells}
    assert labels == {"Rows", "Matched", *(outcome.capitalize() for outcome in Outcome)}
    assert [float(end.val) for end in bar.cfvo] == [0, 4]


def test_what_matters_fits_into_a_window(tmp_path, base):
    """Outcome, customer, changes and message stand side by side in 1300 pixels, at nine pixels a character."""
    source = write_csv_rows(tmp_path / "Clients.csv", HEAD + ROWS)
    sheet = openpyxl.load_workbook(result_of(source, base))[RESULT_SHEET]
    message = TABLE_HEADERS.index("Message")

    widths = [sheet.column_dimensions[column_letters(at)].width for at in range(1, message + 2)]

    assert 9 * sum(map(int, widths)) < 1300
    assert {"Outcome", "Customer", "Name", "Changes"} < set(TABLE_HEADERS[:message])


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_no_label_of_the_counts_is_cut(tmp_path, base, spoken):
    """In each language the labels above the table have no more characters than their columns are wide."""
    source = write_csv_rows(tmp_path / "Clients.csv", HEAD + ROWS)
    with speaking(spoken):
        sheet = openpyxl.load_workbook(result_of(source, base))[RESULT_SHEET]

    labels = [sheet[f"{letter}{row}"] for letter in "ACE" for row in range(2, HEAD_ROWS - 1)]
    widths = {letter: sheet.column_dimensions[letter].width for letter in "ACE"}
    assert [one.value for one in labels if len(one.value or "") > widths[one.column_letter]] == []


def test_moments_are_shown_to_the_minute(tmp_path, base):
    """Seconds that are none are not shown among the changes."""
    source = write_csv_rows(
        tmp_path / "Clients.csv", [HEAD[0][:2], ["External ID", "Last call"], ["C1", "2026-11-22 14:30"]]
    )

    line = rows(read_grids(result_of(source, base))[1])[TABLE_ROW]

    assert line[5] == "Last call: (blank) → 2026-11-22 14:30"


def test_an_import_says_so(tmp_path, base):
    """After an import the result sheet says imported and names the restore point, and a new row its customer."""
    source = write_xlsx_rows(
        tmp_path / "Clients.xlsx", [[*HEAD[0], "Keep"], [*HEAD[1], "City"], ["N", "New", "1", None, "x"]]
    )
    with import_sheet(job(read_grids(source)[0], CATALOGUE, base)) as report:
        write_result(report, source, tmp_path / "Result.xlsx")

    lines = rows(read_grids(tmp_path / "Result.xlsx")[1])

    assert "imported" in lines[0][0]
    assert lines[8][2:4] == ["Restore point", 1]
    assert lines[TABLE_ROW][:5] == [3, "created", 3, 4, "New"]


def test_a_refused_import_says_so(tmp_path, base):
    """A refused import leaves a result sheet that says that nothing was imported."""
    source = write_xlsx_rows(tmp_path / "Clients.xlsx", HEAD + ROWS)
    with import_sheet(job(read_grids(source)[0], CATALOGUE, base), expect="other") as report:
        write_result(report, source, tmp_path / "Result.xlsx")

    assert "refused" in rows(read_grids(tmp_path / "Result.xlsx")[1])[0][0]


def test_styles_and_other_sheets_survive(tmp_path, base):
    """A small xlsx keeps fonts, widths, merged cells, hidden rows and its other sheets."""
    source = styled_source(tmp_path / "Clients.xlsx")

    book = openpyxl.load_workbook(result_of(source, base))

    sheet = book["Mes clients"]
    assert book.sheetnames == ["Mes clients", "Other", RESULT_SHEET]
    assert sheet["B4"].font.italic
    assert sheet.column_dimensions["B"].width == 42
    assert sheet.row_dimensions[5].hidden
    assert sheet["A1"].value == "Customers of the year"
    assert [str(span) for span in sheet.merged_cells.ranges] == ["A1:C1"]
    assert sheet["E3"].value == "Raccord"
    assert sheet["E4"].value == "updated · 1 change: B"
    assert book["Other"]["A1"].value == 2


def styled_source(path: Path) -> Path:
    """A workbook with styling, and with much that runs or refers elsewhere."""
    plain = write_xlsx_rows(
        path, [["Customers of the year"], *HEAD, ["C1", "Durand", "75001", "=old"], ["C2", "Martin"]], "Mes clients"
    )
    with xlsxwriter.Workbook(plain.with_name("formula.xlsx")) as book:
        book.add_worksheet("Other").write_formula("A1", "=1+1", None, 2)
    book = openpyxl.load_workbook(plain)
    sheet = book.active
    sheet["B4"].font = Font(italic=True)
    sheet["D4"].data_type = "s"
    sheet["A4"].hyperlink = "file:///etc/passwd"
    sheet.column_dimensions["B"].width = 42
    sheet.row_dimensions[5].hidden = True
    sheet.merge_cells("A1:C1")
    sheet.conditional_formatting.add("A1:D9", openpyxl.formatting.rule.FormulaRule(formula=["TRUE"]))
    book.defined_names["Evil"] = DefinedName("Evil", attr_text="cmd|'/C calc'!A0")
    other = book.create_sheet("Other")
    other["A1"] = 2
    book.save(path)
    return path


def test_what_runs_is_left_out(tmp_path, base):
    """Names, links and conditional formats of the source are not in the copy."""
    book = openpyxl.load_workbook(result_of(styled_source(tmp_path / "Clients.xlsx"), base))

    assert not book.defined_names
    formulas = [rule.formula[0] for area in book["Mes clients"].conditional_formatting for rule in area.rules]
    assert all('N("raccord-preview")=0' in formula for formula in formulas)
    assert book["Mes clients"]["A4"].hyperlink is None


def test_a_table_stays_a_table(tmp_path, base):
    """A table of the source is one in the copy, without the formulas that it would give to new rows."""
    source = write_xlsx_rows(tmp_path / "Clients.xlsx", [HEAD[0], [*HEAD[1], "RACCORD"], ROWS[0]])
    book = openpyxl.load_workbook(source)
    table = Table(displayName="Clients", ref="A2:E3")
    table._initialise_columns()
    for column, header in zip(table.tableColumns, [*HEAD[1], "RACCORD"], strict=True):
        column.name = header
        column.calculatedColumnFormula = TableFormula(attr_text="1+1")
    book.active.add_table(table)
    book.save(source)

    (copied,) = openpyxl.load_workbook(result_of(source, base)).worksheets[0].tables.values()

    assert [column.name for column in copied.tableColumns] == [*HEAD[1], "RACCORD"]
    assert not [column for column in copied.tableColumns if column.calculatedColumnFormula]


def test_outcomes_stand_beside_a_merged_range(tmp_path, base):
    """Where a merged range reaches beyond the data, the outcomes stand beside it, and range and styles stay."""
    source = write_xlsx_rows(tmp_path / "Clients.xlsx", [*HEAD, *ROWS])
    book = openpyxl.load_workbook(source)
    book.active.merge_cells("D3:F4")
    book.active["B4"].font = Font(italic=True)
    book.save(source)

    sheet = openpyxl.load_workbook(result_of(source, base)).worksheets[0]

    assert [sheet.cell(row, 7).value for row in (3, 4)] == ["updated · 2 changes: B, D", "unchanged"]
    assert [str(span) for span in sheet.merged_cells.ranges] == ["D3:F4"]
    assert sheet["B4"].font.italic


def test_formulas_become_their_values(tmp_path, base):
    """A formula is copied as its value, and one without a value stays an error, so that it blanks nothing."""
    source = tmp_path / "Clients.xlsx"
    with xlsxwriter.Workbook(source) as book:
        sheet = book.add_worksheet("Clients")
        for number, row in enumerate(HEAD):
            sheet.write_row(number, 0, row)
        sheet.write_row(2, 0, ["C1", None, "75001"])
        sheet.write_formula(2, 1, '=CONCATENATE("Du","rand")', None, "Durand")
        sheet.write_row(3, 0, ["C2", None, "69001"])
        sheet.write_formula(3, 1, "=1/0", None, "")
    book = openpyxl.load_workbook(source)
    book.active["B4"] = "=A1"
    book.active["B3"] = "Durand"
    book.save(source)

    copy = rows(read_grids(result_of(source, base))[0])

    assert copy[2][1] == "Durand"
    assert [row[-1] for row in copy[2:]] == ["updated · 1 change: B", "invalid · B"]
    assert copy[3][1].text == "#N/A"


def test_a_workbook_with_macros_gives_a_plain_copy(tmp_path, base):
    """The copy of an xlsm file is an xlsx file without its macros."""
    source = write_xlsx_rows(tmp_path / "Clients.xlsm", HEAD + ROWS)

    with ZipFile(result_of(source, base)) as package:
        assert b"macroEnabled" not in package.read("[Content_Types].xml")
        assert not [name for name in package.namelist() if "vba" in name]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_an_earlier_result_is_replaced(tmp_path, base, ending):
    """A Raccord column and a Raccord sheet that are there already are used again, and nothing of them remains."""
    old = [[*HEAD[0]], [*HEAD[1], "raccord"], [*ROWS[0], "stale"], [None, None, None, None, "stale"]]
    first = SOURCES[ending](tmp_path / f"Clients.{ending}", old)
    second = result_of(first, base, tmp_path / "Second.xlsx")
    third = result_of(second, base, tmp_path / "Third.xlsx")

    grids = read_grids(third)

    assert [grid.name for grid in grids] == ["Clients", RESULT_SHEET]
    assert rows(read_grids(second)[0]) == rows(grids[0])
    assert rows(grids[0])[1:] == [[*HEAD[1], "raccord"], [*ROWS[0], "updated · 2 changes: B, D"]]
    assert len(rows(grids[1])) == TABLE_ROW + 1


def lists_of(sheet) -> dict[str, list[str]]:
    """What the dropdown of each cell of a result sheet offers, by the cell."""
    lists = {}
    for check in sheet.data_validations.dataValidation:
        words = check.formula1
        offered = words.strip('"').split(",") if words[0] == '"' else [cell.value for cell in sheet[words][0]]
        for span in check.sqref.ranges:
            lists |= {f"{column_letters(column)}{row}": offered for row, column in span.cells}
    return lists


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_an_ambiguous_row_offers_its_candidates(tmp_path, base, ending):
    """Its dropdown has the candidates with what tells them apart, then `new` and `skip`; other rows offer a tick."""
    twins = [{"name": "Twin", "zip": number, "city": "x", "street": "y"} for number in ("1", "2")]
    fill_base(tmp_path / "base.db", CATALOGUE, twins)
    cells = [["Key", "Key"], ["Name", "Street"], ["twin", None], ["Dupont", None]]
    source = SOURCES[ending](tmp_path / f"Clients.{ending}", cells)

    sheet = openpyxl.load_workbook(result_of(source, base))[RESULT_SHEET]

    offered = ["3 · Twin · 1 x", "4 · Twin · 2 x", "new", "skip"]
    line = [cell.value for cell in sheet[TABLE_ROW + 1]]
    assert (line[1], line[CHOICE_COLUMN - 1], line[CHOICE_COLUMN + 1 :]) == ("ambiguous", None, offered)
    assert sheet.cell(TABLE_ROW + 1, CHOICE_COLUMN).fill.fgColor.rgb[2:] == Tint.INPUT
    assert lists_of(sheet) == {"H12": offered, "H13": ["✓", "skip"]}
    assert sheet.column_dimensions["I"].hidden
    headers = [cell.value for cell in sheet[TABLE_ROW]]
    assert headers[CHOICE_COLUMN - 1 :] == ["Your choice", "Row key", "Candidates", None, None, None]


def test_a_row_that_looks_like_a_customer_offers_it(tmp_path, base):
    """A new row has a tick, and a dropdown of the customers that it resembles with their scores, `new` and `skip`."""
    head = [["Key", "Keep", "Keep", "Keep"], ["External ID", "Name", "ZIP", "City"]]
    source = write_csv_rows(tmp_path / "Clients.csv", [*head, ["C9", "DUPONT SARL", "75001", "Paris"]])

    sheet = openpyxl.load_workbook(result_of(source, base))[RESULT_SHEET]

    warning, line = ([cell.value for cell in sheet[TABLE_ROW + at]] for at in (1, 2))
    assert warning[6].startswith("New rows that look like a customer who is there already: 1.")
    assert (line[1], line[6][:29]) == ("created", "Looks like customer 1, Dupont")
    offered = ["1 · Dupont · 100 %", "new", "skip"]
    assert (line[CHOICE_COLUMN - 1], line[CHOICE_COLUMN + 1 : CHOICE_COLUMN + 4]) == ("✓", offered)
    assert lists_of(sheet) == {"H13": offered}


def test_guarded_deletions_ask_for_their_number(tmp_path, base):
    """When many customers would go, the result sheet has a cell to type their number, and lists them."""
    others = [{"external_id": f"X{number}", "name": f"Other {number}", "zip": "1", "city": "x"} for number in range(11)]
    fill_base(tmp_path / "base.db", CATALOGUE, others)
    source = write_csv_rows(tmp_path / "Clients.csv", [*HEAD, ROWS[0]])

    sheet = openpyxl.load_workbook(result_of(source, base, options=ImportOptions(mode=ImportMode.UPDATE_DELETE)))[
        RESULT_SHEET
    ]

    assert sheet.cell(CONFIRMATION_CELL[0], 1).value.startswith("12 of 13 customers would go")
    assert sheet.cell(*CONFIRMATION_CELL).fill.fgColor.rgb[2:] == Tint.INPUT
    outcomes = [row[1].value for row in sheet.iter_rows(min_row=TABLE_ROW + 1)]
    assert outcomes == ["warning", "updated", *["deleted"] * 12]


def test_a_large_workbook_is_streamed(tmp_path, base):
    """A workbook too large for openpyxl, here by a merged range, still gives a complete copy of its values."""
    source = tmp_path / "Clients.xlsx"
    with xlsxwriter.Workbook(source) as book:
        sheet = book.add_worksheet("Clients")
        for number, row in enumerate([*HEAD, *ROWS]):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write_string(number, column, cell)
        sheet.merge_range(100_000, 10, 900_000, 11, "")
        book.add_worksheet("Two").write_number(0, 0, 0.25)

    grids = read_grids(result_of(source, base))

    assert [grid.name for grid in grids][0::2] == ["Clients", RESULT_SHEET]
    assert [row[-1] for row in rows(grids[0])[2:]] == [
        "updated · 2 changes: B, D",
        "unchanged",
        "ignored",
        "invalid · D",
    ]
    assert rows(grids[1]) == [[0.25]]


def test_types_survive_streaming(tmp_path, base):
    """Dates, times, durations, numbers and booleans of an ods source have their type in the copy."""
    values = [
        ods_cell('office:value-type="date" office:date-value="2026-11-22"'),
        ods_cell('office:value-type="date" office:date-value="2026-11-22T14:30:00"'),
        ods_cell('office:value-type="time" office:time-value="PT09H05M00S"'),
        ods_cell('office:value-type="time" office:time-value="PT30H00M00S"'),
        ods_cell('office:value-type="float" office:value="0.30000000000000004"'),
        ods_cell('office:value-type="boolean" office:boolean-value="true"'),
    ]
    head = [ods_row(*map(ods_text, row)) for row in HEAD]
    source = write_ods(tmp_path / "Clients.ods", ods_table(*head, ods_row(*map(ods_text, "abcd"), *values)))

    copy = rows(read_grids(result_of(source, base))[0])

    assert copy[2][4:10] == rows(read_grids(source)[0])[2][4:10]


@pytest.mark.parametrize("name", ["Clients", "Clients.xls", "Clients.csv"])
def test_a_result_is_an_xlsx_file(tmp_path, base, name):
    """Another ending is a clear error."""
    source = write_csv_rows(tmp_path / "Source.csv", HEAD + ROWS)

    with pytest.raises(UsageError, match=r"does not end in \.xlsx"):
        result_of(source, base, tmp_path / name)


def test_source_and_folders_are_safe(tmp_path, base):
    """A result never replaces its source or a folder, and leaves nothing half-written."""
    source = write_xlsx_rows(tmp_path / "Clients.xlsx", HEAD + ROWS)
    (tmp_path / "folder.xlsx").mkdir()
    before = source.read_bytes()

    with pytest.raises(UsageError, match="never writes over it"):
        result_of(source, base, source)
    with pytest.raises(FileError, match="is a folder"):
        result_of(source, base, tmp_path / "folder.xlsx")

    assert source.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir() if "base.db" not in path.name} == {"Clients.xlsx", "folder.xlsx"}


def test_a_cell_too_long_for_xlsx_is_named(tmp_path, base):
    """A csv cell that no xlsx cell holds is an error that names it, never a shortened text."""
    source = write_csv_rows(tmp_path / "Clients.csv", [*HEAD, ["C1", "x", "1", "n" * 40_000]])

    with pytest.raises(FileError, match="Clients!D3 cannot be copied"):
        result_of(source, base)


@pytest.mark.parametrize(
    ("name", "taken", "title"),
    [
        ("Clients", (), "Clients"),
        ("a/b:[c]*?", (), "a_b__c___"),
        ("x" * 40, (), "x" * 31),
        ("raccord", ("Raccord",), "raccord (2)"),
        ("'", (), "Sheet"),
        ("History", (), "History (2)"),
    ],
)
def test_sheet_titles_are_allowed_in_xlsx(name, taken, title):
    """A sheet's name is cut, cleaned and made unique the way that Excel asks."""
    assert sheet_title(name, *taken) == title


@pytest.mark.parametrize(("outcome", "text"), [(Outcome.UNCHANGED, "unchanged"), (Outcome.INVALID, "invalid")])
def test_outcome_without_changes(outcome, text):
    """A row without changes has its outcome alone beside it."""
    assert outcome_text(PlanRow(3, outcome), {}) == text
