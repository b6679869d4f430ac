"""What a user sees of Raccord's conditional formats in LibreOffice, at once and beside formats of one's own."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill

from raccord.cells import CellRange
from raccord.files.annotations import Rule
from raccord_addin.hosts.pipe_host import PipeHost
from raccord_addin.ops import PutCells, SetRules
from support.benches.office import OfficeBench
from support.pdf_fills import fills

RED, GREEN, YELLOW, BLUE = "FFC7CE", "C6EFCE", "FFFF00", "9BC2E6"
ALL = CellRange(1, 1, 4, 3)
USERS = f"""
from com.sun.star.sheet.ConditionOperator import FORMULA
document = desktop.CurrentComponent
styles = document.StyleFamilies.getByName("CellStyles")
style = document.createInstance("com.sun.star.style.CellStyle")
styles.insertByName("Mine", style)
style.CellBackColor = 0x{BLUE}
cells = document.Sheets.getByIndex(0).getCellRangeByName(names["area"])
conditions = cells.ConditionalFormat
conditions.addNew(properties(Operator=FORMULA, Formula1="TRUE()", StyleName="Mine"))
cells.ConditionalFormat = conditions
"""


def rule(condition: str, colour: str, *areas: CellRange, group: str = "preview") -> Rule:
    """A rule the way Raccord writes them."""
    return Rule(areas, f'=AND(N("raccord-{group}")=0,{condition})', colour)


@pytest.fixture
def host(bench: OfficeBench, tmp_path: Path) -> PipeHost:
    """A sheet of words in LibreOffice."""
    book = openpyxl.Workbook()
    for _ in range(4):
        book.active.append(["updated", "Key", "created"])
    book.save(tmp_path / "words.xlsx")
    return bench.open(tmp_path / "words.xlsx")


@pytest.fixture
def shown(bench: OfficeBench, tmp_path: Path):
    """A function that gives the backgrounds on the screen now."""

    def look() -> set[str]:
        path = tmp_path / "shown.pdf"
        bench.office.run(
            "desktop.CurrentComponent.storeToURL(names['url'], properties(FilterName='calc_pdf_Export'))",
            url=path.as_uri(),
        )
        return fills(path) - {"000000"}

    return look


def apply(host: PipeHost, rules: Sequence[Rule], group: str = "preview") -> None:
    """Set the rules of a group."""
    host.apply([SetRules("Sheet", group, rules)])


def test_rules_are_shown_at_once(host: PipeHost, shown):
    """A colour is there without closing the file, and gone with its rule."""
    apply(host, [rule('INDEX($A:$A,ROW())="updated"', RED, ALL)])
    assert shown() == {RED}

    apply(host, [])
    assert shown() == set()


def test_formulas_are_read_as_english_with_commas(host: PipeHost, shown):
    """Functions, whole rows and columns, and commas within texts mean what they mean in Excel."""
    whole = 'INDEX($1:$1048576,ROW(),COLUMN())="updated"'
    searched = 'ISNUMBER(FIND("/"&INDEX($A:$A,ROW())&"/","/a,b/updated/"))'
    column = 'SUBSTITUTE(ADDRESS(1,COLUMN(),4),"1","")="A"'

    apply(host, [rule(f"AND({whole},{searched},{column})", RED, ALL), rule('FIND("a,b","x;a,b")=3', GREEN, ALL)])

    assert shown() == {RED, GREEN}


def test_first_rule_that_is_true_counts(host: PipeHost, shown):
    """Rules of the same cells are tried in order."""
    apply(host, [rule("TRUE()", RED, ALL), rule("TRUE()", GREEN, ALL)])

    assert shown() == {RED}


def test_rule_follows_what_the_cells_say(host: PipeHost, shown):
    """A mark that is typed has its colour without any click."""
    apply(host, [rule('INDEX($1:$1,COLUMN())="Keep"', YELLOW, ALL)])
    assert shown() == set()

    host.apply([PutCells("Sheet", 1, 2, [["Keep"]])])
    assert shown() == {YELLOW}


def test_groups_are_shown_beside_each_other(host: PipeHost, shown):
    """Each group has its cells, and going takes no other along."""
    apply(host, [rule("TRUE()", RED, CellRange(1, 1, 1, 3))])
    apply(host, [rule("TRUE()", GREEN, CellRange(2, 1, 4, 3), group="marks")], "marks")
    assert shown() == {RED, GREEN}

    apply(host, [])
    assert shown() == {GREEN}


def test_users_format_stays_where_it_is(bench: OfficeBench, host: PipeHost, shown):
    """Where the user has a format, it is shown as before, during and after a preview; elsewhere the preview is."""
    bench.office.run(USERS, area="B1:B4")
    assert shown() == {BLUE}

    apply(host, [rule("TRUE()", RED, ALL)])
    assert shown() == {BLUE, RED}

    apply(host, [])
    assert shown() == {BLUE}


def test_cells_that_users_formats_cover_wholly(bench: OfficeBench, host: PipeHost, shown, tmp_path: Path):
    """There the rule is kept in the file and waits for the next opening; the user's format is shown meanwhile."""
    bench.office.run(USERS, area="A1:C4")
    apply(host, [rule("TRUE()", RED, ALL)])
    assert shown() == {BLUE}

    bench.save(host, tmp_path / "saved.xlsx")
    bench.office.run("cells = desktop.CurrentComponent.Sheets.getByIndex(0).createCursor()\n"
                     "cells.gotoEndOfUsedArea(False)\nassert cells.RangeAddress.EndRow == 3")  # fmt: skip
    apply(host, [])
    assert shown() == {BLUE}


def test_removed_rules_leave_nothing_for_the_users_next_format(bench: OfficeBench, host: PipeHost, shown):
    """A format that the user makes afterwards is shown on its own cells alone."""
    apply(host, [rule("TRUE()", RED, ALL)])
    apply(host, [])

    bench.office.run(USERS.replace('"TRUE()"', '"ROW()>1"'), area="A1:A1")

    assert shown() == set()


def test_format_that_a_program_joined_with_the_users(bench: OfficeBench, tmp_path: Path, shown):
    """Ours and the user's on the very same cells become one format when the file is opened: only ours goes."""
    book = openpyxl.Workbook()
    book.active.append(["x", "y"])
    for formula, colour in (('AND(N("raccord-preview")=0,COLUMN()=1)', RED), ("COLUMN()=2", BLUE)):
        fill = PatternFill(bgColor=f"FF{colour}")
        book.active.conditional_formatting.add("A1:B1", FormulaRule([formula], fill=fill))
    book.save(tmp_path / "joined.xlsx")
    host = bench.open(tmp_path / "joined.xlsx")
    assert shown() == {RED, BLUE}

    apply(host, [])

    assert shown() == {BLUE}
