"""Error cells, uncalculated formulas, hidden rows and merged ranges of xlsx sheets, from their XML.

A quick look at the bytes decides whether a sheet needs the exact parse; ordinary sheets do not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile

from raccord.cells import FORMULA_WITHOUT_VALUE, CellRange, ErrorCell, RawCell
from raccord.files import refusals
from raccord.files.faults import MAX_COLUMNS, MAX_ROWS, Faults
from raccord.files.packages import local_name, parse, safe_parser, stream, windows
from raccord.files.xlsx_parts import SheetPart
from raccord.files.xlsx_slices import SliceWriter
from raccord.translation import N_, _

MAX_CELLS = 96 * MAX_ROWS
"""Cells of a used range, blank ones included: calamine holds them all, some 3 GiB at this size."""

_LONGEST_ERROR = 100
_NOT_UTF_8 = N_("a sheet's XML is not in UTF-8")

_FOREIGN_ENCODING = re.compile(rb"(?s)(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*[\"'](?!(?i:utf-?8|us-ascii)[\"'])")
_HIDDEN_ROW = re.compile(rb"<(?:[\w.-]+:)?row(\s[^<>]*\bhidden\s*=\s*[\"'](?:1|true)[\"'][^<>]*)>")
_ROW_NUMBER = re.compile(rb"\sr\s*=\s*[\"'](\d{1,7})[\"']")
_NO_RESULT = re.compile(
    rb"(?:</(?:[\w.-]+:)?f\s*>|<(?:[\w.-]+:)?f(?:\s[^<>]*)?/>)\s*"
    rb"<(?:/(?:[\w.-]+:)?c[\s>]|(?:[\w.-]+:)?v\s*/>|(?:[\w.-]+:)?v(?:\s[^<>]*)?>\s*</)"
)
# a cell that does not start with its reference, or lies anywhere but in columns A to CQ and in rows 1 to 1,049,999;
# what most cells are is asked first, which is faster
_ODD_CELL = re.compile(
    rb'<c(?! r="[A-Z][1-9]\d{0,5}")(?! r="(?:[A-Z]|[AB][A-Z]|C[A-Q])(?:[1-9]\d{0,5}|10[0-4]\d{4})")(?![A-Za-z])'
)
_PREFIXED = re.compile(rb":[cf][\t\n\r />]")
_ODD = (_ODD_CELL, _PREFIXED)
_ERROR_TYPES = tuple(map(re.compile, (rb'"e"', rb"'e'")))
_FORMULA = re.compile(rb"<f")
_HIDDEN = re.compile(rb"hidden")
_MERGE_CELL = re.compile(rb"mergeCell")
_MERGED = re.compile(
    rb"<(?:[\w.-]+:)?mergeCell\s[^<>]*?\bref\s*=\s*[\"']\$?([A-Za-z]{1,3})\$?(\d{1,7})"
    rb":\$?([A-Za-z]{1,3})\$?(\d{1,7})[\"']"
)
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})")


def scan(path: Path, package: ZipFile, sheet: SheetPart, slices: SliceWriter | None = None) -> Faults:
    """Find what calamine leaves out of a sheet, and write its slices in the same pass, unless its cells are odd.

    Raises:
        FileError: the used range is too large to be read.
    """
    look = _Look()
    with package.open(sheet.part) as content:
        xml = stream(content)
        for number, window in enumerate(windows(_written(xml, slices) if slices else xml)):
            _check_encoding(window, is_first=number == 0)
            look.see(window)
            if look.is_odd and slices:
                slices.give_up()
    if not (look.is_odd or look.is_faulty):
        return Faults(hidden_rows=frozenset(look.hidden), merged=tuple(look.merged))
    exact = _exact_scan(path, package, sheet)
    return Faults(exact.cells, frozenset(exact.hidden_rows), tuple(look.merged))


def _written(xml: Iterator[bytes], slices: SliceWriter) -> Iterator[bytes]:
    for piece in xml:
        slices.write(piece)
        yield piece


def _check_encoding(window: bytes, *, is_first: bool) -> None:
    """Raise ValueError when the XML is not in UTF-8; calamine would find the sheet empty."""
    if b"\0" in window or (is_first and _FOREIGN_ENCODING.match(window)):
        raise ValueError(_(_NOT_UTF_8))


@dataclass(slots=True)
class _Look:
    """What the windows of a sheet's XML show: hidden rows and merged ranges, and whether more may be in them.

    Odd is a sheet with a cell that may lie far out, or is not written the way that the look understands; faulty one
    that may hold errors or formulas without a value.
    """

    is_odd: bool = False
    is_faulty: bool = False
    hidden: set[int] = field(default_factory=set)
    merged: dict[CellRange, None] = field(default_factory=dict)
    _has_formulas: bool = False

    def see(self, window: bytes) -> None:
        """Look at the next window. Each search starts with a fixed text, which patterns find faster than `in` does."""
        self.is_odd = self.is_odd or any(odd.search(window) for odd in _ODD)
        self._has_formulas = self._has_formulas or _FORMULA.search(window) is not None
        self.is_faulty = self.is_faulty or self._may_hold_fault(window)
        if not self.is_faulty and _HIDDEN.search(window):
            self._see_hidden_rows(window)
        if _MERGE_CELL.search(window):
            self.merged.update(dict.fromkeys(_merged_range(match) for match in _MERGED.finditer(window)))

    def _may_hold_fault(self, window: bytes) -> bool:
        unfilled = self._has_formulas and _NO_RESULT.search(window)
        return bool(unfilled) or any(quoted.search(window) for quoted in _ERROR_TYPES)

    def _see_hidden_rows(self, window: bytes) -> None:
        numbers = [_ROW_NUMBER.search(row[1]) for row in _HIDDEN_ROW.finditer(window)]
        self.hidden.update(int(number[1]) for number in numbers if number)
        self.is_faulty = None in numbers


def _exact_scan(path: Path, package: ZipFile, sheet: SheetPart) -> "_ExactScan":
    exact = _ExactScan()
    parse(package, sheet.part, exact.parser)
    exact.finish_cell()
    if exact.last_row > MAX_ROWS or exact.last_row * exact.last_column > MAX_CELLS:
        raise refusals.too_large(path, sheet.name)
    return exact


def _merged_range(match: re.Match[bytes]) -> CellRange:
    first, first_row, last, last_row = (group.decode() for group in match.groups())
    return CellRange(int(first_row), _column_number(first), int(last_row), _column_number(last))


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _position(reference: str) -> tuple[int, int]:
    found = _REFERENCE.fullmatch(reference)
    if not found or (column := _column_number(found[1])) > MAX_COLUMNS:
        raise ValueError(_("there is no cell {cell}", cell=repr(reference)))
    return int(found[2]), column


@dataclass(slots=True)
class _Cell:
    """The cell being parsed."""

    row: int
    column: int
    type: str
    has_formula: bool = False
    text: list[str] = field(default_factory=list)


class _ExactScan:
    """One pass of the parser over a sheet."""

    def __init__(self) -> None:
        self.parser = safe_parser()
        self.parser.StartElementHandler = self._start
        self.cells: dict[int, list[tuple[int, RawCell]]] = {}
        self.hidden_rows: set[int] = set()
        self.last_row = self.last_column = 0
        self._row = self._column = 0
        self._cell: _Cell | None = None
        self._steps = {"row": self._start_row, "c": self._start_cell, "f": self._formula, "v": self._value}
        self._steps["is"] = self._value

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        step = self._steps.get(name) or self._steps.get(local_name(name))
        if step:
            step(attributes)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self.finish_cell()
        self._row = int(attributes.get("r", self._row + 1))
        self._column = 0
        if attributes.get("hidden", "0").strip() in {"1", "true"}:
            self.hidden_rows.add(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.finish_cell()
        self._column += 1
        if "r" in attributes:
            self._row, self._column = _position(attributes["r"])
        self._cell = _Cell(self._row, self._column, attributes.get("t", "n"))

    def _formula(self, _attributes: dict[str, str]) -> None:
        if self._cell:
            self._cell.has_formula = True

    def _value(self, _attributes: dict[str, str]) -> None:
        if self._cell:
            self._see(self._cell.row, self._cell.column)
            if self._cell.has_formula or self._cell.type == "e":
                self.parser.CharacterDataHandler = self._add_text

    def _see(self, row: int, column: int) -> None:
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)

    def _add_text(self, text: str) -> None:
        if self._cell and len(self._cell.text) < _LONGEST_ERROR:
            self._cell.text.append(text)

    def finish_cell(self) -> None:
        """Judge the cell that ends where the next one starts."""
        cell, self._cell = self._cell, None
        self.parser.CharacterDataHandler = None
        if cell and (fault := _fault(cell)):
            self._see(cell.row, cell.column)
            self.cells.setdefault(cell.row, []).append((cell.column, fault))


def _fault(cell: _Cell) -> ErrorCell | None:
    text = "".join(cell.text).strip()[:_LONGEST_ERROR]
    if cell.type == "e":
        return ErrorCell(text or "#N/A")
    if cell.has_formula and not text and cell.type != "str":
        return FORMULA_WITHOUT_VALUE
    return None
