"""The files of the host on a file: what it reads of every format, and what it keeps when it saves."""

import shutil
import zipfile
from datetime import date, time
from functools import partial

import openpyxl
import pytest
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from raccord.cells import ErrorCell
from raccord.errors import FileError, UsageError
from raccord.files import read_grids
from raccord_addin.hosts import HostError
from raccord_addin.hosts.workbook import WorkbookHost
from raccord_addin.ops import MakeSheet, PutCells, PutLinks
from raccord_addin.snapshot import SheetCells
from support.host_files import open_host, saved_book, workbook_of
from support.workbooks import ods_cell, ods_row, ods_table, ods_text, write_ods


@pytest.fixture
def host_on(tmp_path):
    """Make a workbook by a function that gets it and its first sheet, named Clients, and open a host on it."""
    return partial(open_host, tmp_path)


@pytest.fixture
def saved(tmp_path):
    """Carry operations out, save the host's workbook and open it with openpyxl."""
    return partial(saved_book, tmp_path)


def write_xls(path):
    """An xls file of all kinds of cells, with a hidden row and merged cells."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Clients")
    for column, value in enumerate(["=1+1", "00750", 2.5, True]):
        sheet.write(0, column, value)
    sheet.write(1, 0, date(2026, 11, 22), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    sheet.write(1, 1, time(9, 5), xlwt.easyxf(num_format_str="hh:mm"))
    sheet.row(1).set_cell_error(2, 0x2A)
    sheet.row(1).hidden = True
    sheet.write_merge(2, 3, 0, 1, "merged")
    book.save(str(path))
    return path


def write_ods_sample(path):
    """An ods file of all kinds of cells, a hidden row, merged cells, and a sheet name that xlsx has no room for."""
    date_cell = ods_cell('office:value-type="date" office:date-value="2026-11-22"', "22/11/26")
    error = ods_cell('table:formula="of:=NA()" office:value-type="string" calcext:value-type="error"', "#N/A")
    merged = ods_cell('office:value-type="string" table:number-columns-spanned="2" table:number-rows-spanned="1"', "m")
    return write_ods(
        path,
        ods_table(
            ods_row(ods_text("=1+1"), ods_cell('office:value-type="float" office:value="2.5"', "2,5"), date_cell),
            ods_row(error, attributes='table:visibility="collapse"'),
            ods_row(merged),
            name="Clients",
        ),
        ods_table(ods_row(ods_text("second")), name="A name of more than thirty-one characters"),
    )


def write_csv(path):
    """A csv file."""
    path.write_text("Name;City\n=1+1;Paris\n00750;\n", encoding="utf-8")
    return path


FORMATS = {"xls": write_xls, "ods": write_ods_sample, "csv": write_csv}


@pytest.mark.parametrize("ending", FORMATS)
def test_reads_what_the_engine_reads(tmp_path, ending):
    """Every format gives the engine's cells, hidden rows and merged areas."""
    path = FORMATS[ending](tmp_path / f"clients.{ending}")

    host = WorkbookHost(path)

    grids = read_grids(path)
    assert [one.name for one in host.look().sheets] == [grid.name for grid in grids]
    for grid in grids:
        assert host.read(grid.name) == SheetCells.of(grid.name, grid.read(), grid.hidden_rows, grid.merged)


@pytest.mark.parametrize("ending", FORMATS)
def test_other_formats_are_saved_as_copies_of_their_values(tmp_path, ending):
    """The xlsx copy holds the same cells, an error as an error and text as text, and operations reach it."""
    path = FORMATS[ending](tmp_path / f"clients.{ending}")
    host = WorkbookHost(path)
    first = host.look().sheets[0].name
    before = host.read(first)

    host.apply([PutCells(first, 6, 1, [["+33 1"]])])
    host.save(tmp_path / "saved.xlsx")

    grid = read_grids(tmp_path / "saved.xlsx")[0]
    copied = SheetCells.of(first, grid.read(), grid.hidden_rows, grid.merged)
    assert copied.rows[: len(before.rows)] == before.rows
    assert (copied.hidden_rows, copied.merged) == (before.hidden_rows, before.merged)
    assert copied.cell(6, 1) == "+33 1"
    sheet = openpyxl.load_workbook(tmp_path / "saved.xlsx").worksheets[0]
    quoted = {cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "s" and cell.quotePrefix}
    assert quoted == {"=1+1", "+33 1"}


def test_long_sheet_name_can_be_worked_with(tmp_path):
    """A name that xlsx has no room for is the host's name of the sheet, whatever the copy calls it."""
    host = WorkbookHost(write_ods_sample(tmp_path / "clients.ods"))
    name = host.look().sheets[1].name

    host.apply([PutCells(name, 2, 1, [["put"]]), MakeSheet("Raccord"), PutLinks("Raccord", 1, 1, name, [2])])
    host.save(tmp_path / "saved.xlsx")

    assert host.read(name).rows == [["second"], ["put"]]
    book = openpyxl.load_workbook(tmp_path / "saved.xlsx")
    assert book["Raccord"]["A1"].hyperlink.location == f"'{book.sheetnames[1]}'!A2"


def test_formulas_stay_and_are_read_by_their_values(tmp_path, saved):
    """A formula is saved as a formula, and read as the value that the file holds."""
    cell = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="e"><f>NA()</f><v>#N/A</v></c><c r="C1"><f>A1</f></c>'
    host = WorkbookHost(workbook_of(tmp_path / "clients.xlsx", f'<row r="1">{cell}</row>'))

    assert host.read("Clients").rows == [[2.0, ErrorCell("#N/A"), ErrorCell("formula without a value")]]
    assert [cell.value for cell in saved(host)["Clients"][1]] == ["=1+1", "=NA()", "=A1"]


