"""The README's files and commands, run in order in one empty folder, as a reader would."""

import subprocess
import sys
from pathlib import Path

from support.pages import BLOCK, run_page

README = Path(__file__).parent.parent / "README.md"


def test_every_command_of_the_readme_runs(tmp_path: Path) -> None:
    """Each command ends with status 0, or with the status that the README gives."""
    ran = {command.split()[1] for command in run_page(README, tmp_path)}

    commands = {"preview", "import", "restore-points", "restore", "undo", "history", "bin", "export", "template"}
    assert commands | {"suggest-keys", "database"} <= ran


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
