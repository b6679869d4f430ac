"""The ribbon: valid against Office's schema, in the registry's order, and every control with a Sub and with words."""

import re
from collections import Counter
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from lxml import etree

from raccord_addin.build.callbacks import render_callbacks
from raccord_addin.build.ribbon import NAMESPACE, render_ribbon
from raccord_addin.build.vba import vba_modules
from raccord_addin.buttons import BUTTONS, GROUPS, MENUS, Button, Group, Size, find_button
from support.vba import FRENCH, GERMAN, JAPANESE, Control, Windows, excel

SCHEMA = Path(__file__).parents[3] / "shared" / "schemas" / "customui14.xsd"
XSD = "{http://www.w3.org/2001/XMLSchema}"
CALLBACKS = {"RaccordLabel", "RaccordTip"}
WORDS = vba_modules()


def controls(tag: str, ribbon: bytes | None = None) -> list[ET.Element]:
    """The ribbon's elements of a tag."""
    return list(ET.fromstring(ribbon or render_ribbon()).iter(f"{{{NAMESPACE}}}{tag}"))


@pytest.mark.skipif(not SCHEMA.exists(), reason=f"Office's schema is not at {SCHEMA}")
def test_the_ribbon_is_valid():
    """Office's own schema accepts the ribbon."""
    office_schema().assertValid(etree.fromstring(render_ribbon()))


@pytest.mark.skipif(not SCHEMA.exists(), reason=f"Office's schema is not at {SCHEMA}")
def test_the_schema_would_notice_a_mistake():
    """A control that may not stand in a menu, or an attribute that no button has, is refused."""
    schema = office_schema()

    assert not schema.validate(etree.fromstring(render_ribbon().replace(b"imageMso", b"imageMSO", 1)))
    assert not schema.validate(etree.fromstring(render_ribbon().replace(b'size="normal"', b'size="tiny"', 1)))


def office_schema() -> etree.XMLSchema:
    """The schema as Office publishes it, except that no type is given an attribute again that its base has."""
    tree = etree.parse(SCHEMA)
    named = {one.get("name"): one for one in tree.getroot()}
    for extension in tree.iter(f"{XSD}extension"):
        inherited = attributes(named.get(extension.get("base"), ()), named)
        own = attributes(extension, named)
        for one in [*extension.findall(f"{XSD}attributeGroup"), *extension.findall(f"{XSD}attribute")]:
            extension.remove(one)
        extension.extend(deepcopy(one) for name, one in own.items() if name not in inherited)
    return etree.XMLSchema(tree)


def attributes(holder: Iterable[etree._Element], named: dict[str, etree._Element]) -> dict[str, etree._Element]:
    """The attributes of a type, of what extends one, or of a group of attributes."""
    found: dict[str, etree._Element] = {}
    for one in holder:
        if one.tag == f"{XSD}attribute":
            found[one.get("name")] = one
        elif one.tag == f"{XSD}attributeGroup":
            found |= attributes(named[one.get("ref")], named)
        elif one.tag in {f"{XSD}complexContent", f"{XSD}extension", f"{XSD}restriction"}:
            found |= attributes(named.get(one.get("base"), ()), named) | attributes(one, named)
    return found


def test_every_button_stands_once_in_its_group_and_order():
    """Each group holds its buttons in the registry's order, a menu where the first of its buttons would stand."""
    groups = controls("group")

    assert [group.get("id") for group in groups] == [f"group_{group.value}" for group in GROUPS]
    for shown, group in zip(groups, GROUPS, strict=True):
        ids = [element.get("id") for element in shown.iter(f"{{{NAMESPACE}}}button")]
        assert Counter(ids) == Counter(button.id for button in BUTTONS if button.group is group)
        assert ids == sorted(ids, key=lambda name: first_place(find_button(name)))


def first_place(button: Button) -> tuple[int, int]:
    """Where a button stands: its own place, or within its menu that of the menu's first button."""
    mates = [mate for mate in BUTTONS if mate.menu == button.menu] if button.size is Size.MENU else [button]
    return BUTTONS.index(mates[0]), BUTTONS.index(button)


