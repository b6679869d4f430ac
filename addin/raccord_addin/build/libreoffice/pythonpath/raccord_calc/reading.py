"""Reading cells in blocks: values, what kind of value their formats make them, errors, hidden rows, merged areas."""

from __future__ import annotations

from typing import Any, Iterable, Iterator, Mapping, Sequence

from raccord_calc.areas import area_of, cell_of, cells_of
from raccord_calc.kinds import ERRORS, days_off, kinds_of

Rows = Sequence[Sequence[Any]]


def size(sheet: Any, most: int | None) -> Mapping[str, Any]:
    """How far a sheet's cells reach, and which of its first `most` rows are hidden or merged."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    rows, columns = area_of(cursor.getRangeAddress())[2:]
    rows = min(rows, most or rows)
    cells = cells_of(sheet, (1, 1, rows, columns))
    return {"rows": rows, "columns": columns, "hidden": _hidden(cells, rows), "merged": list(_merged(sheet, cells))}


def read(document: Any, sheet: Any, first: int, last: int, columns: int) -> Mapping[str, Any]:
    """The cells of some rows; dates count from 1899-12-30, whatever the document counts from."""
    cells = cells_of(sheet, (first, 1, last, columns))
    rows = cells.getDataArray()
    kinds = list(kinds_of(document, cells, rows, first))
    off = days_off(document)
    if off:
        rows = _moved(rows, first, off, [kind for kind in kinds if kind[0] == "date"])
    return {"rows": rows, "kinds": kinds, "errors": list(_errors(sheet, rows, first))}


def _errors(sheet: Any, rows: Rows, first: int) -> Iterator[list[Any]]:
    """Each cell that shows an error; LibreOffice gives no value for those."""
    for number, row in enumerate(rows, first):
        if None in row:
            for column, value in enumerate(row, 1):
                if value is None:
                    code = cell_of(sheet, number, column).getError()
                    yield [number, column, ERRORS.get(code, f"Err:{code}")]


def _moved(rows: Rows, first: int, off: int, dates: Iterable[Sequence[Any]]) -> Rows:
    changed = [list(row) for row in rows]
    for _, top, left, bottom, right in dates:
        for row in changed[top - first : bottom - first + 1]:
            for column in range(left - 1, right):
                if isinstance(row[column], float):
                    row[column] += off
    return changed


def _hidden(cells: Any, rows: int) -> list[list[int]]:
    """The runs of rows that nobody sees, as what lies between the visible ones."""
    visible = sorted((area[0], area[2]) for area in map(area_of, cells.queryVisibleCells().getRangeAddresses()))
    hidden, after = [], 1
    for top, bottom in [*visible, (rows + 1, rows + 1)]:
        if top > after:
            hidden.append([after, top - 1])
        after = max(after, bottom + 1)
    return hidden


def _merged(sheet: Any, cells: Any) -> Iterator[list[int]]:
    """The merged areas that begin in these cells."""
    if not cells.IsMerged:
        return
    groups = cells.getUniqueCellFormatRanges()
    for group in map(groups.getByIndex, range(groups.getCount())):
        areas = [area_of(address) for address in group.getRangeAddresses()]
        if cell_of(sheet, *areas[0][:2]).IsMerged:
            for top, left, bottom, right in areas:
                for row in range(top, bottom + 1):
                    for column in range(left, right + 1):
                        yield _merged_area(sheet, row, column)


def _merged_area(sheet: Any, row: int, column: int) -> list[int]:
    cursor = sheet.createCursorByRange(cell_of(sheet, row, column))
    cursor.collapseToMergedArea()
    return list(area_of(cursor.getRangeAddress()))
