"""What LibreOffice's documents have that files do not: views, selections, other calendars, protection, Ctrl+Z."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from raccord.cells import CellRange, ErrorCell
from raccord.files import read_grids
from raccord.files.annotations import Rule
from raccord_addin.hosts import HostError
from raccord_addin.hosts.pipe_host import PipeHost
from raccord_addin.ops import (
    InsertRow,
    MakeSheet,
    Op,
    OpenFile,
    PutCells,
    PutLinks,
    RemoveSheet,
    SetDropdown,
    SetFilter,
    SetRules,
    SetStyle,
    SetWidths,
    Show,
)
from support.benches.office import OfficeBench

FRONT = "document = desktop.CurrentComponent\ncontroller = document.CurrentController\n"


@pytest.fixture
def clients(tmp_path: Path) -> Path:
    """A workbook of two sheets."""
    path = tmp_path / "clients.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "Clients"
    for row in (["Name", "City"], ["Anna", "Paris"], ["Bert", "Lyon"], ["Cara", "Nice"]):
        book.active.append(row)
    book.create_sheet("Other")
    book.save(path)
    return path


@pytest.fixture
def host(bench: OfficeBench, clients: Path) -> PipeHost:
    """The workbook in LibreOffice."""
    return bench.open(clients)


def texts(bench: OfficeBench, area: str) -> Any:
    """The cells of an area as LibreOffice holds them."""
    return bench.office.run(
        FRONT + "return document.Sheets.getByIndex(0).getCellRangeByName(names['a']).DataArray", a=area
    )


def test_dates_of_old_macs_are_the_same_days(bench: OfficeBench, tmp_path: Path):
    """A workbook that counts its days from 1904 gives the dates, times and numbers that everybody sees."""
    path = tmp_path / "mac.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet = book.add_worksheet("Days")
        for row, form in enumerate(("yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm", "0")):
            sheet.write_number(row, 0, 40_000.25, book.add_format({"num_format": form}))
        sheet.write_number(4, 0, 0.25, book.add_format({"num_format": "hh:mm"}))

    rows = bench.open(path).read("Days").rows

    assert rows == list(next(iter(read_grids(path))).read())


def test_errors_have_their_international_names(bench: OfficeBench, host: PipeHost):
    """Whatever LibreOffice calls an error, the engine knows it; other codes keep their number."""
    formulas = ["=NA()", "=1/0", '="a"+1', "=#REF!", "=nothing()", "=A20", "=C7"]
    bench.office.run(
        FRONT + "for at, formula in enumerate(names['f']):\n"
        "    document.Sheets.getByName('Clients').getCellByPosition(2, at).Formula = formula",
        f=formulas,
    )

    found = [host.read("Clients").cell(row, 3) for row in range(1, len(formulas) + 1)]

    assert found[:5] == [ErrorCell(one) for one in ("#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?")]
    assert found[5] == 0.0
    assert isinstance(found[6], ErrorCell)
    assert found[6].text.startswith("Err:")


def test_formulas_show_dates_and_booleans_without_a_format(bench: OfficeBench, host: PipeHost):
    """A formula that gives a date or a truth value is one, though nobody formatted its cell."""
    bench.office.run(
        FRONT + "for at, formula in enumerate(('=DATE(2026;11;22)', '=1=1', '=TIME(12;30;0)')):\n"
        "    document.Sheets.getByName('Clients').getCellByPosition(2, at).Formula = formula"
    )

    cells = [host.read("Clients").cell(row, 3) for row in (1, 2, 3)]

    assert [str(cell) for cell in cells] == ["2026-11-22", "True", "12:30:00"]


def test_hidden_columns_hide_no_rows(bench: OfficeBench, host: PipeHost):
    """A row is hidden when none of its cells is seen for its own sake, not when column A is."""
    bench.office.run(
        FRONT + "sheet = document.Sheets.getByName('Clients')\n"
        "sheet.Columns.getByIndex(0).IsVisible = False\nsheet.Rows.getByIndex(2).IsVisible = False"
    )

    assert host.read("Clients").hidden_rows == {3}


@pytest.mark.parametrize(
    ("areas", "expected"),
    [
        (["B2"], [(2, 2, 2, 2)]),
        (["A1:B1048576"], [(1, 1, 1_048_576, 2)]),
        (["A1:A3", "B4"], [(1, 1, 3, 1), (4, 2, 4, 2)]),
        (["B4", "A1:A3"], [(4, 2, 4, 2), (1, 1, 3, 1)]),
    ],
)
def test_selection_begins_with_the_cursor(bench: OfficeBench, host: PipeHost, areas: list[str], expected: list[Any]):
    """All selected areas are told, the one with the cursor first."""
    bench.office.run(
        FRONT + "sheet = document.Sheets.getByName('Clients')\n"
        "cells = document.createInstance('com.sun.star.sheet.SheetCellRanges')\n"
        "for area in names['areas']:\n"
        "    cells.addRangeAddress(sheet.getCellRangeByName(area).RangeAddress, False)\n"
        "controller.select(cells)",
        areas=areas,
    )

    assert host.look().selection == tuple(CellRange(*area) for area in expected)


def test_nothing_is_selected_while_a_shape_is(bench: OfficeBench, host: PipeHost):
    """A drawing that is selected is no area of cells."""
    bench.office.run(
        FRONT + "from com.sun.star.awt import Size\n"
        "shape = document.createInstance('com.sun.star.drawing.RectangleShape')\nshape.Size = Size(1000, 1000)\n"
        "document.DrawPages.getByIndex(0).add(shape)\ncontroller.select(shape)"
    )

    assert host.look().selection == ()


def test_file_name_is_the_one_of_its_folder(bench: OfficeBench, clients: Path, tmp_path: Path):
    """A name that a URL writes in another way is told as the user sees it."""
    odd = tmp_path / "été & 100 %.xlsx"
    odd.write_bytes(clients.read_bytes())

    assert bench.open(odd).look().name == odd.name


def test_read_only_document_is_told_and_left_alone(bench: OfficeBench, clients: Path):
    """A document that is open for reading refuses every change, with its name, and can still be read and shown."""
    host = bench.open(clients, ReadOnly=True)

    assert host.look().writable is False
    with pytest.raises(HostError, match=r"clients\.xlsx"):
        host.apply([PutCells("Clients", 1, 1, [["changed"]])])
    host.apply([Show("Other")])
    assert host.read("Clients").cell(1, 1) == "Name"
    assert host.look().active == "Other"


@pytest.mark.parametrize("last", [(3, 2), (4, 3)], ids=["cell", "cells"])
def test_selection_stays_when_a_sheet_before_it_goes(bench: OfficeBench, host: PipeHost, last: tuple[int, int]):
    """The selection stays on its sheet; one that points behind the last sheet makes LibreOffice crash."""
    host.apply([MakeSheet("Raccord"), MakeSheet("Raccord restore points"), Show("Raccord restore points", 3, 2)])
    selected = CellRange(3, 2, *last)
    bench.office.run(
        FRONT + "controller.select(controller.ActiveSheet.getCellRangeByName(names['area']))",
        area=f"B3:{'ABC'[last[1] - 1]}{last[0]}",
    )

    host.apply([RemoveSheet("Raccord")])

    assert host.look().active == "Raccord restore points"
    assert host.look().selection == (selected,)
    name = bench.office.run(FRONT + "return controller.getSelection().AbsoluteName")
    assert name.startswith("$'Raccord restore points'.$B$3")


def test_removed_sheet_that_was_selected(bench: OfficeBench, host: PipeHost):
    """Where the sheet in front goes, the one that comes there has a cell selected."""
    host.apply([MakeSheet("Raccord"), Show("Raccord", 3, 2), RemoveSheet("Raccord")])

    assert host.look().active == "Other"
    assert "#REF!" not in bench.office.run(FRONT + "return controller.getSelection().AbsoluteName")


@pytest.mark.parametrize("op", [MakeSheet("Raccord"), RemoveSheet("Raccord help")], ids=lambda op: op.kind)
def test_locked_structure_is_told_and_left_alone(bench: OfficeBench, host: PipeHost, op: Op):
    """Where no sheet can be added, none is."""
    host.apply([MakeSheet("Raccord help")])
    bench.office.run(FRONT + "document.protect('secret')")

    assert host.look().locked is True
    with pytest.raises(HostError, match="Raccord"):
        host.apply([op])
    assert [one.name for one in host.look().sheets] == ["Clients", "Other", "Raccord help"]
    bench.office.run(FRONT + "document.unprotect('secret')")


FOREIGN = [MakeSheet("Clients"), RemoveSheet("Clients"), SetStyle("Clients", [CellRange(1, 1, 1, 1)], "FF0000"),
           SetFilter("Clients", CellRange(1, 1, 4, 2))]  # fmt: skip


@pytest.mark.parametrize("op", FOREIGN, ids=lambda op: op.kind)
def test_users_sheets_are_never_treated_as_raccords_own(host: PipeHost, op: Op):
    """What is meant for Raccord's own sheets is refused on any other."""
    with pytest.raises(HostError, match="Clients"):
        host.apply([op])

    assert host.read("Clients").cell(4, 2) == "Nice"


