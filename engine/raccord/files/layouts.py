"""A sheet to be written, without its rows: columns, marks, headers and how cells are shown (SPEC §9)."""

from dataclasses import dataclass
from enum import StrEnum

HEAD_ROWS = 2


class ColumnKind(StrEnum):
    """How a column's cells are shown."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its mark and header, how its cells are shown, what they may be, and a line that explains it.

    `colour` is the background of mark and header as RRGGBB; `choices` limits the cells, where the format can.
    """

    header: str
    mark: str
    kind: ColumnKind
    colour: str
    choices: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """A sheet without its rows: its name, its columns, and the words that its update row offers."""

    name: str
    columns: tuple[SheetColumn, ...]
    marks: tuple[str, ...] = ()
