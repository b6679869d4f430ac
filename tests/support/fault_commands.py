"""The command line in a process of its own, importing the sheet of a fault's world."""

import csv
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from support.fault_worlds import ROWS
from support.importing import HEADERS, MARKS, sheet

TESTS = Path(__file__).parents[1]
RACCORD = [sys.executable, "-m", "raccord"]


def import_words(folder: Path, url: str, lines: Sequence[Sequence[object]] = ()) -> list[str]:
    """The words of an import, whose sheet is written into the folder: the usual one, or lines that are given."""
    path = folder / "clients.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(lines or [MARKS.split(), HEADERS.split(), *sheet(ROWS)])
    return ["import", str(path), "--mode", "update" if lines else "update-delete", "--database", url]


def environment(folder: Path) -> dict[str, str]:
    """The environment of a user without configuration."""
    config = folder / "config.yaml"
    config.touch()
    own = {"RACCORD_CONFIG": str(config), "XDG_STATE_HOME": str(folder), "COLUMNS": "200"}
    paths = os.pathsep.join([str(TESTS), *filter(None, sys.path)])
    return os.environ | own | {"PYTHONPATH": paths}


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment(folder))
