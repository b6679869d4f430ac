"""The host itself: it looks, reads, carries operations out one by one, and keeps what the user would have been told."""

from collections.abc import Sequence
from functools import singledispatchmethod
from pathlib import Path

from openpyxl.worksheet.filters import AutoFilter

from raccord.cells import CellRange
from raccord.files.annotations import Bars
from raccord.files.replacing import replacing
from raccord.files.styled_copies import OPENPYXL_FAULTS, put_bars
from raccord.translation import _
from raccord_addin.hosts import HostError
from raccord_addin.hosts.workbook.areas import span_of
from raccord_addin.hosts.workbook.cells import put_block, put_links, set_style, set_widths
from raccord_addin.hosts.workbook.inserting import insert_row
from raccord_addin.hosts.workbook.opening import open_book
from raccord_addin.hosts.workbook.overlays import set_dropdown, set_row_dropdowns, set_rules
from raccord_addin.ops import (
    Alert,
    Freeze,
    InsertRow,
    MakeSheet,
    Op,
    OpenFile,
    PutCells,
    PutLinks,
    RemoveSheet,
    Say,
    SetBars,
    SetDropdown,
    SetFilter,
    SetRowDropdowns,
    SetRules,
    SetStyle,
    SetWidths,
    Show,
)
from raccord_addin.snapshot import Book, SheetCells

_ENDING = ".xlsx"


