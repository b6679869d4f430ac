"""Areas by the addresses that Excel gives and takes: `$A$1:$B$2,$D:$D`."""

import re
from collections.abc import Iterable, Iterator

import xlwings as xw

from raccord.cells import CellRange, area_name, column_number

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_LONGEST_ADDRESS = 255
_AREA = re.compile(r"\$?([A-Z]*)\$?(\d*)(?::\$?([A-Z]*)\$?(\d*))?")


def areas_of(address: str) -> tuple[CellRange, ...]:
    """Read the areas of an address; whole columns and rows reach to the sheet's end."""
    return tuple(_area(part.strip()) for part in address.split(",") if part.strip())


def addresses(areas: Iterable[CellRange]) -> Iterator[str]:
    """Join areas to addresses, each as long as Excel takes one."""
    joined = ""
    for name in map(area_name, areas):
        if joined and len(joined) + len(name) >= _LONGEST_ADDRESS:
            yield joined
            joined = ""
        joined = f"{joined},{name}" if joined else name
    if joined:
        yield joined


def range_of(sheet: xw.Sheet, area: CellRange) -> xw.Range:
    """The cells of one area."""
    return sheet.range((area.first_row, area.first_column), (area.last_row, area.last_column))


def size(area: CellRange) -> tuple[int, int]:
    """The number of rows and columns of an area."""
    return area.last_row - area.first_row + 1, area.last_column - area.first_column + 1


def halves(area: CellRange, *, by_columns: bool = False) -> tuple[CellRange, CellRange]:
    """Cut an area of more than one cell in two: between rows, or between the columns of a single one or if asked to."""
    rows, columns = size(area)
    if rows > 1 and not by_columns:
        middle = area.first_row + rows // 2
        upper = CellRange(area.first_row, area.first_column, middle - 1, area.last_column)
        return upper, CellRange(middle, area.first_column, area.last_row, area.last_column)
    middle = area.first_column + columns // 2
    left = CellRange(area.first_row, area.first_column, area.last_row, middle - 1)
    return left, CellRange(area.first_row, middle, area.last_row, area.last_column)


def _area(text: str) -> CellRange:
    found = _AREA.fullmatch(text)
    if found is None:
        raise ValueError(text)
    left, top, right, bottom = found.groups()
    right, bottom = (left if right is None else right), (top if bottom is None else bottom)
    return CellRange(
        int(top or 1),
        column_number(left) or 1,
        int(bottom or LAST_ROW),
        column_number(right) or LAST_COLUMN,
    )
