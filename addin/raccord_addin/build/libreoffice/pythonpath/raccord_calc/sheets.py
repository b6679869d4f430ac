"""Sheets and rows: making, removing and inserting them, and what a window shows of them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Iterator

from com.sun.star.sheet.CellFlags import HARDATTR, STYLES

from raccord_calc.areas import cell_of
from raccord_calc.book import Book, Op

_WHILE_REPLACING = "Raccord (new)"


def insert_row(book: Book, op: Op) -> None:
    """Insert a blank row, without the formats that LibreOffice takes over from its neighbour.

    Among frozen rows it is frozen as well, so that the headers stay in sight.
    """
    rows = book.sheet(op).Rows
    rows.insertByIndex(op["row"] - 1, 1)
    rows.getByIndex(op["row"] - 1).clearContents(HARDATTR | STYLES)
    with _shown(book, op) as window:
        frozen = window.SplitRow if window.hasFrozenPanes() else 0
        if op["row"] <= frozen:
            _freeze(window, window.SplitColumn, frozen + 1)


def make_sheet(book: Book, op: Op) -> None:
    """Make an empty sheet at the end, or put an empty one in the place of the one that is there."""
    sheets, name = book.document.Sheets, op["sheet"]
    if not sheets.hasByName(name):
        sheets.insertNewByName(name, sheets.Count)
        return
    old = sheets.getByName(name)
    was_shown = book.controller.ActiveSheet.Name == old.Name
    sheets.insertNewByName(_WHILE_REPLACING, old.getRangeAddress().Sheet)
    new = sheets.getByName(_WHILE_REPLACING)
    sheets.removeByName(name)
    new.Name = name
    if was_shown:
        book.controller.setActiveSheet(new)


def remove_sheet(book: Book, op: Op) -> None:
    """Remove a sheet if it is there."""
    if book.document.Sheets.hasByName(op["sheet"]):
        with _selections_kept(book, op["sheet"]):
            book.document.Sheets.removeByName(op["sheet"])


def freeze(book: Book, op: Op) -> None:
    """Keep the first rows of a sheet in sight; a window freezes only the sheet that it shows."""
    with _shown(book, op) as window:
        _freeze(window, 0, op["rows"])


def show(book: Book, op: Op) -> None:
    """Bring a sheet to the front and put the cursor on a cell."""
    sheet = book.sheet(op)
    book.controller.setActiveSheet(sheet)
    book.controller.select(cell_of(sheet, op["row"], op["column"]))


@contextmanager
def _selections_kept(book: Book, removed: str) -> Iterator[None]:
    """Keep what is selected in each window but on a removed sheet.

    LibreOffice leaves a selection the number that its sheet had before one in front of it went, and crashes when it
    looks there for the last sheet.
    """
    kept = []
    for view in _views(book.document):
        if view.ActiveSheet.Name.casefold() != removed.casefold():
            kept.append((view, view.getSelection()))
        view.select(book.document.createInstance("com.sun.star.sheet.SheetCellRanges"))
    try:
        yield
    finally:
        for view, selection in kept:
            view.select(selection)


def _views(document: Any) -> Iterator[Any]:
    """The windows that show cells: a print preview selects none."""
    controllers = document.getControllers()
    while controllers.hasMoreElements():
        view = controllers.nextElement()
        if view.supportsService("com.sun.star.sheet.SpreadsheetView"):
            yield view


@contextmanager
def _shown(book: Book, op: Op) -> Iterator[Any]:
    """The window, with the sheet in front for as long as it takes."""
    window = book.controller
    before = window.ActiveSheet
    window.setActiveSheet(book.sheet(op))
    try:
        yield window
    finally:
        window.setActiveSheet(before)


def _freeze(window: Any, columns: int, rows: int) -> None:
    """Freeze the first columns and rows; LibreOffice counts from those in sight."""
    window.splitAtPosition(0, 0)
    window.setFirstVisibleRow(0)
    window.setFirstVisibleColumn(0)
    if columns or rows:
        window.freezeAtPosition(columns, rows)
