"""The host on a file: where the user is, what each operation does to openpyxl's workbook, and what is refused."""

import zipfile
from functools import partial

import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from raccord.cells import CellRange
from raccord.files.annotations import MOST_LINKS, Rule
from raccord_addin.hosts import HostError
from raccord_addin.ops import (
    Alert,
    Freeze,
    InsertRow,
    MakeSheet,
    OpenFile,
    PutCells,
    PutLinks,
    RemoveSheet,
    Say,
    SetDropdown,
    SetFilter,
    SetRules,
    SetStyle,
    SetWidths,
    Show,
)
from support.host_files import open_host, saved_book

HERE = CellRange(1, 1, 1, 1)


@pytest.fixture
def host_on(tmp_path):
    """Make a workbook by a function that gets it and its first sheet, named Clients, and open a host on it."""
    return partial(open_host, tmp_path)


@pytest.fixture
def saved(tmp_path):
    """Carry operations out, save the host's workbook and open it with openpyxl."""
    return partial(saved_book, tmp_path)


def test_user_is_where_the_host_was_told(host_on):
    """Active sheet, selection and language are those given; without any, the file's active sheet."""
    areas = (CellRange(2, 2, 2, 4), CellRange(7, 1, 7, 1))

    def fill(book, _sheet):
        book.create_sheet("Second")
        book.active = 1

    told = host_on(fill, active="clients", selection=areas, language="fr").look()

    assert (told.active, told.selection, told.language) == ("Clients", areas, "fr")
    assert host_on(fill).look().active == "Second"
    with pytest.raises(HostError, match="Nowhere"):
        host_on(active="Nowhere")


def test_chart_sheet_is_no_sheet_of_cells(host_on):
    """A chart sheet in front is not listed, and the first sheet that is in sight is the active one."""

    def fill(book, sheet):
        sheet.sheet_state = "hidden"
        book.create_sheet("Second")
        book.create_chartsheet("Chart").add_chart(BarChart())
        book.active = 2

    book = host_on(fill).look()

    assert ([one.name for one in book.sheets], book.active) == (["Clients", "Second"], "Second")


def test_user_is_told_and_asked(host_on):
    """What the user would have seen is kept in order, and questions get the answers given, then no."""
    host = host_on(answers=[True, False])

    host.progress("reading")
    host.apply([Say("done"), Alert("wrong"), OpenFile("/tmp/export.xlsx")])

    assert [host.ask(text) for text in "abc"] == [True, False, False]
    assert (host.said, host.alerts) == (["reading", "done"], ["wrong"])
    assert (host.opened, host.asked) == (["/tmp/export.xlsx"], ["a", "b", "c"])


def test_values_beside_others_change_only_what_they_must(host_on, saved):
    """A number in place of formula-like text loses the quote prefix; number formats stay; no blank cells are made."""

    def fill(_book, sheet):
        sheet["A1"] = 5
        sheet["A1"].number_format = "00000"

    sheet = saved(
        host_on(fill),
        PutCells("Clients", 1, 1, [["=1"]]),
        PutCells("Clients", 1, 1, [[7.0, None, None]]),
        PutCells("Clients", 3, 3, [[None]]),
    )["Clients"]

    assert (sheet["A1"].value, bool(sheet["A1"].quotePrefix), sheet["A1"].number_format) == (7, False, "00000")
    assert sheet.dimensions == "A1:A1"


@pytest.mark.parametrize(
    ("put", "reason"),
    [
        (PutCells("Clients", 1, 1, [["fine"], ["x" * 32_768]]), r"Clients!A2 .*32768"),
        (PutCells("Clients", 1, 1, [["fine", "a\uffffb"]]), r"Clients!B1 .*U\+FFFF"),
        (PutCells("Clients", 1, 1, [["fine"], [None, None, "covered"]]), "Clients!C2 is covered"),
        (PutCells("Clients", 1_048_576, 1, [["fine"], ["below"]]), "no room"),
        (PutCells("Clients", 1, 16_384, [["fine", "beside"]]), "no room"),
    ],
)
def test_block_is_written_whole_or_not_at_all(host_on, put, reason):
    """A value that no cell can hold, or that has no cell, is refused with its place, with all of its block."""
    host = host_on(lambda _book, sheet: sheet.merge_cells("B2:D2"))

    with pytest.raises(HostError, match=reason):
        host.apply([put])

    assert host.read("Clients").rows == []


