"""A real LibreOffice for tests: headless, in a profile of its own, with the extension, and never left running."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from select import select
from typing import Any
from uuid import uuid4

import pytest

from raccord_addin.build.addons import command
from raccord_addin.buttons import BUTTONS
from raccord_addin.install.libreoffice import OfficePlaces, install_libreoffice

MISSING = "LibreOffice with Python is not here (Debian: libreoffice-calc python3-uno), so it was not tried"
PATIENCE = 120.0
_DRIVER = Path(__file__).with_name("office_driver.py")


@cache
def uno_python() -> str | None:
    """A Python that can speak with LibreOffice: the system's own, or the one that LibreOffice brings along."""
    for name in ("/usr/bin/python3", shutil.which("python3"), "/opt/libreoffice/program/python"):
        if name and Path(name).exists():
            tried = subprocess.run([name, "-c", "import uno"], capture_output=True, check=False)
            if tried.returncode == 0:
                return name
    return None


def require_office() -> None:
    """Skip the test where there is no LibreOffice."""
    if shutil.which("soffice") is None or uno_python() is None:
        pytest.skip(MISSING)


@dataclass
class Office:
    """A running LibreOffice. `engine` is the program that its component takes for Python: tests write it."""

    folder: Path
    driver: subprocess.Popen[str]
    documents: list[str] = field(default_factory=list)

    @property
    def engine(self) -> Path:
        """The program that RACCORD_PYTHON names in this LibreOffice."""
        return self.folder / "engine"

    def run(self, source: str, **names: Any) -> Any:
        """Run lines of Python beside LibreOffice; see `office_driver`."""
        assert self.driver.stdin is not None
        assert self.driver.stdout is not None
        self.driver.stdin.write(json.dumps({"run": source, "names": names}) + "\n")
        self.driver.stdin.flush()
        if not select([self.driver.stdout], [], [], PATIENCE)[0]:
            os.killpg(self.driver.pid, signal.SIGKILL)
            raise AssertionError(f"LibreOffice did not answer in {PATIENCE:.0f} s:\n{source}")
        answer = json.loads(self.driver.stdout.readline() or '{"error": "LibreOffice is gone"}')
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["result"]

    def open(self, path: Path | None = None, **options: Any) -> None:
        """Open a workbook, or a new one, in front; `options` are LibreOffice's, such as ReadOnly."""
        url = path.as_uri() if path else "private:factory/scalc"
        self.run(
            "options = properties(**names['options'])\n"
            "document = desktop.loadComponentFromURL(names['url'], '_blank', 0, options)\n"
            "document.CurrentController.Frame.activate()",
            url=url,
            options=options,
        )

    def close_all(self) -> None:
        """Close all workbooks, changed or not."""
        self.run(
            "components = desktop.Components.createEnumeration()\n"
            "while components.hasMoreElements():\n"
            "    components.nextElement().close(True)"
        )

    def dispatch(self, button: str) -> None:
        """Click a button the way its menu entry does; the press goes on after this."""
        self.run(
            "from com.sun.star.util import URL\n"
            "transformer = create('com.sun.star.util.URLTransformer')\n"
            "_, url = transformer.parseStrict(URL(Complete=names['command']))\n"
            "frame = desktop.getCurrentFrame()\n"
            "frame.queryDispatch(url, '_self', 0).dispatch(url, ())",
            command=command(next(one for one in BUTTONS if one.id == button)),
        )

    def state(self) -> dict[str, Any]:
        """What the component says of itself: see `Session.state`."""
        told = self.run(
            "from com.sun.star.beans import NamedValue\n"
            "return create('org.raccord.Job').execute((NamedValue('Tell', 'state'),))"
        )
        return dict(json.loads(told))

    def press(self, button: str) -> dict[str, Any]:
        """Click a button and wait until its work is done."""
        before = self.state()["presses"]
        self.dispatch(button)
        return self.wait(lambda state: state["presses"] > before and not state["busy"])

    def wait(self, for_state: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait for a state of the component."""
        until = time.monotonic() + PATIENCE
        while not for_state(state := self.state()):
            assert time.monotonic() < until, f"still waiting: {state}"
            time.sleep(0.02)
        return state

    def use_engine(self, script: str) -> None:
        """Let the next click start this program as the engine."""
        running = self.state()["engine"]
        self.engine.write_text(script, encoding="utf-8")
        self.engine.chmod(0o700)
        if running:
            with suppress(ProcessLookupError):
                os.kill(running, signal.SIGKILL)
            self.wait(lambda state: state["engine"] is None)


REAL_ENGINE = f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'


def plain_path() -> str:
    """The PATH without Python environments: with one, LibreOffice's own Python cannot start."""
    folders = os.environ["PATH"].split(os.pathsep)
    return os.pathsep.join(folder for folder in folders if not Path(folder).with_name("pyvenv.cfg").exists())


def _speak(profile: Path, language: str) -> None:
    """Let the LibreOffice of a profile speak a language, and write numbers and dates in its way."""
    names = {"org.openoffice.Office.Linguistic/General": "UILocale", "org.openoffice.Setup/L10N": "ooSetupSystemLocale"}
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{language}</value></prop></item>'
        for path, name in names.items()
    )
    settings = profile / "user" / "registrymodifications.xcu"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("</oor:items>", f"{items}</oor:items>"), encoding="utf-8")


@contextmanager
def running_office(
    folder: Path, *options: str, headless: bool = True, language: str = "en", **environ: str
) -> Iterator[Office]:
    """Start LibreOffice with the extension in a profile of its own, and end it whatever happens."""
    require_office()
    engine = folder / "engine"
    engine.write_text(REAL_ENGINE, encoding="utf-8")
    engine.chmod(0o700)
    profile = folder / "profile"
    install_libreoffice(OfficePlaces(profile=profile))
    if language != "en":
        _speak(profile, language)
    pipe = f"raccord{uuid4().hex}"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--norestore", "--nologo"]
    command += ["--headless"] if headless else []
    settings = {"RACCORD_PYTHON": str(engine), "RACCORD_CONFIG": str(folder / "config.yaml"), "PATH": plain_path()}
    (folder / "config.yaml").touch()
    driver = subprocess.Popen(
        [str(uno_python()), str(_DRIVER), pipe, *command, *options, f"--accept=pipe,name={pipe};urp;"],
        env=os.environ | settings | environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    office = Office(folder, driver)
    try:
        office.run("return None")
        yield office
    finally:
        with suppress(AssertionError, OSError, ValueError):
            office.close_all()
            office.run("desktop.terminate()")
        driver.communicate()
