"""Installing Excel's add-in: on Windows and macOS, each in a folder that plays the user's home."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from raccord.errors import ConfigurationError, FileError, UsageError
from raccord.files.replacing import replacing
from raccord_addin.build.applescript import interpreter_in
from raccord_addin.build.xlam import xlam_bytes
from raccord_addin.install.excel import Places, addin_path, excel_status, explained, install_excel, uninstall_excel
from raccord_addin.install.interpreter import noted_interpreter

HERE = Path(sys.executable)
XLSTART = Path("AppData/Roaming/Microsoft/Excel/XLSTART/raccord.xlam")
MAC_STARTUP = Path(
    "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel/raccord.xlam"
)
MAC_SCRIPT = Path("Library/Application Scripts/com.microsoft.Excel/raccord.applescript")


@pytest.fixture
def windows(tmp_path: Path) -> Places:
    """A user of Windows."""
    environ = {"APPDATA": str(tmp_path / "AppData/Roaming"), "RACCORD_CONFIG": str(tmp_path / "config.yaml")}
    return Places("win32", tmp_path, environ, HERE, tmp_path)


@pytest.fixture
def mac(tmp_path: Path) -> Places:
    """A user of a Mac."""
    return Places("darwin", tmp_path, {}, HERE, tmp_path)


def files(folder: Path) -> set[str]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_on_windows_the_addin_and_the_interpreter_are_put_in_place(windows: Places, tmp_path: Path):
    """The add-in lies where Excel starts it, and the user's configuration names this Python."""
    assert install_excel(windows) == tmp_path / XLSTART

    assert (tmp_path / XLSTART).read_bytes() == xlam_bytes()
    assert noted_interpreter(tmp_path / "config.yaml") == str(HERE)
    assert files(tmp_path) == {XLSTART.as_posix(), "config.yaml"}


def test_on_the_mac_the_addin_and_its_script_are_put_in_place(mac: Places, tmp_path: Path):
    """The add-in lies where Excel starts it, and the script that may start Python names this one."""
    assert install_excel(mac) == tmp_path / MAC_STARTUP

    assert (tmp_path / MAC_STARTUP).read_bytes() == xlam_bytes()
    assert interpreter_in((tmp_path / MAC_SCRIPT).read_text()) == str(HERE)
    assert files(tmp_path) == {MAC_STARTUP.as_posix(), MAC_SCRIPT.as_posix()}


def test_elsewhere_there_is_no_excel(tmp_path: Path):
    """On Linux every verb says that Excel is not there, and nothing is written."""
    linux = Places("linux", tmp_path, {}, HERE)

    for verb in (install_excel, uninstall_excel, excel_status):
        with pytest.raises(UsageError, match="Excel runs on Windows and macOS"):
            verb(linux)
    assert files(tmp_path) == set()


def test_by_default_the_places_are_this_machines():
    """Without being told, the installer works for this user and this Python."""
    here = Places()

    assert (here.platform, here.home, here.python) == (sys.platform, Path.home(), HERE)
    assert here.environ is os.environ


def test_installing_again_brings_an_older_addin_up_to_date(windows: Places, tmp_path: Path):
    """What an older version installed is replaced, and the status tells before and after."""
    install_excel(windows)
    (tmp_path / XLSTART).write_bytes(b"older")

    assert not excel_status(windows).current
    install_excel(windows)
    assert excel_status(windows).current


@pytest.mark.parametrize("system", ["windows", "mac"])
def test_status_tells_what_is_there(system: str, request: pytest.FixtureRequest):
    """The status names the add-in's place and Excel's Python before, during and after an installation."""
    places = request.getfixturevalue(system)

    before = excel_status(places)
    install_excel(places)
    during = excel_status(places)
    uninstall_excel(places)

    assert (before.installed, before.current, before.interpreter, before.interpreter_found) == (
        False,
        False,
        None,
        False,
    )
    assert (during.installed, during.current, during.interpreter, during.interpreter_found) == (
        True,
        True,
        str(HERE),
        True,
    )
    assert during.path == addin_path(places)
    assert excel_status(places) == before