def test_merged_cells_can_be_emptied(host_on):
    """None over merged cells empties what can be emptied."""

    def fill(_book, sheet):
        sheet["A1"] = "title"
        sheet.merge_cells("A1:C1")

    host = host_on(fill)

    host.apply([PutCells("Clients", 1, 1, [[None, None, None]])])

    assert host.read("Clients").rows == []


def test_links_end_where_sheets_have_no_room_for_more(host_on, saved):
    """Row numbers below the last link are plain numbers."""
    numbers = list(range(1, MOST_LINKS + 3))

    sheet = saved(host_on(), MakeSheet("Raccord"), PutLinks("Raccord", 1, 1, "Clients", numbers))["Raccord"]

    assert sheet.cell(MOST_LINKS, 1).hyperlink.location == f"'Clients'!A{MOST_LINKS}"
    assert [(cell.value, cell.hyperlink) for (cell,) in sheet.iter_rows(MOST_LINKS + 1)] == [
        (MOST_LINKS + 1, None),
        (MOST_LINKS + 2, None),
    ]


def test_rules_come_before_the_users(host_on, saved):
    """A conditional format of the user's that stops all others does not hide Raccord's; the order within both stays."""

    def fill(_book, sheet):
        for priority, area in ((2, "A1:A9"), (1, "B1:B9")):
            own = FormulaRule(formula=[f"A1={priority}"], stopIfTrue=True, fill=PatternFill(bgColor="FF00FF00"))
            own.priority = priority
            sheet.conditional_formatting.add(area, own)

    rules = [Rule((HERE,), f'=AND(N("raccord-modes")=0,$A$1={number})', "FFC7CE") for number in (3, 4)]

    sheet = saved(host_on(fill), SetRules("Clients", "modes", rules), SetRules("Clients", "modes", rules))["Clients"]

    found = [(rule.priority, rule.formula[0][-2:]) for one in sheet.conditional_formatting for rule in one.rules]
    assert sorted(found) == [(1, "3)"), (2, "4)"), (3, "=1"), (4, "=2")]


def test_groups_are_told_apart_to_the_letter(host_on, saved):
    """A group whose name begins like another's, or holds signs of patterns, keeps its rules."""
    rules = [
        SetRules("Clients", group, [Rule((HERE,), f'=AND(N("raccord-{group}")=0,TRUE)', "FFC7CE")])
        for group in ("mode", "modes", "m.de")
    ]

    sheet = saved(host_on(), *rules, SetRules("Clients", "m.de"))["Clients"]

    found = [rule.formula[0] for one in sheet.conditional_formatting for rule in one.rules]
    assert sorted(found) == ['AND(N("raccord-mode")=0,TRUE)', 'AND(N("raccord-modes")=0,TRUE)']


@pytest.mark.parametrize("words", [["x" * 128, "y" * 128], ["Overwrite, blank clears"], ["🏭" * 128]])
def test_dropdown_that_does_not_fit(host_on, words):
    """Words of more than 255 characters, or with a comma, are refused: they need cells to come from."""
    with pytest.raises(HostError, match=r"Clients!A1:B2: \d words"):
        host_on().apply([SetDropdown("Clients", [CellRange(1, 1, 2, 2)], words)])


