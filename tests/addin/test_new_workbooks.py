"""Export, New from template, Help: new workbooks in the user's documents, and a sheet that explains (SPEC §7, §9)."""

from pathlib import Path

import pytest

from raccord import read_grids
from raccord.translation import LANGUAGES
from raccord_addin.buttons import BUTTONS
from support.desk_world import DeskWorld, book_of
from support.workbooks import rows


def test_export_opens_a_marked_workbook(world: DeskWorld) -> None:
    """The customers are in a new file that is opened and comes back marked."""
    world.press("export")

    (opened,) = world.host.opened
    assert Path(opened).parent.name == "Raccord"
    assert Path(opened).name in world.said
    assert [row[1] for row in rows(read_grids(Path(opened))[0])] == ["Key", "External ID", "C1", "C2"]


def test_nothing_is_replaced(world: DeskWorld) -> None:
    """Each export and template has a name of its own."""
    for button in ("export", "export", "template", "template", "template"):
        world.press(button)

    assert len(set(world.host.opened)) == 5
    assert all(Path(path).is_file() for path in world.host.opened)


@pytest.mark.parametrize(("name", "ending"), [("clients.ods", ".ods"), ("clients.xlsx", ".xlsx"), ("Book1", ".xlsx")])
def test_new_workbooks_have_the_format_of_the_open_one(world: DeskWorld, name: str, ending: str) -> None:
    """In LibreOffice's own format where that is in use, in Excel's elsewhere; the name itself is never used."""
    world.host.book = book_of("Clients", name=name)

    world.press("template")

    assert Path(world.host.opened[0]).suffix == ending


@pytest.mark.parametrize(("language", "sheet"), [("en", "Customers"), ("fr", "Clients"), ("de", "Kunden")])
def test_template_is_in_the_users_language(world: DeskWorld, language: str, sheet: str) -> None:
    """The new workbook's sheet comes first, and the page behind it speaks the same language."""
    world.change(language=language)

    world.press("template")

    data, page = read_grids(Path(world.host.opened[0]))
    assert (data.name, page.name) == (sheet, "Raccord help")
    assert any(sheet in str(cell) for row in rows(page) for cell in row)


def test_a_folder_that_cannot_be_made_is_told(world: DeskWorld, tmp_path: Path) -> None:
    """Where the documents cannot hold the folder, a message says so."""
    (tmp_path / "documents").write_text("a file", encoding="utf-8")

    world.press("template")

    assert "The folder for new workbooks cannot be made" in world.alert


def test_the_scope_of_the_settings_counts_for_exports(world: DeskWorld) -> None:
    """An export holds only the customers that the workbook's settings let it see."""
    world.press("settings")
    world.host.cells["Raccord settings"][6][1] = "city = Lyon"

    world.press("export")

    assert [row[1] for row in rows(read_grids(Path(world.host.opened[0]))[0])][2:] == ["C2"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_explains_every_button(world: DeskWorld, language: str) -> None:
    """The help sheet has each button's tip in the user's language."""
    world.change(language=language)

    world.press("help")

    texts = {row[1] for row in world.host.cells["Raccord help"]}
    assert {button.tip[language] for button in BUTTONS} <= texts