def test_sizes_and_menus_are_the_registrys():
    """Large and small buttons stand in their group with that size, the others in their menu without one."""
    menus = {menu.get("id"): {item.get("id") for item in menu} for menu in controls("menu")}

    assert menus == {f"menu_{name}": {button.id for button in BUTTONS if button.menu == name} for name in MENUS}
    sizes = {shown.get("id"): shown.get("size") for shown in controls("button")}
    assert sizes == {
        button.id: {Size.LARGE: "large", Size.SMALL: "normal", Size.MENU: None}[button.size] for button in BUTTONS
    }


def test_every_action_is_a_sub_and_every_sub_a_button():
    """The ribbon asks for exactly the Subs that exist, by names that no macro of a user's workbook has by chance."""
    subs = re.findall(r"^Public Sub (\w+)\(control As IRibbonControl\)", render_callbacks(), re.MULTILINE)

    assert subs == [f"Raccord_{button.id}" for button in BUTTONS]
    assert {shown.get("id"): shown.get("onAction") for shown in controls("button")} == {
        button.id: f"Raccord_{button.id}" for button in BUTTONS
    }


def test_every_callback_for_words_exists():
    """The ribbon asks for its words from Subs that are public in the add-in."""
    asked = {
        value
        for element in ET.fromstring(render_ribbon()).iter()
        for name, value in element.items()
        if name.startswith("get")
    }

    assert asked == CALLBACKS
    assert all(f"Public Sub {name}(control As IRibbonControl, ByRef" in WORDS["RaccordRibbon"] for name in asked)


def test_ids_are_unique():
    """No two controls share an id, though a group and a button may have the same name in the registry."""
    ids = [element.get("id") for element in ET.fromstring(render_ribbon()).iter() if element.get("id")]

    assert len(ids) == len(set(ids))


def test_what_stands_in_the_registry_is_escaped():
    """A quote, an ampersand or a bracket in the registry is text in the ribbon."""
    odd = replace(BUTTONS[0], icon='A&B"<C>')

    (shown,) = controls("button", render_ribbon([odd]))

    assert shown.get("imageMso") == 'A&B"<C>'


def test_a_group_without_buttons_is_left_out():
    """A group that nothing stands in does not appear."""
    alone = [button for button in BUTTONS if button.group is Group.MORE]

    assert [group.get("id") for group in controls("group", render_ribbon(alone))] == ["group_more"]


def said(callback: str, control: str, tmp_path: Path, **settings: object) -> object:
    """What Excel gets when it asks a callback for a control's words."""
    asker = f"Function Said(control)\r\nDim word\r\n{callback} control, word\r\nSaid = word\r\nEnd Function\r\n"
    return excel(Windows(tmp_path), instead={"Asker": asker}, **settings).run("Said", [Control(control)])


MENU_LANGUAGES = [(FRENCH, "fr"), (GERMAN, "de"), (0x0409, "en"), (JAPANESE, "en")]


@pytest.mark.parametrize(("menus", "language"), MENU_LANGUAGES)
def test_controls_speak_the_language_of_excels_menus(tmp_path: Path, menus: int, language: str):
    """Labels and tips come in French, German and English, and in English for every other language."""
    assert said("RaccordLabel", "prepare", tmp_path, menus=menus) == find_button("prepare").label[language]
    assert said("RaccordTip", "prepare", tmp_path, menus=menus) == find_button("prepare").tip[language]


@pytest.mark.parametrize(("country", "language"), [(33, "fr"), (49, "de"), (43, "de"), (1, "en"), (81, "en")])
def test_on_the_mac_the_country_of_excel_tells_the_language(tmp_path: Path, country: int, language: str):
    """The Mac has no list of languages, so Excel's country decides."""
    assert said("RaccordLabel", "undo", tmp_path, country=country, mac=True) == find_button("undo").label[language]


def test_every_control_has_words_in_every_language(tmp_path: Path):
    """Buttons, groups and menus have labels, buttons have tips, and all are the registry's words to the letter."""
    made = excel(Windows(tmp_path))
    labels = {
        **{f"group_{group.value}": texts for group, texts in GROUPS.items()},
        **{f"menu_{name}": texts for name, texts in MENUS.items()},
        **{button.id: button.label for button in BUTTONS},
    }

    for name, texts in labels.items():
        assert {language: made.run("LabelOf", [name, language]) for language in texts} == texts
    for button in BUTTONS:
        assert {language: made.run("TipOf", [button.id, language]) for language in button.tip} == button.tip
    assert {element.get("id") for tag in ("group", "menu", "button") for element in controls(tag)} == set(labels)
