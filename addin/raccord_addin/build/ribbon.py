"""The ribbon: customUI XML, rendered from the registry of buttons.

A ribbon is static, so it holds no words: Excel asks the callbacks `RaccordLabel` and `RaccordTip` for them.
"""

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

from raccord_addin.buttons import BUTTONS, GROUPS, MENU_ICONS, Button, Group, Size

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
_SIZES = {Size.LARGE: "large", Size.SMALL: "normal"}


def render_ribbon(buttons: Sequence[Button] = BUTTONS) -> bytes:
    """The ribbon's part: one tab, in it the groups that have buttons."""
    root = ET.Element("customUI", xmlns=NAMESPACE)
    tabs = ET.SubElement(ET.SubElement(root, "ribbon"), "tabs")
    tab = ET.SubElement(tabs, "tab", id="tab_raccord", label="Raccord")
    for group in GROUPS:
        held = [button for button in buttons if button.group is group]
        if held:
            _add_group(tab, group, held)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def callback(button: Button) -> str:
    """The name of a button's Sub.

    It begins with our name: Excel would take a macro of that name in the user's own workbook for ours.
    """
    return f"Raccord_{button.id}"


def group_id(group: Group) -> str:
    """The id of a group's control; buttons have their own ids, and a group can be named as a button is."""
    return f"group_{group.value}"


def menu_id(menu: str) -> str:
    """The id of a menu's control."""
    return f"menu_{menu}"


def _add_group(tab: ET.Element, group: Group, buttons: Iterable[Button]) -> None:
    """Add a group; a menu stands where its first button would."""
    made = ET.SubElement(tab, "group", id=group_id(group), getLabel="RaccordLabel")
    menus: dict[str, ET.Element] = {}
    for button in buttons:
        if button.size is not Size.MENU:
            _add_button(made, button).set("size", _SIZES[button.size])
            continue
        if button.menu not in menus:
            menus[button.menu] = _add_menu(made, button.menu)
        _add_button(menus[button.menu], button)


def _add_menu(group: ET.Element, menu: str) -> ET.Element:
    return ET.SubElement(group, "menu", id=menu_id(menu), imageMso=MENU_ICONS[menu], getLabel="RaccordLabel")


def _add_button(parent: ET.Element, button: Button) -> ET.Element:
    return ET.SubElement(
        parent,
        "button",
        id=button.id,
        imageMso=button.icon,
        getLabel="RaccordLabel",
        getScreentip="RaccordLabel",
        getSupertip="RaccordTip",
        onAction=callback(button),
    )
