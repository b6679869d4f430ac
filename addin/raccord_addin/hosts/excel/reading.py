"""Reading a sheet as one block, and the few questions about it that a block does not answer."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import xlwings as xw

from raccord.cells import CellRange, RawCell
from raccord_addin.hosts.excel.areas import halves, range_of
from raccord_addin.hosts.excel.moments import EPOCH, EPOCH_1904, durations, raw_cell
from raccord_addin.hosts.excel.native import Native
from raccord_addin.snapshot import SheetCells

_MANY_CELLS = 5_000_000
"""A used area of more cells is mostly formats, and would not fit into memory."""
_MOST_MERGED = 1_000


def read_sheet(sheet: xw.Sheet, most: int | None, native: Native) -> SheetCells:
    """Read the cells from A1 to the last used one, at most the first `most` rows."""
    used = _used(sheet, native)
    last_row = min(used.last_row, most or used.last_row)
    area = CellRange(1, 1, last_row, used.last_column)
    values = native.values(range_of(sheet, area))
    merged = set(islice(_merged(sheet, area), _MOST_MERGED))
    hidden = native.hidden_rows(sheet, last_row)
    return SheetCells.of(sheet.name, _raw_rows(sheet, values, native), hidden, merged)


def _raw_rows(sheet: xw.Sheet, values: Sequence[Sequence[Any]], native: Native) -> Iterator[list[RawCell]]:
    epoch = EPOCH_1904 if native.counts_from_1904(sheet.book) else EPOCH
    elapsed = durations(sheet, values)
    for number, row in enumerate(values, 1):
        yield [
            raw_cell(cell, epoch, is_duration=(number, column) in elapsed) if isinstance(cell, datetime) else cell
            for column, cell in enumerate(row, 1)
        ]


def _used(sheet: xw.Sheet, native: Native) -> CellRange:
    used = sheet.used_range
    rows, columns = used.shape
    area = CellRange(1, 1, used.row + rows - 1, used.column + columns - 1)
    if area.last_row * area.last_column <= _MANY_CELLS:
        return area
    last_row = _last_filled(sheet, area, native, by_rows=True)
    return CellRange(1, 1, last_row, _last_filled(sheet, CellRange(1, 1, last_row, area.last_column), native))


def _last_filled(sheet: xw.Sheet, area: CellRange, native: Native, *, by_rows: bool = False) -> int:
    """Find the last row or column that holds anything, by asking of ever smaller parts whether they are empty."""
    filled, last = 1, area.last_row if by_rows else area.last_column
    while filled < last:
        middle = (filled + last) // 2
        first_row, first_column = (middle + 1, 1) if by_rows else (1, middle + 1)
        rest = CellRange(first_row, first_column, area.last_row, area.last_column)
        if native.is_empty(range_of(sheet, rest)):
            last = middle
        else:
            filled = middle + 1
    return filled


def _merged(sheet: xw.Sheet, area: CellRange) -> Iterator[CellRange]:
    """Halve the area until a part lies in one merged cell or has none: mostly, that is one question."""
    if range_of(sheet, area).merge_cells is False:
        return
    around = sheet.range((area.first_row, area.first_column)).merge_area
    rows, columns = around.shape
    whole = CellRange(around.row, around.column, around.row + rows - 1, around.column + columns - 1)
    if whole.last_row >= area.last_row and whole.last_column >= area.last_column:
        yield whole
        return
    for half in halves(area):
        yield from _merged(sheet, half)
