"""Carrying operations out: one function for each kind."""

from collections.abc import Iterator, Sequence
from functools import singledispatch
from itertools import groupby

import xlwings as xw

from raccord.cells import CellRange
from raccord.files.annotations import link_target
from raccord.sheet_choice import is_own_sheet
from raccord.translation import _
from raccord_addin.hosts import HostError
from raccord_addin.hosts.excel import rules
from raccord_addin.hosts.excel.areas import addresses, range_of
from raccord_addin.hosts.excel.native import Native
from raccord_addin.hosts.excel.open_book import OpenBook
from raccord_addin.hosts.excel.texts import LONGEST_IN_BLOCK, Given, given
from raccord_addin.ops import (
    Cell,
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
from raccord_addin.snapshot import runs

_USUAL_WIDTH = 8.43
_WIDEST = 255
_LONGEST_STATUS = 250


@singledispatch
def carry_out(op: Op, held: OpenBook) -> None:
    """Carry one operation out; raises HostError for what cannot be, and Excel's own faults."""
    raise TypeError(f"{held.book.name}: {op}")


@carry_out.register
def put_cells(op: PutCells, held: OpenBook) -> None:
    """Write a block of values, in as few pieces as its shape allows."""
    sheet = held.sheet(op.sheet)
    for row, cells in _blocks(op.row, op.rows):
        _write(sheet, row, op.column, [[given(cell) for cell in line] for line in cells], held.native)


@carry_out.register
def put_links(op: PutLinks, held: OpenBook) -> None:
    """Write links as formulas of Raccord's own text: hyperlinks as such are limited in number, and slow."""
    if op.rows:
        column = CellRange(op.row, op.column, op.row + len(op.rows) - 1, op.column)
        range_of(held.sheet(op.sheet), column).formula = [[_link(op.target, row)] for row in op.rows]


@carry_out.register
def insert_row(op: InsertRow, held: OpenBook) -> None:
    """Insert a row as a whole, so that tables and filters below move with it.

    What the user has copied is forgotten first: Excel would insert that.
    """
    held.book.app.cut_copy_mode = False
    held.sheet(op.sheet).range(f"{op.row}:{op.row}").insert("down")


@carry_out.register
def make_sheet(op: MakeSheet, held: OpenBook) -> None:
    """Make a sheet at the end, or empty the one that is there."""
    _check_own(op.sheet)
    sheet = held.find_sheet(op.sheet)
    if sheet is not None:
        _empty(sheet, held)
        return
    with held.staying():
        held.book.sheets.add(op.sheet, after=held.book.sheets[-1])


@carry_out.register
def remove_sheet(op: RemoveSheet, held: OpenBook) -> None:
    """Remove a sheet, if it is there."""
    sheet = held.find_sheet(op.sheet)
    if sheet is not None:
        _check_own(op.sheet)
        sheet.delete()


@carry_out.register
def set_rules(op: SetRules, held: OpenBook) -> None:
    """Replace the conditional formats of a group; a name of a sheet is known only while the sheet is in front."""
    sheet = held.sheet(op.sheet)
    with held.in_front(sheet):
        rules.set_rules(sheet, op.group, op.rules, held.native)


@carry_out.register
def set_bars(op: SetBars, held: OpenBook) -> None:
    """Lay data bars behind numbers."""
    _check_own(op.sheet)
    sheet = held.sheet(op.sheet)
    for address in addresses(op.areas):
        formats = held.native.cells_of(sheet, address).conditional_formats
        formats.add_data_bar(f"#{op.colour}", minimum=0, maximum=op.most, gradient=False)


@carry_out.register
def set_dropdown(op: SetDropdown, held: OpenBook) -> None:
    """Offer words, or the texts of an area, instead of what was offered or checked before."""
    sheet = held.sheet(op.sheet)
    source = None if op.source is None else range_of(held.sheet(op.source_sheet), op.source)
    for address in addresses(op.areas):
        cells = held.native.cells_of(sheet, address)
        cells.data_validation.delete()
        if source is not None:
            cells.data_validation.set_list(source)
        elif op.words:
            held.native.offer(cells, op.words)
        else:
            continue
        held.native.accept_other_texts(cells)


@carry_out.register
def set_row_dropdowns(op: SetRowDropdowns, held: OpenBook) -> None:
    """Offer the texts of each area in the cell beside it; each list is one of Excel's own."""
    sheet = held.sheet(op.sheet)
    for area in op.areas:
        cell = sheet.range((area.first_row, op.column))
        cell.data_validation.delete()
        cell.data_validation.set_list(range_of(sheet, area))
        held.native.accept_other_texts(cell)


@carry_out.register
def set_style(op: SetStyle, held: OpenBook) -> None:
    """Format areas, several at a time."""
    sheet = held.sheet(op.sheet)
    for address in addresses(op.areas):
        cells = held.native.cells_of(sheet, address)
        if op.colour:
            cells.color = f"#{op.colour}"
        if op.bold:
            cells.font.bold = True
        if op.wrap:
            cells.wrap_text = True
            cells.vertical_alignment = "top"


@carry_out.register
def set_widths(op: SetWidths, held: OpenBook) -> None:
    """Set the width of each column."""
    sheet = held.sheet(op.sheet)
    for column, width in enumerate(op.widths, op.column):
        sheet.range((1, column)).column_width = min(width, _WIDEST)


@carry_out.register
def freeze(op: Freeze, held: OpenBook) -> None:
    """Freeze rows, which Excel does in the window of the sheet in front."""
    with held.in_front(held.sheet(op.sheet)):
        held.native.freeze(held.book, op.rows)


@carry_out.register
def set_filter(op: SetFilter, held: OpenBook) -> None:
    """Give an area the sheet's one filter."""
    sheet = held.sheet(op.sheet)
    held.native.drop_filter(sheet)
    held.native.add_filter(range_of(sheet, op.area))


@carry_out.register
def show(op: Show, held: OpenBook) -> None:
    """Go to a cell, in the book's own window."""
    sheet = held.sheet(op.sheet)
    held.book.impl.activate()
    held.native.activate(held.book, sheet.name)
    sheet.range((op.row, op.column)).select()


@carry_out.register
def open_file(op: OpenFile, held: OpenBook) -> None:
    """Open a workbook in the same Excel, which holds no two of the same name."""
    try:
        held.book.app.books.open(op.path)
    except (OSError, ValueError) as fault:
        raise HostError(
            _("{path} could not be opened: {fault}\nOpen it yourself, from that folder.", path=op.path, fault=fault)
        ) from fault


@carry_out.register
def say(op: Say, held: OpenBook) -> None:
    """Fill the status bar."""
    show_status(held.book.app, op.text)


def show_status(app: xw.App, text: str) -> None:
    """Show a text in the status bar, on one line; without a text, the bar is Excel's again."""
    line = " ".join(text.split())
    app.status_bar = (line if len(line) <= _LONGEST_STATUS else f"{line[: _LONGEST_STATUS - 1]}…") or False


def _blocks(row: int, rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, list[Sequence[Cell]]]]:
    """Join neighbouring rows of the same length: Excel takes rectangles only, and what is beside them stays."""
    for length, lines in groupby(rows, len):
        cells = list(lines)
        if length:
            yield row, cells
        row += len(cells)


