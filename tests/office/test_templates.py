"""Template workbooks in LibreOffice: notes, lists and rules are there, and what a user types is what is imported.

`RACCORD_PICTURES=docs/images` makes the picture of a template anew; without it it goes into a temporary folder.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from raccord import Job, choose_grid, default_catalogue, import_sheet, read_grids
from raccord.templating import template_layout, write_template
from support.office import Office, running_office
from support.screen import SIZE, Screen, virtual_screen
from support.toolbar import await_window

CATEGORY = 12
LAST_ROW = 1_048_575
SHEET = "document = desktop.CurrentComponent\nsheet = document.Sheets.getByIndex(0)\n"
RULES = (
    SHEET
    + """
rules = []
for column in range(names["columns"]):
    cell = sheet.getCellByPosition(column, names["row"])
    rule, form = cell.Validation, document.NumberFormats.getByKey(cell.NumberFormat).FormatString
    rules.append([rule.Type.value, rule.ErrorAlertStyle.value, rule.getFormula1(), rule.getFormula2(), form])
return rules
"""
)
TYPED = (
    SHEET
    + """
controller = document.CurrentController
helper = create("com.sun.star.frame.DispatchHelper")
for column, text in enumerate(names["texts"]):
    controller.select(sheet.getCellByPosition(column, 2))
    helper.executeDispatch(controller.Frame, ".uno:EnterString", "", 0, properties(StringName=text))
"""
)
RULE_OF = {
    "ID": ["WHOLE", "STOP", "1", "999999999999999", "0"],
    "External ID": ["TEXT_LEN", "STOP", "0", "40", "@"],
    "ZIP": ["TEXT_LEN", "STOP", "0", "12", "@"],
    "Phone": ["TEXT_LEN", "STOP", "0", "40", "@"],
    "Category": ["LIST", "STOP", '"A";"B";"C";"D";"Prospect"', "0", "@"],
    "Call interval (days)": ["WHOLE", "STOP", "-999999999999999", "999999999999999", "0"],
    "Last call": ["DATE", "WARNING", "61", "2958465", "YYYY-MM-DD HH:MM:SS"],
    "Blocked until": ["DATE", "WARNING", "61", "2958465", "YYYY-MM-DD"],
    "Opening hours": ["ANY", "STOP", "", "", "@"],
    "Annual revenue": ["DECIMAL", "STOP", "-999999999999999", "999999999999999", "General"],
    "Protected": ["LIST", "WARNING", '"yes";"no"', "0"],
}
TYPED_TEXTS = {
    "External ID": "007",
    "Name": "=1+1",
    "ZIP": "01000",
    "City": "Bourg-en-Bresse",
    "Phone": "0199001234",
    "Category": "Prospect",
    "Call interval (days)": "30",
    "Last call": "2026-11-22 14:30",
    "Blocked until": "2026-12-01",
    "Annual revenue": "1234.5",
    "Protected": "yes",
}
CREATED = {
    "External ID": "007",
    "Name": "=1+1",
    "ZIP": "01000",
    "City": "Bourg-en-Bresse",
    "Phone": "0199001234",
    "Category": "Prospect",
    "Call interval (days)": 30,
    "Last call": "2026-11-22T14:30:00",
    "Blocked until": "2026-12-01",
    "Annual revenue": "1234.5",
    "Protected": True,
}


def headers() -> list[str]:
    """The headers of the English template."""
    return [column.header for column in template_layout(default_catalogue(), "en").columns]


@pytest.fixture(params=["xlsx", "ods"])
def template(office: Office, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The English template, open in LibreOffice."""
    path = tmp_path / f"Template.{request.param}"
    write_template(default_catalogue(), path)
    office.open(path)
    return path


@pytest.mark.usefixtures("template")
def test_it_opens_on_the_customers(office: Office):
    """The data sheet is in front, its head stays in view, and nothing below the head counts as used."""
    assert office.run(
        SHEET + "controller, cursor = document.CurrentController, sheet.createCursor()\n"
        "cursor.gotoEndOfUsedArea(False)\n"
        "return [controller.ActiveSheet.Name, controller.hasFrozenPanes(), controller.SplitRow,"
        " cursor.RangeAddress.EndRow, list(document.Sheets.ElementNames)]"
    ) == ["Customers", True, 2, 1, ["Customers", "Raccord help"]]


