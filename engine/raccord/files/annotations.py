"""What is laid over a sheet: a word per row, conditional formats, and the lines of the result sheet (SPEC §7)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from raccord.cells import CellRange

MOST_LINKS = 65_000
"""Excel calls a file damaged whose sheet has more than 65,530 links."""
LONGEST_TITLE = 31
OWN_WIDTH = 22
"""How wide the column of Raccord's own is made, in characters."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A conditional format: areas, a formula without relative references, and the background (RRGGBB) it gives."""

    areas: tuple[CellRange, ...]
    formula: str
    colour: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars behind the numbers of areas: of the colour (RRGGBB), none at 0 and as wide as the cell at `most`."""

    areas: tuple[CellRange, ...]
    most: int
    colour: str


@dataclass(frozen=True, slots=True)
class RowNote:
    """What stands beside one row, in the column of Raccord's own."""

    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What a cell's dropdown offers: words, or the texts of its own line from one column to another."""

    words: tuple[str, ...] = ()
    columns: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class ResultCell:
    """A cell of the result sheet: its value, its background (RRGGBB), the row that it leads to, and its dropdown."""

    value: str | int | None
    colour: str = ""
    bold: bool = False
    link: int | None = None
    offer: Offer | None = None


ResultRow: TypeAlias = tuple[ResultCell, ...]
Step: TypeAlias = tuple[RowNote | None, ResultRow | None]


@dataclass(frozen=True)
class Annotation:
    """The whole overlay of one sheet.

    `steps` starts a pass over the annotated rows in the order of the sheet, each with its line of the table; either can
    be missing.
    `head` are the result sheet's first rows, the last of which is the header of the table. `widths` are those of its
    columns in characters, 0 for a hidden one; a line may have fewer cells. `rules` are the conditional
    formats of the sheet, `result_rules` makes those of the result sheet for its last line, and `bars` lie behind its
    counts, if it counts anything.
    """

    sheet: str
    header_row: int
    own_column: int
    result_sheet: str
    head: tuple[ResultRow, ...]
    widths: tuple[int, ...]
    steps: Callable[[], Iterator[Step]]
    rules: tuple[Rule, ...]
    result_rules: Callable[[int], tuple[Rule, ...]]
    bars: Bars | None = None


def sheet_title(name: str, *taken: str) -> str:
    """Give a sheet a name that xlsx allows and no other sheet has."""
    plain = "".join("_" if char in "[]:*?/\\" or not char.isprintable() else char for char in name)
    allowed = plain[:LONGEST_TITLE].strip("'") or "Sheet"
    used = {other.casefold() for other in (*taken, "History")}
    number, title = 1, allowed
    while title.casefold() in used:
        number += 1
        title = f"{allowed[: LONGEST_TITLE - 10]} ({number})"
    return title


def link_target(title: str, row: int) -> str:
    """Name the first cell of a row the way links do: `'My Sheet'!A7`."""
    quoted = title.replace("'", "''")
    return f"'{quoted}'!A{row}"
