"""The VBA at work: which button asks for what, which Python is started, how, and what is said when it cannot be."""

import json
import sys
from pathlib import Path

import pytest
from pyopenvba.exceptions import VBARuntimeError

from raccord_addin.build.callbacks import MESSAGES
from raccord_addin.buttons import BUTTONS
from support.vba import FRENCH, Control, Windows, excel, messages

NOTE_TO_SELF = """
Public Asked As String
Public Sub Press(ByVal button As String)
    Asked = Asked & button & " "
End Sub
Public Function WhatWasAsked() As String
    WhatWasAsked = Asked
End Function
""".replace("\n", "\r\n")
PYTHON = "C:\\Program Files\\Büro d'été 100%TEMP% (x86) & Co\\python.exe"
HOSTILE_NAME = "Été \"&calc& %PATH% = --hwnd 1 'x'.xlsx"
RECORDER = f"""#!{sys.executable}
import json, os, pathlib, sys
kept = {{name: text for name, text in os.environ.items() if name.startswith("RACCORD_")}}
here = pathlib.Path(__file__)
here.with_name("seen.json").write_text(json.dumps([sys.argv[1:], os.getcwd(), kept]))
said = here.with_name("said.txt")
if said.exists():
    pathlib.Path(os.environ["RACCORD_ERRORS"]).write_text(said.read_text("utf-8"), "utf-16")
sys.exit(int(here.with_name("status.txt").read_text()))
"""


@pytest.fixture
def windows(tmp_path: Path) -> Windows:
    """A Windows whose configuration names a Python that notes how it was started."""
    environ = {"LOCALAPPDATA": "C:\\Users\\Anna\\AppData\\Local", "USERPROFILE": "C:\\Users\\Anna", "TEMP": "C:\\Temp"}
    made = Windows(tmp_path, environ)
    made.put("C:\\Temp\\.keep", b"")
    install(made, PYTHON)
    configure(made, f"python: {quoted(PYTHON)}\n")
    return made


def quoted(text: str) -> str:
    """A text in YAML's single quotes."""
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def configure(windows: Windows, text: str) -> None:
    """Give the user a configuration file."""
    windows.put("C:\\Users\\Anna\\AppData\\Local\\raccord\\config.yaml", text.encode())


def install(windows: Windows, python: str, status: int = 0, said: str | None = None) -> None:
    """Put a Python there that ends with a status, after it said something."""
    windows.local(windows.put(python, RECORDER.encode())).chmod(0o755)
    beside = windows.local(python).parent
    (beside / "status.txt").write_text(str(status))
    if said is not None:
        (beside / "said.txt").write_text(said, "utf-8")


def seen(windows: Windows, python: str = PYTHON) -> tuple[list[str], str, dict[str, str]]:
    """Arguments, folder and environment that the Python was started with."""
    arguments, folder, environ = json.loads((windows.local(python).parent / "seen.json").read_text())
    return arguments, folder, environ


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.id)
def test_every_callback_asks_for_its_own_button(tmp_path: Path, button):
    """A click reaches the runner with the button's id, whatever control Excel passes."""
    made = excel(Windows(tmp_path), instead={"RaccordRunner": NOTE_TO_SELF})

    made.run(f"Raccord_{button.id}", [Control("another")])

    assert made.run("WhatWasAsked") == f"{button.id} "


def test_a_click_starts_python_with_the_button_and_the_window(windows: Windows):
    """The configured Python runs isolated, with the button and Excel's window, in its own folder."""
    made = excel(windows)

    made.run("Raccord_preview", [Control("preview")])

    arguments, folder, _ = seen(windows)
    assert arguments == ["-I", "-m", "raccord_addin", "preview", "--hwnd", "65552"]
    assert folder == str(windows.local(PYTHON).parent)
    assert messages(made) == []


