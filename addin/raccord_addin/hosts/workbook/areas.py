"""Areas of a sheet as openpyxl has them: moved by an inserted row, and with a hole cut into them."""

from collections.abc import Iterable, Iterator

from openpyxl.worksheet.cell_range import CellRange as Span
from openpyxl.worksheet.cell_range import MultiCellRange

from raccord.cells import CellRange
from raccord.files.faults import MAX_ROWS


def area_of(span: Span) -> CellRange:
    """An area as Raccord has it."""
    return CellRange(span.min_row, span.min_col, span.max_row, span.max_col)


def span_of(area: CellRange) -> Span:
    """An area as openpyxl has it."""
    return Span(min_row=area.first_row, min_col=area.first_column, max_row=area.last_row, max_col=area.last_column)


def spans_of(areas: Iterable[CellRange]) -> MultiCellRange:
    """Several areas as openpyxl has them."""
    return MultiCellRange([span_of(area) for area in areas])


def moved(span: Span, row: int) -> Span:
    """The area after a row was inserted above row `row`: moved down, or one row longer."""
    if (span.min_row, span.max_row) == (1, MAX_ROWS):
        return span_of(area_of(span))  # whole columns stay whole
    first, last = (min(end + (end >= row), MAX_ROWS) for end in (span.min_row, span.max_row))
    return Span(min_row=first, min_col=span.min_col, max_row=last, max_col=span.max_col)


def moved_spans(spans: Iterable[Span], row: int) -> MultiCellRange:
    """Several areas after a row was inserted."""
    return MultiCellRange([moved(span, row) for span in spans])


def moved_reference(reference: str, row: int) -> str:
    """An area by its name, such as `A1:C7`, after a row was inserted."""
    return moved(Span(reference), row).coord


def without(spans: Iterable[Span], hole: CellRange) -> MultiCellRange:
    """Several areas without the cells of another one."""
    return MultiCellRange([part for span in spans for part in _without(span, span_of(hole))])


def _without(span: Span, hole: Span) -> Iterator[Span]:
    if span.isdisjoint(hole):
        yield span
        return
    top, bottom = max(span.min_row, hole.min_row), min(span.max_row, hole.max_row)
    parts = (
        (span.min_row, span.min_col, hole.min_row - 1, span.max_col),
        (hole.max_row + 1, span.min_col, span.max_row, span.max_col),
        (top, span.min_col, bottom, hole.min_col - 1),
        (top, hole.max_col + 1, bottom, span.max_col),
    )
    for part in parts:
        if part[0] <= part[2] and part[1] <= part[3]:
            yield span_of(CellRange(*part))
