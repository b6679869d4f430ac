"""Pages: the plain sheets of Raccord's own, each a title and tables of text (SPEC §7)."""

from collections.abc import Sequence

from raccord.cells import CellRange
from raccord.colours import Tint
from raccord_addin.ops import Cell, MakeSheet, Op, PutCells, SetStyle, SetWidths


def page_ops(sheet: str, widths: Sequence[int], rows: Sequence[Sequence[Cell]], headings: Sequence[int]) -> list[Op]:
    """Write a page anew: its title in the first row, bold, and the rows numbered in `headings` as headings."""
    width = len(widths)
    return [
        MakeSheet(sheet),
        SetWidths(sheet, 1, widths),
        PutCells(sheet, 1, 1, [[*row, *[None] * (width - len(row))] for row in rows]),
        SetStyle(sheet, [CellRange(1, 1, 1, 1)], bold=True),
        SetStyle(sheet, [CellRange(row, 1, row, width) for row in headings], Tint.HEADING, bold=True),
    ]