def test_the_workbooks_name_travels_in_the_environment(windows: Windows):
    """A name made to break a command line arrives whole, and the command line is what it always is."""
    made = excel(windows, book=HOSTILE_NAME)

    made.run("Raccord_import", [Control("import")])

    arguments, _, environ = seen(windows)
    assert environ["RACCORD_WORKBOOK"] == HOSTILE_NAME
    assert arguments == ["-I", "-m", "raccord_addin", "import", "--hwnd", "65552"]


def test_excel_is_left_as_it_was(windows: Windows):
    """After the click Excel's environment and folder are what they were, and no file is left."""
    before = dict(windows.variables), windows.folder

    excel(windows).run("Raccord_help", [Control("help")])

    assert (windows.variables, windows.folder) == before
    assert [path.name for path in windows.local("C:\\Temp").iterdir()] == [".keep"]


def test_what_python_could_not_show_is_shown(windows: Windows):
    """When Python fails, its words appear in a message box, in any script, and their file is gone."""
    install(windows, PYTHON, 2, "Excel antwortet nicht. Schließen → 再試行 🔑")
    made = excel(windows)

    made.run("Raccord_undo", [Control("undo")])

    assert messages(made) == ["Excel antwortet nicht. Schließen → 再試行 🔑"]
    assert [path.name for path in windows.local("C:\\Temp").iterdir()] == [".keep"]


@pytest.mark.skipif(sys.platform != "linux", reason="Elsewhere there may be an Excel to press a button in")
def test_raccords_own_words_reach_the_user(windows: Windows):
    """The real command, which finds no Excel here, says so in the message box, in the user's words."""
    windows.variables["HOME"] = str(windows.drive)
    windows.put(PYTHON, f'#!/bin/sh\nexec {sys.executable} "$@"\n'.encode())
    made = excel(windows)

    made.run("Raccord_preview", [Control("preview")])

    (words,) = messages(made)
    assert "Excel" in words
    assert "Traceback" not in words
    assert words != MESSAGES["failed"]["en"].format(f"{PYTHON} (2)")


def test_a_silent_failure_names_the_python_and_its_status(windows: Windows):
    """A Python that cannot even find Raccord says nothing, so the add-in does, in Excel's language."""
    install(windows, PYTHON, 1)
    made = excel(windows, menus=FRENCH)

    made.run("Raccord_undo", [Control("undo")])

    assert messages(made) == [MESSAGES["failed"]["fr"].format(f"{PYTHON} (1)")]


def test_words_without_a_failure_are_not_shown(windows: Windows):
    """What a successful Python wrote is no error."""
    install(windows, PYTHON, 0, "by the way")
    made = excel(windows)

    made.run("Raccord_undo", [Control("undo")])

    assert messages(made) == []


def test_without_a_workbook_nothing_is_started(windows: Windows):
    """With no workbook that can be changed, the user is told so."""
    made = excel(windows, book=None)

    made.run("Raccord_preview", [Control("preview")])

    assert messages(made) == [MESSAGES["no_workbook"]["en"]]
    assert not (windows.local(PYTHON).parent / "seen.json").exists()


def test_a_click_during_another_is_ignored_with_a_message(windows: Windows):
    """While a button works a second one only says that Raccord is busy, and once it is done clicks count again."""
    again = (
        'Public Function MessageOf(m, d) As String\r\n    If m = "failed" Then Press "undo"\r\n'
        "    MessageOf = m\r\nEnd Function\r\n"
    )
    install(windows, PYTHON, 1)
    made = excel(windows, instead={"RaccordLanguage": again})

    made.run("Raccord_preview", [Control("preview")])
    made.run("Raccord_preview", [Control("preview")])

    assert messages(made) == ["busy", "failed", "busy", "failed"]