@pytest.mark.usefixtures("template")
def test_notes_are_those_of_the_catalogue(office: Office):
    """Each header has its note, hidden until somebody points at it."""
    notes = office.run(
        SHEET + "notes = sheet.Annotations\n"
        "return [[one.Position.Row, one.Position.Column, one.String, one.IsVisible] for one in notes]"
    )

    columns = template_layout(default_catalogue(), "en").columns
    assert sorted(notes, key=lambda note: note[1]) == [[1, at, one.note, False] for at, one in enumerate(columns)]


@pytest.mark.usefixtures("template")
@pytest.mark.parametrize("row", [2, 5000, LAST_ROW])
def test_cells_have_their_rules_and_formats(office: Office, row: int):
    """The first row below the head, one far below and the very last have the rule and the format of their field."""
    found = dict(zip(headers(), office.run(RULES, row=row, columns=len(headers())), strict=True))

    assert {header: found[header][: len(rule)] for header, rule in RULE_OF.items()} == RULE_OF


@pytest.mark.usefixtures("template")
def test_update_row_offers_the_modes(office: Office):
    """Every cell of the update row has the list of modes, which does not insist."""
    source = SHEET + "rule = sheet.getCellByPosition(names['at'], 0).Validation\n"
    source += "return [rule.Type.value, rule.getFormula1(), rule.ShowErrorMessage]"

    for at in range(len(headers())):
        kind, words, insists = office.run(source, at=at)
        assert (kind, insists) == ("LIST", False)
        assert words.split(";")[:3] == ['"Key"', '"Keep"', '"Overwrite"']


def test_what_is_typed_is_imported(office: Office, template: Path):
    """Typed texts keep their zeros, dates and numbers become such cells, and the saved file creates that customer."""
    office.run(TYPED, texts=[TYPED_TEXTS.get(header, "") for header in headers()])

    assert "1 new, 0 updated" in office.press("preview")["said"]

    office.run("desktop.CurrentComponent.store()")
    assert created(template) == CREATED


def created(path: Path) -> dict[str, Any]:
    """The values of the one customer that the import of a file creates, by header."""
    catalogue, base = default_catalogue(), f"sqlite:///{path.with_name('base.db')}"
    with import_sheet(Job(choose_grid(read_grids(path)), catalogue, base)) as report:
        (row,) = report.plan.rows()
    return {catalogue.by_name[change.field].label_in("en"): change.new for change in row.changes}


@pytest.fixture
def window(tmp_path: Path) -> Iterator[tuple[Office, Screen]]:
    """The English xlsx template in a window, on its columns from Category on."""
    path = tmp_path / "customers.xlsx"
    write_template(default_catalogue(), path)
    (tmp_path / "office").mkdir()
    with (
        virtual_screen() as screen,
        running_office(tmp_path / "office", str(path), headless=False, **screen.environ) as office,
    ):
        await_window(office, screen)
        office.run(
            SHEET + "controller = document.CurrentController\n"
            "controller.Frame.ContainerWindow.setPosSize(0, 0, *names['size'], 15)\n"
            "controller.setFirstVisibleColumn(names['at'] - 2)\n"
            "controller.select(sheet.getCellByPosition(names['at'], 2))\n"
            "controller.Frame.ContainerWindow.setFocus()",
            size=SIZE,
            at=CATEGORY,
        )
        time.sleep(2)
        yield office, screen


def await_message(screen: Screen) -> None:
    """Wait until LibreOffice says that a rule is broken."""
    until = time.monotonic() + 60
    while not screen.windows("^LibreOffice Calc$"):
        assert time.monotonic() < until, "no message appeared"
        time.sleep(0.1)
    time.sleep(0.5)


def test_a_wrong_choice_is_stopped_at_the_keyboard(window: tuple[Office, Screen], tmp_path: Path):
    """What is no choice does not get into the cell, and one of the list does."""
    office, screen = window
    cell = SHEET + f"return sheet.getCellByPosition({CATEGORY}, 2).String"

    screen.key("Q", "Return")
    await_message(screen)
    screen.picture(tmp_path / "stopped.png")
    screen.key("Escape")
    assert office.run(cell) == ""
    screen.key("B", "Return")
    time.sleep(1)
    assert office.run(cell) == "B"

    show_the_head(office)
    screen.key("alt+Down")
    time.sleep(1.5)
    screen.picture(Path(os.environ.get("RACCORD_PICTURES") or tmp_path) / "office-template.png")


def show_the_head(office: Office) -> None:
    """Go to the mark of the third column, and show a note beside it."""
    office.run(
        SHEET + "controller = document.CurrentController\n"
        "controller.setFirstVisibleColumn(0)\n"
        "controller.select(sheet.getCellByPosition(2, 0))\n"
        "sheet.Annotations.getByIndex(4).IsVisible = True"
    )
