"""The extension in place: installed into, found in and removed from profiles of a real LibreOffice."""

from dataclasses import replace
from pathlib import Path

import pytest

from raccord.errors import UsageError
from raccord_addin.install.libreoffice import (
    OfficePlaces,
    OfficeStatus,
    install_libreoffice,
    libreoffice_status,
    office_program,
    profile_folder,
    uninstall_libreoffice,
)
from support.office import require_office

NOWHERE = OfficePlaces(platform="win32", environ={})


@pytest.fixture
def places(tmp_path: Path) -> OfficePlaces:
    """A profile of its own for the LibreOffice of this machine."""
    require_office()
    return OfficePlaces(profile=tmp_path / "profile")


def test_installed_and_removed(places: OfficePlaces):
    """After installing it is there and current; after removing it is not; removing twice is no error."""
    program = office_program(places)
    assert libreoffice_status(places) == OfficeStatus(program, installed=False, current=False)

    assert install_libreoffice(places) == program
    assert libreoffice_status(places) == OfficeStatus(program, installed=True, current=True)

    assert uninstall_libreoffice(places) is True
    assert libreoffice_status(places) == OfficeStatus(program, installed=False, current=False)
    assert uninstall_libreoffice(places) is False


def test_other_version_is_told_and_replaced(places: OfficePlaces):
    """An extension that another version of Raccord built is found, and installing again renews it."""
    install_libreoffice(places)
    component = next((profile_folder(places) / "user/uno_packages").rglob("component.py"))
    component.write_text("# an older one\n", encoding="utf-8")
    assert libreoffice_status(places) == OfficeStatus(office_program(places), installed=True, current=False)

    install_libreoffice(places)

    assert libreoffice_status(places).current is True


def test_running_libreoffice_is_told(places: OfficePlaces):
    """While LibreOffice uses the profile, nothing is changed, and the error says what to close."""
    install_libreoffice(places)
    (profile_folder(places) / ".lock").touch()

    for change in (install_libreoffice, uninstall_libreoffice):
        with pytest.raises(UsageError, match=r"running[\s\S]*Close"):
            change(places)
    assert libreoffice_status(places).installed is True


def test_refusal_of_the_tool_is_no_end(places: OfficePlaces):
    """Where LibreOffice's own tool refuses, as it does for root, LibreOffice itself takes the extension."""
    install_libreoffice(replace(places, is_root=False))

    assert libreoffice_status(places).current is True


def test_no_libreoffice_is_told(tmp_path: Path):
    """Where there is none, the error says what to install."""
    nowhere = replace(NOWHERE, profile=tmp_path)

    with pytest.raises(UsageError, match="not found"):
        install_libreoffice(nowhere)
    assert libreoffice_status(nowhere) == OfficeStatus(None, installed=False, current=False)
    assert uninstall_libreoffice(nowhere) is False


@pytest.mark.parametrize(
    ("platform", "variable", "folder", "tool"),
    [
        ("win32", "ProgramFiles", "LibreOffice/program", "unopkg.com"),
        ("darwin", "HOME", "Applications/LibreOffice.app/Contents/MacOS", "unopkg"),
    ],
)
def test_usual_places_of_other_systems(tmp_path: Path, platform: str, variable: str, folder: str, tool: str):
    """LibreOffice is found where its installer puts it."""
    program = tmp_path / folder
    program.mkdir(parents=True)
    (program / tool).touch()

    places = OfficePlaces(platform=platform, home=tmp_path, environ={variable: str(tmp_path)})

    assert office_program(places) == program


@pytest.mark.parametrize(
    ("platform", "environ", "expected"),
    [
        ("linux", {}, ".config/libreoffice/4"),
        ("linux", {"XDG_CONFIG_HOME": "/elsewhere"}, "/elsewhere/libreoffice/4"),
        ("darwin", {}, "Library/Application Support/LibreOffice/4"),
        ("win32", {"APPDATA": "/roaming"}, "/roaming/LibreOffice/4"),
    ],
)
def test_users_profile(tmp_path: Path, platform: str, environ: dict[str, str], expected: str):
    """Without another one named, it is the profile that LibreOffice starts with."""
    assert profile_folder(OfficePlaces(platform=platform, home=tmp_path, environ=environ)) == tmp_path / expected
