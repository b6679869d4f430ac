"""Which Python the LibreOffice extension starts: the user's environment and configuration say so, nothing else does."""

from pathlib import Path

import pytest

from raccord.configuration.place import configuration_path
from raccord_addin.build.libreoffice.pythonpath.raccord_calc.interpreter import (
    config_path,
    engine_command,
    engine_environment,
    safe_folder,
)
from raccord_addin.install.interpreter import write_interpreter

ENGINE = ("-I", "-m", "raccord_addin.hosts.pipe")
PYTHONS = [
    "/opt/venv/bin/python",
    "C:\\Users\\O'Neill\\venv\\python.exe",
    "/srv/café & co/it''s/python",
    "/a # b/python",
]


@pytest.mark.parametrize("python", PYTHONS)
def test_noted_interpreter_is_started(tmp_path: Path, python: str):
    """What the installer notes is what the extension starts, whatever is in the path."""
    config = tmp_path / "config.yaml"
    config.write_text("language: fr\n# python: '/not/this'\n", encoding="utf-8")
    write_interpreter(config, Path(python))

    assert engine_command({"RACCORD_CONFIG": str(config)}) == (python, *ENGINE)


def test_environment_comes_before_the_configuration(tmp_path: Path):
    """RACCORD_PYTHON is started though another one is noted (SPEC §9)."""
    config = tmp_path / "config.yaml"
    write_interpreter(config, Path("/noted/python"))
    environ = {"RACCORD_CONFIG": str(config), "RACCORD_PYTHON": "/given/python"}

    assert engine_command(environ) == ("/given/python", *ENGINE)


@pytest.mark.parametrize("text", ["", "python: word\n", "python: [/a]\n", "  python: '/inner'\n", "\xff", "[]"])
def test_no_interpreter_is_none(tmp_path: Path, text: str):
    """A file without a path in that line names no interpreter; nor does a file that is not there."""
    config = tmp_path / "config.yaml"
    config.write_bytes(text.encode("latin-1"))

    assert engine_command({"RACCORD_CONFIG": str(config)}) is None
    assert engine_command({"RACCORD_CONFIG": str(tmp_path / "none.yaml")}) is None


def test_byte_order_mark_and_windows_lines_are_read(tmp_path: Path):
    """A file that Windows' editor wrote is read the same way."""
    config = tmp_path / "config.yaml"
    config.write_bytes(b"\xef\xbb\xbfpython: '/opt/python' # mine\r\nlanguage: de\r\n")

    assert engine_command({"RACCORD_CONFIG": str(config)}) == ("/opt/python", *ENGINE)


@pytest.mark.parametrize("environ", [{}, {"XDG_CONFIG_HOME": "/somewhere/else"}, {"RACCORD_CONFIG": "~/mine.yaml"}])
def test_configuration_is_where_raccord_has_it(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch):
    """The extension looks into the file that the command line reads."""
    for name in ("XDG_CONFIG_HOME", "RACCORD_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)

    assert config_path(environ) == configuration_path()


def test_configuration_on_other_systems():
    """Windows and macOS have folders of their own for it."""
    assert config_path({"LOCALAPPDATA": "/data"}, "win32") == Path("/data/raccord/config.yaml")
    assert config_path({}, "darwin") == Path.home() / "Library/Application Support/raccord/config.yaml"


def test_engine_gets_no_setting_of_libreoffices_python():
    """What LibreOffice sets for its own Python would break another one."""
    own = {"PYTHONPATH": "1", "PYTHONHOME": "2", "LD_LIBRARY_PATH": "3", "URE_BOOTSTRAP": "4", "UNO_PATH": "5"}

    assert engine_environment({**own, "HOME": "/home/anna", "RACCORD_DATABASE": "work"}) == {
        "HOME": "/home/anna",
        "RACCORD_DATABASE": "work",
    }


def test_engine_starts_at_home():
    """No document chooses the folder."""
    assert safe_folder() == str(Path.home())
