"""The annotated copy of an xlsx workbook with its styling: values, styles and widths stay, all that runs goes."""

import warnings
from collections.abc import Sequence
from functools import cache
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from raccord.cells import ErrorCell, Grid, area_name, column_letters
from raccord.files.annotations import (
    MOST_LINKS,
    OWN_WIDTH,
    Annotation,
    Bars,
    ResultCell,
    RowNote,
    Rule,
    link_target,
    sheet_title,
)
from raccord.files.dropdowns import DropdownCollector
from raccord.files.formulas import looks_like_formula
from raccord.files.storable import copied_cell
from raccord.files.xlsx_books import xlsx_escaped

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.styles import PatternFill
    from openpyxl.worksheet.worksheet import Worksheet

LINE_HEIGHT = 15
MOST_LINES = 12
OPENPYXL_FAULTS = (ValueError, KeyError, TypeError, AttributeError, IndexError, BadZipFile, ParseError)
"""What openpyxl raises over workbooks that spreadsheet programs open."""


def write_styled_copy(path: Path, source: Path, grids: Sequence[Grid], annotation: Annotation) -> None:
    """Copy a workbook, annotate one of its sheets, and add the result sheet.

    Formulas become the values they had; names, links, charts, pictures, pivot tables, conditional formats and macros
    are left out. The copy is a plain xlsx workbook.

    Raises:
        OSError: the copy cannot be written.
        Exception: one of `OPENPYXL_FAULTS`, where openpyxl does not understand the workbook.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to load

    with warnings.catch_warnings(), source.open("rb") as file:
        warnings.simplefilter("ignore")  # openpyxl tells about what it leaves out
        book = load_workbook(file, data_only=True, keep_links=False)
    _leave_out_what_runs(book, annotation)
    for grid in grids:
        _keep_texts(book[grid.name], grid)
    sheet = book[annotation.sheet]
    sheet.title = sheet_title(annotation.sheet, annotation.result_sheet)
    _annotate(book, sheet, annotation)
    book.active = book.index(sheet)
    book.save(path)


def _leave_out_what_runs(book: Any, annotation: Annotation) -> None:
    from openpyxl.formatting.formatting import ConditionalFormattingList  # noqa: PLC0415

    book.defined_names.clear()
    for other in [*book.chartsheets, *book.worksheets]:
        if other in book.chartsheets or (other.title != annotation.sheet and _is_result(other.title, annotation)):
            book.remove(other)
    for sheet in book.worksheets:
        sheet.defined_names.clear()
        sheet.conditional_formatting = ConditionalFormattingList()
        sheet._charts, sheet._images, sheet._pivots = [], [], []  # noqa: SLF001 - openpyxl has no other way to drop them
        for table in sheet.tables.values():
            for column in table.tableColumns:
                column.calculatedColumnFormula = column.totalsRowFormula = None


def _is_result(title: str, annotation: Annotation) -> bool:
    return title.casefold() == annotation.result_sheet.casefold()


def _keep_texts(sheet: "Worksheet", grid: Grid) -> None:
    """Mark formula-like texts as texts, and keep the errors that openpyxl reads as blanks."""
    from openpyxl.cell import MergedCell  # noqa: PLC0415

    for row in sheet.iter_rows():
        for cell in row:
            if cell.hyperlink:
                cell.hyperlink = None
            if cell.data_type == "s" and looks_like_formula(str(cell.value)):
                cell.quotePrefix = True
    for number, raw in enumerate(grid.read(), 1):
        for column, value in enumerate(raw, 1):
            if isinstance(value, ErrorCell) and not isinstance(sheet.cell(number, column), MergedCell):
                sheet.cell(number, column, copied_cell(value))


def _annotate(book: "Workbook", sheet: "Worksheet", annotation: Annotation) -> None:
    result = book.create_sheet(annotation.result_sheet)
    for number, width in enumerate(annotation.widths, 1):
        dimension = result.column_dimensions[column_letters(number)]
        dimension.width, dimension.hidden = width, not width
    result.freeze_panes = f"A{len(annotation.head) + 1}"
    _free_own_column(sheet, annotation)
    for line, head in enumerate(annotation.head, 1):
        _put_line(result, line, head, annotation, sheet.title)
    line, dropdowns = len(annotation.head), DropdownCollector()
    for note, cells in annotation.steps():
        if note:
            _put_note(sheet, note, annotation)
        if cells:
            line += 1
            _put_line(result, line, cells, annotation, sheet.title)
            dropdowns.see(line, cells)
    _put_dropdowns(result, dropdowns)
    if annotation.bars:
        put_bars(result, annotation.bars)
    _put_rules(sheet, annotation.rules)
    _put_rules(result, annotation.result_rules(line))
    last = column_letters(len(annotation.widths))
    result.auto_filter.ref = f"A{len(annotation.head)}:{last}{max(line, len(annotation.head) + 1)}"


def _free_own_column(sheet: "Worksheet", annotation: Annotation) -> None:
    """Empty the column of what an earlier result said, and take it out of merged ranges."""
    own, first = annotation.own_column, annotation.header_row
    sheet.column_dimensions[column_letters(own)].width = OWN_WIDTH
    for span in list(sheet.merged_cells.ranges):
        if span.min_col <= own <= span.max_col and span.max_row >= first:
            sheet.unmerge_cells(span.coord)
    for row in range(first, sheet.max_row + 1):
        if sheet.cell(row, own).value is not None:
            sheet.cell(row, own).value = None


def _put_note(sheet: "Worksheet", note: RowNote, annotation: Annotation) -> None:
    _put(sheet.cell(note.row, annotation.own_column), ResultCell(note.text))


def _put_rules(sheet: "Worksheet", rules: Sequence[Rule]) -> None:
    from openpyxl.formatting.rule import FormulaRule  # noqa: PLC0415
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    for rule in rules:
        fill = PatternFill(bgColor=rule.colour)
        areas = " ".join(area_name(area) for area in rule.areas)
        shown = FormulaRule(formula=[rule.formula.removeprefix("=")], fill=fill)  # type: ignore[no-untyped-call]
        sheet.conditional_formatting.add(areas, shown)


def put_bars(sheet: "Worksheet", bars: Bars) -> None:
    """Lay bars behind numbers."""
    from openpyxl.formatting.rule import DataBar, FormatObject, Rule  # noqa: PLC0415
    from openpyxl.styles.colors import Color  # noqa: PLC0415

    ends = [FormatObject("num", 0), FormatObject("num", bars.most)]
    bar = DataBar(cfvo=ends, color=Color(f"FF{bars.colour}"), minLength=0, maxLength=100)
    sheet.conditional_formatting.add(" ".join(map(area_name, bars.areas)), Rule("dataBar", dataBar=bar))


def _put_dropdowns(sheet: "Worksheet", dropdowns: DropdownCollector) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    for one in dropdowns.dropdowns():
        listed = area_name(one.source, fixed=True) if one.source else '"' + ",".join(one.words) + '"'
        areas = " ".join(map(area_name, one.areas))
        sheet.add_data_validation(DataValidation("list", listed, allow_blank=True, showErrorMessage=False, sqref=areas))


def _put_line(sheet: "Worksheet", line: int, cells: Sequence[ResultCell], annotation: Annotation, title: str) -> None:
    from openpyxl.styles import Alignment  # noqa: PLC0415
    from openpyxl.worksheet.hyperlink import Hyperlink  # noqa: PLC0415

    in_table = line > len(annotation.head)
    if in_table:
        sheet.row_dimensions[line].height = LINE_HEIGHT * _lines(cells, annotation.widths)

    for column, cell in enumerate(cells, 1):
        if cell.value is None and not cell.colour:
            continue
        target = sheet.cell(line, column)
        _put(target, cell)
        if in_table:
            wrapped = isinstance(cell.value, str) and bool(annotation.widths[column - 1])
            target.alignment = Alignment(vertical="top", wrap_text=wrapped)
        if cell.link and line <= MOST_LINKS:
            target.hyperlink = Hyperlink(ref=target.coordinate, location=link_target(title, cell.link))


def _lines(cells: Sequence[ResultCell], widths: Sequence[int]) -> int:
    """How many lines of text the fullest cell of a row takes."""
    texts = ((str(cell.value or ""), width) for cell, width in zip(cells, widths, strict=False) if width)
    return min(max(ceil(len(text) / width) or 1 for text, width in texts), MOST_LINES)


def _put(target: "Cell | MergedCell", cell: ResultCell) -> None:
    """Write a value; text is text, whatever it starts with."""
    from openpyxl.styles import Font  # noqa: PLC0415

    if isinstance(cell.value, str):
        target.value = xlsx_escaped(cell.value)
        target.data_type = "s"
        target.quotePrefix = looks_like_formula(cell.value)
    else:
        target.value = cell.value
    if cell.colour:
        target.fill = _fill(cell.colour)
    if cell.bold:
        target.font = Font(bold=True)


@cache
def _fill(colour: str) -> "PatternFill":
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    return PatternFill("solid", fgColor=colour)
