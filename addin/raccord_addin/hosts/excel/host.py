"""The host itself: a workbook that is open in Excel."""

from collections.abc import Sequence

import xlwings as xw

from raccord.cells import CellRange
from raccord_addin.hosts.excel.areas import areas_of
from raccord_addin.hosts.excel.native import Native, native
from raccord_addin.hosts.excel.open_book import OpenBook
from raccord_addin.hosts.excel.reading import read_sheet
from raccord_addin.hosts.excel.refusals import refusal, refusals_told
from raccord_addin.hosts.excel.writing import carry_out, show_status
from raccord_addin.ops import Alert, Op
from raccord_addin.snapshot import Book, SheetCells, SheetState

_TITLE = "Raccord"


class ExcelHost:
    """A workbook in Excel; `platform` is for trying what the other platform would do."""

    def __init__(self, book: xw.Book, platform: Native | None = None) -> None:
        self._book = book
        self._native = platform or native()
        self._held = OpenBook(book, self._native)
        self._name = book.name

    def look(self) -> Book:
        """Tell what the book is and where the user is in it.

        Raises:
            HostError: Excel does not answer.
        """
        with refusals_told(self._name):
            return Book(
                self._name,
                tuple(SheetState(sheet.name, self._native.is_protected(sheet)) for sheet in self._book.sheets),
                self._native.active_sheet(self._book),
                self._selection(),
                self._language(),
                self._native.is_writable(self._book),
                self._native.is_locked(self._book),
            )

    def read(self, sheet: str, most: int | None = None) -> SheetCells:
        """Read a sheet's cells, at most its first `most` rows.

        Raises:
            HostError: there is no such sheet, or Excel does not answer.
        """
        with refusals_told(sheet):
            return read_sheet(self._held.sheet(sheet), most, self._native)

    def apply(self, ops: Sequence[Op]) -> None:
        """Carry out operations in order; message boxes wait until Excel shows again what it holds.

        Raises:
            HostError: Excel refuses one of them; those before it were carried out.
        """
        with refusals_told(self._name):
            show_status(self._book.app, "")
        waiting: list[Op] = []
        for op in ops:
            if isinstance(op, Alert):
                self._carry_out(waiting)
                self._message(op.text, "ok")
                waiting = []
            else:
                waiting.append(op)
        self._carry_out(waiting)

    def progress(self, text: str) -> None:
        """Show in the status bar what is going on; an Excel that is busy shows nothing."""
        try:
            show_status(self._book.app, text)
        except Exception as fault:
            if refusal(fault) is None:
                raise

    def ask(self, text: str) -> bool:
        """Ask a yes-or-no question in a message box; without an answer it is no."""
        return self._message(text, "yes_no") == "yes"

    def _carry_out(self, ops: Sequence[Op]) -> None:
        if not ops:
            return
        with refusals_told(self._name), self._held.quiet():
            for op in ops:
                with refusals_told(getattr(op, "sheet", self._name)):
                    carry_out(op, self._held)

    def _message(self, text: str, buttons: str) -> str | None:
        """Show a message box and tell which button was clicked; waiting for it ends after a while on the Mac."""
        try:
            return self._book.app.alert(text, _TITLE, buttons, "critical" if buttons == "ok" else "info")
        except Exception as fault:
            if refusal(fault) is None:
                raise
            return None

    def _selection(self) -> tuple[CellRange, ...]:
        """The selected areas, the one with the cursor first; none where a shape is selected, or in another book.

        `App.selection` counts the cells first, which fails when the whole sheet is selected.
        """
        app = self._book.app
        selected = app.impl.selection if app.books.active.name == self._name else None
        if selected is None:
            return ()
        cursor = areas_of(self._native.active_cell(app))[0]
        areas = areas_of(selected.address)
        return tuple(sorted(areas, key=lambda area: not _holds(area, cursor)))

    def _language(self) -> str:
        try:
            return self._native.language(self._book.app)
        except Exception:  # noqa: BLE001 - no button should fail for want of the language
            return "en"


def _holds(area: CellRange, cell: CellRange) -> bool:
    rows = area.first_row <= cell.first_row <= area.last_row
    return rows and area.first_column <= cell.first_column <= area.last_column
