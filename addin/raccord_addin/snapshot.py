"""Snapshots: what a workbook shows at the moment of a click, as frozen values that also travel as JSON.

A host takes them (see `raccord_addin.hosts`), actions read them. The same sheet gives the same snapshot in every host:
numbers are floats, blanks None, rows end at their last filled cell and the sheet at its last filled row, a moment at
midnight is a date, a duration of less than a day a time, and an error cell is an `ErrorCell`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from raccord.cells import CellRange, ErrorCell, Grid, RawCell, RawRow

VERSION = 1
"""The version of the message types `Snapshot` and `Op`; both ends of a pipe must have the same."""
HEAD_ROWS = 21
"""How many rows hold every place that an update row and its headers can be in (SPEC §2)."""
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - cells have no time zone
_DAY = timedelta(days=1)
_DAY_MS = 86_400_000


class Reach(StrEnum):
    """How much of the worked-on sheet an action needs; SHOWN is the sheet that the result sheet is about, if any."""

    NOTHING = "nothing"
    HEAD = "head"
    ROWS = "rows"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class SheetState:
    """A sheet of the workbook, by name, and whether it is protected."""

    name: str
    protected: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """The workbook as a whole: its file's name without folder, its sheets, and where the user is.

    `selection` are the selected areas of the active sheet, the one with the cursor first. `language` is the program's,
    such as `fr` or `de-AT`. `writable` is false for a document that cannot be changed, `locked` true where no sheet can
    be added.
    """

    name: str
    sheets: tuple[SheetState, ...]
    active: str
    selection: tuple[CellRange, ...] = ()
    language: str = "en"
    writable: bool = True
    locked: bool = False

    def sheet(self, name: str) -> SheetState | None:
        """The sheet of that name, compared the way spreadsheet programs do: without case."""
        return next((one for one in self.sheets if one.name.casefold() == name.casefold()), None)

    def to_json(self) -> dict[str, Any]:
        """The book as JSON values."""
        return {
            "name": self.name,
            "sheets": [{"name": one.name, "protected": one.protected} for one in self.sheets],
            "active": self.active,
            "selection": [area_json(area) for area in self.selection],
            "language": self.language,
            "writable": self.writable,
            "locked": self.locked,
        }

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> "Book":
        """Read what `to_json` gives."""
        return cls(
            given["name"],
            tuple(SheetState(one["name"], one["protected"]) for one in given["sheets"]),
            given["active"],
            tuple(CellRange(*area) for area in given["selection"]),
            given["language"],
            given["writable"],
            given["locked"],
        )


@dataclass(frozen=True, slots=True)
class SheetCells:
    """The cells of one sheet from A1 on, whole or its first rows, in the form that every host gives them."""

    name: str
    rows: Sequence[RawRow]
    hidden_rows: frozenset[int] = frozenset()
    merged: tuple[CellRange, ...] = ()

    @classmethod
    def of(
        cls,
        name: str,
        rows: Iterable[Sequence[Any]],
        hidden_rows: Iterable[int] = (),
        merged: Iterable[CellRange] = (),
    ) -> "SheetCells":
        """Make a sheet of cells as a program gives them: see `canonical`."""
        held = [_trimmed([canonical(cell) for cell in row]) for row in rows]
        while held and not held[-1]:
            held.pop()
        hidden = frozenset(row for row in hidden_rows if row <= len(held))
        spans = sorted((span for span in merged if span.first_row <= len(held)), key=area_json)
        return cls(name, held, hidden, tuple(spans))

    @property
    def width(self) -> int:
        """The number of the last filled column."""
        return max(map(len, self.rows), default=0)

    def cell(self, row: int, column: int) -> RawCell:
        """The cell at a row and column, both counted from 1; None beyond the sheet."""
        cells = self.rows[row - 1] if 0 < row <= len(self.rows) else ()
        return cells[column - 1] if 0 < column <= len(cells) else None

    def grid(self) -> Grid:
        """The sheet as the engine reads it."""
        return Grid(self.name, lambda: iter(self.rows), self.hidden_rows, self.merged)

    def to_json(self) -> dict[str, Any]:
        """The cells as JSON values: moments are days since 1899-12-30, `kinds` and `errors` say which cells they are.

        `kinds` has `[kind, first row, first column, last row, last column]`, where the kind is `date`, `time` or
        `boolean`; `errors` has `[row, column, text]`; `hidden` the first and last row of each hidden run.
        """
        kinds: list[list[Any]] = []
        errors: list[list[Any]] = []
        for number, row in enumerate(self.rows, 1):
            for column, cell in enumerate(row, 1):
                kind = _kind(cell)
                if kind:
                    kinds.append([kind, number, column, number, column])
                elif isinstance(cell, ErrorCell):
                    errors.append([number, column, cell.text])
        return {
            "name": self.name,
            "rows": [[_plain(cell) for cell in row] for row in self.rows],
            "kinds": kinds,
            "errors": errors,
            "hidden": runs(self.hidden_rows),
            "merged": [area_json(area) for area in self.merged],
        }

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> "SheetCells":
        """Read what `to_json` gives; a blank may also be empty text, and kinds may cover blank cells and text."""
        rows: list[list[Any]] = [[None if cell == "" else cell for cell in row] for row in given["rows"]]
        for kind, *area in given["kinds"]:
            _give_kind(rows, kind, CellRange(*area))
        for row, column, text in given["errors"]:
            rows[row - 1][column - 1] = ErrorCell(text)
        hidden = (row for first, last in given["hidden"] for row in range(first, last + 1))
        return cls.of(given["name"], rows, hidden, (CellRange(*area) for area in given["merged"]))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that an action sees: the book, the worked-on sheet as far as it is needed, and Raccord's own sheets by name.

    `answer` is the token of the question that the user has just answered with yes (see `ops.Question`).
    """

    book: Book
    subject: SheetCells | None = None
    own: Mapping[str, SheetCells] | None = None
    answer: str = ""

    def to_json(self) -> dict[str, Any]:
        """The snapshot as JSON values, with the version of the messages."""
        return {
            "version": VERSION,
            "book": self.book.to_json(),
            "subject": self.subject and self.subject.to_json(),
            "own": {name: cells.to_json() for name, cells in (self.own or {}).items()},
            "answer": self.answer,
        }

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> "Snapshot":
        """Read what `to_json` gives; raises ValueError for another version."""
        if given["version"] != VERSION:
            raise ValueError(f"version {given['version']} of the messages instead of {VERSION}")
        subject = given["subject"]
        return cls(
            Book.from_json(given["book"]),
            SheetCells.from_json(subject) if subject else None,
            {name: SheetCells.from_json(cells) for name, cells in given["own"].items()},
            given["answer"],
        )


