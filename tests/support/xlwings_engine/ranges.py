"""Cells: what Excel gives for them, and what it makes of what they are given."""

from collections.abc import Iterator
from copy import copy
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from openpyxl.cell import MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from xlwings import base_classes as bc

from raccord.cells import CellRange, ErrorCell, area_name
from raccord_addin.hosts.excel.areas import areas_of
from raccord_addin.hosts.workbook.areas import area_of
from raccord_addin.hosts.workbook.cells import put_value, set_widths
from raccord_addin.hosts.workbook.inserting import insert_row
from support.xlwings_engine import apple, com
from support.xlwings_engine.dialects import Dialect
from support.xlwings_engine.overlays import ConditionalFormats, DataValidation
from support.xlwings_engine.typing_in import LONGEST_IN_BLOCK, LONGEST_TEXT, Entered, entered

if TYPE_CHECKING:
    from support.xlwings_engine.books import Sheet

_DAY_ZERO = datetime(1899, 12, 30)
_FIRST_ERROR = -2146828288
_ERRORS = {
    "#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029, "#NUM!": 2036, "#N/A": 2042,
    "#SPILL!": 2045, "#CALC!": 2050,
}  # fmt: skip


class Range(bc.Range):
    """One or several areas, made of an address or of row, column and size, as xlwings makes them on the Mac."""

    def __init__(self, sheet: "Sheet", where: Any) -> None:
        self.sheet = sheet
        self.options: dict[str, Any] = {}
        if isinstance(where, str):
            if len(where) > 255:
                raise sheet.engine.refusal("Method 'Range' of object '_Worksheet' failed")
            self.areas = areas_of(where)
        else:
            row, column, rows, columns = where
            self.areas = (CellRange(row, column, row + rows - 1, column + columns - 1),)

    @property
    def api(self) -> Any:
        return com.Range(self) if self.sheet.engine.dialect is Dialect.WINDOWS else apple.Range(self)

    @property
    def area(self) -> CellRange:
        return self.areas[0]

    @property
    def row(self) -> int:
        return self.area.first_row

    @property
    def column(self) -> int:
        return self.area.first_column

    @property
    def shape(self) -> tuple[int, int]:
        return self.area.last_row - self.row + 1, self.area.last_column - self.column + 1

    @property
    def address(self) -> str:
        return ",".join(_absolute(area) for area in self.areas)

    def get_address(self, _row_absolute: bool = True, _column_absolute: bool = True, external: bool = False) -> str:
        sheet = f"[{self.sheet.book.name}]{self.sheet.name}".replace("'", "''")
        return f"'{sheet}'!{self.address}" if external else self.address

    def __len__(self) -> int:
        """Count as COM does, in a number that the whole sheet is too large for."""
        rows, columns = self.shape
        if rows * columns >= 2**31:
            raise self.sheet.engine.refusal("Overflow")
        return rows * columns

    def __call__(self, row: int, column: int | None = None) -> "Range":
        if column is None:
            row, column = (row - 1) // self.shape[1] + 1, (row - 1) % self.shape[1] + 1
        return Range(self.sheet, (self.row + row - 1, self.column + column - 1, 1, 1))

    def up_to(self, other: "Range") -> "Range":
        last = other.area
        return Range(
            self.sheet, (self.row, self.column, last.last_row - self.row + 1, last.last_column - self.column + 1)
        )

    def places(self) -> Iterator[tuple[int, int]]:
        for area in self.areas:
            for row in range(area.first_row, area.last_row + 1):
                for column in range(area.first_column, area.last_column + 1):
                    yield row, column

    @property
    def raw_value(self) -> Any:
        rows = tuple(tuple(self.shown(row, column) for column in self._columns()) for row in self._rows())
        return rows[0][0] if self.shape == (1, 1) else rows

    @raw_value.setter
    def raw_value(self, given: Any) -> None:
        self._assign(given, grows=True)

    @property
    def formula(self) -> Any:
        return self.sheet.ws.cell(self.row, self.column).value

    @formula.setter
    def formula(self, given: Any) -> None:
        self._assign(given, grows=False)

    def shown(self, row: int, column: int) -> Any:
        """A cell's value the way pywin32 has it."""
        cell = self.sheet.held.value(row, column)
        if isinstance(cell, ErrorCell):
            return _FIRST_ERROR + _ERRORS[cell.text]
        if isinstance(cell, float) and "€" in self.sheet.ws.cell(row, column).number_format:
            return Decimal(repr(cell))
        return com_moment(cell, 1462 if self.sheet.book.counts_from_1904 else 0)

    def clear_contents(self) -> None:
        self.raw_value = None

    def insert(self, _shift: str, _copy_origin: str = "") -> None:
        """Insert a whole row; copied cells would be inserted instead of a blank one."""
        self.sheet.check_writable()
        insert_row(self.sheet.book.held.book, self.sheet.ws, self.row)
        if self.row <= len(self.sheet.held.rows):
            self.sheet.held.rows.insert(self.row - 1, [])
        if self.sheet.book.app.cut_copy_mode:
            self.sheet.range((self.row, 1)).raw_value = "what the user had copied"

    def select(self) -> None:
        if self.sheet.book.held.active is not self.sheet.held:
            raise self.sheet.engine.refusal("Select method of Range class failed")
        self.sheet.select_cells(self.address, area_name(self.area).partition(":")[0])

    @property
    def color(self) -> Any:
        return None

    @color.setter
    def color(self, colour: Any) -> None:
        fill = PatternFill("solid", fgColor=f"FF{str(colour).removeprefix('#')}")
        self.dress(lambda cell: setattr(cell, "fill", fill))

    @property
    def font(self) -> "CellFont":
        return CellFont(self)

    @property
    def wrap_text(self) -> Any:
        return None

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.dress(lambda cell: setattr(cell, "alignment", copy(cell.alignment) + Alignment(wrap_text=value)))

    @property
    def vertical_alignment(self) -> Any:
        return None

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self.dress(lambda cell: setattr(cell, "alignment", copy(cell.alignment) + Alignment(vertical=value)))

    @property
    def column_width(self) -> Any:
        return None

    @column_width.setter
    def column_width(self, width: float) -> None:
        """Set a width; all columns at once become as in a new sheet."""
        self.sheet.check_writable()
        if width > 255:
            raise self.sheet.engine.refusal("Unable to set the ColumnWidth property of the Range class")
        if self.shape[1] == 16_384:
            self.sheet.ws.column_dimensions.clear()
        else:
            set_widths(self.sheet.ws, self.column, [width])

    @property
    def number_format(self) -> str | None:
        forms = {self.sheet.ws.cell(*place).number_format for place in self.places()}
        return forms.pop() if len(forms) == 1 else None

    @property
    def merge_cells(self) -> bool | None:
        merged = [_overlap(area_of(span), self.area) for span in self.sheet.ws.merged_cells.ranges]
        count = sum(merged)
        return None if 0 < count < self.shape[0] * self.shape[1] else count > 0

    @property
    def merge_area(self) -> "Range":
        for span in self.sheet.ws.merged_cells.ranges:
            if _overlap(area_of(span), CellRange(self.row, self.column, self.row, self.column)):
                return Range(self.sheet, span.coord)
        return self(1, 1)

    @property
    def conditional_formats(self) -> ConditionalFormats:
        return ConditionalFormats(self)

    @property
    def data_validation(self) -> DataValidation:
        return DataValidation(self)

    def dress(self, change: Any) -> None:
        """Change how the cells look."""
        self.sheet.check_writable()
        for place in self.places():
            change(self.sheet.ws.cell(*place))

    def _rows(self) -> range:
        return range(self.row, self.area.last_row + 1)

    def _columns(self) -> range:
        return range(self.column, self.area.last_column + 1)

    def _assign(self, given: Any, *, grows: bool) -> None:
        """Write a value or a block; across filtered rows Excel writes the block's first value into the others."""
        self.sheet.check_writable()
        block = given if isinstance(given, (list, tuple)) else [[given] * self.shape[1]] * self.shape[0]
        filtered = self.sheet.filtered_rows.intersection(self._rows()) if self.shape != (1, 1) else set()
        for down, row in enumerate(self._rows()):
            for right, column in enumerate(self._columns()):
                self._check_length(block[down][right], alone=self.shape == (1, 1))
                if row not in filtered:
                    self._enter(row, column, block[0][0] if filtered else block[down][right])
        if grows and self.sheet.book.app.grows_tables:
            self._grow_tables()

    def _check_length(self, value: Any, *, alone: bool) -> None:
        units = len(value.removeprefix("'").encode("utf-16-le")) // 2 if isinstance(value, str) else 0
        if units > (LONGEST_TEXT if alone else LONGEST_IN_BLOCK):
            raise self.sheet.engine.refusal("Application-defined or object-defined error")

    def _enter(self, row: int, column: int, value: Any) -> None:
        if value in ("", None) and (row, column) not in self.sheet.ws._cells:
            return
        cell = self.sheet.ws.cell(row, column)
        if isinstance(cell, MergedCell):
            return
        now = entered(value, cell.number_format)
        _store(cell, now)
        self.sheet.held.put(row, column, [[now.value]])

    def _grow_tables(self) -> None:
        """Take a column that is written right beside a table into the table."""
        for table in self.sheet.ws.tables.values():
            (area,) = areas_of(table.ref)
            if self.column == area.last_column + 1 and area.first_row <= self.row <= area.last_row:
                grown = CellRange(area.first_row, area.first_column, area.last_row, self.column)
                table.ref = area_name(grown)