class WorkbookHost:
    """A workbook file that is open without a spreadsheet program; the file itself is never written to.

    Of xlsx and xlsm files all that openpyxl keeps stays, formulas included; macros, shapes, slicers and what Excel
    stores as extensions go. Of xls, ods and csv files the values stay, with hidden rows and merged cells.
    Formulas keep the values they had, whatever is written beside them; saved, they have none until a program computes
    them.

    `said`, `alerts`, `asked` and `opened` keep what a user would have seen; questions get `answers` in order, and no
    when there are no more.
    """

    def __init__(
        self,
        path: Path,
        *,
        active: str | None = None,
        selection: Sequence[CellRange] = (),
        answers: Sequence[bool] = (),
        language: str = "en",
    ) -> None:
        """Open a file.

        Args:
            path: an xlsx, xlsm, xls, ods or csv file.
            active: the sheet that is in front; the file's own when None.
            selection: the areas of it that are selected, the one with the cursor first.
            answers: what the user answers to questions.
            language: the language of the program that is not there.

        Raises:
            FileError: the file cannot be read.
            HostError: openpyxl does not understand the workbook, or there is no such sheet.
        """
        self.path = path
        self._open = open_book(path)
        self._answers = list(answers)
        self._language = language
        self.said: list[str] = []
        self.alerts: list[str] = []
        self.asked: list[str] = []
        self.opened: list[str] = []
        if active is not None or selection:
            self._open.show(active or self._open.active.name, selection)

    def look(self) -> Book:
        """Tell what the book is and where the user is in it."""
        book = self._open
        return Book(
            book.path.name,
            tuple(one.state for one in book.sheets),
            book.active.name,
            book.selection,
            self._language,
            locked=book.locked,
        )

    def read(self, sheet: str, most: int | None = None) -> SheetCells:
        """Read a sheet's cells, at most its first `most` rows; raises HostError when there is no such sheet."""
        return self._open.sheet(sheet).cells(most)

    def apply(self, ops: Sequence[Op]) -> None:
        """Carry out operations in order.

        Raises:
            HostError: one of them cannot be carried out; those before it were, and nothing of it was.
        """
        for op in ops:
            self._carry_out(op)

    def progress(self, text: str) -> None:
        """Keep what the status bar would show."""
        self.said.append(text)

    def ask(self, text: str) -> bool:
        """Give the next of the answers."""
        self.asked.append(text)
        return self._answers.pop(0) if self._answers else False

    def save(self, out: Path) -> None:
        """Write the workbook as xlsx, without macros.

        Raises:
            HostError: the name does not end in .xlsx, or openpyxl cannot write the workbook.
            FileError: the file cannot be written.
            UsageError: it is the file that was opened.
        """
        if out.suffix.lower() != _ENDING:
            raise HostError(
                _(
                    "{file} does not end in {ending}.\nA workbook is saved as {ending}, without macros.",
                    file=out.name,
                    ending=_ENDING,
                )
            )
        with replacing(out, source=self._open.path) as part:
            try:
                self._open.book.save(part)
            except OPENPYXL_FAULTS as error:
                raise HostError(
                    _(
                        "{file} holds something that cannot be written without a spreadsheet program.\nOpen it in "
                        "Excel or LibreOffice, and press the button there.",
                        file=self._open.path.name,
                    )
                ) from error

    @singledispatchmethod
    def _carry_out(self, op: Op) -> None:
        raise TypeError(op)

    @_carry_out.register
    def _(self, op: PutCells) -> None:
        held = self._open.writable(op.sheet)
        put_block(held.sheet, op.row, op.column, op.rows)
        held.put(op.row, op.column, op.rows)

    @_carry_out.register
    def _(self, op: PutLinks) -> None:
        held, target = self._open.writable(op.sheet), self._open.sheet(op.target)
        put_links(held.sheet, op.row, op.column, target.sheet.title, op.rows)
        held.put(op.row, op.column, [[row] for row in op.rows])

    @_carry_out.register
    def _(self, op: InsertRow) -> None:
        held = self._open.writable(op.sheet)
        insert_row(self._open.book, held.sheet, op.row)
        held.rows.insert(op.row - 1, [])

    @_carry_out.register
    def _(self, op: MakeSheet) -> None:
        self._open.make(op.sheet)

    @_carry_out.register
    def _(self, op: RemoveSheet) -> None:
        self._open.remove(op.sheet)

    @_carry_out.register
    def _(self, op: SetRules) -> None:
        set_rules(self._open.writable(op.sheet).sheet, op.group, op.rules)

    @_carry_out.register
    def _(self, op: SetBars) -> None:
        put_bars(self._open.writable(op.sheet).sheet, Bars(tuple(op.areas), op.most, op.colour))

    @_carry_out.register
    def _(self, op: SetDropdown) -> None:
        source = self._open.sheet(op.source_sheet).sheet.title if op.source else ""
        set_dropdown(self._open.writable(op.sheet).sheet, op.areas, op.words, op.source, source)

    @_carry_out.register
    def _(self, op: SetRowDropdowns) -> None:
        set_row_dropdowns(self._open.writable(op.sheet).sheet, op.column, op.areas)

    @_carry_out.register
    def _(self, op: SetStyle) -> None:
        sheet = self._open.writable(op.sheet).sheet
        for area in op.areas:
            set_style(sheet, area, op.colour, bold=op.bold, wrap=op.wrap)

    @_carry_out.register
    def _(self, op: SetWidths) -> None:
        set_widths(self._open.writable(op.sheet).sheet, op.column, op.widths)

    @_carry_out.register
    def _(self, op: Freeze) -> None:
        self._open.writable(op.sheet).sheet.freeze_panes = f"A{op.rows + 1}"

    @_carry_out.register
    def _(self, op: SetFilter) -> None:
        self._open.writable(op.sheet).sheet.auto_filter = AutoFilter(span_of(op.area).coord)

    @_carry_out.register
    def _(self, op: Show) -> None:
        self._open.show(op.sheet, (CellRange(op.row, op.column, op.row, op.column),))

    @_carry_out.register
    def _(self, op: OpenFile) -> None:
        self.opened.append(op.path)

    @_carry_out.register
    def _(self, op: Say) -> None:
        self.said.append(op.text)

    @_carry_out.register
    def _(self, op: Alert) -> None:
        self.alerts.append(op.text)
