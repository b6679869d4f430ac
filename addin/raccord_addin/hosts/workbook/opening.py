"""Opening a file for a host: openpyxl's workbook, with what openpyxl reads otherwise than the engine put right."""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import MergedCell

from raccord.cells import Grid, RawCell
from raccord.files import read_grids
from raccord.files.annotations import sheet_title
from raccord.files.recognising import Kind, recognise
from raccord.files.styled_copies import OPENPYXL_FAULTS
from raccord.translation import _
from raccord_addin.hosts import HostError
from raccord_addin.hosts.workbook.areas import span_of
from raccord_addin.hosts.workbook.books import HeldSheet, OpenBook
from raccord_addin.hosts.workbook.cells import copy_value, put_value


def open_book(path: Path) -> OpenBook:
    """Open a workbook or csv file: xlsx and xlsm with all that openpyxl keeps, the others as copies of their values.

    Raises:
        FileError: the file cannot be read.
        HostError: openpyxl does not understand the workbook.
    """
    grids = read_grids(path)
    if recognise(path) is Kind.XLSX:
        return _opened(path, grids)
    return _copied(path, grids)


def _opened(path: Path, grids: Sequence[Grid]) -> OpenBook:
    try:
        book = _loaded(path)
        sheets = [HeldSheet(grid.name, book[grid.name], _rows(grid)) for grid in grids]
    except OPENPYXL_FAULTS as error:
        raise HostError(
            _(
                "{file} holds something that cannot be kept when it is changed without a spreadsheet "
                "program.\nOpen it in Excel or LibreOffice, and press the button there.",
                file=path.name,
            )
        ) from error
    for held in sheets:
        _put_right(held)
    shown = [one for one in sheets if one.sheet.sheet_state == "visible"]
    return OpenBook(path, book, sheets, next((one for one in shown if one.sheet is book.active), shown[0]))


def _loaded(path: Path) -> Any:
    with warnings.catch_warnings(), path.open("rb") as file:
        warnings.simplefilter("ignore")  # openpyxl tells about what it leaves out
        return load_workbook(file, rich_text=True)


def _rows(grid: Grid) -> list[list[RawCell]]:
    return [list(row) for row in grid.read()]


def _put_right(held: HeldSheet) -> None:
    """Undo what openpyxl makes of odd cells.

    It unescapes half of what looks like an escape (`_x0041_`), takes a number beyond the calendar that is formatted as
    a date for an error, keeps 16 digits of 17, and writes into blank cells where their links lead.
    """
    for (row, column), cell in held.sheet._cells.items():  # noqa: SLF001 - going through rows would make blank cells
        if isinstance(cell, MergedCell) or cell.data_type == "f":
            continue
        value = held.value(row, column)
        was_blank = cell.hyperlink and value in {None, ""}
        was_escaped = isinstance(value, str) and "_x" in str(cell.value)
        was_number = isinstance(value, float) and cell.data_type in {"n", "e"}
        if was_blank or was_escaped or was_number:
            quoted = cell.quotePrefix
            put_value(cell, value or None)
            cell.quotePrefix = quoted


def _copied(path: Path, grids: Sequence[Grid]) -> OpenBook:
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets: list[HeldSheet] = []
    for grid in grids:
        title = sheet_title(grid.name, *(one.sheet.title for one in sheets))
        sheets.append(HeldSheet(grid.name, book.create_sheet(title), _rows(grid)))
        _copy(sheets[-1], grid)
    return OpenBook(path, book, sheets, sheets[0])


def _copy(held: HeldSheet, grid: Grid) -> None:
    for number, row in enumerate(held.rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None:
                copy_value(held.sheet.cell(number, column), value)
    for number in grid.hidden_rows:
        held.sheet.row_dimensions[number].hidden = True
    for area in grid.merged:
        held.sheet.merge_cells(span_of(area).coord)