def test_odd_cells_survive(tmp_path):
    """What openpyxl would change of cells that nobody touched is saved as it was."""
    cells = (
        '<c r="A1" t="inlineStr"><is><t>_x005F_x0041_</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>a_x0001_b</t></is></c>'
        '<c r="C1"><v>0.30000000000000004</v></c>'
        '<c r="D1"><v>12345678901234568</v></c>'
        '<c r="E1" t="e"><v>#NULL!</v></c>'
        '<c r="F1" t="inlineStr"><is><t>=1+1</t></is></c>'
    )
    links = '<hyperlinks><hyperlink ref="A9" location="Clients!A1"/></hyperlinks>'
    path = workbook_of(tmp_path / "clients.xlsx", f'<row r="1">{cells}</row>', after=links)
    before = list(read_grids(path)[0].read())

    WorkbookHost(path).save(tmp_path / "saved.xlsx")

    assert before == [["_x0041_", "a\x01b", 0.1 + 0.2, 12345678901234568.0, ErrorCell("#NULL!"), "=1+1"]]
    assert list(read_grids(tmp_path / "saved.xlsx")[0].read()) == before


def test_date_beyond_the_calendar_survives(host_on, tmp_path):
    """A number that is formatted as a date and is none stays the number that it is."""

    def fill(_book, sheet):
        sheet["A1"] = 4_000_000
        sheet["A1"].number_format = "yyyy-mm-dd"

    host = host_on(fill)

    assert host.read("Clients").rows == [[4_000_000.0]]
    host.save(tmp_path / "saved.xlsx")
    assert list(read_grids(tmp_path / "saved.xlsx")[0].read()) == [[4_000_000.0]]


def test_rich_text_survives(host_on, saved):
    """Bold words inside a cell stay bold."""
    rich = CellRichText("Anna ", TextBlock(InlineFont(b=True), "Blum"))
    host = host_on(lambda _book, sheet: sheet.__setitem__("A1", rich))

    assert host.read("Clients").rows == [["Anna Blum"]]
    assert saved(host, rich_text=True)["Clients"]["A1"].value == rich


def test_macros_are_left_out(host_on, tmp_path):
    """A workbook with macros is read, and saved as a plain one; a name with another ending is refused."""
    host_on(lambda _book, sheet: sheet.append(["Name"]))
    with zipfile.ZipFile(tmp_path / "clients.xlsx") as plain, zipfile.ZipFile(tmp_path / "m.xlsm", "w") as with_macros:
        for name in plain.namelist():
            content = plain.read(name)
            if name == "[Content_Types].xml":
                kinds = (
                    b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
                    b"vnd.ms-excel.sheet.macroEnabled.main",
                )
                content = content.replace(*kinds)
            with_macros.writestr(name, content)
        with_macros.writestr("xl/vbaProject.bin", b"macros")
    host = WorkbookHost(tmp_path / "m.xlsm")

    host.save(tmp_path / "saved.xlsx")

    with zipfile.ZipFile(tmp_path / "saved.xlsx") as package:
        assert "xl/vbaProject.bin" not in package.namelist()
        assert b"macroEnabled" not in package.read("[Content_Types].xml")
    assert host.read("Clients").rows == [["Name"]]
    with pytest.raises(HostError, match=r"\.xlsx"):
        host.save(tmp_path / "saved.xlsm")


def test_file_itself_is_never_written_to(host_on):
    """Saving over the file that was opened is refused, and leaves it as it was."""
    host = host_on(lambda _book, sheet: sheet.append(["Name"]))
    before = host.path.read_bytes()
    host.apply([PutCells("Clients", 1, 1, [["changed"]])])

    with pytest.raises(UsageError):
        host.save(host.path)

    assert host.path.read_bytes() == before


def test_saving_twice_gives_the_same(host_on, tmp_path):
    """A second save holds what the first one holds, links included."""
    host = host_on()
    host.apply([MakeSheet("Raccord"), PutLinks("Raccord", 1, 1, "Clients", [1, 2])])

    for name in ("first.xlsx", "second.xlsx"):
        host.save(tmp_path / name)

    def sheets(name):
        with zipfile.ZipFile(tmp_path / name) as package:
            return [package.read(one) for one in package.namelist() if one.startswith("xl/worksheets/")]

    assert sheets("first.xlsx") == sheets("second.xlsx")


def test_workbook_that_openpyxl_does_not_understand(tmp_path):
    """A workbook that programs open and openpyxl does not is refused in words for the user."""
    broken = '<dataValidations><dataValidation type="bogus" sqref="A1"/></dataValidations>'
    path = workbook_of(tmp_path / "clients.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>', after=broken)

    assert list(read_grids(path)[0].read()) == [[1.0]]
    with pytest.raises(HostError, match=r"clients\.xlsx .*\n.*Excel or LibreOffice"):
        WorkbookHost(path)


def test_missing_file(tmp_path):
    """A file that is not there is the engine's error."""
    with pytest.raises(FileError):
        WorkbookHost(tmp_path / "nowhere.xlsx")


def test_reading_a_file_that_vanishes(host_on, tmp_path):
    """What was opened can be read and saved though the file has gone."""
    host = host_on(lambda _book, sheet: sheet.append(["Name"]))
    shutil.move(tmp_path / "clients.xlsx", tmp_path / "moved.xlsx")

    host.save(tmp_path / "saved.xlsx")

    assert host.read("Clients").rows == [["Name"]]