def test_sheet_that_is_not_there_is_named(host: PipeHost):
    """A sheet that went meanwhile is named in the refusal, for reading and for writing."""
    for ask in (lambda: host.read("Gone"), lambda: host.apply([PutCells("Gone", 1, 1, [["x"]])])):
        with pytest.raises(HostError, match="Gone"):
            ask()


def test_matrix_formula_refuses_in_words(bench: OfficeBench, host: PipeHost):
    """A part of a matrix that cannot be overwritten is refused with the sheet's name; nothing of it is written."""
    bench.office.run(FRONT + "document.Sheets.getByName('Clients').getCellRangeByName('A2:B3').ArrayFormula = '=1'")

    with pytest.raises(HostError, match="Clients"):
        host.apply([PutCells("Clients", 2, 1, [["x"]])])

    assert host.read("Clients").cell(2, 1) == 1.0


def test_one_press_is_one_step_back(bench: OfficeBench, host: PipeHost):
    """Ctrl+Z takes back everything that a press did, and the user's own step before it is the next."""
    before = [list(row) for row in host.read("Clients").rows]
    host.apply([InsertRow("Clients", 1), PutCells("Clients", 1, 1, [["Key", "Keep"]]), MakeSheet("Raccord")])
    always = Rule((CellRange(1, 1, 2, 2),), '=AND(N("raccord-marks")=0,TRUE())', "FFF2CC")
    host.apply([SetRules("Clients", "marks", [always]), SetWidths("Clients", 1, [30.0])])
    host.apply([SetDropdown("Clients", [CellRange(1, 1, 1, 2)], ["Key"])])
    bench.end_press()

    assert bench.office.run(FRONT + "return document.UndoManager.AllUndoActionTitles") == ["Raccord"]
    bench.office.run(FRONT + "document.UndoManager.undo()")

    assert bench.office.run(FRONT + "return document.Sheets.ElementNames") == ["Clients", "Other"]
    assert [list(row) for row in texts(bench, "A1:B4")] == before


