"""The README's files and commands, run in order in one empty folder, as a reader would."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).parent.parent / "README.md"
BLOCK = re.compile(r"^```(\w+)[ ]?(.*?)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_every_command_of_the_readme_runs(tmp_path: Path) -> None:
    """Each command ends with status 0, or with the status that the README gives."""
    (tmp_path / "config.yaml").touch()
    environment = {**os.environ, "RACCORD_CONFIG": str(tmp_path / "config.yaml")}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment["PATH"]])
    ran = []
    for language, name, text in BLOCK.findall(README.read_text(encoding="utf-8")):
        if name:
            (tmp_path / name).write_text(text, encoding="utf-8")
        for line in re.findall(r"^\$ (.+)$", text, re.MULTILINE) if language == "console" else ():
            run(line, tmp_path, environment)
            ran.append(line.split()[1])
    commands = {"preview", "import", "restore-points", "restore", "undo", "history", "bin", "export", "template"}
    assert commands | {"suggest-keys", "database"} <= set(ran)


def run(line: str, folder: Path, environment: dict[str, str]) -> None:
    """Run one command line; `export` sets a variable for those after it."""
    command, _, comment = line.partition(" # ")
    if command.startswith("export "):
        variable, value = command.removeprefix("export ").split("=", 1)
        environment[variable] = value
        return
    wanted = re.search(r"exit status (\d)", comment)
    done = subprocess.run(
        command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == int(wanted[1] if wanted else 0), f"{line}\n{done.stdout}\n{done.stderr}"


def test_the_json_of_the_readme_is_what_the_preview_prints(tmp_path: Path) -> None:
    """The row shown as JSON is the one that the worked example gives, character by character."""
    blocks = BLOCK.findall(README.read_text(encoding="utf-8"))
    for language, name, text in blocks:
        if language == "csv":
            (tmp_path / name).write_text(text, encoding="utf-8")
    shown = next(" ".join(text.split()) for language, _, text in blocks if language == "json")
    base = ["--database", f"sqlite:///{tmp_path / 'base.db'}"]
    raccord = [sys.executable, "-m", "raccord"]
    subprocess.run(
        [*raccord, "import", "start.csv", "--mode", "add", *base], cwd=tmp_path, check=True, capture_output=True
    )
    done = subprocess.run(
        [*raccord, "preview", "visits.csv", "--json", *base], cwd=tmp_path, check=False, capture_output=True, text=True
    )
    assert shown in " ".join(done.stdout.split())


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#]+)", README.read_text(encoding="utf-8")))
def test_links_lead_somewhere(target: str) -> None:
    """Every file that the README links to is there."""
    assert (README.parent / target).exists()