def test_a_ban_on_starting_programs_is_explained_and_frees_the_next_click(windows: Windows):
    """Where Excel may start nothing, the user learns why; Excel is left as it was, and a later click works."""
    windows.forbids_programs = True
    before = dict(windows.variables), windows.folder
    made = excel(windows)

    made.run("Raccord_preview", [Control("preview")])
    after = dict(windows.variables), windows.folder
    windows.forbids_programs = False
    made.run("Raccord_preview", [Control("preview")])

    assert after == before
    assert messages(made) == [MESSAGES["blocked"]["en"].format("Permission denied")]
    assert seen(windows)[0][3] == "preview"


def test_the_environment_variable_comes_before_the_configuration(windows: Windows):
    """RACCORD_PYTHON names the Python to start, also with the slashes of other systems."""
    install(windows, "C:\\Py\\python.exe")
    windows.variables["RACCORD_PYTHON"] = "C:/Py/python.exe"

    excel(windows).run("Raccord_preview", [Control("preview")])

    assert seen(windows, "C:\\Py\\python.exe")[0][3] == "preview"


def test_a_variable_that_names_no_python_is_named(windows: Windows):
    """Where RACCORD_PYTHON leads nowhere, the message says so: an installation would not help."""
    configure(windows, f"python: {quoted(PYTHON)}\n")
    windows.variables["RACCORD_PYTHON"] = "C:\\gone\\python.exe"
    made = excel(windows)

    made.run("Raccord_preview", [Control("preview")])

    assert messages(made) == [MESSAGES["missing_variable"]["en"].format("C:\\gone\\python.exe")]


def test_a_variable_whose_python_has_no_raccord_is_named(windows: Windows):
    """A Python of RACCORD_PYTHON that fails without a word is named with the variable."""
    install(windows, PYTHON, 1)
    windows.variables["RACCORD_PYTHON"] = PYTHON
    made = excel(windows)

    made.run("Raccord_undo", [Control("undo")])

    assert messages(made) == [MESSAGES["failed_variable"]["en"].format(f"{PYTHON} (1)")]


@pytest.mark.parametrize("named", ["C:\\Raccord\\mine.yaml", "C:/Raccord/mine.yaml", "~\\mine.yaml", "~/mine.yaml"])
def test_raccord_config_names_the_file(windows: Windows, named: str):
    """The configuration file is the one RACCORD_CONFIG names, also below the user's own folder."""
    install(windows, "C:\\Py\\python.exe")
    windows.variables["RACCORD_CONFIG"] = named
    windows.put(named.replace("/", "\\").replace("~", "C:\\Users\\Anna"), b"python: 'C:\\Py\\python.exe'\n")

    excel(windows).run("Raccord_preview", [Control("preview")])

    assert seen(windows, "C:\\Py\\python.exe")[0][3] == "preview"


@pytest.mark.parametrize(
    ("name", "text"), [("RACCORD_PYTHON", "python.exe"), ("RACCORD_CONFIG", "mine.yaml"), ("RACCORD_PYTHON", "\\p.exe")]
)
def test_nothing_is_taken_from_the_folder_excel_is_in(windows: Windows, name: str, text: str):
    """A relative path could mean a file beside a received workbook, so it is never followed."""
    configure(windows, "language: fr\n")
    windows.put(f"{windows.folder}\\mine.yaml", f"python: {quoted(PYTHON)}".encode())
    windows.put(f"{windows.folder}\\python.exe", b"")
    windows.variables[name] = text
    made = excel(windows)

    made.run("Raccord_preview", [Control("preview")])

    assert not (windows.local(PYTHON).parent / "seen.json").exists()
    assert messages(made)[0].split(".")[0] in {
        "Raccord does not know which Python to start",
        f"RACCORD_PYTHON names no Python that is there: {text}".split(".")[0],
    }


def test_a_python_that_is_gone_is_named(windows: Windows):
    """A configured Python that is not there is named, with what to run."""
    configure(windows, "python: 'C:\\gone\\python.exe'\n")
    made = excel(windows)

    made.run("Raccord_preview", [Control("preview")])

    assert messages(made) == [MESSAGES["missing_python"]["en"].format("C:\\gone\\python.exe")]