def test_dropdown_takes_only_its_own_cells(host_on, saved):
    """The user's check keeps the cells around the dropdown; without words, nothing is checked or offered there."""

    def fill(_book, sheet):
        sheet.add_data_validation(DataValidation("whole", "1", sqref="A1:D4"))

    dropdown = SetDropdown("Clients", [CellRange(2, 2, 3, 3)], ["Key"])
    host = host_on(fill)

    def cells():
        checks = saved(host)["Clients"].data_validations.dataValidation
        return {
            one.type: sorted(place for span in one.sqref.ranges for line in span.rows for place in line)
            for one in checks
        }

    host.apply([dropdown])
    inner = [(row, column) for row in (2, 3) for column in (2, 3)]
    outer = [(row, column) for row in range(1, 5) for column in range(1, 5) if (row, column) not in inner]
    assert cells() == {"whole": outer, "list": inner}
    host.apply([SetDropdown("Clients", [CellRange(2, 2, 3, 3)])])
    assert cells() == {"whole": outer}


def test_widths_split_columns_that_share_one(host_on, saved):
    """Columns that were described together keep their width and look, and no two descriptions overlap."""

    def fill(_book, sheet):
        sheet.column_dimensions["B"].width = 40
        sheet.column_dimensions["B"].min, sheet.column_dimensions["B"].max = 2, 6
        sheet.column_dimensions["B"].fill = PatternFill("solid", fgColor="FFFFFF00")

    columns = saved(host_on(fill), SetWidths("Clients", 3, [10, 12]))["Clients"].column_dimensions

    found = [(one.min, one.max, one.width, one.fill.fgColor.rgb) for _, one in sorted(columns.items())]
    yellow = "FFFFFF00"
    assert found == [(2, 2, 40, yellow), (3, 3, 10, yellow), (4, 4, 12, yellow), (5, 6, 40, yellow)]


def test_formulas_lead_to_an_emptied_sheet_and_not_to_a_removed_one(host_on, saved):
    """An emptied sheet keeps its place and what leads to it; what led to a removed one is `#REF!`."""

    def fill(book, sheet):
        book.create_sheet("Raccord").sheet_state = "hidden"
        book.create_sheet("Last")
        sheet["A1"] = "=Raccord!A1+SUM('Raccord'!A1:B2)"
        book.defined_names["total"] = openpyxl.workbook.defined_name.DefinedName("total", attr_text="Raccord!$A$1")

    emptied = saved(host_on(fill), MakeSheet("raccord"), PutCells("RACCORD", 1, 1, [["new"]]))

    assert emptied.sheetnames == ["Clients", "Raccord", "Last"]
    assert emptied["Clients"]["A1"].value == "=Raccord!A1+SUM('Raccord'!A1:B2)"
    assert emptied["Raccord"]["A1"].value == "new"
    removed = saved(host_on(fill), RemoveSheet("raccord"))
    assert removed["Clients"]["A1"].value == "=#REF!+SUM(#REF!)"
    assert removed.defined_names["total"].attr_text == "#REF!"


def test_removing_the_sheet_in_front_shows_the_next(host_on, saved):
    """The user is on the sheet to the right, or on the last one."""
    host = host_on(lambda book, _sheet: [book.create_sheet(name) for name in ("Raccord", "Last")], active="Raccord")

    host.apply([RemoveSheet("Raccord")])

    assert host.look().active == "Last"
    assert saved(host).active.title == "Last"
    host.apply([MakeSheet("Raccord"), Show("Raccord"), RemoveSheet("Raccord")])
    assert host.look().active == "Last"


def test_only_sheet_in_sight_cannot_be_removed(host_on):
    """A workbook needs a sheet that can be seen."""

    def fill(book, sheet):
        book.create_sheet("Raccord")
        sheet.sheet_state = "hidden"
        book.active = 1

    with pytest.raises(HostError, match="“Raccord” is the only sheet in sight"):
        host_on(fill).apply([RemoveSheet("Raccord")])