class CellFont(bc.Font):
    """The font of a range."""

    def __init__(self, cells: Range) -> None:
        self.cells = cells

    @property
    def bold(self) -> Any:
        return None

    @bold.setter
    def bold(self, value: bool) -> None:
        def embolden(cell: Any) -> None:
            font: Font = copy(cell.font)
            font.b = value
            cell.font = font

        self.cells.dress(embolden)


def com_moment(cell: Any, shift: int) -> Any:
    """A moment the way Excel gives it: times and durations count from the day 0 of the book's calendar."""
    day_zero = _DAY_ZERO + timedelta(days=shift)
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    if isinstance(cell, time):
        return datetime.combine(day_zero, cell)
    return day_zero + cell if isinstance(cell, timedelta) else cell


def _store(cell: Any, now: Entered) -> None:
    if now.formula:
        cell.value = now.formula
    elif isinstance(now.value, ErrorCell):
        cell.value, cell.data_type = now.value.text, "e"
    else:
        put_value(cell, now.value)
    cell.quotePrefix = now.prefixed


def _absolute(area: CellRange) -> str:
    if (area.first_row, area.last_row) == (1, 1_048_576):
        return f"${get_column_letter(area.first_column)}:${get_column_letter(area.last_column)}"
    if (area.first_column, area.last_column) == (1, 16_384):
        return f"${area.first_row}:${area.last_row}"
    first = f"${get_column_letter(area.first_column)}${area.first_row}"
    last = f"${get_column_letter(area.last_column)}${area.last_row}"
    return first if first == last else f"{first}:{last}"


def _overlap(one: CellRange, other: CellRange) -> int:
    """The number of cells that two areas share."""
    rows = min(one.last_row, other.last_row) - max(one.first_row, other.first_row) + 1
    columns = min(one.last_column, other.last_column) - max(one.first_column, other.first_column) + 1
    return max(rows, 0) * max(columns, 0)
