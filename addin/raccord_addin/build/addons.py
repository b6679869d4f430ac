"""The extension's menu, toolbar and tab for LibreOffice: Addons.xcu, rendered from the registry of buttons."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from xml.etree import ElementTree as ET

from raccord.translation import LANGUAGES
from raccord_addin.buttons import BUTTONS, GROUPS, MENUS, Button

TOOLBAR = "org.raccord.toolbar"
MENU = "org.raccord.menu"
ORIGIN = "%origin%"
CONTEXT = "com.sun.star.sheet.SpreadsheetDocument"
_OOR = "http://openoffice.org/2001/registry"
_XS = "http://www.w3.org/2001/XMLSchema"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SEPARATOR = "private:separator"
_TITLE = dict.fromkeys(LANGUAGES, "Raccord")


def command(button: Button) -> str:
    """The URL that a button dispatches: the extension's Basic looks first whether LibreOffice's Python can start."""
    return f'macro:///Raccord.Door.Press("{button.id}")'


def render_addons(buttons: Sequence[Button] = BUTTONS) -> bytes:
    """The configuration of all places where the buttons stand, in three languages, in spreadsheets alone."""
    ET.register_namespace("oor", _OOR)
    named = {_oor("package"): "org.openoffice.Office", _oor("name"): "Addons"}
    root = ET.Element(_oor("component-data"), named | {"xmlns:xs": _XS})
    interface = _node(root, "AddonUI")
    _add_menu_bar(interface, buttons)
    _add_flat(_node(_node(interface, "OfficeToolBar"), TOOLBAR, "replace"), buttons)
    _add_flat(_node(_node(interface, "OfficeNotebookBar"), TOOLBAR, "replace"), buttons)
    _add_images(_node(interface, "Images"), buttons)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _add_menu_bar(interface: ET.Element, buttons: Iterable[Button]) -> None:
    """A menu of the whole, in it one a group; a menu of its own within a group stands where its first button would."""
    top = _node(_node(interface, "OfficeMenuBar"), MENU, "replace")
    _words(top, "Title", _TITLE)
    _value(top, "Context", CONTEXT)
    groups = _node(top, "Submenu")
    for group, held in groupby(buttons, lambda button: button.group):
        inner = _submenu(groups, GROUPS[group])
        menus: dict[str, ET.Element] = {}
        for button in held:
            if button.menu and button.menu not in menus:
                menus[button.menu] = _submenu(inner, MENUS[button.menu])
            _add_button(menus[button.menu] if button.menu else inner, button)


def _add_flat(parent: ET.Element, buttons: Iterable[Button]) -> None:
    """All buttons in a row, the groups apart."""
    for _, held in groupby(buttons, lambda button: button.group):
        if len(parent):
            _value(_next(parent), "URL", _SEPARATOR)
        for button in held:
            _add_button(parent, button)


def _add_images(parent: ET.Element, buttons: Iterable[Button]) -> None:
    for button in buttons:
        image = _node(parent, f"org.raccord.{button.id}", "replace")
        _value(image, "URL", command(button))
        pictures = _node(image, "UserDefinedImages")
        for size in ("Small", "Big"):
            _value(pictures, f"Image{size}URL", f"{ORIGIN}/icons/{button.id}.svg")


def _add_button(parent: ET.Element, button: Button) -> None:
    entry = _next(parent)
    _value(entry, "URL", command(button))
    _words(entry, "Title", button.label)
    _value(entry, "Target", "_self")
    _value(entry, "Context", CONTEXT)


def _submenu(parent: ET.Element, title: Mapping[str, str]) -> ET.Element:
    entry = _next(parent)
    _words(entry, "Title", title)
    _value(entry, "Context", CONTEXT)
    return _node(entry, "Submenu")


def _next(parent: ET.Element) -> ET.Element:
    """The next entry of a list: LibreOffice orders them by the length of their names, then by the names."""
    return _node(parent, f"n{len(parent):02}", "replace")


def _node(parent: ET.Element, name: str, op: str = "") -> ET.Element:
    made = ET.SubElement(parent, "node", {_oor("name"): name})
    if op:
        made.set(_oor("op"), op)
    return made


def _value(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(_property(parent, name), "value").text = text


def _words(parent: ET.Element, name: str, words: Mapping[str, str]) -> None:
    made = _property(parent, name)
    for language in LANGUAGES:
        ET.SubElement(made, "value", {_XML_LANG: language}).text = words[language]


def _property(parent: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(parent, "prop", {_oor("name"): name, _oor("type"): "xs:string"})


def _oor(name: str) -> str:
    return f"{{{_OOR}}}{name}"
