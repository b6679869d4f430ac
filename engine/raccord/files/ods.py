"""Sheets of ods files, streamed from their XML: no repeated cell is ever spread out in memory."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from raccord.cells import CellRange, RawCell, RawRow, is_blank
from raccord.files import refusals
from raccord.files.faults import MAX_COLUMNS, MAX_ROWS
from raccord.files.ods_cells import FORMULA, TABLE, TEXT, TYPE, cell_value
from raccord.files.packages import opened, parse, safe_parser, stream

Attributes: TypeAlias = dict[str, str]

_CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_CELLS = (TABLE + "table-cell", TABLE + "covered-table-cell")
_MAX_CELLS = 400_000_000
_MAX_SPACES = 32_767


class _TooLarge(Exception):  # noqa: N818 - it is turned into a FileError before anyone meets it
    """Repeated cells and rows that reach beyond every spreadsheet program's limits."""


@dataclass(slots=True)
class OdsSheet:
    """A sheet as the first pass sees it; `number` counts the tables of the file from 0."""

    number: int
    name: str
    hidden_rows: set[int] = field(default_factory=set)
    merged: list[CellRange] = field(default_factory=list)


class _Walk:
    """A parser that knows which table it is in; tables inside cells and those of links to other files do not count."""

    def __init__(self) -> None:
        self.parser = safe_parser(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.table = -1
        self._starts: dict[str, Callable[[Attributes], None]] = {}
        self._use({})

    def _use(self, steps: Mapping[str, Callable[[Attributes], None]]) -> None:
        """Choose what the starts of elements do from here on."""
        self._starts = {TABLE + "table": self._start_table, TABLE + "dde-links": self._end_sheets, **steps}

    def _start(self, name: str, attributes: Attributes) -> None:
        if step := self._starts.get(name):
            step(attributes)

    def _start_table(self, attributes: Attributes) -> None:
        if TABLE + "is-sub-table" not in attributes:
            self.table += 1
            self.start_sheet(attributes)

    def start_sheet(self, attributes: Attributes) -> None:
        """Meet the next sheet."""
        raise NotImplementedError

    def _end_sheets(self, _attributes: Attributes) -> None:
        self._starts = {}


class _Index(_Walk):
    """The first pass: names, hidden rows, merged ranges and sizes, without any value."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[OdsSheet] = []
        self._row = self._column = self._repeats = self._cells = 0
        self._hidden: list[tuple[int, int]] = []

    def start_sheet(self, attributes: Attributes) -> None:
        self._use({TABLE + "table-row": self._start_row} | dict.fromkeys(_CELLS, self._start_cell))
        self.sheets.append(OdsSheet(self.table, attributes.get(TABLE + "name", f"Sheet{self.table + 1}")))
        self._row = self._column = self._repeats = self._cells = 0
        self._hidden.clear()

    def _start_row(self, attributes: Attributes) -> None:
        self._row += self._repeats
        self._column = 0
        self._repeats = _count(attributes, "number-rows-repeated")
        if attributes.get(TABLE + "visibility") in {"collapse", "filter"}:
            self._hidden.append((self._row + 1, self._row + self._repeats))

    def _start_cell(self, attributes: Attributes) -> None:
        repeats = _count(attributes, "number-columns-repeated")
        if TYPE in attributes or FORMULA in attributes:
            self._see_value(repeats)
        if TABLE + "number-columns-spanned" in attributes or TABLE + "number-rows-spanned" in attributes:
            self._see_merge(attributes)
        self._column += repeats

    def _see_value(self, repeats: int) -> None:
        self._cells += repeats * self._repeats
        too_far = self._row + self._repeats > MAX_ROWS or self._column + repeats > MAX_COLUMNS
        if too_far or self._cells > _MAX_CELLS:
            raise _TooLarge
        for first, last in self._hidden:
            self.sheets[-1].hidden_rows.update(range(first, last + 1))
        self._hidden.clear()

    def _see_merge(self, attributes: Attributes) -> None:
        rows, columns = _count(attributes, "number-rows-spanned"), _count(attributes, "number-columns-spanned")
        if rows * columns > 1:
            row, column = self._row, self._column
            self.sheets[-1].merged.append(CellRange(row + 1, column + 1, row + rows, column + columns))


class _Values(_Walk):
    """The second pass: the rows of one sheet, kept in `rows` until someone takes them."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._depth = 0
        self._ends: dict[str, Callable[[], None]] = {}
        self.rows: list[tuple[int, list[RawCell]]] = []
        self._number = number
        self._row: list[RawCell] = []
        self._row_repeats = 1
        self._blank_cells = 0
        self._cell: Attributes = {}
        self._cell_depth = 0
        self._text: list[str] = []

    def start_sheet(self, _attributes: Attributes) -> None:
        if self.table == self._number:
            self._use(
                {TABLE + "table-row": self._start_row, TEXT + "p": self._start_paragraph, TEXT + "s": self._spaces}
                | {TEXT + "tab": self._tab, TEXT + "line-break": self._line_break}
                | dict.fromkeys(_CELLS, self._start_cell)
            )
            self._ends = {TABLE + "table-row": self._end_row, TEXT + "p": self._end_paragraph}
            self._ends |= dict.fromkeys(_CELLS, self._end_cell)
            self.parser.EndElementHandler = self._end
        elif self.table > self._number:
            self._end_sheets({})

    def _end_sheets(self, attributes: Attributes) -> None:
        super()._end_sheets(attributes)
        self.parser.EndElementHandler = None

    def _start(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        if step := self._starts.get(name):
            step(attributes)

    def _end(self, name: str) -> None:
        if step := self._ends.get(name):
            step()
        self._depth -= 1

    def _start_row(self, attributes: Attributes) -> None:
        self._row = []
        self._blank_cells = 0
        self._row_repeats = _count(attributes, "number-rows-repeated")

    def _end_row(self) -> None:
        self.rows.append((self._row_repeats, self._row))

    def _start_cell(self, attributes: Attributes) -> None:
        self._cell = attributes
        self._cell_depth = self._depth
        self._text.clear()

    def _end_cell(self) -> None:
        repeats = _count(self._cell, "number-columns-repeated")
        value = cell_value(self._cell, "".join(self._text)) if TYPE in self._cell or FORMULA in self._cell else None
        if is_blank(value):
            self._blank_cells += repeats
        else:
            self._row += [None] * self._blank_cells + [value] * repeats
            self._blank_cells = 0

    def _start_paragraph(self, _attributes: Attributes) -> None:
        """A paragraph right inside the cell is its text; those of comments and drawings stand deeper."""
        if self._depth == self._cell_depth + 1:
            if self._text:
                self._text.append("\n")
            self._text.append("")
            self.parser.CharacterDataHandler = self._text.append

    def _end_paragraph(self) -> None:
        if self._depth == self._cell_depth + 1:
            self.parser.CharacterDataHandler = None

    def _spaces(self, attributes: Attributes) -> None:
        count = int(attributes.get(TEXT + "c", "1"))
        if count > _MAX_SPACES:
            raise _TooLarge
        self._add(" " * count)

    def _tab(self, _attributes: Attributes) -> None:
        self._add("\t")

    def _line_break(self, _attributes: Attributes) -> None:
        self._add("\n")

    def _add(self, text: str) -> None:
        if self.parser.CharacterDataHandler:
            self._text.append(text)


def _count(attributes: Attributes, name: str) -> int:
    """Read a repetition or a span, 1 when it is not given."""
    number = attributes.get(TABLE + name)
    return max(int(number), 1) if number else 1


def sheets_of(path: Path) -> tuple[OdsSheet, ...]:
    """List the sheets of an ods file.

    Raises:
        FileError: protected, damaged or built to do harm.
    """
    index = _Index()
    with opened(path) as package:
        if _MANIFEST in package.namelist() and b"encryption-data" in package.read(_MANIFEST):
            raise refusals.protected(path)
        try:
            parse(package, _CONTENT, index.parser)
        except _TooLarge as error:
            raise refusals.too_large(path, index.sheets[-1].name) from error
    if not index.sheets:
        raise refusals.no_workbook(path)
    return tuple(index.sheets)


def rows_of(path: Path, sheet: OdsSheet) -> Iterator[RawRow]:
    """Read a sheet from row 1 and column A on; rows below the last value do not exist.

    Raises:
        FileError: damaged or built to do harm.
    """
    values = _Values(sheet.number)
    blank_rows = 0
    with opened(path) as package, package.open(_CONTENT) as content:
        for chunk in stream(content):
            try:
                values.parser.Parse(chunk, False)
            except _TooLarge as error:
                raise refusals.too_large(path, sheet.name) from error
            taken, values.rows = values.rows, []
            for repeats, row in taken:
                if not row:
                    blank_rows += repeats
                    continue
                yield from ([] for _ in range(blank_rows))
                yield from (list(row) for _ in range(repeats))
                blank_rows = 0
            if values.table > sheet.number:
                break
