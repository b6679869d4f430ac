"""The registry of buttons: complete, in three languages, each with an action that exists (SPEC §7)."""

import re
from pathlib import Path

import pytest

from raccord.marks import ImportMode, UpdateMode
from raccord.translation import LANGUAGES
from raccord_addin.build.button_page import button_page
from raccord_addin.buttons import BUTTONS, GROUPS, MENU_ICONS, MENUS, Button, Group, Size, find_button
from raccord_addin.texts import TEXTS

DOCS = Path(__file__).parents[2] / "docs"
SPECIFICATION = DOCS / "specification.md"


def test_every_button_of_the_specification_is_there() -> None:
    """The ids are those of SPEC §7, no more and no fewer."""
    listed = re.search(r"\(ids: `(.*?)`", SPECIFICATION.read_text(encoding="utf-8"), re.DOTALL)
    assert listed is not None

    assert sorted(button.id for button in BUTTONS) == sorted(listed[1].split())


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.id)
def test_a_button_is_complete(button: Button) -> None:
    """Each has label and tip in every language, an icon, a place, and an action that loads."""
    assert set(button.label) == set(button.tip) == set(LANGUAGES)
    assert all([*button.label.values(), *button.tip.values(), button.icon])
    assert (button.menu in MENUS) == (button.size is Size.MENU)
    assert callable(button.load())


def test_every_mode_has_its_button() -> None:
    """Update modes and import modes all have one."""
    names = [*UpdateMode, *(f"mode_{mode}" for mode in ImportMode)]

    assert [name for name in names if find_button(name) is None] == []


def test_groups_and_menus_are_used_and_named() -> None:
    """Each group and menu has texts in every language, and a button in it."""
    assert set(GROUPS) == set(Group) == {button.group for button in BUTTONS}
    assert set(MENUS) == set(MENU_ICONS) == {button.menu for button in BUTTONS} - {""}
    assert all(set(texts) == set(LANGUAGES) for texts in (*GROUPS.values(), *MENUS.values()))


def test_every_text_is_used() -> None:
    """No text waits in the list for nobody."""
    addin = Path(__file__).parents[2] / "addin" / "raccord_addin"
    sources = "".join(path.read_text(encoding="utf-8") for path in addin.rglob("*.py") if path.name != "texts.py")

    assert [key for key in TEXTS if f'"{key}"' not in sources and not key.startswith("step.")] == []


def test_the_page_of_buttons_is_up_to_date() -> None:
    """The documentation's page says what the registry says; `make docs` writes it anew."""
    assert (DOCS / "buttons.md").read_text(encoding="utf-8") == button_page()
