"""The engine's life in a real LibreOffice: started, kept, restarted, and what the user is told when it fails."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from raccord_addin.buttons import BUTTONS, Button
from raccord_addin.snapshot import VERSION
from support.office import PATIENCE, Office, running_office

READY = json.dumps({"ready": True, "version": VERSION})
RECORDER = f"""#!{sys.executable}
import json, os, sys
print('{READY}', flush=True)
for line in sys.stdin:
    with open(os.path.join(os.path.dirname(__file__), "pressed"), "a") as pressed:
        pressed.write(json.loads(line)["press"] + "\\n")
    print('{{"do": "end"}}', flush=True)
"""
SURROUNDINGS = f"""#!{sys.executable}
import json, os, sys
told = {{"arguments": sys.argv[1:], "folder": os.getcwd(), "environ": dict(os.environ)}}
with open(os.path.join(os.path.dirname(__file__), "surroundings"), "w") as file:
    json.dump(told, file)
print('{READY}', flush=True)
for line in sys.stdin:
    print('{{"do": "end"}}', flush=True)
"""
OUTLIVING = """
import json, time
def do(what, **facts):
    print(json.dumps({"do": what, **facts}), flush=True)
    return json.loads(sys.stdin.readline())
time.sleep(1)
told = do("look")
answer = do("ask", text="?")
do("apply", ops=[{"op": "alert", "text": told["failed"]}])
print(json.dumps({"do": "end"}), flush=True)
sys.stdin.read()
"""


def saying(*lines: str, then: str = "sys.stdin.read()") -> str:
    """An engine that says lines once it is pressed."""
    said = "".join(f"print({line!r}, flush=True)\n" for line in lines)
    return f"#!{sys.executable}\nimport sys\nprint({READY!r}, flush=True)\nsys.stdin.readline()\n{said}{then}\n"


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.id)
def test_every_button_reaches_the_engine(office: Office, button: Button):
    """Dispatching a button's URL presses that button, once."""
    (office.folder / "pressed").unlink(missing_ok=True)
    office.use_engine(RECORDER)
    office.open()

    state = office.press(button.id)

    assert (office.folder / "pressed").read_text().splitlines() == [button.id]
    assert state["alerts"] == []


def test_engine_starts_with_the_first_click(office: Office):
    """Opening a spreadsheet costs nothing, and the first press leaves the engine warm."""
    office.open()
    assert office.state()["engine"] is None

    assert office.press("help")["engine"] is not None


def test_second_press_uses_the_same_process(office: Office):
    """One process serves all presses."""
    office.open()

    pids = [office.press("help")["engine"] for _ in range(2)]

    assert pids[0] == pids[1] is not None


def test_engine_that_died_is_started_again(office: Office):
    """A click after its death works as before."""
    office.open()
    first = office.press("help")["engine"]
    os.kill(first, 9)
    office.wait(lambda state: state["engine"] is None)

    state = office.press("help")

    assert state["engine"] not in {None, first}
    assert state["alerts"] == []


def test_engine_lives_apart_from_libreoffices_python(office: Office):
    """It gets the user's environment without what LibreOffice sets for itself, in a folder that no document chose."""
    office.use_engine(SURROUNDINGS)
    office.open()
    office.press("help")

    told = json.loads((office.folder / "surroundings").read_text())

    assert told["arguments"] == ["-I", "-m", "raccord_addin.hosts.pipe"]
    assert told["folder"] == str(Path.home())
    assert told["environ"]["RACCORD_CONFIG"] == str(office.folder / "config.yaml")
    office_only = {"PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH"}
    assert not [name for name in told["environ"] if name in office_only or name.startswith(("UNO_", "URE_"))]