def test_chart_sheet_with_a_name_of_raccords(host_on):
    """A chart sheet cannot be emptied, so its name is refused."""
    host = host_on(lambda book, _sheet: book.create_chartsheet("RACCORD").add_chart(BarChart()))

    with pytest.raises(HostError, match="chart sheet has the name “Raccord”"):
        host.apply([MakeSheet("Raccord")])


def lock(book, _sheet):
    """Protect the structure of a workbook with a hidden sheet of Raccord's."""
    book.create_sheet("Raccord").sheet_state = "hidden"
    book.security.lockStructure = True


@pytest.mark.parametrize(
    "op", [MakeSheet("Raccord help"), RemoveSheet("Raccord"), Show("Raccord")], ids=lambda op: op.kind
)
def test_protected_structure_refuses(host_on, op):
    """No sheet is added, removed or brought to sight in a workbook whose structure is protected."""
    host = host_on(lock)

    with pytest.raises(HostError, match="structure"):
        host.apply([op])

    assert host.look().locked
    assert [one.name for one in host.look().sheets] == ["Clients", "Raccord"]


AREA = CellRange(1, 1, 2, 2)
WRITING = [
    PutCells("Clients", 1, 1, [["x"]]),
    PutLinks("Clients", 1, 1, "Clients", [1]),
    InsertRow("Clients", 1),
    SetRules("Clients", "modes", [Rule((AREA,), '=AND(N("raccord-modes")=0,TRUE)', "FFC7CE")]),
    SetDropdown("Clients", [AREA], ["x"]),
    SetStyle("Clients", [AREA], "FFC7CE"),
    SetWidths("Clients", 1, [5]),
    Freeze("Clients", 1),
    SetFilter("Clients", AREA),
]


@pytest.mark.parametrize("op", WRITING, ids=lambda op: op.kind)
def test_every_operation_on_a_protected_sheet_is_refused(host_on, tmp_path, op):
    """A protected sheet is saved as it was, and the error says what to do."""

    def fill(_book, sheet):
        sheet.append(["Name"])
        sheet.protection.sheet = True

    host = host_on(fill)
    host.save(tmp_path / "before.xlsx")

    with pytest.raises(HostError, match=r"“Clients” is protected\.\n.*try again"):
        host.apply([op])

    host.save(tmp_path / "after.xlsx")
    parts = [
        zipfile.ZipFile(tmp_path / name).read("xl/worksheets/sheet1.xml") for name in ("before.xlsx", "after.xlsx")
    ]
    assert parts[0] == parts[1]


def test_protected_sheet_of_raccords_is_not_emptied(host_on):
    """A result that the user has protected stays."""

    def fill(book, _sheet):
        book.create_sheet("Raccord").append(["kept"])
        book["Raccord"].protection.sheet = True

    host = host_on(fill)

    with pytest.raises(HostError, match="“Raccord” is protected"):
        host.apply([MakeSheet("Raccord")])

    assert host.read("Raccord").rows == [["kept"]]


@pytest.mark.parametrize("op", WRITING, ids=lambda op: op.kind)
def test_every_operation_on_a_missing_sheet_is_refused(host_on, op):
    """A sheet that someone has renamed in between is an error that names it."""
    with pytest.raises(HostError, match="“Clients”"):
        host_on(lambda _book, sheet: setattr(sheet, "title", "Renamed")).apply([op])


def test_only_the_shown_sheet_is_chosen(host_on, saved):
    """Tabs that were chosen together are not any more, since writing would go to all of them."""

    def fill(book, sheet):
        book.create_sheet("Hidden").sheet_state = "hidden"
        book.create_sheet("Last").sheet_view.tabSelected = True
        sheet.sheet_view.tabSelected = True

    book = saved(host_on(fill), Show("Hidden", 3, 2))

    assert {sheet.title: bool(sheet.sheet_view.tabSelected) for sheet in book} == {
        "Clients": False,
        "Hidden": True,
        "Last": False,
    }
    assert (book.active.title, book.active.sheet_state) == ("Hidden", "visible")
    assert book.active.sheet_view.selection[0].activeCell == "B3"
