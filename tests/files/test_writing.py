"""Sheet writers: what they write is what a reader gets back, and nothing in it runs."""

import os
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from xml.dom.minidom import parseString

import openpyxl
import pytest

from raccord.cells import Grid
from raccord.errors import FileError, UsageError
from raccord.files import read_grids
from raccord.files.layouts import CellRule, ColumnKind, Content, SheetColumn, SheetLayout
from raccord.files.replacing import replacing
from raccord.files.storable import UnwritableTextError, workbook_cell
from raccord.files.writing import open_writer
from support.workbooks import first_rows

FORMATS = ["xlsx", "ods", "csv"]
FORMULA_LIKE = ["=1+1", "+33 1", "-5", "@sum", "'=1"]
LONGEST = "x" * 32_767


def layout(count: int = 1, *, kind: ColumnKind = ColumnKind.TEXT, choices: tuple[str, ...] = ()) -> SheetLayout:
    rule = CellRule(Content.WORD, choices) if choices else None
    columns = [SheetColumn(f"Field {n}", "Keep", kind, "EDEDED", rule, "What to write.") for n in range(1, count + 1)]
    return SheetLayout("Clients", tuple(columns), ("Key", "Keep"))


@pytest.fixture
def write(tmp_path):
    """Write rows to a file and give its path."""

    def run(rows, ending, sheet=None):
        path = tmp_path / f"Clients.{ending}"
        with open_writer(path, sheet or layout(max(map(len, rows))), rows=len(rows)) as writer:
            for row in rows:
                writer.write_row(row)
        return path

    return run


@pytest.mark.parametrize("ending", FORMATS)
def test_update_row_and_headers_come_first(write, ending):
    """Row 1 holds the marks, row 2 the headers, and the customers start in row 3."""
    assert first_rows(write([["a", "b"]], ending)) == [["Keep", "Keep"], ["Field 1", "Field 2"], ["a", "b"]]


@pytest.mark.parametrize("ending", FORMATS)
def test_text_stays_what_it_is(write, ending):
    """Texts that look like formulas, numbers, XML or escapes, and the longest text, come back as they are."""
    texts = [
        *FORMULA_LIKE,
        "00750",
        "<r>x</r>",
        "_x0041_",
        "_x0041_x0042_",
        "a  b\tc",
        "a\n\nb",
        "🏭 שלום",
        "]]>",
        LONGEST,
    ]

    assert first_rows(write([texts], ending))[2] == texts


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_control_characters_survive(write, ending):
    """A control character, for which XML has no place, comes back from xlsx and csv."""
    assert first_rows(write([["a\x01b", "c\x1fd\x0be"]], ending))[2] == ["a\x01b", "c\x1fd\x0be"]


@pytest.mark.parametrize(
    ("ending", "text"),
    [("ods", "a\x01b"), ("xlsx", "a\uffffb"), ("csv", "a\0b"), ("xlsx", "x" * 32_768), ("ods", "🏭" * 16_384)],
)
def test_text_that_no_cell_holds_is_an_error(write, tmp_path, ending, text):
    """A text that the format cannot hold names its column, and leaves no file behind; an emoji counts twice."""
    with pytest.raises(UnwritableTextError) as caught:
        write([["fine", text]], ending)

    assert caught.value.column == 2
    assert list(tmp_path.iterdir()) == []


def test_text_of_any_length_fits_into_csv(write):
    """A csv cell has no limit."""
    assert first_rows(write([["a", "x" * 100_000]], "csv"))[2] == ["a", "x" * 100_000]


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_typed_cells(write, ending):
    """Numbers, booleans, dates and times are real cells of their type."""
    cells = [12, Decimal("0.25"), True, date(2026, 11, 22), datetime.fromisoformat("2026-11-22T14:30:15"), time(9, 5)]

    assert first_rows(write([cells], ending))[2] == [12, 0.25, *cells[2:]]


