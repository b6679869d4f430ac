"""Writing a sheet as xlsx: formats and dropdowns of its columns, then its rows (SPEC §9)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from raccord.files.faults import MAX_ROWS
from raccord.files.layouts import HEAD_ROWS, ColumnKind, SheetColumn, SheetLayout
from raccord.files.storable import WrittenCell, workbook_cell
from raccord.files.xlsx_books import (
    DATE_FORMAT,
    DATETIME_FORMAT,
    TEXT_FORMAT,
    TIME_FORMAT,
    BookFormats,
    list_validation,
    xlsx_book,
)

_KIND_FORMATS = {
    ColumnKind.TEXT: TEXT_FORMAT,
    ColumnKind.NUMBER: "General",
    ColumnKind.BOOLEAN: "General",
    ColumnKind.DATE: DATE_FORMAT,
    ColumnKind.DATETIME: DATETIME_FORMAT,
    ColumnKind.TIME: TIME_FORMAT,
}
_WIDTHS = {ColumnKind.NUMBER: 14, ColumnKind.DATE: 12, ColumnKind.DATETIME: 20, ColumnKind.TIME: 10}
_WIDTH = 22
_LONGEST_TITLE = 32
_LONGEST_HINT = 255


class _XlsxSheet:
    """Rows of one worksheet."""

    def __init__(self, book: BookFormats, layout: SheetLayout) -> None:
        self._book = book
        self._sheet = book.sheet(layout.name)
        self._next_row = HEAD_ROWS
        _write_head(book, self._sheet, layout)

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
    marks = list_validation(layout.marks, show_error=False)
    for number, column in enumerate(layout.columns):
        sheet.set_column(number, number, _WIDTHS.get(column.kind, _WIDTH), book.named(_KIND_FORMATS[column.kind]))
        if marks:
            sheet.data_validation(0, number, 0, number, dict(marks))
        _explain(sheet, number, column)
        choices = list_validation(column.choices, error_type="warning")
        if choices:
            sheet.data_validation(HEAD_ROWS, number, MAX_ROWS - 1, number, dict(choices))
    for row, texts in enumerate(([one.mark for one in layout.columns], [one.header for one in layout.columns])):
        for number, (text, column) in enumerate(zip(texts, layout.columns, strict=True)):
            book.put(sheet, row, number, text, column.colour, bold=row > 0)


def _explain(sheet: Any, number: int, column: SheetColumn) -> None:
    if column.hint:
        shown = {
            "input_title": column.header[: _LONGEST_TITLE // 2],
            "input_message": column.hint[: _LONGEST_HINT // 2],
        }
        sheet.data_validation(1, number, 1, number, {"validate": "any", **shown})
