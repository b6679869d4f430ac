"""A workbook in memory, a configuration and a base of their own: what tests press buttons on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from raccord.cells import CellRange, column_number
from raccord.result_lines import HEAD_ROWS
from raccord_addin.hosts.fake import FakeHost
from raccord_addin.pressing import press
from raccord_addin.snapshot import Book, SheetState
from support.sheets import CustomerBase

HEADERS = ["External ID", "Name", "ZIP", "City", "Phone", "Mood"]
ROWS = [
    ["C1", "Dupont", "75001", "Paris", "01", None],
    ["C2", "Martin", "69001", "Lyon", "02", "fine"],
    ["C9", "Nouveau", "06000", "Nice", "09", None],
]
MARKS = ["Key", "Keep", "Overwrite", "Overwrite", "Overwrite", None]
CUSTOMERS = [
    {"external_id": "C1", "name": "Dupont", "zip": "75001", "city": "Paris", "phone": "11"},
    {"external_id": "C2", "name": "Martin", "zip": "69001", "city": "Lyon", "phone": "02"},
]


@dataclass
class DeskWorld:
    """A host whose buttons are pressed, and the base behind it."""

    host: FakeHost
    customers: CustomerBase
    config: Path

    @property
    def cells(self) -> list[list[Any]]:
        """The rows of the sheet of customers."""
        return self.host.cells["Clients"]

    @property
    def result(self) -> list[list[Any]]:
        """The lines of the result sheet's table."""
        return self.host.cells["Raccord"][HEAD_ROWS:]

    @property
    def said(self) -> str:
        """What the status bar shows last."""
        return self.host.said[-1] if self.host.said else ""

    @property
    def alert(self) -> str:
        """The message boxes since the last press, as one text."""
        return "\n".join(self.host.alerts)

    def configure(self, text: str) -> None:
        """Write the user's configuration."""
        self.config.write_text(text, encoding="utf-8")

    def fill(self, *rows: Sequence[Any], sheet: str = "Clients") -> "DeskWorld":
        """Fill a sheet."""
        self.host.cells[sheet] = [list(row) for row in rows]
        return self

    def change(self, **book: Any) -> None:
        """Change what the host tells of the book."""
        self.host.book = replace(self.host.book, **book)

    def protect(self, sheet: str) -> None:
        """Protect a sheet."""
        self.change(sheets=tuple(SheetState(name, protected=name == sheet) for name in self.host.cells))

    def select(self, *areas: str, sheet: str = "Clients") -> "DeskWorld":
        """Select areas of a sheet, each named `B`, `B:D`, `B2` or `B2:D9`."""
        self.change(active=sheet, selection=tuple(map(_area, areas)))
        return self

    def press(self, button: str) -> "DeskWorld":
        """Press a button; what was said before is forgotten."""
        for told in (self.host.said, self.host.alerts, self.host.applied):
            told.clear()
        press(button, self.host)
        return self


def book_of(*sheets: str, name: str = "clients.xlsx", **rest: Any) -> Book:
    """A book of sheets, the first of them active."""
    return Book(name, tuple(map(SheetState, sheets)), sheets[0], **rest)


def _area(name: str) -> CellRange:
    first, _, last = name.partition(":")
    (top, left), (bottom, right) = _corner(first, 1), _corner(last or first, 1_048_576)
    return CellRange(top, left, bottom, right)


def _corner(name: str, row: int) -> tuple[int, int]:
    letters = name.rstrip("0123456789")
    return int(name[len(letters) :] or row), column_number(letters)