def _write(sheet: xw.Sheet, row: int, column: int, block: list[list[Given]], native: Native) -> None:
    """Write a block; cells that Excel writes wrongly as part of one are written one by one.

    Across rows that a filter hides, Excel gives every row in sight the block's first value.
    """
    hidden = native.hidden_rows(sheet, row + len(block) - 1)
    alone = [
        ((row + down, column + right), cell)
        for down, line in enumerate(block)
        for right, cell in enumerate(line)
        if row + down in hidden or (isinstance(cell, str) and len(cell) > LONGEST_IN_BLOCK)
    ]
    in_sight = (at for at in range(row, row + len(block)) if at not in hidden)
    for first, last in runs(in_sight):
        lines = [[_short(cell) for cell in line] for line in block[first - row : last - row + 1]]
        range_of(sheet, CellRange(first, column, last, column + len(block[0]) - 1)).value = lines
    for place, cell in alone:
        sheet.range(place).value = cell


def _short(cell: Given) -> Given:
    return None if isinstance(cell, str) and len(cell) > LONGEST_IN_BLOCK else cell


def _link(sheet: str, row: int | None) -> str | None:
    if row is None:
        return None
    target = link_target(sheet, row).replace('"', '""')
    return f'=HYPERLINK("#{target}",{row})'


def _empty(sheet: xw.Sheet, held: OpenBook) -> None:
    """Leave nothing of what was in a sheet, nor of how it looked."""
    if not sheet.visible:
        sheet.visible = True
    held.native.drop_filter(sheet)
    rules.remove_rules(sheet)
    sheet.cells.conditional_formats.clear()
    sheet.cells.data_validation.delete()
    sheet.clear()
    sheet.cells.column_width = _USUAL_WIDTH
    with held.in_front(sheet):
        held.native.freeze(held.book, 0)


def _check_own(name: str) -> None:
    if not is_own_sheet(name):
        raise HostError(f"“{name}” is no sheet of Raccord's own, so Raccord neither makes nor removes it.")
