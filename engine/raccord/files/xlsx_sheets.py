"""Writing a sheet as xlsx: formats, rules and notes of its columns, then its rows (SPEC §9)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from raccord.cells import column_letters
from raccord.files.faults import MAX_ROWS
from raccord.files.layouts import HEAD_ROWS, ColumnKind, Page, SheetColumn, SheetLayout
from raccord.files.storable import WrittenCell, workbook_cell
from raccord.files.xlsx_books import (
    DATE_FORMAT,
    DATETIME_FORMAT,
    INTEGER_FORMAT,
    TEXT_FORMAT,
    TIME_FORMAT,
    BookFormats,
    list_validation,
    xlsx_book,
    xlsx_escaped,
)
from raccord.files.xlsx_rules import rule_validation

_KIND_FORMATS = {
    ColumnKind.TEXT: TEXT_FORMAT,
    ColumnKind.INTEGER: INTEGER_FORMAT,
    ColumnKind.NUMBER: "General",
    ColumnKind.BOOLEAN: "General",
    ColumnKind.DATE: DATE_FORMAT,
    ColumnKind.DATETIME: DATETIME_FORMAT,
    ColumnKind.TIME: TIME_FORMAT,
}
_WIDTHS = {
    ColumnKind.INTEGER: 14,
    ColumnKind.NUMBER: 14,
    ColumnKind.DATE: 12,
    ColumnKind.DATETIME: 20,
    ColumnKind.TIME: 10,
}
_WIDTH = 22
_MOST_WIDTH = 40
_LONGEST_TITLE = 32
_LONGEST_HINT = 255
_NOTE_WIDTH = 260
_NOTE_LINE = 16
_NOTE_CHARACTERS = 36
_PAGE_WIDTHS = (32, 100)


class _XlsxSheet:
    """Rows of one worksheet."""

    def __init__(self, book: BookFormats, layout: SheetLayout) -> None:
        self._book = book
        self._sheet = book.sheet(layout.name)
        self._next_row = HEAD_ROWS
        _write_head(book, self._sheet, layout)
        if layout.page:
            _write_page(book, layout.page)

    def write_row(self, cells: Iterable[WrittenCell]) -> None:
        """Write the next row."""
        for column, cell in enumerate(cells):
            if cell is not None:
                self._book.put(self._sheet, self._next_row, column, workbook_cell(cell))
        self._next_row += 1


@contextmanager
def xlsx_sheet(path: Path, layout: SheetLayout) -> Iterator[_XlsxSheet]:
    """Write a sheet's update row and headers, then its rows, to an xlsx file."""
    with xlsx_book(path) as book:
        yield _XlsxSheet(book, layout)


def _write_head(book: BookFormats, sheet: Any, layout: SheetLayout) -> None:
    sheet.freeze_panes(HEAD_ROWS, 0)
    sheet.ignore_errors({"number_stored_as_text": _text_cells(layout)})
    marks = list_validation(layout.marks, show_error=False)
    for number, column in enumerate(layout.columns):
        sheet.set_column(number, number, _width(column), book.named(_KIND_FORMATS[column.kind]))
        if marks:
            sheet.data_validation(0, number, 0, number, dict(marks))
        _explain(sheet, number, column)
        validation = rule_validation(column.rule) if column.rule else None
        if validation:
            sheet.data_validation(HEAD_ROWS, number, MAX_ROWS - 1, number, validation)
    for row, texts in enumerate(([one.mark for one in layout.columns], [one.header for one in layout.columns])):
        for number, (text, column) in enumerate(zip(texts, layout.columns, strict=True)):
            book.put(sheet, row, number, text, column.colour, bold=row > 0)


def _text_cells(layout: SheetLayout) -> str:
    """The cells below the headers of text: Excel would offer to turn their digits into numbers, without the zeros."""
    letters = (column_letters(at) for at, one in enumerate(layout.columns, 1) if one.kind is ColumnKind.TEXT)
    return " ".join(f"{letter}{HEAD_ROWS + 1}:{letter}{MAX_ROWS}" for letter in letters)


def _width(column: SheetColumn) -> int:
    """Wide enough for the cells, and for the header, which is bold."""
    return max(_WIDTHS.get(column.kind, _WIDTH), min(len(column.header) + 3, _MOST_WIDTH))


def _explain(sheet: Any, number: int, column: SheetColumn) -> None:
    if column.hint:
        shown = {
            "input_title": column.header[: _LONGEST_TITLE // 2],
            "input_message": column.hint[: _LONGEST_HINT // 2],
        }
        sheet.data_validation(1, number, 1, number, {"validate": "any", **shown})
    if column.note:
        lines = sum(1 + len(line) // _NOTE_CHARACTERS for line in column.note.split("\n"))
        size = {"width": _NOTE_WIDTH, "height": _NOTE_LINE * (lines + 1), "font_size": 9}
        sheet.write_comment(1, number, xlsx_escaped(column.note), size)


def _write_page(book: BookFormats, page: Page) -> None:
    sheet = book.sheet(page.name)
    sheet.hide_gridlines(2)
    for number, width in enumerate(_PAGE_WIDTHS):
        sheet.set_column(number, number, width)
    for row, line in enumerate(page.lines):
        book.put(sheet, row, 0, line.word or None, line.colour, bold=line.bold)
        book.put(sheet, row, 1, line.text or None)
