"""The annotated copy of a large sheet, or of one that is no xlsx: its values alone, streamed (SPEC §8, `--result`)."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from raccord.cells import Grid, RawRow, area_name, cell_name, is_blank
from raccord.errors import FileError
from raccord.files.annotations import (
    MOST_LINKS,
    OWN_WIDTH,
    Annotation,
    Bars,
    ResultRow,
    RowNote,
    Rule,
    link_target,
    sheet_title,
)
from raccord.files.dropdowns import DropdownCollector
from raccord.files.storable import UnwritableTextError, copied_cell
from raccord.files.xlsx_books import BookFormats, xlsx_book
from raccord.translation import _


def write_streamed_copy(path: Path, grids: Sequence[Grid], annotation: Annotation) -> None:
    """Copy sheets, annotate one of them, and add the result sheet.

    Raises:
        FileError: a cell that xlsx cannot hold, or a source that cannot be read.
        OSError: the copy cannot be written.
    """
    with xlsx_book(path) as book:
        titles: list[str] = []
        for grid in grids:
            titles.append(sheet_title(grid.name, annotation.result_sheet, *titles))
            if grid.name != annotation.sheet:
                _copy(book, book.sheet(titles[-1]), grid)
                continue
            copy = _AnnotatedCopy(book, grid, annotation, titles[-1])
        copy.write()


def _copy(book: BookFormats, sheet: Any, grid: Grid) -> None:
    for row, cells in enumerate(grid.read(), 1):
        _write_row(book, sheet, grid, row, cells)


def _write_row(book: BookFormats, sheet: Any, grid: Grid, row: int, cells: RawRow) -> None:
    for column, cell in enumerate(cells, 1):
        if is_blank(cell):
            continue
        try:
            book.put(sheet, row - 1, column - 1, copied_cell(cell))
        except UnwritableTextError as fault:
            raise FileError(
                "cell-unwritable",
                _(
                    "{cell} cannot be copied into the result: {reason}.",
                    cell=cell_name(grid.name, row, column),
                    reason=fault.reason,
                ),
                hint=_("Shorten or correct the text, or leave --result out."),
            ) from fault


def _put_rules(book: BookFormats, sheet: Any, rules: Sequence[Rule]) -> None:
    for rule in rules:
        areas = [area_name(area) for area in rule.areas]
        options = {"type": "formula", "criteria": rule.formula, "format": book.background(rule.colour)}
        sheet.conditional_format(areas[0], {**options, "multi_range": " ".join(areas)})


def _put_bars(sheet: Any, bars: Bars) -> None:
    areas = list(map(area_name, bars.areas))
    ends = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": bars.most}
    look = {"bar_color": f"#{bars.colour}", "bar_solid": True, "bar_no_border": True}
    sheet.conditional_format(areas[0], {"type": "data_bar", "multi_range": " ".join(areas), **ends, **look})


def _put_dropdowns(sheet: Any, dropdowns: DropdownCollector) -> None:
    for one in dropdowns.dropdowns():
        listed = f"={area_name(one.source, fixed=True)}" if one.source else list(one.words)
        first, *others = [
            (area.first_row - 1, area.first_column - 1, area.last_row - 1, area.last_column - 1) for area in one.areas
        ]
        options = {"validate": "list", "source": listed, "show_error": False, "other_cells": others}
        sheet.data_validation(*first, options)


class _AnnotatedCopy:
    """The annotated sheet and the result sheet, written side by side in one pass over the plan."""

    def __init__(self, book: BookFormats, grid: Grid, annotation: Annotation, title: str) -> None:
        self._book, self._grid, self._annotation, self._title = book, grid, annotation, title
        self._sheet = book.sheet(title)
        self._result: Any = None
        self._next_line = 0
        self._dropdowns = DropdownCollector()

    def write(self) -> None:
        """Write both sheets."""
        annotation = self._annotation
        self._start_result()
        self._sheet.set_column(annotation.own_column - 1, annotation.own_column - 1, OWN_WIDTH)
        self._sheet.freeze_panes(annotation.header_row, 0)
        rows = enumerate(self._grid.read(), 1)
        for note, line in annotation.steps():
            if note:
                self._write_until(rows, note)
            if line:
                self._write_line(line)
        for row, cells in rows:
            self._write_plain(row, cells)
        _put_rules(self._book, self._sheet, annotation.rules)
        _put_rules(self._book, self._result, annotation.result_rules(self._next_line))
        _put_dropdowns(self._result, self._dropdowns)
        if annotation.bars:
            _put_bars(self._result, annotation.bars)
        self._result.autofilter(
            len(annotation.head) - 1, 0, max(self._next_line - 1, len(annotation.head)), len(annotation.widths) - 1
        )

    def _start_result(self) -> None:
        annotation = self._annotation
        self._result = self._book.sheet(annotation.result_sheet)
        for column, width in enumerate(annotation.widths):
            self._result.set_column(column, column, width, None, {"hidden": not width})
        self._result.freeze_panes(len(annotation.head), 0)
        for line in annotation.head:
            self._write_line(line)

    def _write_until(self, rows: Iterator[tuple[int, RawRow]], note: RowNote) -> None:
        for row, cells in rows:
            if row < note.row:
                self._write_plain(row, cells)
                continue
            own = self._annotation.own_column
            self._write_plain(row, cells)
            self._book.put(self._sheet, row - 1, own - 1, note.text)
            return

    def _write_plain(self, row: int, cells: RawRow) -> None:
        _write_row(self._book, self._sheet, self._grid, row, self._without_own(row, cells))

    def _without_own(self, row: int, cells: RawRow) -> RawRow:
        """Leave out what an earlier result said."""
        own = self._annotation.own_column
        if row < self._annotation.header_row or len(cells) < own:
            return cells
        return [None if column == own else cell for column, cell in enumerate(cells, 1)]

    def _write_line(self, line: ResultRow) -> None:
        for column, cell in enumerate(line):
            if cell.link and self._next_line < MOST_LINKS:
                self._result.write_url(self._next_line, column, "internal:" + link_target(self._title, cell.link))
            self._book.put(self._result, self._next_line, column, cell.value, cell.colour, bold=cell.bold)
        self._next_line += 1
        self._dropdowns.see(self._next_line, line)
