"""Inserting a row: all that stands below it moves down, and all that leads there follows."""

from collections.abc import Callable
from typing import Any

from openpyxl.formatting.formatting import ConditionalFormatting, ConditionalFormattingList
from openpyxl.utils import coordinate_to_tuple, get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from raccord.cells import sheet_name_in_formulas
from raccord.files.faults import MAX_ROWS
from raccord.translation import _
from raccord_addin.hosts import HostError
from raccord_addin.hosts.workbook.areas import moved, moved_reference, moved_spans
from raccord_addin.hosts.workbook.formulas import rewrites
from raccord_addin.hosts.workbook.references import Insertion


def insert_row(book: Any, sheet: Worksheet, row: int) -> None:
    """Insert a blank row above row `row` of a sheet.

    Raises:
        HostError: the sheet is full, or a formula cannot be followed; nothing has changed.
    """
    if sheet.max_row >= MAX_ROWS:
        raise HostError(
            _(
                "{sheet} has no room for another row: its last row is in use.\nDelete the rows below the "
                "data, save, and try again.",
                sheet=sheet_name_in_formulas(sheet.title),
            )
        )
    order = tuple(one.title for one in book.worksheets)
    rewriting = rewrites(book, Insertion(sheet.title, row, order))
    for step in _STEPS:
        step(sheet, row)
    _move_pivots(book, sheet, row)
    for rewrite in rewriting:
        rewrite()


def _move_cells(sheet: Any, row: int) -> None:
    below = [place for place in sheet._cells if place[0] >= row]  # noqa: SLF001 - insert_rows fills all gaps first
    for place in sorted(below, reverse=True):
        cell = sheet._cells.pop(place)  # noqa: SLF001
        cell.row += 1
        sheet._cells[cell.row, cell.column] = cell  # noqa: SLF001
        if cell.hyperlink:
            cell.hyperlink.ref = cell.coordinate


def _move_arrays(sheet: Any, row: int) -> None:
    for cell in sheet._cells.values():  # noqa: SLF001
        if isinstance(cell.value, (ArrayFormula, DataTableFormula)):
            cell.value.ref = moved_reference(cell.value.ref, row)


def _move_merged(sheet: Any, row: int) -> None:
    spans = [moved(span, row) for span in sheet.merged_cells.ranges]
    sheet.merged_cells = MultiCellRange()
    for span in spans:
        sheet.merge_cells(span.coord)


def _move_dimensions(sheet: Worksheet, row: int) -> None:
    dimensions = sheet.row_dimensions
    for number in sorted((number for number in dimensions if number >= row), reverse=True):
        dimension = dimensions.pop(number)
        dimension.index = number + 1
        dimensions[number + 1] = dimension
    for one in sheet.row_breaks.brk:
        one.id += one.id >= row


def _move_rules(sheet: Worksheet, row: int) -> None:
    before, sheet.conditional_formatting = sheet.conditional_formatting, ConditionalFormattingList()
    for one in before:
        for rule in one.rules:
            span = ConditionalFormatting(moved_spans(one.sqref.ranges, row), one.pivot)
            sheet.conditional_formatting.add(span, rule)


def _move_validations(sheet: Worksheet, row: int) -> None:
    for one in sheet.data_validations.dataValidation:
        one.sqref = moved_spans(one.sqref.ranges, row)


def _move_tables(sheet: Any, row: int) -> None:
    for table in sheet.tables.values():
        table.ref = moved_reference(table.ref, row)
        if table.autoFilter:
            _move_filter(table.autoFilter, row)
        _move_sorting(table.sortState, row)
    _move_filter(sheet.auto_filter, row)


def _move_filter(autofilter: Any, row: int) -> None:
    if autofilter.ref:
        autofilter.ref = moved_reference(autofilter.ref, row)
    _move_sorting(autofilter.sortState, row)


def _move_sorting(sorting: Any, row: int) -> None:
    if sorting:
        for one in (sorting, *sorting.sortCondition):
            one.ref = moved_reference(one.ref, row)


def _move_frozen(sheet: Any, row: int) -> None:
    """A row that is inserted among the frozen ones is frozen as well."""
    for view in sheet.views.sheetView:
        pane = view.pane
        if pane and pane.state != "split" and pane.ySplit and row <= pane.ySplit:
            first, column = coordinate_to_tuple(pane.topLeftCell)
            pane.ySplit += 1
            pane.topLeftCell = f"{get_column_letter(column)}{first + 1}"


def _move_printing(sheet: Any, row: int) -> None:
    sheet._print_area.ranges = moved_spans(sheet._print_area.ranges, row).ranges  # noqa: SLF001
    titles = sheet._print_rows  # noqa: SLF001 - the public ones are texts
    if titles:
        titles.min_row += titles.min_row >= row
        titles.max_row += titles.max_row >= row


def _move_drawings(sheet: Any, row: int) -> None:
    for drawing in (*sheet._charts, *sheet._images):  # noqa: SLF001 - openpyxl has no other way
        for marker in (getattr(drawing.anchor, "_from", None), getattr(drawing.anchor, "to", None)):
            if marker:
                marker.row += marker.row >= row - 1  # counted from 0


def _move_pivots(book: Any, sheet: Any, row: int) -> None:
    for pivot in sheet._pivots:  # noqa: SLF001
        pivot.location.ref = moved_reference(pivot.location.ref, row)
    caches = {id(pivot.cache): pivot.cache for one in book.worksheets for pivot in one._pivots}  # noqa: SLF001
    for cache in caches.values():
        source = cache.cacheSource.worksheetSource
        if source and source.ref and (source.sheet or "").casefold() == sheet.title.casefold():
            source.ref = moved_reference(source.ref, row)


_STEPS: tuple[Callable[[Any, int], None], ...] = (
    _move_cells,
    _move_arrays,
    _move_merged,
    _move_dimensions,
    _move_rules,
    _move_validations,
    _move_tables,
    _move_frozen,
    _move_printing,
    _move_drawings,
)
