"""What only a real window has: a cell that is being typed into."""

import time
from pathlib import Path

from support.office import running_office
from support.screen import SIZE, virtual_screen
from support.toolbar import await_window

CELL = "return desktop.CurrentComponent.CurrentSelection.String"


def test_what_is_being_typed_counts(tmp_path: Path):
    """A cell that was typed into and not entered is entered by a click on a button."""
    with virtual_screen() as screen, running_office(tmp_path, "--calc", headless=False, **screen.environ) as office:
        await_window(office, screen)
        office.run("desktop.CurrentFrame.ContainerWindow.setPosSize(0, 0, *names['size'], 15)", size=SIZE)
        time.sleep(2)
        screen.click(SIZE[0] // 2, SIZE[1] // 2)
        screen.key("t", "y", "p", "e", "d")
        time.sleep(1)
        assert office.run(CELL) == ""

        office.press("mode_update")

        office.run(
            "document = desktop.CurrentComponent\n"
            "document.CurrentController.setActiveSheet(document.Sheets.getByIndex(0))"
        )
        assert office.run(CELL) == "typed"
