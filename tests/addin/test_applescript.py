"""The script for Excel on the Mac: the path in it, and the shell commands that it puts together.

Nothing here runs AppleScript; its few expressions of text are worked out by `told`, and the shell runs the result.
"""

import json
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

from raccord_addin.build.applescript import applescript_text, interpreter_in, render_script

HOSTILE_NAME = "Été \"$(touch x)\" `touch x` '; touch x; ' & %1.xlsx"
RECORDER = f"""#!{sys.executable}
import json, os, pathlib, sys, time
here = pathlib.Path(__file__)
for _ in range(3000):
    if here.with_name("go").exists():
        break
    time.sleep(0.01)
read = pathlib.Path(sys.argv[-1]).read_text() if here.name == "osascript" else os.environ["RACCORD_WORKBOOK"]
sys.stderr.write("mère, it failed")
here.with_name(here.name + ".part").write_text(json.dumps([sys.argv[1:], os.getcwd(), read]))
here.with_name(here.name + ".part").rename(here.with_name(here.name + ".json"))
sys.exit(int(here.with_name("status").read_text()))
"""


@pytest.mark.parametrize(
    "python",
    [
        "/usr/local/bin/python3",
        '/Users/René Müller/mes "env"/bin/python',
        "/Users/a\\b/'c'/python",
        "/Volumes/数据/🔑/python",
        "/opt/e\u0301/python",
        "/odd\tand\nlines/python",
    ],
)
def test_the_script_holds_any_path(python: str):
    """A path comes back out of the script as it went in; the script is ASCII and has no other place for it."""
    script = render_script(python)

    assert interpreter_in(script) == python
    assert script.isascii()
    assert re.search(r"on pythonPath\(\)\n\treturn (.*)\nend pythonPath", script)[1] == applescript_text(python)


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("/bin/python", '"/bin/python"'),
        ('a"b\\c', '"a\\"b\\\\c"'),
        ("é/x", '(character id 233) & "/x"'),
        ("", '""'),
    ],
)
def test_text_becomes_an_applescript_expression(text: str, expression: str):
    """Quotes and backslashes are escaped, and everything beyond ASCII is a character by its number."""
    assert applescript_text(text) == expression


def test_another_script_names_no_interpreter():
    """A script that is not ours, or that somebody changed, is not read."""
    assert interpreter_in("on press(request)\nend press\n") is None
    assert interpreter_in(render_script("/bin/python").replace("-I", "-i")) is None


def told(expression: str, names: dict[str, str]) -> str:
    """What an AppleScript expression of texts, names and `quoted form of` gives."""
    parts = re.findall(r'("(?:[^"\\]|\\.)*")|(quoted form of )?([\w()]+)', expression)
    values = [re.sub(r"\\(.)", r"\1", text[1:-1]) if text else names[name] for text, _, name in parts]
    return "".join(shlex.quote(value) if quoted else value for value, (_, quoted, _) in zip(values, parts, strict=True))


def command(folder: Path) -> str:
    """The shell command of a click on a button, for a Python and an `osascript` in a folder."""
    script = render_script(str(folder / "python"))
    names = {"linefeed": "\n", "buttonId": "preview", "bookName": HOSTILE_NAME, "reportPath": str(folder / "re port")}
    names["pythonPath()"] = str(interpreter_in(script))
    names["reportScript()"] = told(re.search(r"on reportScript\(\)\n\treturn (.*)", script)[1], names)
    for name, expression in re.findall(r"^\tset (runPython|showReport|removeReport) to (.*)$", script, re.MULTILINE):
        names[name] = told(expression, names).replace("/usr/bin/osascript", shlex.quote(str(folder / "osascript")))
    return told(re.search(r"^\treturn do shell script (.*)$", script, re.MULTILINE)[1], names)


def click(tmp_path: Path, status: int) -> Path:
    """Run a click's command, and once it is over, let Python go on and end with a status; gives their folder."""
    folder = tmp_path / "dossier d'été"
    folder.mkdir()
    (folder / "status").write_text(str(status))
    for name in ("python", "osascript"):
        (folder / name).write_text(RECORDER)
        (folder / name).chmod(0o755)
    (folder / "re port").touch()
    started = subprocess.run(
        ["/bin/sh", "-c", command(folder)], capture_output=True, text=True, check=True, cwd=tmp_path, timeout=20
    )
    assert started.stdout.strip().isdigit()
    (folder / "go").touch()
    for _ in range(600):
        if not (folder / "re port").exists():
            break
        time.sleep(0.05)
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no /bin/sh")
def test_a_click_on_the_mac_starts_python_in_the_background(tmp_path: Path):
    """The command names the process it started, hands over the hostile name untouched, and tidies up after itself."""
    folder = click(tmp_path, 0)

    arguments, where, name = json.loads((folder / "python.json").read_text())
    assert arguments == ["-I", "-m", "raccord_addin", "preview"]
    assert (where, name) == ("/", HOSTILE_NAME)
    assert {path.name for path in folder.iterdir()} == {"go", "status", "python", "osascript", "python.json"}
    assert not list(tmp_path.glob("**/x"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no /bin/sh")
def test_what_python_said_before_it_failed_is_shown_on_the_mac(tmp_path: Path):
    """When Python fails, a second script gets what it wrote, and shows it."""
    folder = click(tmp_path, 1)

    (option, script, report), _, text = json.loads((folder / "osascript.json").read_text())
    assert (option, report, text) == ("-e", str(folder / "re port"), "mère, it failed")
    assert script.splitlines()[0] == "on run argv"
    assert 'do shell script "cat " & quoted form of (item 1 of argv)' in script
    assert 'display alert "Raccord" message reportText' in script
    assert not (folder / "re port").exists()
