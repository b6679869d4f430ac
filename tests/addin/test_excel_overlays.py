"""The host on Excel: formats, dropdowns and sheets of Raccord's own, on either platform."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName

from raccord.cells import CellRange
from raccord.files.annotations import Rule
from raccord_addin.hosts import HostError
from raccord_addin.hosts.excel.rules import on_sheet
from raccord_addin.ops import (
    Freeze,
    MakeSheet,
    Op,
    OpenFile,
    PutLinks,
    RemoveSheet,
    SetDropdown,
    SetFilter,
    SetRules,
    SetWidths,
    Show,
)
from support.excel_world import ExcelWorld, excel_world
from support.shown_colours import shown_colours
from support.xlwings_engine import Dialect

RED = "FFC7CE"
GREEN_FILL = PatternFill(bgColor="FF00FF00")
ALL = CellRange(1, 1, 4, 2)


@pytest.fixture(params=Dialect)
def excel(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ExcelWorld]:
    """An Excel of each platform."""
    with excel_world(tmp_path, request.param) as world:
        yield world


def rule(condition: str, *areas: CellRange, colour: str = RED) -> Rule:
    """A rule the way Raccord writes them."""
    return Rule(areas or (ALL,), f'=AND(N("raccord-preview")=0,{condition})', colour)


def names(world: ExcelWorld, sheet: str = "Clients") -> dict[str, str]:
    """The names of a sheet and what they refer to."""
    return {name: one.attr_text for name, one in world.sheet(sheet).ws.defined_names.items()}


def test_links_survive_any_sheet_name(excel: ExcelWorld) -> None:
    """Both kinds of quotes in a sheet's name are doubled where a formula needs it."""
    target = """It's "ours\""""

    def rename(book: Any) -> None:
        book["Other"].title = target

    host = excel.open(rename)

    host.apply([MakeSheet("Raccord"), PutLinks("Raccord", 1, 1, target, [7, None])])

    assert excel.sheet("Raccord").ws["A1"].value == """=HYPERLINK("#'It''s ""ours""'!A7",7)"""
    assert excel.sheet("Raccord").ws["A2"].value is None


@pytest.mark.parametrize(
    ("formula", "tied"),
    [
        ('=INDEX($M:$M,ROW())="x"', """=INDEX('It''s'!$M:$M,ROW())="x\""""),
        ("=INDEX($1:$1048576,ROW(),COLUMN())", "=INDEX('It''s'!$1:$1048576,ROW(),COLUMN())"),
        ("=SUM($A$1,$B$2:$C$7)", "=SUM('It''s'!$A$1,'It''s'!$B$2:$C$7)"),
        ('="$A$1 says ""$B:$B"""', '="$A$1 says ""$B:$B"""'),
        ("='My $A$1'!$A$1+Other!$B:$B", "='My $A$1'!$A$1+Other!$B:$B"),
    ],
)
def test_references_are_tied_to_their_sheet(formula: str, tied: str) -> None:
    """All references of a formula name the sheet, unless they name one already; texts stay as they are."""
    assert on_sheet(formula, "It's") == tied


def test_rule_is_a_name_of_its_sheet(excel: ExcelWorld) -> None:
    """A format holds only a name, which is in no language, and the name means the sheet of the format."""
    host = excel.open()

    host.apply(
        [SetRules("Other", "preview", [rule('INDEX($M:$M,ROW())="x"')]), SetRules("Clients", "m-n", [rule("1")])]
    )

    refers_to = 'AND(N("raccord-preview")=0,INDEX(\'Other\'!$M:$M,ROW())="x")'
    assert names(excel, "Other") == {"raccord_preview_1": refers_to}
    assert [one.formula for one in excel.sheet("Other").cells.conditional_formats] == ["=raccord_preview_1"]
    assert list(names(excel)) == ["raccord_m_n_1"]
    assert host.look().active == "Clients"


def test_named_rules_show_their_colours(excel: ExcelWorld, tmp_path: Path) -> None:
    """A program that evaluates names, LibreOffice, shows the colours, whatever quotes the sheet's name has."""

    def rename(book: Any) -> None:
        del book["Other"]
        book["Clients"].title = "It's ours"

    host = excel.open(rename)
    areas = CellRange(2, 1, 3, 1), CellRange(2, 2, 4, 2)

    host.apply([SetRules("It's ours", "preview", [rule('INDEX($B:$B,ROW())="Lyon"', *areas)])])

    excel.app.books.active.save(tmp_path / "saved.xlsx")
    assert shown_colours(tmp_path / "saved.xlsx")[0] == [["", ""], ["", ""], [RED, RED], ["", ""]]


def test_first_rule_counts_most(excel: ExcelWorld) -> None:
    """Rules come in their order, before the user's own formats."""

    def colour(book: Any) -> None:
        book["Clients"].conditional_formatting.add("A1:B4", FormulaRule(["$A$1=1"], fill=GREEN_FILL))

    host = excel.open(colour)

    host.apply([SetRules("Clients", "preview", [rule("1"), rule("2")])])

    shown = [one.formula for one in excel.sheet().cells.conditional_formats]
    assert shown == ["=raccord_preview_1", "=raccord_preview_2", "=$A$1=1"]