@pytest.mark.parametrize("text", ["", "language: fr\n", "profiles:\n  python: 'C:\\evil.exe'\n", "python: p.exe\n"])
def test_without_a_python_the_user_is_told_what_to_run(windows: Windows, text: str):
    """A configuration without our line, or with another of that name deeper down, starts nothing."""
    configure(windows, text)
    made = excel(windows)

    made.run("Raccord_preview", [Control("preview")])

    assert messages(made) == [MESSAGES["no_python"]["en"]]


def test_without_a_configuration_the_user_is_told_what_to_run(tmp_path: Path):
    """Before anything is installed, the add-in says what to run."""
    made = excel(Windows(tmp_path, {"LOCALAPPDATA": "C:\\nowhere"}))

    made.run("Raccord_preview", [Control("preview")])

    assert messages(made) == [MESSAGES["no_python"]["en"]]


class OnTheMac:
    """The script that Excel for the Mac would run: it answers in turn, and notes what it was asked."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)

    def module(self) -> str:
        """VBA in the place of Excel's own AppleScriptTask."""
        given = "".join(
            f"    If Asked = {at} Then AppleScriptTask = {json.dumps(text, ensure_ascii=False)}\n"
            for at, text in enumerate(self.answers, 1)
        )
        return (
            "Public Asked As Long\nPublic Requests As String\n"
            "Public Function AppleScriptTask(file, handler, request)\n    Asked = Asked + 1\n"
            '    Requests = Requests & file & "|" & handler & "|" & request & "#"\n'
            f'{given}    If AppleScriptTask = "fails" Then Err.Raise 5\nEnd Function\n'
            "Public Function Noted() As String\n    Noted = Requests\nEnd Function\n"
        ).replace("\n", "\r\n")


def on_the_mac(tmp_path: Path, *answers: str) -> tuple[list[str], list[str]]:
    """Click as often as there are answers; gives what the script was asked, and the messages."""
    made = excel(Windows(tmp_path), book=HOSTILE_NAME, mac=True, instead={"Mac": OnTheMac(*answers).module()})
    for _ in answers:
        made.run("Raccord_preview", [Control("preview")])
    return str(made.run("Noted")).split("#")[:-1], messages(made)


def test_on_the_mac_the_script_gets_the_button_and_the_workbook(tmp_path: Path):
    """Each click hands the script the process of the click before, the button and the workbook's name, a line each."""
    asked, said = on_the_mac(tmp_path, "4711", "4712")

    assert asked == [
        f"raccord.applescript|press|\npreview\n{HOSTILE_NAME}",
        f"raccord.applescript|press|4711\npreview\n{HOSTILE_NAME}",
    ]
    assert said == []


def test_on_the_mac_a_click_during_another_is_ignored_with_a_message(tmp_path: Path):
    """The script says that the process of the click before still runs; it stays the one to ask about."""
    asked, said = on_the_mac(tmp_path, "4711", "busy", "4712")

    assert [request.split("|")[2].split("\n")[0] for request in asked] == ["", "4711", "4711"]
    assert said == [MESSAGES["busy"]["en"]]


def test_on_the_mac_what_is_missing_is_named(tmp_path: Path):
    """A Python that is gone is named, and a script that Excel cannot run as well; then clicks count again."""
    _, said = on_the_mac(tmp_path, "missing /opt/été/python", "fails", "4711")

    assert said == [MESSAGES["missing_python"]["en"].format("/opt/été/python"), MESSAGES["no_script"]["en"]]


def test_the_stand_in_for_windows_refuses_what_windows_would(tmp_path: Path):
    """A program that may not be started is an error in VBA, not a silent success."""
    made = excel(
        Windows(tmp_path, forbids_programs=True),
        instead={"T": 'Sub T()\r\nCreateObject("WScript.Shell").Run "x", 0, True\r\nEnd Sub\r\n'},
    )

    with pytest.raises(VBARuntimeError):
        made.run("T")
