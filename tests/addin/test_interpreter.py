"""The line that names the add-ins' Python: written, replaced and taken away, with every other byte kept."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import yaml

from raccord.configuration.user import load_user_configuration
from raccord.errors import ConfigurationError, FileError, RaccordError, UsageError
from raccord_addin.build.libreoffice.pythonpath.raccord_calc.interpreter import ENGINE, engine_command
from raccord_addin.install.interpreter import (
    check_interpreter,
    noted_interpreter,
    remove_interpreter,
    write_interpreter,
)
from support.vba import Windows, excel

PYTHON = Path("C:\\Users\\Zoé d'Été\\100% Python\\python.exe")
LINE = "python: 'C:\\Users\\Zoé d''Été\\100% Python\\python.exe'"
OLD = "# mine\nlanguage: fr\nprofiles:\n  python: 'sqlite:///a.db'\n# the end"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Where a configuration file can lie."""
    return tmp_path / "config.yaml"


def write(config: Path, text: str) -> None:
    """Make a configuration file, to the byte."""
    config.write_bytes(text.encode())


def read(config: Path) -> str:
    """A configuration file, to the byte."""
    return config.read_bytes().decode()


KEPT = [
    ("", f"{LINE}\n"),
    ("# only a remark\n", f"# only a remark\n{LINE}\n"),
    (OLD, f"{OLD}\n{LINE}\n"),
    (f"{OLD}\n", f"{OLD}\n{LINE}\n"),
    ("language: fr\r\nbin_days: 3\r\n", f"language: fr\r\nbin_days: 3\r\n{LINE}\r\n"),
    ("\ufefflanguage: de\n", f"\ufefflanguage: de\n{LINE}\n"),
    ("---\nlanguage: de\n", f"---\nlanguage: de\n{LINE}\n"),
    ("python: /usr/bin/python3\nlanguage: fr\n", f"{LINE}\nlanguage: fr\n"),
    ("language: fr\npython: '/old'   # by hand\nbin_days: 3", f"language: fr\n{LINE}   # by hand\nbin_days: 3"),
    ('\ufeffpython: "C:\\\\old"\r\nlanguage: fr\r\n', f"\ufeff{LINE}\r\nlanguage: fr\r\n"),
    ("python:\nlanguage: fr\n", f"{LINE}\nlanguage: fr\n"),
    ("python: ~ # none\n", f"{LINE} # none\n"),
    ("\"python\" : 'é'\n", f"{LINE}\n"),
]


@pytest.mark.parametrize(("before", "after"), KEPT)
def test_the_line_is_put_in_and_all_else_is_kept(config: Path, before: str, after: str):
    """Comments, order, line ends and the byte order mark stay; Raccord reads the interpreter that was written."""
    write(config, before)

    write_interpreter(config, PYTHON)

    assert read(config) == after
    assert load_user_configuration({"RACCORD_CONFIG": str(config)}).python == str(PYTHON)
    assert noted_interpreter(config) == str(PYTHON)


@pytest.mark.parametrize("text", [after for _, after in KEPT])
def test_writing_again_changes_nothing(config: Path, text: str):
    """The same interpreter a second time leaves the file alone, down to its time."""
    write(config, text)
    touched = config.stat().st_mtime_ns

    write_interpreter(config, PYTHON)

    assert read(config) == text
    assert config.stat().st_mtime_ns == touched


