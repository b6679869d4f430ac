"""What Excel offers only beyond xlwings' own surface, and which of the two platforms is at hand."""

import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

import xlwings as xw

from raccord_addin.hosts.excel import mac, windows


class Native(Protocol):
    """The functions that `windows` and `mac` both have."""

    def language(self, app: xw.App) -> str:
        """The language of Excel's menus, such as `fr` or `de-AT`."""

    def is_writable(self, book: xw.Book) -> bool:
        """Tell whether a book can be changed; one that is open for reading only can, and is saved elsewhere."""

    def is_locked(self, book: xw.Book) -> bool:
        """Tell whether no sheet can be added."""

    def is_protected(self, sheet: xw.Sheet) -> bool:
        """Tell whether a sheet's cells are protected."""

    def active_sheet(self, book: xw.Book) -> str:
        """The name of the sheet in front, also where that is a chart."""

    def activate(self, book: xw.Book, sheet: str) -> None:
        """Bring a sheet of the book to the front."""

    def active_cell(self, app: xw.App) -> str:
        """The address of the cell with the cursor."""

    def counts_from_1904(self, book: xw.Book) -> bool:
        """Tell whether the book's calendar starts in 1904, as it did on old Macs."""

    def values(self, area: xw.Range) -> Sequence[Sequence[Any]]:
        """The cells of an area, row by row, with error cells as `ErrorCell`."""

    def is_empty(self, area: xw.Range) -> bool:
        """Tell whether no cell of an area holds anything."""

    def hidden_rows(self, sheet: xw.Sheet, last: int) -> frozenset[int]:
        """The rows down to `last` that are hidden or filtered away."""

    def cells_of(self, sheet: xw.Sheet, address: str) -> xw.Range:
        """The cells of an address, also of several areas."""

    def offer(self, area: xw.Range, words: Sequence[str]) -> None:
        """Offer words in an area that offers none yet."""

    def accept_other_texts(self, area: xw.Range) -> None:
        """Let the area's dropdown refuse nothing."""

    def freeze(self, book: xw.Book, rows: int) -> None:
        """Keep the first rows of the sheet in front in sight; none at all for 0."""

    def add_filter(self, area: xw.Range) -> None:
        """Give an area filter buttons."""

    def drop_filter(self, sheet: xw.Sheet) -> None:
        """Take the sheet's filter away, and show what it hid."""

    def tables_as_they_are(self, app: xw.App) -> AbstractContextManager[None]:
        """Keep a table from taking in what is written beside it."""


def native() -> Native:
    """The functions of this machine's platform."""
    return mac if sys.platform == "darwin" else windows
