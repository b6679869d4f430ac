"""Pages of the documentation run as a reader would: files written, commands run in order, in one folder.

A block headed by a language and a name, such as `csv visits.csv`, is a file. In a block headed `console`, each line
that begins with `$ ` is a command; it ends with status 0, or with the one that its comment gives: `# exit status 1`.
The lines below it are among those that it prints, on a terminal, in this order, however many spaces stand between their
words; `…` stands for any text. `$ export NAME=VALUE` holds for the commands after it. The user configuration is
`config.yaml` in the page's folder, empty unless the page has a block of that name.
"""

import io
import os
import re
import shlex
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from raccord.cli import main
from support.terminal import Terminal

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```(\w+)[ ]?(.*?)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_STATUS = re.compile(r"(?:exit status|code de sortie) (\d)")
_SHELL = re.compile(r"[|<>&;*~]")
_PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a page, and the lines that the page shows below it."""

    line: str
    shown: tuple[str, ...]

    @property
    def command(self) -> str:
        """What the shell gets: the line without its comment."""
        return self.line.partition(" # ")[0].strip()

    @property
    def status(self) -> int:
        """The exit status that the page promises."""
        wanted = _STATUS.search(self.line.partition(" # ")[2])
        return int(wanted[1]) if wanted else 0


def run_page(page: Path, folder: Path) -> list[str]:
    """Run a page in an empty folder, and give its commands; fails at the first that does not do what the page says."""
    (folder / "config.yaml").touch()
    environment = _reader(folder)
    ran = []
    for language, name, text in BLOCK.findall(page.read_text(encoding="utf-8")):
        if name:
            (folder / name).write_text(text, encoding="utf-8")
        for step in steps(text) if language == "console" else ():
            _run(step, folder, environment)
            ran.append(step.command)
    return ran


def steps(block: str) -> list[Step]:
    """The commands of a block, each with what is shown below it."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [Step(line, tuple(filter(str.strip, shown))) for line, *shown in (part.splitlines() for part in parts)]


def _reader(folder: Path) -> dict[str, str]:
    """The environment of somebody who has nothing of Raccord's yet but the command."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RACCORD_", "XDG_"))}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {
        **kept,
        "PATH": path,
        "HOME": str(folder),
        "COLUMNS": "80",
        "TERM": "xterm",
        "RACCORD_CONFIG": str(folder / "config.yaml"),
    }


def _run(step: Step, folder: Path, environment: dict[str, str]) -> None:
    if step.command.startswith("export "):
        name, value = step.command.removeprefix("export ").split("=", 1)
        environment[name] = value
        return
    run = _in_a_shell if _SHELL.search(step.command) or not step.command.startswith("raccord ") else _here
    status, printed = run(step.command, folder, environment)
    told = f"{step.line}\n{printed}"
    assert status == step.status, told
    assert shows(printed, step.shown), "\n".join(["The page shows:", *step.shown, "", told])


def _in_a_shell(command: str, folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, timeout=_PATIENCE, check=False
    )
    return done.returncode, done.stdout + done.stderr


def _here(command: str, folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    """Run a command of Raccord's in this process, which spares the start of Python, on a terminal of 80 columns."""
    out, err = Terminal(), io.StringIO()
    with chdir(folder), patch.dict(os.environ, environment, clear=True), redirect_stdout(out), redirect_stderr(err):
        status = main(shlex.split(command)[1:])
    return status, out.seen + err.getvalue()


def shows(printed: str, lines: tuple[str, ...]) -> bool:
    """Tell whether lines stand in what was printed, each whole, in this order."""
    left = iter(" ".join(line.split()) for line in printed.splitlines())
    return all(any(_fits(line, one) for one in left) for line in lines)


def _fits(line: str, printed: str) -> bool:
    pattern = ".*".join(map(re.escape, " ".join(line.split()).split("…")))
    return re.fullmatch(pattern, printed) is not None