def test_file_and_folder_are_made(tmp_path: Path):
    """Where there is no configuration yet, there is one afterwards, with this line only."""
    config = tmp_path / "new" / "raccord" / "config.yaml"

    write_interpreter(config, PYTHON)

    assert read(config) == f"{LINE}\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("python: >\n  /usr/bin/\n  python3\n", "not on the line of its key"),
        ("python: '/usr/bin\n  /python3'\n", "not on the line of its key"),
        ("python:\n  /usr/bin/python3\n", "not on the line of its key"),
        ("catalogue: &p '/usr/bin/python3'\npython: *p\n", "not on the line of its key"),
        ("{language: fr, python: '/usr/bin/python3'}\n", "at the beginning of a line"),
        ("{}\n", "at the beginning of a line"),
        ("  language: fr\n  bin_days: 3\n", "at the beginning of a line"),
        ("python: &p '/usr/bin/python3'\ncatalogue: *p\n", "would break it"),
        ("language: fr\n...\n", "would break it"),
    ],
)
def test_a_file_that_a_line_would_corrupt_is_refused(config: Path, text: str, reason: str):
    """A value over several lines, a flow style or an alias is refused with the reason, and nothing is touched."""
    write(config, text)

    with pytest.raises(ConfigurationError) as refused:
        write_interpreter(config, PYTHON)

    assert reason in str(refused.value)
    assert str(config) in str(refused.value)
    assert read(config) == text
    assert list(config.parent.iterdir()) == [config]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("language: [fr\n", "not valid YAML"),
        ("language: xx\n", "Found “xx”"),
        ("pyhton: 'x'\n", "unknown"),
        ("python: 3\n", "not allowed"),
        ("python: 'a'\npython: 'b'\n", "twice"),
        ("- python\n", "not allowed"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(config: Path, text: str, words: str):
    """A configuration that Raccord cannot read is named with file and fault, and nothing is touched."""
    write(config, text)

    with pytest.raises(ConfigurationError, match=words) as refused:
        write_interpreter(config, PYTHON)

    assert refused.value.where.file == str(config)
    assert read(config) == text


@pytest.mark.parametrize("name", ["line\nbreak", "bell\a"])
def test_a_path_that_yaml_cannot_hold_in_a_line_is_refused(config: Path, name: str):
    """A path with a line break or a control character is refused, and no file is left."""
    with pytest.raises(ConfigurationError, match="cannot be noted"):
        write_interpreter(config, Path("/opt") / name)

    assert list(config.parent.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path):
    """Where the folder cannot be, the error names the file and another way."""
    (tmp_path / "raccord").write_text("a file")
    config = tmp_path / "raccord" / "config.yaml"

    with pytest.raises(FileError) as refused:
        write_interpreter(config, PYTHON)

    assert "config.yaml cannot be written" in str(refused.value)
    assert "RACCORD_PYTHON" in refused.value.hint


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_file_is_explained(config: Path):
    """A configuration that may not be changed is left alone, and the error says what to do."""
    write(config, "language: fr\n")
    config.chmod(0o444)

    with pytest.raises(FileError, match="read-only") as refused:
        write_interpreter(config, PYTHON)

    assert f"Allow writing to {config}" in refused.value.hint


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")
def test_a_private_file_stays_private(config: Path):
    """A configuration holds database passwords: who may read it stays as it is."""
    write(config, "language: fr\n")
    config.chmod(0o600)

    write_interpreter(config, PYTHON)

    assert stat.S_IMODE(config.stat().st_mode) == 0o600


@pytest.mark.skipif(os.name != "posix", reason="Windows lets few users make links")
def test_a_link_stays_a_link(config: Path, tmp_path: Path):
    """A configuration that is a link to another folder is changed there."""
    (tmp_path / "dotfiles").mkdir()
    real = tmp_path / "dotfiles" / "raccord.yaml"
    write(real, "language: fr\n")
    config.symlink_to(real)

    write_interpreter(config, PYTHON)

    assert config.is_symlink()
    assert read(real) == f"language: fr\n{LINE}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{OLD}\n{LINE}\n", f"{OLD}\n"),
        (f"{LINE}\nlanguage: fr\n", "language: fr\n"),
        (f"\ufefflanguage: fr\r\n{LINE}\r\nbin_days: 3\r\n", "\ufefflanguage: fr\r\nbin_days: 3\r\n"),
        (f"language: fr\n{LINE}", "language: fr\n"),
        (f"language: fr\n{LINE}   # by hand\nbin_days: 3\n", "language: fr\n# by hand\nbin_days: 3\n"),
    ],
)
def test_our_line_is_taken_away_and_all_else_is_kept(config: Path, before: str, after: str):
    """Uninstalling leaves the configuration as it was, to the byte."""
    write(config, before)

    assert remove_interpreter(config, PYTHON)

    assert read(config) == after
    assert load_user_configuration({"RACCORD_CONFIG": str(config)}).python is None


