"""What a running LibreOffice knows of the extension: its menu, toolbar and tab in every language, and its version."""

from typing import Any

import pytest

from raccord import __version__
from raccord.translation import LANGUAGES
from raccord_addin.build.addons import MENU, TOOLBAR, command
from raccord_addin.build.oxt import IDENTIFIER
from raccord_addin.buttons import BUTTONS, GROUPS, Group
from support.office import Office

READ = """
provider = create("com.sun.star.configuration.ConfigurationProvider")
path = properties(nodepath="/org.openoffice.Office.Addons/AddonUI/" + names["place"], Locale=names["language"])
access = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", path)
def entries(node):
    return [
        {
            "url": entry.URL if entry.hasByName("URL") else "",
            "title": entry.Title or "",
            "within": entries(entry.Submenu) if entry.hasByName("Submenu") and entry.Submenu else [],
        }
        for entry in map(node.getByName, node.ElementNames)
    ]
return entries(access)
"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", [f"OfficeToolBar/{TOOLBAR}", f"OfficeNotebookBar/{TOOLBAR}"])
def test_row_of_buttons(office: Office, place: str, language: str):
    """Toolbar and tab have the registry's buttons in its order, in the user's language."""
    row = office.run(READ, place=place, language=language)

    buttons = [(one["url"], one["title"]) for one in row if one["url"] != "private:separator"]
    assert buttons == [(command(button), button.label[language]) for button in BUTTONS]
    assert len(row) == len(BUTTONS) + len(Group) - 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_menu(office: Office, language: str):
    """The menu has a submenu a group, in the user's language, and all buttons in order."""
    groups = office.run(READ, place=f"OfficeMenuBar/{MENU}/Submenu", language=language)

    assert [one["title"] for one in groups] == [GROUPS[group][language] for group in Group]
    assert [one["url"] for one in leaves(groups)] == [command(button) for button in BUTTONS]


def leaves(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries that can be clicked, in order."""
    return [leaf for one in entries for leaf in (leaves(one["within"]) or [one])]


def test_toolbar_is_docked_under_its_name(office: Office):
    """It stands below the other toolbars, not over the document."""
    state = office.run(
        "provider = create('com.sun.star.configuration.ConfigurationProvider')\n"
        "path = properties(nodepath='/org.openoffice.Office.UI.CalcWindowState/UIElements/States')\n"
        "states = provider.createInstanceWithArguments('com.sun.star.configuration.ConfigurationAccess', path)\n"
        "state = states.getByName(names['toolbar'])\n"
        "return [state.UIName, state.Docked, state.Visible]",
        toolbar=f"private:resource/toolbar/addon_{TOOLBAR}",
    )

    assert state == ["Raccord", True, True]


def test_pictures_can_be_drawn(office: Office):
    """LibreOffice reads every picture of the installed extension."""
    sizes = office.run(
        "where = context.getValueByName('/singletons/com.sun.star.deployment.PackageInformationProvider')\n"
        "folder = where.getPackageLocation(names['extension'])\n"
        "graphics = create('com.sun.star.graphic.GraphicProvider')\n"
        "pictures = [graphics.queryGraphic(properties(URL=f'{folder}/icons/{one}.svg')) for one in names['buttons']]\n"
        "return [[one.MimeType, one.Size100thMM.Width > 0] for one in pictures]",
        extension=IDENTIFIER,
        buttons=[button.id for button in BUTTONS],
    )

    assert len(sizes) == len(BUTTONS)
    assert all(size[1] for size in sizes)


def test_extension_manager_knows_the_version(office: Office):
    """The installed version is the one that built it."""
    extensions = office.run(
        "where = context.getValueByName('/singletons/com.sun.star.deployment.PackageInformationProvider')\n"
        "return [list(one) for one in where.getExtensionList()]"
    )

    assert [IDENTIFIER, __version__] in extensions
