"""Raw cells: what a sheet holds before a field gives it a meaning, and how a user names its places."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

SPREADSHEET_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell that shows an error such as `#N/A`, or a formula whose result the file does not hold."""

    text: str


FORMULA_WITHOUT_VALUE = ErrorCell("formula without a value")

RawCell: TypeAlias = bool | int | float | str | date | datetime | time | timedelta | ErrorCell | None
RawRow: TypeAlias = Sequence[RawCell]


@dataclass(frozen=True, slots=True)
class CellRange:
    """A rectangle of cells, all numbers from 1, ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


def nothing() -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet as it stands: its name, its cells from A1 on, and what a user cannot see at once.

    `read` starts a fresh pass over the rows: row 1 first, each row's cells from column A on; rows may differ
    in length and blank cells are None or text without a visible character. `release` lets go of what reading keeps for
    the next pass, which then takes longer.
    """

    name: str
    read: Callable[[], Iterator[RawRow]]
    hidden_rows: frozenset[int] = frozenset()
    merged: tuple[CellRange, ...] = ()
    release: Callable[[], None] = nothing

    @classmethod
    def of(cls, name: str, rows: Iterable[RawRow]) -> "Grid":
        """Make a grid of rows held in memory."""
        held = [tuple(row) for row in rows]
        return cls(name, lambda: iter(held))


def is_blank(cell: RawCell) -> bool:
    """Tell whether a cell is blank: no value, or text that is empty after trimming (SPEC, Words)."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def is_error(cell: RawCell) -> bool:
    """Tell whether a cell shows a spreadsheet error, also one that was pasted or exported as text (SPEC §2)."""
    return isinstance(cell, ErrorCell) or (isinstance(cell, str) and cell.strip() in SPREADSHEET_ERRORS)


def column_letters(column: int) -> str:
    """Name a column, counted from 1, as spreadsheets do: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Count a column named by letters: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def area_name(area: CellRange, *, fixed: bool = False) -> str:
    """Name a rectangle of cells as spreadsheets do: `A1:C7`; fixed, as rules need it, `$A$1:$C$7`."""
    sign = "$" if fixed else ""
    corners = ((area.first_row, area.first_column), (area.last_row, area.last_column))
    return ":".join(f"{sign}{column_letters(column)}{sign}{row}" for row, column in corners)


def sheet_name_in_formulas(sheet: str) -> str:
    """Quote a sheet's name where spreadsheets would: `Clients`, `'My Sheet'`."""
    plain = re.fullmatch(r"[^\W\d]\w*", sheet) is not None
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"


def cell_name(sheet: str, row: int, column: int) -> str:
    """Name a cell as the user sees it: `Clients!C7`."""
    return f"{sheet_name_in_formulas(sheet)}!{column_letters(column)}{row}"