def test_a_file_of_our_line_alone_goes_with_it(config: Path):
    """The file that installing made is gone after uninstalling."""
    write_interpreter(config, PYTHON)

    assert remove_interpreter(config, PYTHON)

    assert not config.exists()


@pytest.mark.parametrize("text", ["python: '/another'\n", "language: fr\n", None])
def test_another_interpreter_is_left_alone(config: Path, text: str | None):
    """What somebody else wrote, or nothing at all, is not ours to remove."""
    if text is not None:
        write(config, text)

    assert not remove_interpreter(config, PYTHON)

    assert (read(config) if config.exists() else None) == text


LINES = [
    LINE,
    f"\ufeff{LINE}",
    f"\ufeffa: 1\r\n{LINE} # mine\r\n",
    "python: ''",
    "python:'x'",
    "python:   'x'  ",
    "python: 'x' y",
    "python: 'x''",
    "python: 'x'''",
    "python: '''x'''",
    "python: 'x",
    'python: "x"',
    "python: x",
    "python: '\t'",
    " python: 'x'",
    "profiles:\n  python: 'x'\npython: 'y'\r",
    "python: x\npython: 'y'",
    "python: 'C:\\%TEMP%\\é\U0001f511'",
    "pythons: 'x'",
    "python: /opt/my env/bin/python3  # mine",
    "python: /opt/a#b/c:d/python ",
    "python: C:\\Py\\python.exe",
    "python: /opt/a: b",
    "python: /opt/a:",
    "python: /opt/\ta",
    "python: ~/python",
    "python: null",
    "python: [/opt/python]",
    "python:/opt/python",
    'python: "C:\\\\Py\\\\\\"x\\".exe" # mine',
    'python: "/opt\\/python"',
    'python: "C:\\Py"',
    'python: "/opt/python"x',
    'python: "/opt/python"#x',
    'python: "/opt/python',
    'python: "\\',
    "",
]


@pytest.mark.parametrize("text", LINES)
def test_excel_reads_what_raccord_says_it_reads(config: Path, tmp_path: Path, text: str):
    """The VBA, LibreOffice's component and `status` read the same interpreter from any file, or none."""
    write(config, text)
    command = engine_command({"RACCORD_CONFIG": str(config)})

    assert excel(Windows(tmp_path)).run("PythonIn", [text]) == (noted_interpreter(config) or "")
    assert (command[0] if command else None) == (noted_interpreter(config) or None)


VALID = ["/opt/venv/bin/python", "C:\\Py\\python.exe", "/a b/c#d/e:f", "/été/it's/python"]
double_quoted = partial(json.dumps, ensure_ascii=False)
single_quoted = partial(yaml.dump, default_style="'", allow_unicode=True)
FORMS = ["python: {}\n", "python:   {}   # mine\r\n", "language: fr\npython: {}"]


@pytest.mark.parametrize("path", VALID)
@pytest.mark.parametrize("quote", [str, double_quoted, single_quoted])
@pytest.mark.parametrize("form", FORMS)
def test_every_usual_spelling_of_a_path_is_read(
    config: Path, tmp_path: Path, path: str, quote: Callable[[str], str], form: str
):
    """Without quotes, in double and in single ones, all readers see the path that the command line sees."""
    write(config, form.format(quote(path).strip()))

    told = load_user_configuration({"RACCORD_CONFIG": str(config)}).python

    assert told == path
    assert noted_interpreter(config) == path
    assert engine_command({"RACCORD_CONFIG": str(config)}) == (path, *ENGINE)
    assert excel(Windows(tmp_path)).run("PythonIn", [read(config)]) == path


def test_this_python_finds_raccord_in_isolated_mode():
    """The Python that runs the tests passes the check."""
    check_interpreter(Path(sys.executable))


def test_a_python_without_raccord_is_refused(tmp_path: Path):
    """A Python that does not find Raccord when isolated, or that cannot run, is refused with what to do."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "bare")], check=True)
    (bare,) = (path for path in (tmp_path / "bare").glob("*/python*") if path.stem == "python")

    for python in (bare, tmp_path / "nothing"):
        with pytest.raises(UsageError) as refused:
            check_interpreter(python)
        assert isinstance(refused.value, RaccordError)
        assert "virtual environment" in refused.value.hint