def test_typed_cells_in_csv(write):
    """A csv file holds ISO dates, TRUE and FALSE, and a decimal that no locale reads in another way."""
    cells = [-12, Decimal("1.234"), Decimal("-5.5"), False, date(2026, 11, 22), time(9, 5), None]

    text = write([cells], "csv").read_bytes().decode("utf-8-sig")

    assert text.splitlines()[2] == "-12;1.2340;-5.5;FALSE;2026-11-22;09:05:00;"


@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_of_marks_with_commas_is_read_with_semicolons(write, ending):
    """A mark that holds a comma does not make a csv file look separated by commas."""
    column = SheetColumn("Name", "Overwrite, blank clears", ColumnKind.TEXT, "FFFFFF")

    path = write([["a,b,c", "d,e,f"]] * 30, ending, SheetLayout("Clients", (column, column)))

    assert first_rows(path)[0] == ["Overwrite, blank clears"] * 2


@pytest.mark.parametrize(
    "cell",
    [10**15, 2**53 + 1, Decimal("0.1234567890123456"), Decimal("1e400"), date(1900, 2, 28), datetime(1, 1, 1, 12)],
)
def test_what_a_workbook_would_change_is_text(cell):
    """Numbers of more than 15 digits and dates before March 1900 are written as text."""
    assert isinstance(workbook_cell(cell), str)


def test_formula_like_text_is_quoted_in_xlsx(write):
    """A text that looks like a formula is a string cell with the quote prefix, so that editing it keeps it text."""
    sheet = openpyxl.load_workbook(write([["=1+1", "plain"]], "xlsx")).active

    assert [cell.data_type for cell in sheet[3]] == ["s", "s"]
    assert [cell.quotePrefix for cell in sheet[3]] == [True, False]


def test_dropdowns_and_formats_of_xlsx(write):
    """The update row offers the marks without insisting, choices are offered below, and columns have their format."""
    sheet = openpyxl.load_workbook(write([], "xlsx", layout(1, kind=ColumnKind.DATE, choices=("A", 'B "b"')))).active

    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules["A1"].formula1 == '"Key,Keep"'
    assert not rules["A1"].showErrorMessage
    assert rules["A3:A1048576"].formula1 == '"A,B ""b"""'
    assert rules["A2"].prompt == "What to write."
    assert sheet.column_dimensions["A"].number_format == "yyyy-mm-dd"
    assert sheet.freeze_panes == "A3"


def test_choices_too_long_for_a_dropdown_are_left_out(write):
    """Excel keeps 255 characters of choices in a cell; a longer list gives no dropdown instead of a damaged file."""
    sheet = openpyxl.load_workbook(write([], "xlsx", layout(choices=tuple(f"choice {n}" for n in range(60))))).active

    assert "A3:A1048576" not in {str(rule.sqref) for rule in sheet.data_validations.dataValidation}


def test_ods_package_is_as_its_standard_asks(write):
    """The mimetype is the first entry and stored, and the content is XML."""
    with zipfile.ZipFile(write([["=1+1"]], "ods")) as package:
        first = package.infolist()[0]
        content = parseString(package.read("content.xml"))

    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    types = [cell.getAttribute("office:value-type") for cell in content.getElementsByTagName("table:table-cell")]
    assert types == ["string"] * 3


def test_rules_of_ods_start_below_the_rows(write):
    """The update row offers the marks, and the blank rows below the written ones, to the last, offer the choices."""
    with zipfile.ZipFile(write([["A"], ["B"]], "ods", layout(choices=("A", 'B "b"')))) as package:
        content = parseString(package.read("content.xml"))

    rules = {one.getAttribute("table:name"): one for one in content.getElementsByTagName("table:content-validation")}
    assert rules["marks"].getAttribute("table:condition") == 'of:cell-content-is-in-list("Key";"Keep")'
    assert rules["column-1"].getAttribute("table:condition") == 'of:cell-content-is-in-list("A";"B ""b""")'
    first, *_, last = content.getElementsByTagName("table:table-row")
    assert first.firstChild.getAttribute("table:content-validation-name") == "marks"
    assert last.getAttribute("table:number-rows-repeated") == "1048572"
    assert last.firstChild.getAttribute("table:content-validation-name") == "column-1"


