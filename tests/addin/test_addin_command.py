"""`raccord addin`: install, uninstall and status, on machines of every kind (SPEC §8)."""

import sys
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from raccord.errors import FileError, UsageError
from raccord_addin.command import Machine, run
from raccord_addin.install.excel import Places
from raccord_addin.install.libreoffice import OfficePlaces


class Told:
    """Collects what a command shows."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.value: Any = None

    def show(self, *parts: Any) -> None:
        self.lines += map(str, parts)

    def json(self, value: Any) -> None:
        self.value = value


def machine(folder: Path, platform: str) -> Machine:
    """A machine in a folder, with Excel's place where there is one, and without LibreOffice."""
    environ = {"APPDATA": str(folder / "AppData"), "RACCORD_CONFIG": str(folder / "config.yaml"), "PATH": ""}
    excel = Places(platform, folder, environ, Path(sys.executable), Path(sys.base_prefix))
    return Machine(excel, OfficePlaces("win32", folder, environ, folder / "profile"))


def tell(action: str, here: Machine, *programs: str, **more: Any) -> Told:
    """Run an action and give what it told."""
    told = Told()
    assert run(action, Namespace(programs=programs, **{"json": False, **more}), told, here) == 0
    return told


def tell_json(action: str, here: Machine, *programs: str) -> Any:
    """Run an action and give its JSON."""
    return tell(action, here, *programs, json=True).value


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_excels_add_in_comes_and_goes(tmp_path: Path, platform: str) -> None:
    """Installing puts the add-in and its Python in place, status tells so, and uninstalling leaves nothing."""
    here = machine(tmp_path, platform)
    before = set(tmp_path.rglob("*.*"))
    assert "is not installed" in tell("status", here).lines[0]

    tell("install", here)

    state = tell_json("status", here)[0]
    assert (state["installed"], state["current"], state["python"]) == (True, True, sys.executable)
    assert Path(state["place"]).is_file()
    assert "up to date" in tell("status", here).lines[0]
    assert tell_json("uninstall", here) == [{"program": "excel", "removed": True}]
    assert {path for path in tmp_path.rglob("*.*") if path.is_file()} == before
    assert tell("uninstall", here).lines == ["Excel: the add-in was not installed."]


def test_an_add_in_of_another_version_is_told(tmp_path: Path) -> None:
    """A file that this version would not build is named as such, and so is a Python that is gone."""
    here = machine(tmp_path, "win32")
    state = tell_json("install", here)[0]
    Path(state["place"]).write_bytes(b"old")
    (tmp_path / "config.yaml").write_text("python: '/gone/python'\n", encoding="utf-8")

    line, _, configuration = tell("status", here).lines

    assert "of another version; renew it with: raccord addin install excel" in line
    assert "/gone/python (not there any more; renew it with: raccord addin install excel)" in line
    assert configuration.endswith(str(tmp_path / "config.yaml"))


def with_libreoffice(folder: Path, **environ: str) -> Machine:
    """A machine whose only program is a LibreOffice, with its add-in installed."""
    program = folder / "programs" / "LibreOffice" / "program"
    program.mkdir(parents=True)
    (program / "unopkg.com").touch()
    cache = folder / "profile" / "user" / "uno_packages" / "cache"
    cache.mkdir(parents=True)
    (cache / "uno_packages.pmap").write_bytes(b"x/org.raccord.Raccord\nlu1.tmp\xff\n")
    here = machine(folder, "linux")
    known = {**here.office.environ, "ProgramFiles": str(folder / "programs"), **environ}
    return replace(here, office=replace(here.office, environ=known))


def test_a_variable_that_names_the_python_is_told(tmp_path: Path) -> None:
    """RACCORD_PYTHON comes before the configuration; where nothing is there, the status says what to correct."""
    here = with_libreoffice(tmp_path, RACCORD_PYTHON="/nowhere/python")

    line = tell("status", here).lines[1]

    expected = "/nowhere/python (RACCORD_PYTHON names it; not there: correct or unset that variable)"
    assert line.endswith(f"Its Python: {expected}")
    assert tell_json("status", here)[1]["python"] == "/nowhere/python"


def test_libreoffices_place_is_its_program(tmp_path: Path) -> None:
    """The place of LibreOffice's add-in is the program that has it, not only a folder of programs."""
    here = with_libreoffice(tmp_path)

    assert tell_json("status", here)[1]["place"] == str(
        tmp_path / "programs" / "LibreOffice" / "program" / "soffice.exe"
    )


def test_a_machine_without_either_program_is_told(tmp_path: Path) -> None:
    """With nothing to install into, the error says so; asked for by name, it says what is missing."""
    here = machine(tmp_path, "linux")
    with pytest.raises(UsageError, match="Neither Excel nor LibreOffice"):
        tell("install", here)
    with pytest.raises(UsageError, match="Excel runs on Windows and macOS"):
        tell("install", here, "excel")
    assert tell("status", here).lines[0] == "Excel: not found on this machine."


def test_the_users_own_configuration_stays(tmp_path: Path) -> None:
    """Installing and uninstalling change the line that names Python, and no other."""
    here = machine(tmp_path, "win32")
    (tmp_path / "config.yaml").write_text("# mine\nlanguage: fr\n", encoding="utf-8")

    tell("install", here)
    installed = (tmp_path / "config.yaml").read_text(encoding="utf-8")
    tell("uninstall", here)

    assert installed == f"# mine\nlanguage: fr\npython: '{sys.executable}'\n"
    assert (tmp_path / "config.yaml").read_text(encoding="utf-8") == "# mine\nlanguage: fr\n"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """Building into a place that is a file is a clear error."""
    (tmp_path / "out").touch()

    with pytest.raises(FileError, match="The folder cannot be made"):
        tell("build", machine(tmp_path, "linux"), folder=tmp_path / "out")
