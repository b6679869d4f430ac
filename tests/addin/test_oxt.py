"""LibreOffice's extension as a file: what it holds, that it holds no more, and that it is always the same."""

import ast
import hashlib
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from raccord import __version__
from raccord.colours import MODE_COLOURS
from raccord.errors import FileError
from raccord.translation import LANGUAGES
from raccord_addin.build.addons import MENU, TOOLBAR, render_addons
from raccord_addin.build.icons import ICONS
from raccord_addin.build.oxt import IDENTIFIER, build_oxt
from raccord_addin.buttons import BUTTONS, MENUS, Button, Group

BUILD = "import sys, pathlib; from raccord_addin.build.oxt import build_oxt; build_oxt(pathlib.Path(sys.argv[1]))"
OOR = "{http://openoffice.org/2001/registry}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
OFFICE_MODULES = {"uno", "unohelper", "com", "raccord_calc"}
SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"


@pytest.fixture(scope="module")
def oxt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extension, built once."""
    path = tmp_path_factory.mktemp("built") / "raccord.oxt"
    build_oxt(path)
    return path


@pytest.fixture(scope="module")
def parts(oxt: Path) -> Mapping[str, bytes]:
    """The extension's parts by name."""
    with zipfile.ZipFile(oxt) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module")
def addons() -> ET.Element:
    """The configuration of menu, toolbar and tab."""
    return node(ET.fromstring(render_addons()), "AddonUI")


def node(parent: ET.Element, *names: str) -> ET.Element:
    """A node of a configuration by its path."""
    for name in names:
        found = parent.find(f"node[@{OOR}name='{name}']")
        assert found is not None, name
        parent = found
    return parent


def value(entry: ET.Element, name: str) -> str | None:
    """A value without a language."""
    return entry.findtext(f"prop[@{OOR}name='{name}']/value")


def words(entry: ET.Element) -> dict[str | None, str | None]:
    """An entry's title by language."""
    return {one.get(LANG): one.text for one in entry.iterfind(f"prop[@{OOR}name='Title']/value")}


def entries(parent: ET.Element) -> Iterator[ET.Element]:
    """All entries that can be clicked, those of submenus included, in order."""
    for entry in parent.iterfind("node"):
        if value(entry, "URL") not in {None, "private:separator"}:
            yield entry
        yield from entries(entry)


def url(button: Button) -> str:
    """What a click on a button dispatches: Basic, which looks before it calls `service:org.raccord.Job` (SPEC §7)."""
    return f'macro:///Raccord.Door.Press("{button.id}")'


def test_same_bytes_anywhere(oxt: Path, tmp_path: Path):
    """Another process at another place, with other hashes of text, builds the same file."""
    other = tmp_path / "other" / "raccord.oxt"
    other.parent.mkdir()

    subprocess.run([sys.executable, "-c", BUILD, str(other)], env=os.environ | {"PYTHONHASHSEED": "7"}, check=True)

    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (oxt, other)]
    assert digests[0] == digests[1]


def test_place_that_cannot_be_written_is_an_error(tmp_path: Path):
    """A folder that is not there is told by name."""
    with pytest.raises(FileError, match="nowhere"):
        build_oxt(tmp_path / "nowhere" / "raccord.oxt")


def test_manifest_names_parts_that_are_there(parts: Mapping[str, bytes]):
    """LibreOffice registers what the manifest names, and every configuration file is named."""
    space = "{http://openoffice.org/2001/manifest}"
    named = {one.attrib[f"{space}full-path"] for one in ET.fromstring(parts["META-INF/manifest.xml"])}
    named.remove("Raccord/")

    assert named <= parts.keys()
    assert {"Raccord/script.xlb", "Raccord/dialog.xlb", "Raccord/Door.xba"} <= parts.keys()
    assert {name for name in parts if name.endswith((".xcu", ".components"))} == named


def test_no_part_is_anything_but_text_of_ours(parts: Mapping[str, bytes]):
    """There is no compiled code, no cache and no picture but ours in the package."""
    kinds = {Path(name).suffix for name in parts}

    assert kinds == {".py", ".xcu", ".xml", ".components", ".svg", ".txt", ".xba", ".xlb"}
    assert all(content.decode("utf-8") and b"\r" not in content for content in parts.values())


def test_version_and_identifier_are_those_of_raccord(parts: Mapping[str, bytes]):
    """The extension manager shows the version of the Raccord that built the extension."""
    space = "{http://openoffice.org/extensions/description/2006}"
    description = ET.fromstring(parts["description.xml"])

    found = {name: description.find(space + name) for name in ("identifier", "version")}
    assert {name: one.get("value") for name, one in found.items() if one is not None} == {
        "identifier": IDENTIFIER,
        "version": __version__,
    }


def test_description_and_pictures_are_there(parts: Mapping[str, bytes]):
    """What the description links to is in the package."""
    link = "{http://www.w3.org/1999/xlink}href"
    linked = {one.attrib[link] for one in ET.fromstring(parts["description.xml"]).iter() if link in one.attrib}

    assert linked <= parts.keys()
    assert {f"description/{language}.txt" for language in LANGUAGES} <= linked


