"""Restore points, Restore and Undo: asked first, then done, and shown on a sheet (SPEC §5, §7)."""

import pytest

from support.desk_world import DeskWorld

FIRST_LINE = 4


def imported(world: DeskWorld) -> DeskWorld:
    """Import the sheet once."""
    return world.press("preview").press("import")


def test_points_are_listed_newest_first(marked: DeskWorld) -> None:
    """The sheet of points has a line an operation, with what it was, when, and whether it is taken back."""
    imported(marked).press("undo").press("restore_points")

    _, _, header, *lines = marked.host.cells["Raccord points"]
    assert header[:2] == ["Point", "Before"]
    assert [(line[0], line[1], line[6]) for line in lines] == [(2, "undo", None), (1, "import", "taken back by 2")]
    assert marked.host.book.active == "Raccord points"


def test_undo_asks_and_takes_the_last_import_back(marked: DeskWorld) -> None:
    """The question names the import; a yes takes it back."""
    before = marked.customers.all()
    imported(marked).press("undo")

    assert "Take back import 1 (import, clients.xlsx" in marked.host.asked[-1]
    assert marked.customers.all() == before


def test_undo_passes_over_clicks_that_imported_nothing(marked: DeskWorld) -> None:
    """A second import that finds nothing to do sets no point, and Undo asks about the first."""
    imported(imported(marked))

    assert "There is nothing to import." in marked.said
    assert marked.host.cells["Raccord"][0][0].startswith("Raccord: nothing to import")
    marked.press("undo")
    assert "Take back import 1 " in marked.host.asked[-1]


def test_undo_passes_over_an_import_that_touched_nobody(marked: DeskWorld) -> None:
    """An import without changes in an older journal is not asked about."""
    imported(marked)
    marked.customers.sql("INSERT INTO raccord_operation (kind, at) VALUES ('import', '2026-11-22T14:30:00Z')")

    marked.press("undo")

    assert "Take back import 1 " in marked.host.asked[-1]


@pytest.mark.parametrize("button", ["undo", "restore"])
def test_what_is_taken_back_shows_as_imported_no_more(marked: DeskWorld, button: str) -> None:
    """The result sheet, the colours and the words beside the rows go with the import that they speak of."""
    imported(marked)
    marked.press("restore_points").select("A4", sheet="Raccord points").press(button)

    assert marked.said.startswith("Taken back")
    assert "Raccord" not in marked.host.cells
    assert [cell for row in marked.cells for cell in row[6:] if cell is not None] == []
    assert marked.host.rules["Clients", "preview"] == ()
    assert marked.host.book.active == "Raccord points"


@pytest.mark.parametrize("what", ["a later preview", "another base"])
def test_what_speaks_of_something_else_stays(marked: DeskWorld, what: str) -> None:
    """A preview of what comes next, and the result of an import into another base, outlive the undo."""
    imported(marked)
    if what == "a later preview":
        marked.cells[2][4] = "78"
        marked.select().press("preview")
    else:
        marked.host.cells["Raccord"][4][5] = "other.db"
    held = list(marked.host.cells["Raccord"])

    marked.press("undo")

    assert marked.said.startswith("Taken back")
    assert marked.host.cells["Raccord"] == held
    assert marked.cells[1][6] == "Raccord"


def test_undo_leaves_a_protected_sheet_alone(marked: DeskWorld) -> None:
    """A sheet that was protected since keeps its words; the result sheet goes, and the base is taken back."""
    before = marked.customers.all()
    imported(marked).protect("Clients")

    marked.press("undo")

    assert (marked.alert, marked.customers.all()) == ("", before)
    assert "Raccord" not in marked.host.cells
    assert marked.cells[1][6] == "Raccord"


def test_a_no_changes_nothing(marked: DeskWorld) -> None:
    """Neither base nor workbook change when the user says no."""
    imported(marked)
    base, sheets = marked.customers.all(), {name: [*rows] for name, rows in marked.host.cells.items()}
    marked.host.answer = False

    marked.press("undo")

    assert (marked.customers.all(), marked.host.cells) == (base, sheets)


def test_restore_goes_back_to_the_selected_line(marked: DeskWorld) -> None:
    """The point of the selected line is asked about and restored, and the list shows the restore itself."""
    before = marked.customers.all()
    imported(marked)
    marked.cells[2][4] = "78"
    imported(marked.select()).press("restore_points")

    marked.select(f"B{FIRST_LINE + 1}", sheet="Raccord points").press("restore")

    assert "before operation 1 (import, clients.xlsx" in marked.host.asked[-1]
    assert "Operations taken back: 2." in marked.host.asked[-1]
    assert marked.customers.all() == before
    assert marked.host.cells["Raccord points"][FIRST_LINE - 1][:2] == [3, "restore"]


def test_restore_without_a_selected_line_lists_the_points(marked: DeskWorld) -> None:
    """Pressed elsewhere, or on the heading, Restore shows the points and says what to do."""
    imported(marked).press("restore")

    assert marked.host.book.active == "Raccord points"
    assert marked.said == "Select the line to go back to, then click Restore."
    marked.select("A3", sheet="Raccord points").press("restore")
    assert marked.host.asked == []


def test_what_changed_since_is_kept_and_listed(marked: DeskWorld) -> None:
    """A cell that someone changed after the import is kept, and the sheet says which, and what it would have been."""
    imported(marked)
    marked.customers.edit(1, phone="999")

    marked.press("undo")

    assert "kept because they changed since: 1" in marked.said
    lines = marked.host.cells["Raccord points"]
    at = next(number for number, line in enumerate(lines) if line[0] == "Kept, because it changed since")
    assert lines[at + 1][1:6] == [1, "Phone", "01", "999", "11"]


def test_a_point_that_is_gone_is_an_alert(marked: DeskWorld) -> None:
    """A line that someone typed, or one of another base, restores nothing."""
    imported(marked).press("restore_points")
    marked.host.cells["Raccord points"][FIRST_LINE - 1][0] = 77.0

    marked.select("A4", sheet="Raccord points").press("restore")

    assert marked.alert.startswith("There is no restore point 77 in this customer base.")


def test_a_question_that_is_outdated_is_asked_again(marked: DeskWorld) -> None:
    """An answer counts for the operations that the question spoke of, and for no later ones."""
    imported(marked)
    marked.host.ask = lambda _text: imported(marked) is marked  # type: ignore[method-assign]
    marked.customers.edit(1, phone="5")

    marked.press("undo")

    assert [line[0] for line in marked.customers.sql("SELECT kind FROM raccord_operation")].count("undo") == 0


def test_nothing_to_undo_is_told(marked: DeskWorld) -> None:
    """A base without imports has nothing to take back."""
    marked.press("undo")
    assert marked.alert.startswith("There is no import to undo.")


def test_a_missing_base_is_told(world: DeskWorld) -> None:
    """Restore points of a base that is not there are an error, and the base is not made."""
    world.customers.path.unlink()

    world.press("restore_points")

    assert "There is no customer base yet." in world.alert
    assert not world.customers.path.exists()
