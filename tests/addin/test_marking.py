"""The mark buttons: a mode's word above every selected column, whatever the selection (SPEC §7)."""

import pytest

from raccord.cells import CellRange
from raccord.marks import MODE_WORDS, UpdateMode
from raccord_addin.mark_rules import MARKS_GROUP, last_words
from raccord_addin.ops import InsertRow, PutCells, SetDropdown
from support.desk_world import HEADERS, MARKS, DeskWorld


@pytest.mark.parametrize("mode", UpdateMode)
def test_a_mode_is_written_above_the_selected_column(marked: DeskWorld, mode: UpdateMode) -> None:
    """Each button writes its word, and nothing else in the sheet changes."""
    before = [list(row) for row in marked.cells]
    column = 1 if mode is UpdateMode.KEY else 5

    marked.select("AB"[column // 5] if column == 1 else "E").press(mode.value)

    if mode is UpdateMode.OVERWRITE_IF_GREATER:
        assert "cannot be overwritten if greater" in marked.alert
        assert marked.cells == before
        return
    before[0][column - 1] = MODE_WORDS[mode]["en"]
    assert (marked.alert, marked.cells) == ("", before)
    assert MODE_WORDS[mode]["en"] in marked.said


@pytest.mark.parametrize(
    ("areas", "columns"),
    [
        (["B:D"], "BCD"),
        (["B4", "D2:E9"], "BDE"),
        (["E", "B", "B:C"], "BCE"),
        (["A1:XFD1048576"], "ABCDEF"),
        (["D7:ZZ9"], "DEF"),
    ],
)
def test_every_selected_column_is_marked(marked: DeskWorld, areas: list[str], columns: str) -> None:
    """Discontiguous areas, whole columns, whole rows and all of the sheet mark just the columns of the table."""
    marked.select(*areas).press("keep")

    expected = ["Keep" if letter in columns else mark for letter, mark in zip("ABCDEF", MARKS, strict=True)]
    assert (marked.cells[0], marked.alert) == (expected, "")


def test_a_sheet_without_marks_gets_an_update_row(world: DeskWorld) -> None:
    """The first mark inserts a row above the headers, which moves everything down and leaves it as it was."""
    before = [list(row) for row in world.cells]

    world.select("A", "C").press("key")

    assert world.cells == [["Key", None, "Key"], *before]
    assert [type(op) for op in world.host.applied[:1]] == [InsertRow]


def test_a_blank_row_above_the_headers_is_used(world: DeskWorld) -> None:
    """Where the row above the headers is blank, no row is inserted."""
    rows = [list(row) for row in world.cells]
    world.fill([], [None, " "], *rows).select("B").press("keep")

    assert world.cells == [[], [None, "Keep"], *rows]


def test_a_named_field_stays_named(marked: DeskWorld) -> None:
    """A mark that names its field keeps it when its mode changes."""
    marked.cells[0][5] = "Keep → Notes"

    marked.select("F").press("overwrite")

    assert marked.cells[0][5] == "Overwrite → Notes"


def test_marks_are_in_the_users_language(marked: DeskWorld) -> None:
    """The configured language decides, else the one that the spreadsheet program speaks."""
    marked.change(language="de-AT")
    marked.select("B").press("overwrite")
    marked.configure("language: fr\n")
    marked.select("C").press("overwrite")

    assert marked.cells[0][1:3] == ["Überschreiben", "Écraser"]


def test_a_column_without_a_field_says_so(marked: DeskWorld) -> None:
    """Marking a column whose header names nothing is done, and tells how to name the field."""
    marked.select("F").press("overwrite")

    assert marked.cells[0][5] == "Overwrite"
    assert "“Mood” names no field of a customer: choose one with Assign field." in marked.said


def test_a_ninth_key_is_refused_at_once(world: DeskWorld) -> None:
    """The ninth key is an error that names its cell, and the marks stay as they were."""
    headers = ["name", "street", "zip", "city", "country", "contact", "phone", "mobile", "email"]
    world.fill(["Key"] * 8, headers)

    world.select("I").press("key")

    assert world.alert.startswith("Clients!I1: This marks a ninth key.")
    assert world.cells[0] == ["Key"] * 8


def test_an_older_fault_does_not_stop_a_mark(marked: DeskWorld) -> None:
    """What is wrong with another column's mark waits for the preview, so that faults can be mended one by one."""
    marked.cells[0][5] = "Keep → Nothing"

    marked.select("B").press("overwrite")

    assert (marked.alert, marked.cells[0][1]) == ("", "Overwrite")


@pytest.mark.parametrize("areas", [["H:J"], [], ["G"]])
def test_a_selection_outside_the_table_is_refused(marked: DeskWorld, areas: list[str]) -> None:
    """Columns without a header, Raccord's own column and no selection at all give a clear message."""
    marked.cells[1].append("Raccord")

    marked.select(*areas).press("key")

    assert marked.alert.startswith("Clients: No column of the table in “Clients” is selected.")
    assert marked.cells[0] == MARKS


def test_the_update_row_offers_the_modes(marked: DeskWorld) -> None:
    """The marks' row has a dropdown over all columns, and rules that colour marks and headers alone."""
    marked.select("B").press("keep")

    (dropdown,) = marked.host.dropdowns
    assert isinstance(dropdown, SetDropdown)
    assert dropdown.areas == (CellRange(1, 1, 1, len(HEADERS)),)
    assert "Overwrite if greater" in dropdown.words
    areas = {
        (area.first_row, area.last_row) for rule in marked.host.rules["Clients", MARKS_GROUP] for area in rule.areas
    }
    assert areas == {(1, 2)}


def test_the_column_of_raccords_own_has_no_marks(marked: DeskWorld) -> None:
    """Neither dropdown nor colour of marks reaches into the column Raccord, wherever it stands."""
    for row, cell in enumerate([None, "Raccord", "updated"]):
        marked.cells[row].insert(2, cell)

    marked.select("A:F").press("keep")

    areas = [area for rule in marked.host.rules["Clients", MARKS_GROUP] for area in rule.areas]
    areas += [area for dropdown in marked.host.dropdowns for area in dropdown.areas]
    assert {(area.first_column, area.last_column) for area in areas} == {(1, 2), (4, 7)}
    assert marked.cells[0][2] is None


def test_neighbouring_marks_are_one_block(marked: DeskWorld) -> None:
    """Columns side by side are written in one go."""
    marked.select("A:C", "E").press("keep")

    blocks = [(op.column, len(op.rows[0])) for op in marked.host.applied if isinstance(op, PutCells)]
    assert blocks == [(1, 3), (5, 1)]


def test_the_last_word_tells_each_mode_apart() -> None:
    """The conditional formats read a mark's last word, so no two modes may share one in any language."""
    words = [word for mode in UpdateMode for word in set(last_words(mode))]

    assert len(words) == len(set(words))
