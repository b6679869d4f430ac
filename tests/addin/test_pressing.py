"""Pressing a button: what stops it, and that whatever goes wrong is told (SPEC §7, §10)."""

import sqlite3
from collections.abc import Sequence

import pytest
from sqlalchemy import Engine, event

from raccord_addin.buttons import BUTTONS, Touches
from raccord_addin.hosts import HostError
from raccord_addin.ops import Op, PutCells
from support.desk_world import DeskWorld

WRITING = [button.id for button in BUTTONS if button.touches is not Touches.NOTHING]
ON_THE_SHEET = [button.id for button in BUTTONS if button.touches is Touches.SHEET]


@pytest.mark.parametrize("button", WRITING)
def test_a_read_only_book_is_told_before_anything_is_done(marked: DeskWorld, button: str) -> None:
    """A document that cannot be changed gives one clear message, and neither base nor sheets change."""
    marked.select("B").change(writable=False)
    before = (marked.customers.all(), [list(row) for row in marked.cells])

    marked.press(button)

    assert "is open for reading only" in marked.alert
    assert (marked.customers.all(), marked.cells) == before


@pytest.mark.parametrize("button", ["prepare", "suggest_keys", "preview", "import", "restore_points", "undo", "export"])
def test_a_click_waits_for_a_locked_base_for_five_seconds(marked: DeskWorld, button: str) -> None:
    """The window is blocked as long as a click waits, so it waits less than a command does."""
    marked.press("preview").press("import")
    marked.cells[2][4] = "78"
    marked.select().press("preview")
    waits: list[int] = []

    def keep(connection: sqlite3.Connection, _record: object) -> None:
        waits.extend(connection.execute("PRAGMA busy_timeout").fetchone())

    event.listen(Engine, "connect", keep)
    try:
        marked.press(button)
    finally:
        event.remove(Engine, "connect", keep)

    assert marked.alert == ""
    assert set(waits) == {5_000}


@pytest.mark.parametrize("button", ON_THE_SHEET)
def test_a_protected_sheet_is_told_before_anything_is_done(marked: DeskWorld, button: str) -> None:
    """A protected sheet gives one clear message that names it, and the workbook keeps its sheets."""
    marked.select("B").protect("Clients")

    marked.press(button)

    assert marked.alert.startswith("Clients: The sheet “Clients” is protected")
    assert list(marked.host.cells) == ["Clients"]


@pytest.mark.parametrize("button", WRITING)
def test_a_locked_workbook_is_told(marked: DeskWorld, button: str) -> None:
    """Where no sheet can be added, a message says so first."""
    marked.select("B").change(locked=True)

    marked.press(button)

    assert "structure of “clients.xlsx” is protected" in marked.alert


@pytest.mark.parametrize("name", ["Raccord", "RACCORD", "Raccord settings", "raccord help"])
@pytest.mark.parametrize("button", ["preview", "clear_preview", "settings", "key"])
def test_a_users_sheet_of_our_name_is_never_emptied(marked: DeskWorld, name: str, button: str) -> None:
    """A sheet that only has the name of one of Raccord's own stops the button, whole."""
    marked.fill(["Our suppliers"], ["X"], sheet=name)

    marked.select("B").press(button)

    assert f"The sheet “{name}” has a name that Raccord needs" in marked.alert
    assert "If the sheet is yours, rename it. If Raccord made it, write Raccord into its cell A1." in marked.alert
    assert marked.host.cells[name] == [["Our suppliers"], ["X"]]


@pytest.mark.parametrize("button", ["preview", "key", "prepare"])
def test_a_sheet_of_our_own_is_not_a_list_of_customers(marked: DeskWorld, button: str) -> None:
    """On the settings sheet, with no preview to speak of, a button asks for the sheet that is meant."""
    marked.press("settings").press(button)

    assert "Go to the sheet with your customers and click again." in marked.alert


def test_help_works_where_the_configuration_cannot_be_read(marked: DeskWorld) -> None:
    """A slip in the configuration stops every button with its line and what to do, but Help."""
    marked.configure("language: fr\nprofiles:\n\tdemo: x\n")

    marked.select("B").press("preview")
    told = marked.alert
    marked.press("help")

    assert f"{marked.config}, line 3: This is not valid YAML: a tab stands where only spaces may." in told
    assert marked.alert == ""
    assert "Raccord help" in marked.host.cells


def test_a_chart_in_front_is_no_list_of_customers(marked: DeskWorld) -> None:
    """Where a chart sheet is in front, which has no cells, the message says where to go."""
    marked.change(active="Chart1")

    marked.press("preview")

    assert "“Chart1” is no sheet of customers." in marked.alert


def test_a_result_sheet_that_names_no_sheet_means_none(marked: DeskWorld) -> None:
    """A result sheet whose sheet was renamed or removed leads nowhere, and says what to do."""
    marked.press("preview")
    marked.host.cells["Clientèle"] = marked.host.cells.pop("Clients")

    marked.press("import")

    assert "Go to the sheet with your customers and click again." in marked.alert
    assert 3 not in marked.customers.all()


def test_an_unknown_button_is_told(world: DeskWorld) -> None:
    """A button that this version does not have is an error, not a crash."""
    world.press("fly")
    assert "“fly” is no button" in world.alert


def test_a_broken_configuration_is_told(world: DeskWorld) -> None:
    """A configuration that cannot be read names file and line."""
    world.configure("language: klingon\n")

    world.press("preview")

    assert "config.yaml" in world.alert


def test_what_a_program_refuses_is_told(marked: DeskWorld) -> None:
    """A program that refuses an operation ends the rest of them, with its own words in a message box."""
    apply = marked.host.apply

    def refuse(ops: Sequence[Op]) -> None:
        if any(isinstance(op, PutCells) for op in ops):
            raise HostError("The cell is part of an array formula.")
        apply(ops)

    marked.host.apply = refuse  # type: ignore[method-assign]

    marked.press("preview")

    assert marked.alert == "The cell is part of an array formula."


def test_a_bug_is_logged_and_told_without_a_traceback(marked: DeskWorld) -> None:
    """What nobody foresaw goes to the log; the user gets a sentence and the log's name."""

    def broken(_sheet: str, _most: int | None = None) -> None:
        raise ZeroDivisionError

    marked.host.read = broken  # type: ignore[assignment]

    marked.press("preview")

    assert marked.alert.startswith("Raccord met an error of its own: ZeroDivisionError.")
    assert "Traceback" not in marked.alert
