"""Choosing how a file is annotated: small xlsx workbooks keep their styling, all else is streamed (SPEC §8)."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from raccord.cells import Grid, is_blank
from raccord.files.annotations import Annotation
from raccord.files.reading import read_grids
from raccord.files.recognising import Kind, recognise
from raccord.files.streamed_copies import write_streamed_copy
from raccord.files.styled_copies import OPENPYXL_FAULTS, write_styled_copy

MOST_STYLED_CELLS = 300_000
"""openpyxl takes 0.3 s per 10,000 cells, and holds them all."""
_MOST_BYTES = 20 * 1024**2


def used_width(grid: Grid) -> int:
    """The number of the last column that holds anything."""
    return max((column for row in grid.read() for column, cell in enumerate(row, 1) if not is_blank(cell)), default=0)


def write_annotated_copy(path: Path, source: Path, grid: Grid, annotation: Annotation) -> None:
    """Write the annotated copy of a file as xlsx.

    Raises:
        FileError: the source cannot be read, or a cell of it cannot be copied.
        OSError: the copy cannot be written.
    """
    if recognise(source) is Kind.TEXT:
        write_streamed_copy(path, [grid], annotation)
        return
    grids = [grid if one.name == grid.name else one for one in read_grids(source)]
    copied = [one for one in grids if one is grid or one.name.casefold() != annotation.result_sheet.casefold()]
    if recognise(source) is Kind.XLSX and _is_small(source, grids):
        try:
            write_styled_copy(path, source, copied, annotation)
        except OPENPYXL_FAULTS:
            write_streamed_copy(path, copied, annotation)
        return
    write_streamed_copy(path, copied, annotation)


def _is_small(source: Path, grids: Sequence[Grid]) -> bool:
    return source.stat().st_size <= _MOST_BYTES and not _exceeds(MOST_STYLED_CELLS, _sizes(grids))


def _sizes(grids: Sequence[Grid]) -> Iterable[int]:
    for grid in grids:
        for span in grid.merged:
            yield (span.last_row - span.first_row + 1) * (span.last_column - span.first_column + 1)
        for row in grid.read():
            yield len(row)


def _exceeds(most: int, sizes: Iterable[int]) -> bool:
    total = 0
    return any((total := total + size) > most for size in sizes)