def test_looking_changes_nothing(bench: OfficeBench, host: PipeHost):
    """A press that only reads leaves nothing to be saved and nothing to be undone."""
    host.look()
    host.read("Clients")
    bench.end_press()

    assert (
        bench.office.run(FRONT + "return [document.isModified(), document.UndoManager.isUndoPossible()]") == [False] * 2
    )


def test_show_brings_to_front_in_the_window_of_the_click(bench: OfficeBench, clients: Path):
    """Of two windows on the same document, the one with the button follows."""
    bench.open(clients)
    bench.end_press()
    bench.office.run(
        FRONT + "create('com.sun.star.frame.DispatchHelper').executeDispatch(\n"
        "    controller.Frame, '.uno:NewWindow', '', 0, ())"
    )
    fronts = (
        "frames = [frame for frame in (desktop.Frames.getByIndex(at) for at in range(desktop.Frames.Count))]\n"
        "return [frame.Controller.ActiveSheet.Name for frame in frames]"
    )
    assert bench.office.run(fronts) == ["Clients", "Clients"]
    bench.office.run("desktop.Frames.getByIndex(0).activate()")
    host = bench.press()

    host.apply([Show("Other")])

    assert bench.office.run(fronts) == ["Other", "Clients"]


def test_user_stays_where_he_is(bench: OfficeBench, host: PipeHost):
    """Making, filling and freezing a sheet of Raccord's own moves neither sheet nor cursor of the user's."""
    bench.office.run(FRONT + "controller.select(document.Sheets.getByName('Clients').getCellRangeByName('B3'))")

    host.apply([MakeSheet("Raccord"), PutCells("Raccord", 1, 1, [["x"]]), PutLinks("Raccord", 2, 1, "Clients", [2])])

    assert (host.look().active, host.look().selection) == ("Clients", (CellRange(3, 2, 3, 2),))


def test_opened_file_is_in_front(bench: OfficeBench, host: PipeHost, tmp_path: Path):
    """A workbook that Raccord wrote opens beside the one of the click."""
    path = tmp_path / "export.xlsx"
    openpyxl.Workbook().save(path)

    host.apply([OpenFile(str(path))])

    assert bench.office.run("return desktop.CurrentComponent.URL") == path.as_uri()
    assert host.look().name == "clients.xlsx"


def test_wrapped_text_makes_its_row_as_high_as_it_needs(bench: OfficeBench, host: PipeHost):
    """A long message in a narrow column can be read without dragging the row's edge."""
    host.apply([MakeSheet("Raccord"), PutCells("Raccord", 1, 1, [["word " * 40], ["short"]])])
    host.apply([SetWidths("Raccord", 1, [20.0]), SetStyle("Raccord", [CellRange(1, 1, 2, 1)], wrap=True)])

    heights = bench.office.run(
        FRONT + "return [document.Sheets.getByName('Raccord').Rows.getByIndex(at).Height for at in (0, 1)]"
    )

    assert heights[0] > 5 * heights[1]
