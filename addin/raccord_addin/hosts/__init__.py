"""Hosts: whoever holds the workbook. Each takes snapshots and carries out operations, and knows nothing of customers.

`fake` holds sheets in memory, `workbook` a file, `excel` a workbook in Excel through xlwings, and `pipe` speaks with
LibreOffice over standard input and output.
"""

from collections.abc import Sequence
from typing import Protocol

from raccord_addin.ops import Op
from raccord_addin.snapshot import Book, SheetCells


class HostError(Exception):
    """What a program refuses to do, in words for the user; nothing that came after it was done."""


class Host(Protocol):
    """A workbook that is open somewhere."""

    def look(self) -> Book:
        """Tell what the book is and where the user is in it."""

    def read(self, sheet: str, most: int | None = None) -> SheetCells:
        """Read a sheet's cells, at most its first `most` rows."""

    def apply(self, ops: Sequence[Op]) -> None:
        """Carry out operations in order.

        Raises:
            HostError: the program refuses one of them.
        """

    def progress(self, text: str) -> None:
        """Show in the status bar what is going on."""

    def ask(self, text: str) -> bool:
        """Ask a yes-or-no question in a message box."""
