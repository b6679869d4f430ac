"""Values, links and looks of single cells and columns."""

from collections.abc import Sequence
from copy import copy
from datetime import date, time, timedelta
from typing import Any

from openpyxl.cell import MergedCell
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from raccord.cells import CellRange, ErrorCell, RawCell, cell_name, sheet_name_in_formulas
from raccord.files.annotations import MOST_LINKS, link_target
from raccord.files.faults import MAX_COLUMNS, MAX_ROWS
from raccord.files.formulas import looks_like_formula
from raccord.files.storable import UnwritableTextError, check_xlsx_text, copied_cell
from raccord.files.xlsx_books import moment_format, xlsx_escaped
from raccord.translation import _
from raccord_addin.hosts import HostError


def put_block(sheet: Worksheet, row: int, column: int, block: Sequence[Sequence[RawCell]]) -> None:
    """Write a block of values from a cell on; formats stay, and nothing of the block is written if any of it cannot be.

    Raises:
        HostError: the block is larger than the sheet, lies over merged cells, or holds a text that no cell can hold.
    """
    _check_size(sheet, row + len(block) - 1, column + max(map(len, block), default=0) - 1)
    placed = [
        (row + down, column + right, value)
        for down, values in enumerate(block)
        for right, value in enumerate(values)
        if value is not None or (row + down, column + right) in sheet._cells  # noqa: SLF001 - to make no blank cells
    ]
    for at_row, at_column, value in placed:
        _check(sheet, at_row, at_column, value)
    for at_row, at_column, value in placed:
        cell = sheet.cell(at_row, at_column)
        if not isinstance(cell, MergedCell):
            put_value(cell, value)


def put_value(cell: Any, value: RawCell) -> None:
    """Write a value that `put_block` has checked; text is text, whatever it looks like."""
    if isinstance(value, str):
        cell._value = xlsx_escaped(value)  # noqa: SLF001 - the public one makes formulas and errors of some texts
        cell.data_type = "s"
    else:
        cell.value = value
        if isinstance(value, float) and float(f"{value:.16g}") != value:
            cell._value = repr(value)  # noqa: SLF001 - openpyxl writes no more than 16 digits
    cell.quotePrefix = isinstance(value, str) and looks_like_formula(value)


def copy_value(cell: Any, value: RawCell) -> None:
    """Write a cell of a file that openpyxl does not read, in a number format that shows it."""
    copied = copied_cell(value)
    if isinstance(value, ErrorCell):
        cell.value = copied
        return
    put_value(cell, copied)
    if isinstance(copied, (date, time, timedelta)):
        cell.number_format = moment_format(copied)


def put_links(sheet: Worksheet, row: int, column: int, target: str, rows: Sequence[int | None]) -> None:
    """Write a column of row numbers that lead to those rows of the sheet `target`.

    A sheet holds so many links; numbers below them are plain.

    Raises:
        HostError: the column is longer than the sheet, or lies over merged cells.
    """
    put_block(sheet, row, column, [[number] for number in rows])
    for at, number in enumerate(rows, row):
        cell: Any = sheet.cell(at, column)
        if number and at <= MOST_LINKS:
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=link_target(target, number))


def set_style(sheet: Worksheet, area: CellRange, colour: str, *, bold: bool, wrap: bool) -> None:
    """Give the cells of an area a background, bold text and wrapped text, each if it is asked for."""
    fill = PatternFill("solid", fgColor=f"FF{colour}") if colour else None
    for line in sheet.iter_rows(area.first_row, area.last_row, area.first_column, area.last_column):
        for cell in line:
            if fill:
                cell.fill = fill
            if bold:
                font: Any = copy(cell.font)
                font.b = True
                cell.font = font
            if wrap:
                cell.alignment = copy(cell.alignment) + Alignment(wrap_text=True, vertical="top")


def set_widths(sheet: Worksheet, column: int, widths: Sequence[float]) -> None:
    """Make columns from `column` on so many characters wide; a width of 0 hides one."""
    for number, width in enumerate(widths, column):
        dimension = _own_dimension(sheet, number)
        dimension.width, dimension.hidden = width, not width


def _own_dimension(sheet: Worksheet, column: int) -> ColumnDimension:
    """The description of one column; one that several columns share is split, since columns must not overlap."""
    dimensions = sheet.column_dimensions
    for shared in list(dimensions.values()):
        shared.reindex()
        first, last = shared.min or column, shared.max or column
        if first < last and first <= column <= last:
            del dimensions[get_column_letter(first)]
            for start, end in ((first, column - 1), (column, column), (column + 1, last)):
                if start <= end:
                    part: Any = copy(shared)
                    part.min, part.max, part.index = start, end, get_column_letter(start)
                    dimensions[part.index] = part
    return dimensions[get_column_letter(column)]


def _check_size(sheet: Worksheet, row: int, column: int) -> None:
    if row > MAX_ROWS or column > MAX_COLUMNS:
        raise HostError(
            _(
                "{sheet} has no room for row {row}, column {column}.\nA sheet has {rows} rows and {columns} "
                "columns. Delete what is not needed, and try again.",
                sheet=sheet_name_in_formulas(sheet.title),
                row=row,
                column=column,
                rows=MAX_ROWS,
                columns=MAX_COLUMNS,
            )
        )


def _check(sheet: Worksheet, row: int, column: int, value: RawCell) -> None:
    place = cell_name(sheet.title, row, column)
    if value is not None and isinstance(sheet.cell(row, column), MergedCell):
        raise HostError(
            _(
                "{place} is covered by merged cells, where no value can stand.\nUnmerge them, and try again.",
                place=place,
            )
        )
    if not isinstance(value, str):
        return
    try:
        check_xlsx_text(value, column)
    except UnwritableTextError as error:
        raise HostError(
            _(
                "{place} cannot hold its text: {reason}.\nShorten the text, and try again.",
                place=place,
                reason=error.reason,
            )
        ) from error
