"""Benches: one way to open a real xlsx file in each host, to try operations on it, and to save what became of it."""

from pathlib import Path
from typing import Protocol

from raccord_addin.hosts import Host

NAMES = ("fake", "workbook", "excel", "excel_mac", "office")
"""All benches; each has a module of its name."""
STYLED = NAMES[1:]
"""Those that hold more than values."""


class Bench(Protocol):
    """A place to try a host on; its module has a context manager that makes it, given an empty folder."""

    name: str

    def open(self, source: Path) -> Host:
        """Open an xlsx file as a user would."""

    def save(self, host: Host, out: Path) -> None:
        """Save what a host holds as xlsx."""