def test_full_ods_sheet_has_no_row_too_many(monkeypatch, write):
    """When the rows end at the last one that a sheet has, no blank ones follow."""
    monkeypatch.setattr("raccord.files.ods_sheets.MAX_ROWS", 4)
    with zipfile.ZipFile(write([["A"], ["B"]], "ods", layout(choices=("A",)))) as package:
        content = parseString(package.read("content.xml"))

    assert len(content.getElementsByTagName("table:table-row")) == 4


@pytest.mark.parametrize("ending", FORMATS)
def test_equal_rows_give_equal_bytes(write, ending):
    """Writing the same cells twice gives the same file, byte for byte."""
    rows = [["=1", Decimal("2.5"), date(2026, 11, 22)]]

    assert write(rows, ending).read_bytes() == write(rows, ending).read_bytes()


@pytest.mark.parametrize("name", ["Clients", "Clients.xls", "Clients.pdf"])
def test_other_endings_are_refused(tmp_path, name):
    """A name that ends in no format that Raccord writes is an error that lists those it writes."""
    with (
        pytest.raises(FileError, match="no format that Raccord writes") as caught,
        open_writer(tmp_path / name, layout()),
    ):
        pass

    assert "xlsx" in caught.value.hint


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_more_rows_than_a_sheet_holds(tmp_path, ending):
    """More rows than a sheet has is an error before anything is written; csv has no such limit."""
    with pytest.raises(FileError, match="do not fit"), open_writer(tmp_path / f"x.{ending}", layout(), rows=1_048_575):
        pass
    with open_writer(tmp_path / "x.csv", layout(), rows=1_048_575):
        pass

    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


def test_a_failed_write_leaves_the_old_file(tmp_path):
    """When writing fails, the file that was there is still there, and nothing lies beside it."""
    out = tmp_path / "x.csv"
    out.write_text("old")

    with pytest.raises(KeyError), open_writer(out, layout()):
        raise KeyError

    assert out.read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]


def test_a_folder_and_a_missing_folder_are_errors(tmp_path):
    """A path that is a folder, lies in no folder, or below a file is a clear error."""
    (tmp_path / "file").write_text("")
    for out in (tmp_path, tmp_path / "none" / "x.xlsx", tmp_path / "file" / "x.xlsx"):
        with pytest.raises(FileError), replacing(out):
            pass


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to the superuser")
def test_a_read_only_file_is_an_error(tmp_path):
    """A file that may not be written to is left alone."""
    out = tmp_path / "x.csv"
    out.write_text("old")
    out.chmod(0o444)

    with pytest.raises(FileError, match="read-only"), replacing(out):
        pass


def test_the_source_is_never_written_over(tmp_path):
    """Writing over the file that is read is refused, also by another name for it."""
    source, alias = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    source.write_text("")
    alias.symlink_to(source)

    with pytest.raises(UsageError, match="never writes over it"), replacing(alias, source=source):
        pass


def test_a_fault_of_the_system_is_a_file_error(tmp_path):
    """What the system reports while writing becomes an error with its reason."""
    with pytest.raises(FileError, match="cannot be written") as caught, replacing(tmp_path / "x.csv"):
        raise OSError(28, "No space left on device")

    assert "No space left" in caught.value.message


def test_a_sheet_of_no_rows_is_readable(write):
    """Headers alone make a sheet."""
    grids = read_grids(write([], "ods", layout(2)))

    assert [grid.name for grid in grids] == ["Clients"]
    assert isinstance(grids[0], Grid)