@pytest.mark.parametrize("system", ["windows", "mac"])
def test_uninstalling_leaves_nothing(system: str, request: pytest.FixtureRequest, tmp_path: Path):
    """Every file that installing made is gone, and uninstalling again says that nothing was there."""
    places = request.getfixturevalue(system)
    install_excel(places)

    assert uninstall_excel(places)
    assert files(tmp_path) == set()
    assert not uninstall_excel(places)


def test_uninstalling_keeps_what_is_not_ours(windows: Places, tmp_path: Path):
    """The user's settings stay, and so does an interpreter that the user chose."""
    install_excel(windows)
    (tmp_path / "config.yaml").write_text("language: fr\npython: '/my/own'\n")

    uninstall_excel(windows)

    assert (tmp_path / "config.yaml").read_text() == "language: fr\npython: '/my/own'\n"


def test_uninstalling_can_leave_the_interpreter_to_libreoffice(windows: Places, tmp_path: Path):
    """LibreOffice's add-in starts the same Python, so the line can stay."""
    install_excel(windows)

    assert uninstall_excel(windows, keep_interpreter=True)

    assert noted_interpreter(tmp_path / "config.yaml") == str(HERE)


def test_status_knows_the_variable_that_comes_first(windows: Places):
    """RACCORD_PYTHON is what Excel starts, and the status says when that file is missing."""
    install_excel(windows)
    chosen = replace(windows, environ={**windows.environ, "RACCORD_PYTHON": "/nowhere/python"})

    status = excel_status(chosen)

    assert (status.interpreter, status.interpreter_found) == ("/nowhere/python", False)


def test_status_reads_only_what_excel_reads(windows: Places, tmp_path: Path):
    """An interpreter in a form that Excel does not read counts as none."""
    (tmp_path / "config.yaml").write_text(f"python:\n  {HERE}\n")

    assert excel_status(windows).interpreter is None


def test_a_broken_configuration_stops_the_installation(windows: Places, tmp_path: Path):
    """Where the interpreter cannot be noted, no add-in is installed that could not work."""
    (tmp_path / "config.yaml").write_text("{language: fr}\n")

    with pytest.raises(ConfigurationError):
        install_excel(windows)

    assert files(tmp_path) == {"config.yaml"}


def test_a_python_that_the_addin_cannot_start_stops_the_installation(windows: Places, tmp_path: Path):
    """A Python without Raccord is refused before anything is written."""
    with pytest.raises(UsageError, match="does not find Raccord"):
        install_excel(replace(windows, python=tmp_path / "no-python"))

    assert files(tmp_path) == set()


def test_a_python_from_the_microsoft_store_is_refused(windows: Places, tmp_path: Path):
    """Windows would hide what such a Python writes from Excel, so nothing is written."""
    store = Path("C:\\Program Files\\WindowsApps\\PythonSoftwareFoundation.Python.3.11_qbz5n2kfra8p0")

    with pytest.raises(UsageError, match="Microsoft Store"):
        install_excel(replace(windows, base=store))

    assert files(tmp_path) == set()


def test_a_user_without_application_data_is_told(windows: Places):
    """Without APPDATA the folder of Excel is not known, and nothing is guessed."""
    with pytest.raises(UsageError, match="APPDATA"):
        addin_path(replace(windows, environ={}))


def test_a_file_that_excel_holds_asks_to_close_excel(tmp_path: Path):
    """When the system refuses to touch the add-in's file, the user is told to close Excel, and the file stays."""
    held = tmp_path / "raccord.xlam"
    held.write_bytes(b"as it was")

    with pytest.raises(FileError, match="Close Excel and try again"), explained(held), replacing(held):
        raise PermissionError(13, "The process cannot access the file")
    with pytest.raises(FileError, match="Close Excel and try again"), explained(held):
        raise PermissionError(13, "The process cannot access the file")

    assert held.read_bytes() == b"as it was"
    assert files(tmp_path) == {"raccord.xlam"}


def test_a_folder_that_cannot_be_made_is_explained(windows: Places, tmp_path: Path):
    """Where Excel's folder cannot be, the error names the file."""
    (tmp_path / "AppData").write_text("a file")

    with pytest.raises(FileError, match="cannot be written"):
        install_excel(windows)
