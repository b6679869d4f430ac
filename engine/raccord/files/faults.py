"""What a quick reader of values leaves out of a sheet, and how it is laid over the rows again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from raccord.cells import CellRange, RawCell, RawRow

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384


@dataclass(frozen=True, slots=True)
class Faults:
    """The hidden rows and merged ranges of a sheet, and by row number its cells that must replace the values read."""

    cells: Mapping[int, Sequence[tuple[int, RawCell]]] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    merged: tuple[CellRange, ...] = ()


def overlaid(rows: Iterable[RawRow], faults: Faults) -> Iterator[RawRow]:
    """Give the rows with their error cells, and the rows below them that hold nothing else."""
    if not faults.cells:
        yield from rows
        return
    number = 0
    for number, row in enumerate(rows, 1):
        yield _replaced(row, faults.cells[number]) if number in faults.cells else row
    for below in range(number + 1, max(faults.cells) + 1):
        yield _replaced([], faults.cells.get(below, ()))


def _replaced(row: RawRow, cells: Iterable[tuple[int, RawCell]]) -> RawRow:
    replaced = list(row)
    for column, cell in cells:
        replaced.extend([None] * (column - len(replaced)))
        replaced[column - 1] = cell
    return replaced
