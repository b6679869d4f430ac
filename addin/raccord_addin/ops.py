"""Operations: the small, frozen steps in which an action changes a workbook, as values that also travel as JSON.

A host carries them out in order. All rows and columns count from 1. Text is always text: a host never lets the program
read a formula, a number or a date out of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar, TypeAlias

from raccord.cells import CellRange
from raccord.files.annotations import Rule

Cell: TypeAlias = str | float | bool | None


@dataclass(frozen=True, slots=True)
class PutCells:
    """Write a block of values from a cell on; None empties a cell. Formats stay."""

    kind: ClassVar[str] = "put_cells"
    sheet: str
    row: int
    column: int
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class PutLinks:
    """Write a column of row numbers from a cell on, each a link to column A of that row of `target`; None is blank."""

    kind: ClassVar[str] = "put_links"
    sheet: str
    row: int
    column: int
    target: str
    rows: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class InsertRow:
    """Insert a blank row above row `row`; everything below moves down."""

    kind: ClassVar[str] = "insert_row"
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class MakeSheet:
    """Make an empty sheet at the end; one of Raccord's own that is there is emptied instead, formats and all."""

    kind: ClassVar[str] = "make_sheet"
    sheet: str


@dataclass(frozen=True, slots=True)
class RemoveSheet:
    """Remove one of Raccord's own sheets, if it is there."""

    kind: ClassVar[str] = "remove_sheet"
    sheet: str


@dataclass(frozen=True, slots=True)
class SetRules:
    """Give a sheet the conditional formats of a group, and no others of that group.

    Conditional formats lie over the cells' own formats and never change them; without them, every original colour is
    back. Formats that are not Raccord's stay. A rule's formula begins with `=AND(N("raccord-<group>")=0,`, by which
    the group's rules are known again.
    """

    kind: ClassVar[str] = "set_rules"
    sheet: str
    group: str
    rules: Sequence[Rule] = ()


@dataclass(frozen=True, slots=True)
class SetBars:
    """Lay bars behind the numbers of areas on one of Raccord's own sheets: none at 0, as wide as the cell at `most`."""

    kind: ClassVar[str] = "set_bars"
    sheet: str
    areas: Sequence[CellRange]
    most: int
    colour: str


@dataclass(frozen=True, slots=True)
class SetDropdown:
    """Offer words in the cells of areas, without refusing others.

    The words, or with `source` the texts of an area of the sheet `source_sheet`.
    """

    kind: ClassVar[str] = "set_dropdown"
    sheet: str
    areas: Sequence[CellRange]
    words: Sequence[str] = ()
    source_sheet: str = ""
    source: CellRange | None = None


@dataclass(frozen=True, slots=True)
class SetRowDropdowns:
    """Offer texts of its own row in each of many cells of a column, without refusing others.

    `areas` are the texts, each area a part of one row.
    """

    kind: ClassVar[str] = "set_row_dropdowns"
    sheet: str
    column: int
    areas: Sequence[CellRange]


@dataclass(frozen=True, slots=True)
class SetStyle:
    """Format the cells of areas on one of Raccord's own sheets: background (RRGGBB), bold, wrapped from the top."""

    kind: ClassVar[str] = "set_style"
    sheet: str
    areas: Sequence[CellRange]
    colour: str = ""
    bold: bool = False
    wrap: bool = False


@dataclass(frozen=True, slots=True)
class SetWidths:
    """Make columns so many characters wide, hidden ones visible; `widths` are the columns from `column` on, 0 hides."""

    kind: ClassVar[str] = "set_widths"
    sheet: str
    column: int
    widths: Sequence[float]


@dataclass(frozen=True, slots=True)
class Freeze:
    """Keep the first rows of one of Raccord's own sheets in sight."""

    kind: ClassVar[str] = "freeze"
    sheet: str
    rows: int


@dataclass(frozen=True, slots=True)
class SetFilter:
    """Give an area of one of Raccord's own sheets filter buttons; its first row is the header."""

    kind: ClassVar[str] = "set_filter"
    sheet: str
    area: CellRange


@dataclass(frozen=True, slots=True)
class Show:
    """Bring a sheet to the front and put the cursor on a cell."""

    kind: ClassVar[str] = "show"
    sheet: str
    row: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class OpenFile:
    """Open a workbook that Raccord has just written."""

    kind: ClassVar[str] = "open_file"
    path: str


@dataclass(frozen=True, slots=True)
class Say:
    """Tell the user in the status bar what was done and what comes next."""

    kind: ClassVar[str] = "say"
    text: str


@dataclass(frozen=True, slots=True)
class Alert:
    """Tell the user in a message box what went wrong, and what to do."""

    kind: ClassVar[str] = "alert"
    text: str


Op: TypeAlias = (
    PutCells | PutLinks | InsertRow | MakeSheet | RemoveSheet | SetRules | SetBars | SetDropdown | SetRowDropdowns
    | SetStyle | SetWidths | Freeze | SetFilter | Show | OpenFile | Say | Alert
)  # fmt: skip
OPS: dict[str, type[Op]] = {one.kind: one for one in Op.__args__}


@dataclass(frozen=True, slots=True)
class Question:
    """A yes-or-no question about something that loses data; `token` names exactly what a yes allows."""

    token: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What an action answers: operations, or a question to be asked first."""

    ops: Sequence[Op] = ()
    question: Question | None = None


def op_json(op: Op) -> dict[str, Any]:
    """An operation as JSON values: `op` is its kind, areas are lists of four numbers."""
    return {"op": op.kind, **{one.name: _json(getattr(op, one.name)) for one in fields(op)}}


def op_from_json(given: Mapping[str, Any]) -> Op:
    """Read what `op_json` gives."""
    made = OPS[given["op"]]
    return made(**{name: _READERS.get(name, _same)(value) for name, value in given.items() if name != "op"})


def _json(value: Any) -> Any:
    match value:
        case CellRange():
            return [value.first_row, value.first_column, value.last_row, value.last_column]
        case Rule():
            return {"areas": _json(value.areas), "formula": value.formula, "colour": value.colour}
        case list() | tuple() if value and isinstance(value[0], (CellRange, Rule)):
            return [_json(one) for one in value]
        case _:
            return value


def _same(value: Any) -> Any:
    return value


def _area(value: Any) -> CellRange | None:
    return CellRange(*value) if value else None


def _areas(value: Any) -> tuple[CellRange, ...]:
    return tuple(CellRange(*area) for area in value)


def _rules(value: Any) -> tuple[Rule, ...]:
    return tuple(Rule(_areas(one["areas"]), one["formula"], one["colour"]) for one in value)


_READERS: dict[str, Callable[[Any], Any]] = {
    "area": _area,
    "source": _area,
    "areas": _areas,
    "rules": _rules,
}
