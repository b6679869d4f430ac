"""Writing the demo's sheet as a workbook: update row, headers, coloured marks, dropdowns, and text that stays text."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from raccord.cells import ErrorCell, RawCell
from raccord.colours import MODE_COLOURS
from raccord.demo.visits import COLUMNS
from raccord.marks import MODE_WORDS
from raccord.sheet_layouts import dropdown_words

LANGUAGE = "fr"
SHEET = "Clients"
_WIDTHS = (11, 26, 22, 26, 12, 19, 46, 24, 22, 11, 25, 10)


def write_workbook(path: Path, rows: Sequence[Sequence[RawCell]], *, marked: bool = True) -> None:
    """Write the sheet, with its update row or without; the same rows give the same cells."""
    with Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(SHEET)
        formats: dict[type, Format] = {date: _moment(book, "dd/mm/yyyy"), datetime: _moment(book, "dd/mm/yyyy hh:mm")}
        if marked:
            _write_marks(book, sheet)
        _write_headers(book, sheet, int(marked), coloured=marked)
        first = int(marked) + 1
        for number, row in enumerate(rows, first):
            for column, cell in enumerate(row):
                _write_cell(sheet, number, column, cell, formats)
        sheet.freeze_panes(first, 2)
        sheet.autofilter(first - 1, 0, first - 1 + len(rows), len(COLUMNS) - 1)


def _write_marks(book: Any, sheet: Worksheet) -> None:
    words = list(dropdown_words(LANGUAGE))
    for column, (_, mode) in enumerate(COLUMNS):
        if mode:
            sheet.write_string(0, column, MODE_WORDS[mode][LANGUAGE], book.add_format({"italic": True}))
    sheet.data_validation(0, 0, 0, len(COLUMNS) - 1, {"validate": "list", "source": words, "ignore_blank": True})


def _write_headers(book: Any, sheet: Worksheet, row: int, *, coloured: bool) -> None:
    for column, (header, mode) in enumerate(COLUMNS):
        sheet.set_column(column, column, _WIDTHS[column])
        colour = {"bg_color": f"#{MODE_COLOURS[mode]}"} if mode and coloured else {}
        sheet.write_string(row, column, header, book.add_format({"bold": True, "bottom": 1, **colour}))


def _write_cell(sheet: Worksheet, row: int, column: int, cell: RawCell, formats: Mapping[type, Format]) -> None:
    match cell:
        case str():
            sheet.write_string(row, column, cell)
        case ErrorCell():
            sheet.write_formula(row, column, "=NA()", None, cell.text)
        case date():
            sheet.write_datetime(row, column, cell, formats[type(cell)])
        case float():
            sheet.write_number(row, column, cell)
        case _:
            pass


def _moment(book: Any, pattern: str) -> Format:
    return book.add_format({"num_format": pattern, "align": "left"})