def test_component_needs_nothing_but_python_and_uno(parts: Mapping[str, bytes]):
    """Every import is of the standard library, of UNO, or of the package beside it."""
    imported = {
        (one.module or "") if isinstance(one, ast.ImportFrom) else alias.name
        for name, content in parts.items()
        if name.endswith(".py")
        for one in ast.walk(ast.parse(content))
        if isinstance(one, (ast.Import, ast.ImportFrom))
        for alias in one.names
    }

    assert {name.split(".")[0] for name in imported} - sys.stdlib_module_names == OFFICE_MODULES


def test_component_runs_on_python_3_8(oxt: Path, tmp_path: Path):
    """No syntax and no module is newer than the oldest Python that LibreOffice brings along."""
    with zipfile.ZipFile(oxt) as package:
        package.extractall(tmp_path)

    vermin = Path(sys.executable).with_name("vermin")
    command = [str(vermin), "--no-tips", "--target=3.8-", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
    assert "Minimum required versions: 3." in done.stdout


@pytest.mark.parametrize("place", ["OfficeToolBar", "OfficeNotebookBar"])
def test_all_buttons_stand_in_a_row(addons: ET.Element, place: str):
    """Toolbar and tab show every button once, in the registry's order, the groups apart."""
    row = [value(one, "URL") for one in node(addons, place, TOOLBAR).iterfind("node")]

    assert [one for one in row if one != "private:separator"] == [url(button) for button in BUTTONS]
    assert row.count("private:separator") == len(Group) - 1


def test_menu_has_all_buttons(addons: ET.Element):
    """The menu has every button once, in the registry's order."""
    menu = node(addons, "OfficeMenuBar", MENU)

    assert [value(one, "URL") for one in entries(menu)] == [url(button) for button in BUTTONS]
    assert words(menu) == dict.fromkeys(LANGUAGES, "Raccord")


def test_menus_within_the_menu_are_those_of_the_registry(addons: ET.Element):
    """Modes and import modes stand in menus of their own."""
    groups = node(addons, "OfficeMenuBar", MENU, "Submenu")
    inner = [one for group in groups for one in group.iterfind(f"node[@{OOR}name='Submenu']/node")]
    menus = {str(words(one)["en"]): list(entries(one)) for one in inner if value(one, "URL") is None}

    assert {name: [value(one, "URL") for one in held] for name, held in menus.items()} == {
        title["en"]: [url(button) for button in BUTTONS if button.menu == menu] for menu, title in MENUS.items()
    }


@pytest.mark.parametrize("place", ["OfficeMenuBar", "OfficeToolBar", "OfficeNotebookBar"])
def test_every_entry_speaks_three_languages_in_spreadsheets_alone(addons: ET.Element, place: str):
    """An entry has its button's labels, and stands in no other kind of document."""
    labels = {url(button): dict(button.label) for button in BUTTONS}
    found = list(entries(node(addons, place)))

    assert {value(one, "URL"): words(one) for one in found} == labels
    assert {value(one, "Context") for one in found} == {SPREADSHEET}


def test_order_is_the_one_that_libreoffice_makes(addons: ET.Element):
    """LibreOffice sorts entries by the length of their names first, so in each list all are equally long."""
    for parent in addons.iter("node"):
        names = [one.attrib[f"{OOR}name"] for one in parent.iterfind("node") if f"{OOR}op" in one.attrib]
        if parent.get(f"{OOR}name") != "Images":
            assert all((len(a), a) < (len(b), b) for a, b in pairwise(names))


def test_every_button_has_a_picture(addons: ET.Element, parts: Mapping[str, bytes]):
    """Each URL has a small and a large picture, both in the package, and both drawings of our own."""
    pictures = {
        value(one, "URL"): {value(node(one, "UserDefinedImages"), f"Image{size}URL") for size in ("Small", "Big")}
        for one in node(addons, "Images")
    }

    assert pictures == {url(button): {f"%origin%/icons/{button.id}.svg"} for button in BUTTONS}
    assert set(ICONS) == {button.id for button in BUTTONS}
    for button in BUTTONS:
        assert ET.fromstring(parts[f"icons/{button.id}.svg"]).get("viewBox") == "0 0 24 24"


def test_picture_of_a_mark_has_the_colour_of_its_columns(parts: Mapping[str, bytes]):
    """What the button shows is what the header will look like."""
    for mode, colour in MODE_COLOURS.items():
        assert f"#{colour or 'FFFFFF'}".encode() in parts[f"icons/{mode.value}.svg"]


def test_toolbar_is_named_and_docked(parts: Mapping[str, bytes]):
    """Without a name and a place of its own, LibreOffice lets the toolbar float over the document."""
    state = node(
        ET.fromstring(parts["CalcWindowState.xcu"]),
        "UIElements", "States", f"private:resource/toolbar/addon_{TOOLBAR}",
    )  # fmt: skip

    assert {name: value(state, name) for name in ("UIName", "Docked", "Visible")} == {
        "UIName": "Raccord",
        "Docked": "true",
        "Visible": "true",
    }
