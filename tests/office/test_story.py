"""The README's story in a real window: open the sample workbook, mark, preview, look, import, take back (SPEC §7).

`RACCORD_PICTURES=docs/images` makes the pictures of the README anew; without it they go into a temporary folder.
"""

import io
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from raccord.catalogue_files import default_catalogue
from raccord.colours import MODE_COLOURS, Tint
from raccord.database import open_database
from raccord.demo import run_demo
from raccord.exporting import export
from raccord.marks import UpdateMode
from support.office import Office, running_office
from support.screen import SIZE, Screen, share_of_colour, virtual_screen
from support.toolbar import await_dialog, await_window, click_toolbar


class Story:
    """A window with the sample workbook, the mouse that clicks in it, and the base behind it."""

    def __init__(self, office: Office, screen: Screen, demo: Path, pictures: Path) -> None:
        self.office, self.screen, self.demo, self.pictures = office, screen, demo, pictures

    @property
    def url(self) -> str:
        return f"sqlite:///{self.demo / 'customers.db'}"

    def customers(self) -> str:
        """All customers, as a csv text."""
        out = self.demo.parent / f"{time.monotonic_ns()}.csv"
        with open_database(self.url, default_catalogue()) as database:
            export(database, out)
        return out.read_text(encoding="utf-8")

    def start(self, button: str) -> int:
        """Click a button of the toolbar with the mouse; gives how many presses there were before."""
        before = self.office.state()["presses"]
        click_toolbar(self.office, self.screen, button)
        return before

    def click(self, button: str) -> None:
        """Click a button of the toolbar with the mouse, and wait until its work is done."""
        before = self.start(button)
        self.office.wait(lambda state: state["presses"] > before and not state["busy"])
        self.screen.park()

    def click_and_confirm(self, button: str) -> None:
        """Click a button that asks, and answer its question with yes."""
        before = self.start(button)
        await_dialog(self.screen)
        self.screen.picture(self.pictures / "office-question.png")
        self.screen.key("alt+y")
        self.office.wait(lambda state: state["presses"] > before and not state["busy"])
        self.screen.park()

    def select(self, cells: str, sheet: str = "Clients") -> None:
        """Select cells of a sheet, and bring it to the front."""
        self.office.run(
            "controller = desktop.CurrentComponent.CurrentController\n"
            "sheet = desktop.CurrentComponent.Sheets.getByName(names['sheet'])\n"
            "controller.setActiveSheet(sheet)\n"
            "controller.select(sheet.getCellRangeByName(names['cells']))",
            sheet=sheet,
            cells=cells,
        )

    def cells(self, area: str, sheet: str = "Clients") -> list[list[Any]]:
        """The cells of an area."""
        return self.office.run(
            "sheet = desktop.CurrentComponent.Sheets.getByName(names['sheet'])\n"
            "return [list(row) for row in sheet.getCellRangeByName(names['area']).getDataArray()]",
            sheet=sheet,
            area=area,
        )

    def show_columns(self, letters: str, *, shown: bool) -> None:
        """Hide columns, so that what is told fits on the screen, or show them again."""
        self.office.run(
            "columns = desktop.CurrentComponent.Sheets.getByName('Clients').Columns\n"
            "for letter in names['letters']:\n"
            "    columns.getByName(letter).IsVisible = names['shown']",
            letters=letters,
            shown=shown,
        )

    def picture(self, name: str) -> Path:
        """Take a picture once everything is drawn."""
        time.sleep(1.5)
        return self.screen.picture(self.pictures / f"{name}.png")


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    """The demo's unmarked sheet in a window."""
    demo = tmp_path / "demo"
    run_demo(demo, Console(file=io.StringIO()))
    pictures = Path(os.environ.get("RACCORD_PICTURES") or tmp_path)
    (tmp_path / "office").mkdir()
    with (
        virtual_screen() as screen,
        running_office(
            tmp_path / "office",
            str(demo / "visits.xlsx"),
            headless=False,
            RACCORD_DATABASE=f"sqlite:///{demo / 'customers.db'}",
            **screen.environ,
        ) as office,
    ):
        await_window(office, screen)
        office.run(
            "frame = desktop.getCurrentFrame()\n"
            "frame.ContainerWindow.setPosSize(0, 0, *names['size'], 15)\n"
            "frame.LayoutManager.hideElement('private:resource/toolbar/formatobjectbar')\n"
            "create('com.sun.star.frame.DispatchHelper').executeDispatch(frame, '.uno:Sidebar', '', 0, ())",
            size=SIZE,
        )
        time.sleep(2)
        yield Story(office, screen, demo, pictures)


def test_the_story_of_the_readme(story: Story) -> None:
    """Prepare, mark, preview, look, import, list the points, restore: each by a click, each seen in the sheet."""
    before = story.customers()

    story.click("prepare")
    assert [row[:4] for row in story.cells("A1:L2")] == [
        ["Key", "Key", "Key", "Keep"],
        ["N° client", "Raison sociale", "Ville", "Rue"],
    ]
    story.select("D1:F1")
    story.click("overwrite")
    story.select("J3")
    story.click("overwrite")
    assert story.cells("A1:J1")[0][3:6] == ["Overwrite"] * 3
    story.select("A1")
    marks = story.picture("office-marks")
    assert share_of_colour(marks, MODE_COLOURS[UpdateMode.KEY]) > 0.005
    assert share_of_colour(marks, MODE_COLOURS[UpdateMode.OVERWRITE]) > 0.005

    story.click("preview")
    assert story.cells("A1", "Raccord")[0][0].startswith("Raccord: preview")
    assert story.customers() == before
    result = story.picture("office-result")
    assert share_of_colour(result, Tint.CHANGED) > 0.01
    story.show_columns("CGHJKL", shown=False)
    story.select("A1")
    preview = story.picture("office-preview")
    assert share_of_colour(preview, Tint.CHANGED) > 0.002
    story.show_columns("CGHJKL", shown=True)
    assert any("updated · 1 change" in str(row[0]) for row in story.cells("M3:M38"))

    story.click("import")
    assert story.cells("A1", "Raccord")[0][0].startswith("Raccord: imported")
    assert story.customers() != before

    story.click("restore_points")
    point = story.cells("A4:B4", "Raccord points")[0]
    assert point[1] == "import"
    story.picture("office-points")
    story.click_and_confirm("restore")
    assert story.customers() == before
    assert story.cells("B4", "Raccord points")[0] == ["restore"]


def test_a_second_click_while_one_runs(story: Story) -> None:
    """Clicks upon clicks leave one whole result, and the program answers."""
    story.click("prepare")
    before = story.office.state()["presses"]
    click_toolbar(story.office, story.screen, "preview", times=4)

    story.office.wait(lambda state: state["presses"] > before and not state["busy"])
    time.sleep(3)
    story.office.wait(lambda state: not state["busy"])

    column = [row[0] for row in story.cells("M2:M38")]
    assert column[0] == "Raccord"
    assert all(isinstance(one, str) for one in column)
    assert story.cells("A1", "Raccord")[0][0].startswith("Raccord: preview")