def test_rules_of_others_stay(excel: ExcelWorld) -> None:
    """Replacing and removing a group touches no other group, no name and no format of the user's."""

    def name_things(book: Any) -> None:
        sheet = book["Clients"]
        for name in ("raccord_prices", "mine"):
            sheet.defined_names[name] = DefinedName(name, attr_text="Clients!$A$1")
        sheet.conditional_formatting.add("A1:B4", FormulaRule(["mine"], fill=GREEN_FILL))

    host = excel.open(name_things)
    host.apply([SetRules("Clients", "preview", [rule("1"), rule("2")]), SetRules("Clients", "marks", [rule("3")])])

    host.apply([SetRules("Clients", "preview", [rule("4")]), SetRules("Clients", "preview")])

    assert list(names(excel)) == ["raccord_prices", "mine", "raccord_marks_1"]
    assert [one.formula for one in excel.sheet().cells.conditional_formats] == ["=raccord_marks_1", "=mine"]


@pytest.mark.parametrize("separator", [",", ";"])
def test_dropdown_words_are_parted_as_the_region_does(excel: ExcelWorld, separator: str) -> None:
    """Where lists are written with semicolons, a dropdown of words is one of several words all the same."""
    host = excel.open()
    excel.app.list_separator = separator

    host.apply([SetDropdown("Clients", [CellRange(1, 1, 1, 2)], ["Key", "Keep"])])

    (offered,) = excel.sheet().ws.data_validations.dataValidation
    assert (offered.formula1, offered.showErrorMessage) == ('"Key,Keep"', False)


def test_dropdown_without_words_is_none(excel: ExcelWorld) -> None:
    """No words take the dropdown away."""
    host = excel.open()
    area = CellRange(1, 1, 1, 2)

    host.apply([SetDropdown("Clients", [area], ["Key"]), SetDropdown("Clients", [area])])

    assert excel.sheet().ws.data_validations.dataValidation == []


@pytest.mark.parametrize("op", [MakeSheet("Clients"), RemoveSheet("clients")])
def test_sheet_of_the_users_is_neither_emptied_nor_removed(excel: ExcelWorld, op: Op) -> None:
    """Only the sheets that Raccord writes are its to empty and to remove."""
    host = excel.open()

    with pytest.raises(HostError, match=r"is no sheet of Raccord's own"):
        host.apply([op])

    assert host.read("Clients").rows[0] == ["Name", "City"]


def test_hidden_own_sheet_is_in_sight_again(excel: ExcelWorld) -> None:
    """What the user hid is shown when it is written anew."""

    def hide(book: Any) -> None:
        book.create_sheet("Raccord").sheet_state = "hidden"

    host = excel.open(hide)

    host.apply([MakeSheet("Raccord"), Freeze("Raccord", 2), Show("Raccord", 3, 1)])

    seen = host.look()
    assert (seen.active, seen.selection) == ("Raccord", (CellRange(3, 1, 3, 1),))
    assert excel.sheet("Raccord").ws.freeze_panes == "A3"


def test_user_stays_where_he_is(excel: ExcelWorld) -> None:
    """What Excel does only to the sheet in front is done without taking the user there."""
    host = excel.open()
    excel.sheet().select_cells("B2:B3", "B2")

    host.apply(
        [
            MakeSheet("Raccord"),
            SetRules("Raccord", "result", [rule("1")]),
            Freeze("Raccord", 1),
            SetFilter("Raccord", ALL),
            SetWidths("Raccord", 1, [400.0]),
        ]
    )

    seen = host.look()
    assert (seen.active, seen.selection) == ("Clients", (CellRange(2, 2, 3, 2),))


def test_show_brings_the_book_to_the_front(excel: ExcelWorld) -> None:
    """Who has gone to another workbook is brought back to this one."""
    host = excel.open()
    excel.open(name="other.xlsx")

    host.apply([Show("Other", 2, 2)])

    assert excel.app.books.active.name == "clients.xlsx"
    assert host.look().active == "Other"


def test_file_is_opened_in_the_same_excel(excel: ExcelWorld, tmp_path: Path) -> None:
    """A workbook that Raccord has written opens beside the one that is open."""
    host = excel.open()
    openpyxl.Workbook().save(tmp_path / "export.xlsx")

    host.apply([OpenFile(str(tmp_path / "export.xlsx"))])

    assert [book.name for book in excel.app.books] == ["export.xlsx", "clients.xlsx"]


def test_file_that_is_gone_is_an_error(excel: ExcelWorld, tmp_path: Path) -> None:
    """A file that cannot be opened is named."""
    host = excel.open()

    with pytest.raises(HostError, match=r"gone\.xlsx"):
        host.apply([OpenFile(str(tmp_path / "gone.xlsx"))])


def test_own_sheet_is_as_new(excel: ExcelWorld) -> None:
    """What the user, and Raccord before, did to the look of an own sheet is gone, its names included."""

    def dress(book: Any) -> None:
        sheet = book.create_sheet("Raccord")
        sheet.column_dimensions["B"].width = 70
        sheet.conditional_formatting.add("A1:B4", FormulaRule(["$A$1=1"], fill=GREEN_FILL))

    host = excel.open(dress)
    host.apply([SetRules("Raccord", "result", [rule("1")])])

    host.apply([MakeSheet("Raccord")])

    ws = excel.sheet("Raccord").ws
    assert (names(excel, "Raccord"), len(list(ws.conditional_formatting)), len(ws.column_dimensions)) == ({}, 0, 0)


def test_column_is_as_wide_as_can_be(excel: ExcelWorld) -> None:
    """Excel's widest column is wide enough for whatever is asked."""
    host = excel.open()

    host.apply([SetWidths("Clients", 2, [400.0])])

    assert excel.sheet().ws.column_dimensions["B"].width == 255
