"""A sheet to be written, without its rows: columns, marks, headers and how cells are shown (SPEC §9)."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import TypeAlias

HEAD_ROWS = 2


class ColumnKind(StrEnum):
    """How a column's cells are shown."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"


class Content(StrEnum):
    """What a rule lets a cell hold."""

    WORD = "word"
    INTEGER = "integer"
    NUMBER = "number"
    DAY = "day"
    CLOCK = "clock"
    LENGTH = "length"


Bound: TypeAlias = int | date | time


@dataclass(frozen=True, slots=True)
class CellRule:
    """What the cells below a header may hold, checked by the spreadsheet program when something is typed.

    `words` are those of a list; `least` and `most` are the bounds, included, of all other contents. A strict rule
    refuses anything else with `message`; one that is not strict warns, and lets the user go on.
    """

    content: Content
    words: tuple[str, ...] = ()
    least: Bound = 0
    most: Bound = 0
    message: str = ""
    strict: bool = False


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its mark and header, how its cells are shown, what they may be, and what explains it.

    `colour` is the background of mark and header as RRGGBB. `hint` is a line that shows when the header is selected,
    where the format can; `note` is a comment on the header, of several lines.
    """

    header: str
    mark: str
    kind: ColumnKind
    colour: str
    rule: CellRule | None = None
    hint: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page: a word or title on the background `colour` (RRGGBB), and what is said about it."""

    word: str
    text: str = ""
    colour: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A second sheet that only explains: its name and its lines."""

    name: str
    lines: tuple[PageLine, ...]


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """A sheet without its rows: its name, its columns, the words that its update row offers, and a page behind it."""

    name: str
    columns: tuple[SheetColumn, ...]
    marks: tuple[str, ...] = ()
    page: Page | None = None
