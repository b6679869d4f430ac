"""LibreOffice started from a shell with a Python environment on its PATH: its own Python cannot start there."""

import os
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from support.office import Office, running_office
from support.screen import virtual_screen
from support.toolbar import await_dialog, await_window, click_toolbar

FOREIGN = """
scripts = create("com.sun.star.script.provider.MasterScriptProviderFactory").createScriptProvider("")
url = "vnd.sun.star.script:Raccord.Door.ForeignEnvironment?language=Basic&location=application"
return scripts.getScript(url).invoke((), (), ())[0]
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment in a folder with a space and an accent in its name."""
    folder = tmp_path_factory.mktemp("foreign") / "é tude"
    venv.create(folder, symlinks=True)
    return folder


@pytest.fixture(scope="module")
def activated(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A LibreOffice that was started with that environment activated."""
    with running_office(tmp_path_factory.mktemp("activated"), PATH=activated_path(environment)) as office:
        yield office


def activated_path(environment: Path) -> str:
    """The PATH of a shell in which the environment is activated."""
    return os.pathsep.join([str(environment / "bin"), os.environ["PATH"]])


def test_spreadsheet_opens(activated: Office):
    """Opening spreadsheets does not start Python, which would end LibreOffice."""
    activated.open()
    activated.open()

    assert activated.run("return [one.supportsService('com.sun.star.sheet.SpreadsheetDocument')"
                         " for one in desktop.Components]") == [True, True]  # fmt: skip


def test_environment_is_found(activated: Office, environment: Path):
    """A click can tell which environment is in the way."""
    assert activated.run(FOREIGN) == str(environment)


def test_none_is_found_without_one(office: Office):
    """A LibreOffice that was started from its menu has nothing in the way."""
    assert office.run(FOREIGN) == ""


def test_click_says_what_to_do(environment: Path, tmp_path: Path):
    """A click with the mouse tells it, and leaves LibreOffice and the sheet as they were."""
    sheet = tmp_path / "sheet.xlsx"
    book = Workbook()
    book.worksheets[0].append(["Name"])
    book.save(sheet)
    options = {"headless": False, "PATH": activated_path(environment)}
    with virtual_screen() as screen, running_office(tmp_path, str(sheet), **screen.environ, **options) as office:
        await_window(office, screen)
        click_toolbar(office, screen, "preview")
        await_dialog(screen)
        screen.picture(tmp_path / "refused.png")
        screen.key("Return")
        cells = "return desktop.CurrentComponent.Sheets.getByIndex(0).getCellByPosition(0, 0).String"

        assert office.run(cells) == "Name"