def canonical(cell: Any) -> RawCell:
    """Give a cell the one form that snapshots have: floats for numbers, None for blanks, moments to the millisecond."""
    match cell:
        case bool() | ErrorCell() | None:
            return cell
        case str():
            return cell or None
        case int() | float():
            return float(cell)
        case datetime() | date() | time() | timedelta():
            return _canonical_moment(cell)
        case _:
            return float(cell)  # a currency cell, as Excel gives it


def moment(serial: float, kind: str) -> RawCell:
    """Turn a spreadsheet's number of days into what its format shows: `date` also with a time, or `time`.

    A number too large for any date or duration stays a number.
    """
    try:
        whole = timedelta(milliseconds=round(serial * _DAY_MS))
        return canonical(whole if kind == "time" else _EPOCH + whole)
    except (OverflowError, ValueError):
        return serial


def _canonical_moment(cell: datetime | date | time | timedelta) -> RawCell:
    """A midnight as its date; as a time, what lies on day 0 or is a duration of less than a day."""
    match cell:
        case datetime():
            return _canonical_date(_EPOCH + _whole(cell - _EPOCH))
        case time():
            return (_EPOCH + _whole(datetime.combine(_EPOCH, cell) - _EPOCH)).time()
        case timedelta():
            span = _whole(cell)
            return (_EPOCH + span).time() if timedelta() <= span < _DAY else span
        case _:
            return cell


def _canonical_date(whole: datetime) -> RawCell:
    if whole.date() == _EPOCH.date():
        return whole.time()
    return whole.date() if whole.time() == time() else whole


def _whole(span: timedelta) -> timedelta:
    """A span to the millisecond."""
    return timedelta(milliseconds=round(span / timedelta(milliseconds=1)))


def area_json(area: CellRange) -> list[int]:
    """An area as first row, first column, last row, last column."""
    return [area.first_row, area.first_column, area.last_row, area.last_column]


def runs(rows: Iterable[int]) -> list[list[int]]:
    """Join consecutive numbers into runs, each by its first and last number."""
    joined: list[list[int]] = []
    for row in sorted(rows):
        if joined and row == joined[-1][1] + 1:
            joined[-1][1] = row
        else:
            joined.append([row, row])
    return joined


def _give_kind(rows: list[list[Any]], kind: str, area: CellRange) -> None:
    for row in rows[area.first_row - 1 : area.last_row]:
        for at in range(area.first_column - 1, min(area.last_column, len(row))):
            if isinstance(row[at], (int, float)):
                row[at] = bool(row[at]) if kind == "boolean" else moment(row[at], kind)


def _kind(cell: RawCell) -> str:
    match cell:
        case bool():
            return "boolean"
        case date():
            return "date"
        case time() | timedelta():
            return "time"
        case _:
            return ""


def _plain(cell: RawCell) -> Any:
    """A cell as JSON: moments as days since 1899-12-30, errors as nothing."""
    match cell:
        case datetime():
            return (cell - _EPOCH) / _DAY
        case date():
            return (datetime.combine(cell, time()) - _EPOCH) / _DAY
        case time():
            return (datetime.combine(_EPOCH, cell) - _EPOCH) / _DAY
        case timedelta():
            return cell / _DAY
        case _:
            return int(cell) if isinstance(cell, bool) else None if isinstance(cell, ErrorCell) else cell


def _trimmed(row: list[RawCell]) -> RawRow:
    while row and row[-1] is None:
        row.pop()
    return row
