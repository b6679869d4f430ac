"""Cells as they are given to Excel, which reads formulas, numbers and dates out of every text that it can."""

import re
from typing import TypeAlias

from raccord.files.storable import LONGEST_TEXT
from raccord_addin.ops import Cell

Given: TypeAlias = str | float | bool | None
LONGEST_IN_BLOCK = 8_000
"""Excel refuses a block of cells that holds a text of more than 8,203 characters; a cell by itself takes it."""
_CUT = "…"
_UNWRITABLE = re.compile("[\x00\ufffe\uffff\ud800-\udfff]")


def given(cell: Cell) -> Given:
    """Give a cell the form in which Excel keeps it as it is.

    Numbers are floats: Excel for the Mac ignores large integers. A text gets an apostrophe before it, which Excel
    takes away and which makes it read nothing out of the rest. Formatting the cell as text first would do that too,
    but it would stay, and turn into text what a user types there later.
    """
    match cell:
        case None | "" | bool():
            return cell or (cell if cell is False else None)
        case str():
            return "'" + _shortened(_UNWRITABLE.sub("\ufffd", cell))
        case _:
            return float(cell)


def _shortened(text: str) -> str:
    """Cut what no cell holds, and show that it was cut."""
    if len(text) * 2 <= LONGEST_TEXT:
        return text
    units = text.encode("utf-16-le")
    if len(units) // 2 <= LONGEST_TEXT:
        return text
    return units[: (LONGEST_TEXT - 1) * 2].decode("utf-16-le", "ignore") + _CUT
