"""Whole presses in a real LibreOffice, with the real engine and a base of its own."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import openpyxl
import pytest

from raccord.catalogue_files import default_catalogue
from raccord.database import open_database
from raccord_addin.buttons import BUTTONS
from support.office import Office

HEADERS = ["External ID", "Name", "ZIP", "City"]


@pytest.fixture
def rows() -> list[list[str]]:
    """Headers, and two customers that nobody has yet."""
    own = uuid4().hex[:8]
    return [HEADERS, [f"C-{own}-1", f"Café {own}", "01000", "Bourg"], [f"C-{own}-2", f"Hôtel {own}", "06000", "Nice"]]


@pytest.fixture
def sheet(office: Office, rows: list[list[str]], tmp_path: Path) -> Office:
    """A plain list of customers in front."""
    book = openpyxl.Workbook()
    book.active.title = "Clients"
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "clients.xlsx")
    office.open(tmp_path / "clients.xlsx")
    return office


def cells(office: Office, name: str, area: str) -> Any:
    """The cells of an area."""
    return office.run(
        "sheet = desktop.CurrentComponent.Sheets.getByName(names['sheet'])\n"
        "return sheet.getCellRangeByName(names['area']).DataArray",
        sheet=name,
        area=area,
    )


def test_from_a_plain_list_to_an_import(sheet: Office, rows: list[list[str]]):
    """Prepare, preview, import, list the points: each step is told, and seen in the sheets."""
    with open_database(f"sqlite:///{sheet.folder / 'base.db'}", default_catalogue(), create=True):
        pass  # an import that makes the base asks first
    for button in ("prepare", "mode_update", "preview", "import", "restore_points"):
        state = sheet.press(button)
        assert state["alerts"] == [], button
        assert state["said"], button

    assert cells(sheet, "Clients", "A2:D4") == rows
    assert cells(sheet, "Clients", "A1")[0][0] == "Key"
    assert [row[0].split()[0] for row in cells(sheet, "Clients", "E2:E4")] == ["Raccord", "created", "created"]
    names = sheet.run("return desktop.CurrentComponent.Sheets.ElementNames")
    assert names[0] == "Clients"
    assert {"Raccord", "Raccord points"} <= set(names)
    assert cells(sheet, "Raccord", "A1")[0][0].startswith("Raccord: imported")


def test_preview_does_not_change_the_users_cells(sheet: Office):
    """After preview and clear, the sheet's cells are what they were, and the sheets too."""
    sheet.press("prepare")
    before = cells(sheet, "Clients", "A1:H9")

    sheet.press("preview")
    assert cells(sheet, "Clients", "E2")[0][0] == "Raccord"
    sheet.press("clear_preview")

    assert cells(sheet, "Clients", "A1:H9") == before
    assert sheet.run("return desktop.CurrentComponent.Sheets.ElementNames") == ["Clients"]


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.id)
def test_no_button_fails_for_reasons_of_its_own(sheet: Office, button: Any):
    """On a plain list every button does its work, or says in words why not."""
    state = sheet.press(button.id)

    assert state["engine"] is not None
    assert not [text for text in state["alerts"] if "error of its own" in text or "refuses" in text]