OTHER_VERSION = '{"ready": true, "version": 99}'
FAILING = {
    "RACCORD_PYTHON names this Python": "#!/no/such/python\n",
    "No module named raccord_addin": "#!/bin/sh\necho 'No module named raccord_addin' >&2\nexit 1\n",
    "does not understand": f"#!{sys.executable}\nprint('hello', flush=True)\ninput()\n",
    "do not fit together": f"#!{sys.executable}\nprint({OTHER_VERSION!r}, flush=True)\ninput()\n",
    "what?": saying("what?"),
    "dance": saying('{"do": "dance"}'),
    '["do"]': saying('["do"]'),
    "base is gone": saying(then="sys.exit('base is gone')"),
    "before its work was done.\n\nAn import": saying(then="sys.exit(1)"),
    "It went wrong.": saying('{"do": "end", "failed": "It went wrong."}'),
}
"""What the message box says, and the engine that makes it say so."""


@pytest.mark.parametrize(("expected", "script"), FAILING.items(), ids=FAILING.keys())
def test_engine_that_fails_is_told(office: Office, expected: str, script: str):
    """A message box says what happened and what to do, and the next press works."""
    office.use_engine(script)
    office.open()

    state = office.press("help")

    assert expected in state["alerts"][0]
    office.use_engine(RECORDER)
    assert office.press("help")["alerts"] == []


def test_unknown_operation_is_refused_and_the_press_goes_on(office: Office):
    """The engine is told what the component cannot do, and may still say so itself."""
    unknown = json.dumps({"do": "apply", "ops": [{"op": "dance"}]})
    office.use_engine(saying(unknown, then='print(\'{"do": "end", "failed": \' + sys.stdin.readline() + \'}\')'))
    office.open()

    state = office.press("help")

    assert "dance" in str(state["alerts"])


def test_second_click_waits_for_nothing(office: Office):
    """While a press runs, another click is not kept for later."""
    (office.folder / "pressed").unlink(missing_ok=True)
    office.use_engine(saying(then='import time; time.sleep(1); print(\'{"do": "end"}\', flush=True); sys.stdin.read()'))
    office.open()
    before = office.state()["presses"]

    office.dispatch("help")
    office.wait(lambda state: state["busy"])
    office.dispatch("help")
    office.wait(lambda state: not state["busy"])

    assert office.state()["presses"] == before + 1


def test_document_that_is_closed_meanwhile(office: Office):
    """The engine is told that nobody is there any more, and the next press works."""
    asking = 'import time; time.sleep(1); print(\'{"do": "look"}\', flush=True); told = sys.stdin.readline()'
    ending = "print('{\"do\": \"end\"}', flush=True); sys.exit('failed' not in told)"
    office.use_engine(saying(then=f"{asking}; {ending}"))
    office.open()
    office.dispatch("help")
    office.wait(lambda state: state["busy"])

    office.close_all()

    office.wait(lambda state: not state["busy"])
    office.use_engine(RECORDER)
    office.open()
    assert office.press("help")["alerts"] == []


def test_nobody_is_told_of_a_document_that_was_closed(office: Office):
    """A document that goes while a button works on it ends the work in silence: no box, and no to any question."""
    office.use_engine(saying(then=OUTLIVING))
    office.open()
    office.dispatch("help")
    office.wait(lambda state: state["busy"])

    office.close_all()

    state = office.wait(lambda state: not state["busy"])
    assert (state["alerts"], state["asked"]) == ([], [])


def test_no_button_is_pressed_without_a_spreadsheet(office: Office):
    """With no document in front, a dispatched button does nothing."""
    before = office.state()["presses"]
    office.run("create('org.raccord.Job').trigger('help')")

    assert office.state()["presses"] == before


def test_engine_ends_with_libreoffice(tmp_path: Path):
    """When LibreOffice is closed, the engine ends by itself."""
    with running_office(tmp_path) as office:
        office.open()
        engine = office.press("help")["engine"]
        assert is_running(engine)
        office.close_all()

        office.run("desktop.terminate()")

        until = time.monotonic() + PATIENCE
        while is_running(engine):
            assert time.monotonic() < until
            time.sleep(0.05)


def is_running(pid: int) -> bool:
    """Tell whether a process runs; one that has ended may still be listed."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return state.strip() != "" and not state.startswith("Z")
