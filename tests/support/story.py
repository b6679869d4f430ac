"""The tutorial in a real LibreOffice window, in a language: the demo's sheet, clicks on the toolbar, and pictures.

`tell` does what docs/tutorial.md says, step by step; tests look between the steps, `support.pictures` looks at nothing
and keeps the pictures.
"""

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console

from raccord.catalogue_files import default_catalogue
from raccord.database import open_database
from raccord.demo import run_demo
from raccord.exporting import export
from raccord.result_lines import CHOICE_COLUMN, HEAD_ROWS, OUTCOME_COLUMN
from support.office import Office, running_office
from support.screen import SIZE, Screen, virtual_screen
from support.toolbar import await_dialog, await_window, click_toolbar

UNSETTLED = 9
"""The row of the demo's sheet, below its update row, that several customers fit."""
CUT_ZIP = "E3"
"""The cell of the demo's sheet whose leading zero a spreadsheet has eaten."""
_KEYS = {"'": "apostrophe"}
_TRIES = 3
_YES = {"en": "alt+y", "fr": "alt+o"}


class Story:
    """A window with the demo's unmarked sheet, the mouse that clicks in it, and the base behind it."""

    def __init__(self, office: Office, screen: Screen, demo: Path, pictures: Path, language: str) -> None:
        self.office, self.screen, self.demo, self.pictures, self.language = office, screen, demo, pictures, language

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
        before: int = self.office.state()["presses"]
        click_toolbar(self.office, self.screen, button, language=self.language)
        return before

    def click(self, button: str) -> None:
        """Click a button of the toolbar with the mouse, and wait until its work is done."""
        self._finish(self.start(button))

    def click_and_confirm(self, button: str, picture: str | None = None) -> None:
        """Click a button that asks, take a picture of its question, and answer it with yes."""
        before = self.start(button)
        await_dialog(self.screen)
        if picture:
            self.picture(picture)
        self.screen.key(_YES[self.language])
        self._finish(before)

    def _finish(self, before: int) -> None:
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

    def type_into(self, cell: str, text: str, sheet: str) -> None:
        """Go to a cell, and type into it; again where a busy window has lost a key."""
        wanted, found = text.removeprefix("'"), ""
        for _ in range(_TRIES):
            self.select(cell, sheet)
            time.sleep(0.5)
            self.screen.key(*(_KEYS.get(one, one) for one in text), "Return")
            time.sleep(0.5)
            found = str(self.cells(cell, sheet)[0][0]).removesuffix(".0")
            if found == wanted:
                return
        raise AssertionError(f"{cell} holds {found!r} instead of {wanted!r}")

    def cells(self, area: str, sheet: str = "Clients") -> list[list[Any]]:
        """The cells of an area."""
        found: list[list[Any]] = self.office.run(
            "sheet = desktop.CurrentComponent.Sheets.getByName(names['sheet'])\n"
            "return [list(row) for row in sheet.getCellRangeByName(names['area']).getDataArray()]",
            sheet=sheet,
            area=area,
        )
        return found

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

    def line_of(self, row: int) -> int:
        """The line of the result sheet that speaks of a row."""
        lines = self.cells(f"A{HEAD_ROWS + 1}:A60", "Raccord")
        return HEAD_ROWS + 1 + [line[0] for line in lines].index(row)

    def outcome(self, row: int) -> str:
        """What the result sheet says that becomes of a row."""
        place = f"{_letter(OUTCOME_COLUMN)}{self.line_of(row)}"
        return str(self.cells(place, "Raccord")[0][0])


def _letter(number: int) -> str:
    return chr(ord("A") + number - 1)


def tell(story: Story) -> Iterator[str]:
    """Do what the tutorial says, with a picture of each step; gives the name of each step that is done."""
    story.select("A1")
    story.picture("sheet")
    yield "opened"
    story.click("prepare")
    yield "prepared"
    story.select("D1:F1")
    story.click("overwrite")
    story.select("J3")
    story.click("overwrite")
    story.select("A1")
    story.picture("marks")
    yield "marked"
    story.click("preview")
    story.picture("result")
    story.show_columns("CGHJKL", shown=False)
    story.select("A1")
    story.picture("preview")
    story.show_columns("CGHJKL", shown=True)
    yield "previewed"
    settle(story)
    yield "settled"
    story.click("import")
    story.picture("imported")
    yield "imported"
    story.click_and_confirm("undo", "question")
    yield "undone"
    story.click("restore_points")
    story.picture("points")
    story.select("A4", points_sheet(story))
    story.click_and_confirm("restore")
    yield "restored"


def settle(story: Story) -> None:
    """Mend a cell, choose the customer of the row that several fit, and preview again."""
    story.type_into(CUT_ZIP, "'01000", "Clients")
    story.select("A1", "Raccord")
    line = story.line_of(UNSETTLED)
    place = f"{_letter(CHOICE_COLUMN)}{line}"
    story.select(place, "Raccord")
    time.sleep(0.5)
    story.screen.key("alt+Down")
    story.picture("choice")
    story.screen.key("Escape")
    story.type_into(place, "28", "Raccord")
    story.click("preview")


def points_sheet(story: Story) -> str:
    """The name of the sheet of restore points, which is the same in every language."""
    names: list[str] = story.office.run("return list(desktop.CurrentComponent.Sheets.ElementNames)")
    return next(name for name in names if name.startswith("Raccord points"))


def _tidy(office: Office) -> None:
    """Let the window fill the screen, with nothing beside the sheet and Raccord's toolbar in sight."""
    office.run("desktop.getCurrentFrame().ContainerWindow.setPosSize(0, 0, *names['size'], 15)", size=SIZE)
    time.sleep(1)
    office.run(
        "frame = desktop.getCurrentFrame()\n"
        "frame.LayoutManager.hideElement('private:resource/toolbar/formatobjectbar')\n"
        "create('com.sun.star.frame.DispatchHelper').executeDispatch(frame, '.uno:Sidebar', '', 0, ())"
    )
    time.sleep(2)


@contextmanager
def told_in(language: str, folder: Path, pictures: Path) -> Iterator[Story]:
    """The demo's unmarked sheet in a window of LibreOffice that speaks a language."""
    demo = folder / "demo"
    run_demo(demo, Console(file=io.StringIO()))
    (folder / "office").mkdir()
    with (
        virtual_screen() as screen,
        running_office(
            folder / "office",
            str(demo / "visits.xlsx"),
            headless=False,
            language=language,
            RACCORD_DATABASE=f"sqlite:///{demo / 'customers.db'}",
            **screen.environ,
        ) as office,
    ):
        await_window(office, screen)
        _tidy(office)
        yield Story(office, screen, demo, pictures, language)
