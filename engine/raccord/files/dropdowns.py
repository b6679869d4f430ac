"""The dropdowns of a result sheet, collected line by line: neighbours that offer the same words are one area."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from raccord.batches import in_batches
from raccord.cells import CellRange
from raccord.files.annotations import ResultCell


@dataclass(frozen=True, slots=True)
class Dropdown:
    """Words, or the texts of an area of the same sheet, that cells offer; they take other texts as well."""

    areas: tuple[CellRange, ...]
    words: tuple[str, ...] = ()
    source: CellRange | None = None


_MOST_AREAS = 200
"""So many areas have one list: Excel's files name all of them in one text."""


class DropdownCollector:
    """Sees the lines of a sheet and gives their dropdowns."""

    def __init__(self) -> None:
        self._runs: dict[tuple[int, tuple[str, ...]], list[list[int]]] = defaultdict(list)
        self._own: list[Dropdown] = []

    def see(self, number: int, line: Sequence[ResultCell]) -> None:
        """Take the offers of a line, whose number in the sheet counts from 1 and is higher than those before."""
        for column, cell in enumerate(line, 1):
            if cell.offer is None:
                continue
            if cell.offer.words:
                _extend(self._runs[column, cell.offer.words], number)
                continue
            first, last = cell.offer.columns
            area = CellRange(number, column, number, column)
            self._own.append(Dropdown((area,), source=CellRange(number, first, number, last)))

    def dropdowns(self) -> Iterator[Dropdown]:
        """Give the lists of single cells, then the words that many cells offer."""
        yield from self._own
        for (column, words), runs in self._runs.items():
            for some in in_batches(runs, _MOST_AREAS):
                yield Dropdown(tuple(CellRange(first, column, last, column) for first, last in some), words)


def _extend(runs: list[list[int]], number: int) -> None:
    if runs and runs[-1][1] == number - 1:
        runs[-1][1] = number
    else:
        runs.append([number, number])
