"""Areas of cells: rectangles of first row, first column, last row, last column, counted from 1, ends included."""

from __future__ import annotations

from typing import Any, Iterable, Sequence, Tuple

from com.sun.star.table import CellRangeAddress

Area = Tuple[int, int, int, int]


def area_of(address: Any) -> Area:
    """The area of an address of LibreOffice's, which counts from 0."""
    return (address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, address.EndColumn + 1)


def cells_of(sheet: Any, area: Sequence[int]) -> Any:
    """The cells of an area."""
    return sheet.getCellRangeByPosition(area[1] - 1, area[0] - 1, area[3] - 1, area[2] - 1)


def cell_of(sheet: Any, row: int, column: int) -> Any:
    """One cell."""
    return sheet.getCellByPosition(column - 1, row - 1)


def many_cells_of(document: Any, sheet: Any, areas: Iterable[Sequence[int]]) -> Any:
    """The cells of many areas as one object."""
    number = sheet.getRangeAddress().Sheet
    cells = document.createInstance("com.sun.star.sheet.SheetCellRanges")
    addresses = (CellRangeAddress(number, a[1] - 1, a[0] - 1, a[3] - 1, a[2] - 1) for a in areas)
    cells.addRangeAddresses(tuple(addresses), False)
    return cells


def without(areas: Iterable[Area], holes: Iterable[Area]) -> list[Area]:
    """The cells of areas that lie in none of the holes, as areas that do not overlap more than before."""
    left = list(areas)
    for hole in holes:
        left = [piece for area in left for piece in _around(area, hole)]
    return left


def common(area: Area, other: Area) -> Area | None:
    """The cells that two areas share."""
    shared = (max(area[0], other[0]), max(area[1], other[1]), min(area[2], other[2]), min(area[3], other[3]))
    return shared if shared[0] <= shared[2] and shared[1] <= shared[3] else None


def _around(area: Area, hole: Area) -> Iterable[Area]:
    """What is left of an area above, below, left and right of a hole."""
    shared = common(area, hole)
    if shared is None:
        return [area]
    top, left, bottom, right = shared
    pieces = (
        (area[0], area[1], top - 1, area[3]),
        (bottom + 1, area[1], area[2], area[3]),
        (top, area[1], bottom, left - 1),
        (top, right + 1, bottom, area[3]),
    )
    return [piece for piece in pieces if piece[0] <= piece[2] and piece[1] <= piece[3]]
