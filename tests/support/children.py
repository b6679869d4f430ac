"""Importing children, as a test runs them."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from support.importing import ROWS

TESTS = Path(__file__).parents[1]


def import_in_children(*pairs: tuple[str, str], rows: int = ROWS) -> list[tuple[int, float]]:
    """Import into each base, and end at its stop; gives the exit status of each child and the seconds it took."""
    words: Sequence[str] = [word for pair in pairs for word in pair]
    command = [sys.executable, "-m", "support.importing", str(rows), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=TESTS)
    return [(int(line.split()[0]), float(line.split()[1])) for line in done.stdout.splitlines()]
