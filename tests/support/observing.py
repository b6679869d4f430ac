"""What a saved workbook shows of Raccord's operations, as values to be compared whichever program saved it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

import openpyxl
from openpyxl.cell import Cell
from openpyxl.worksheet.cell_range import CellRange as Span
from openpyxl.worksheet.worksheet import Worksheet

from raccord.cells import CellRange, ErrorCell
from raccord.files.annotations import Rule

Place: TypeAlias = tuple[int, int]
SeenBar: TypeAlias = tuple[float, float, str]
_LAST_WIDTH = 100
_GROUP = re.compile(r'AND\(N\("raccord-([^"]*)"\)=0,')
_QUOTED = re.compile(r"""("[^"]*"|'(?:[^']|'')*')""")
_PLAIN_NAME = re.compile(r"'([^\W\d]\w*)'!")
_WHOLE_ROWS = re.compile(r"\$A\$(\d+):\$XFD\$(\d+)")
_LINK = re.compile(r"""=HYPERLINK\("#'?((?:[^'"]|'')+?)'?!\$?A\$?(\d+)",(\d+)\)""")
_LOCATION = re.compile(r"#?'?((?:[^']|'')+?)'?[!.]\$?A\$?(\d+)")


@dataclass(frozen=True)
class SeenRule:
    """A conditional format of Raccord's: its group, the cells it covers, its formula and colour (RRGGBB)."""

    group: str
    areas: tuple[CellRange, ...]
    formula: str
    colour: str


@dataclass(frozen=True)
class SeenSheet:
    """One sheet; places are (row, column).

    `foreign` counts the conditional formats that are not Raccord's, `bars` has the cells with one, `checked` counts
    those that refuse some input; `hidden` are rows, `folded` hidden columns.
    """

    cells: dict[Place, Any]
    links: dict[Place, tuple[str, int]]
    rules: tuple[SeenRule, ...]
    foreign: int
    bars: dict[Place, SeenBar]
    dropdowns: dict[Place, tuple[str, ...]]
    checked: int
    fills: dict[Place, str]
    bold: frozenset[Place]
    wrapped: frozenset[Place]
    widths: dict[int, int]
    frozen_rows: int
    filter: CellRange | None
    merged: tuple[CellRange, ...]
    hidden: frozenset[int]
    folded: frozenset[int]


@dataclass(frozen=True)
class Seen:
    """A workbook: its sheets in order, its names, and the sheet in front."""

    sheets: dict[str, SeenSheet]
    names: dict[str, str]
    active: str


def seen(path: Path) -> Seen:
    """Look at a saved workbook."""
    book = openpyxl.load_workbook(path)
    names = {name: plain_formula(str(one.value)) for name, one in book.defined_names.items()}
    shown = book.active
    assert shown is not None
    return Seen({one.title: _sheet(one) for one in book.worksheets}, names, shown.title)


def as_seen(group: str, one: Rule) -> SeenRule:
    """A rule of Raccord's the way a saved workbook shows it."""
    return SeenRule(group, plain_areas(one.areas), plain_formula(one.formula), one.colour)


def plain_formula(text: str) -> str:
    """A formula without what programs write in ways of their own: spaces, needless quotes, whole rows as areas."""
    parts = _QUOTED.split(text.removeprefix("of:").removeprefix("="))
    joined = "".join(part if number % 2 else part.replace(" ", "") for number, part in enumerate(parts))
    return _WHOLE_ROWS.sub(r"$\1:$\2", _PLAIN_NAME.sub(r"\1!", joined))


def plain_areas(areas: Iterable[CellRange]) -> tuple[CellRange, ...]:
    """The same cells in the one way: bands of rows as high as can be, in each the columns as wide as can be."""
    held = list(areas)
    cuts = sorted({one.first_row for one in held} | {one.last_row + 1 for one in held})
    bands: list[tuple[int, int, list[tuple[int, int]]]] = []
    for first, after in pairwise(cuts):
        columns = _joined([(a.first_column, a.last_column) for a in held if a.first_row <= first <= a.last_row])
        if bands and bands[-1][1:] == (first - 1, columns):
            bands[-1] = (bands[-1][0], after - 1, columns)
        elif columns:
            bands.append((first, after - 1, columns))
    return tuple(CellRange(top, left, bottom, right) for top, bottom, columns in bands for left, right in columns)


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _sheet(sheet: Worksheet) -> SeenSheet:
    cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell)]
    rules = [(one.sqref, rule) for one in sheet.conditional_formatting for rule in one.rules]
    own = [_rule(spans, rule) for spans, rule in rules if _group(rule) and _group(rule) != "bars"]
    bars = [(place, _bar(rule)) for spans, rule in rules if rule.type == "dataBar" for place in _places(spans)]
    return SeenSheet(
        cells={(cell.row, cell.column): _value(cell) for cell in cells if cell.value not in {None, ""}},
        links={(cell.row, cell.column): link for cell in cells if (link := _link(cell))},
        rules=tuple(sorted(own, key=repr)),
        foreign=sum(not _group(rule) and rule.type != "dataBar" for _, rule in rules),
        bars=dict(bars),
        dropdowns=_dropdowns(sheet),
        checked=len(_checked(sheet)),
        fills={(cell.row, cell.column): _colour(cell.fill.fgColor) for cell in cells if cell.fill.fill_type == "solid"},
        bold=frozenset((cell.row, cell.column) for cell in cells if cell.font.b and cell.value is not None),
        wrapped=frozenset(
            (cell.row, cell.column) for cell in cells if cell.alignment.wrap_text and cell.alignment.vertical == "top"
        ),
        widths=_widths(sheet),
        frozen_rows=_frozen_rows(sheet),
        filter=_area(sheet.auto_filter.ref) if sheet.auto_filter.ref else None,
        merged=tuple(sorted((_span(one) for one in sheet.merged_cells.ranges), key=repr)),
        hidden=frozenset(number for number, look in sheet.row_dimensions.items() if look.hidden),
        folded=frozenset(number for one in sheet.column_dimensions.values() if one.hidden for number in _columns(one)),
    )


def _value(cell: Cell) -> Any:
    value: Any = cell.value
    if cell.data_type == "f":
        text = str(getattr(value, "text", value))
        link = _LINK.fullmatch("=" + plain_formula(text))
        return float(link[3]) if link else "=" + plain_formula(text)
    if cell.data_type == "e":
        return ErrorCell(str(value))
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return ("text", value) if isinstance(value, str) else value


def _link(cell: Cell) -> tuple[str, int] | None:
    found = _LINK.fullmatch("=" + plain_formula(str(cell.value))) if cell.data_type == "f" else None
    if not found and cell.hyperlink:
        found = _LOCATION.fullmatch(cell.hyperlink.location or cell.hyperlink.target or "")
    return (found[1].replace("''", "'"), int(found[2])) if found else None


def _group(rule: Any) -> str:
    found = _GROUP.match(plain_formula(rule.formula[0])) if rule.formula else None
    return found[1] if found else ""


def _rule(spans: Any, rule: Any) -> SeenRule:
    areas = plain_areas(_span(one) for one in spans.ranges)
    fill = rule.dxf.fill
    shown = fill.bgColor if fill.bgColor.rgb != "00000000" else fill.fgColor
    return SeenRule(_group(rule), areas, plain_formula(rule.formula[0]), _colour(shown))


def _bar(rule: Any) -> SeenBar:
    """The numbers at which a bar is none and as wide as the cell, and its colour."""
    low, high = rule.dataBar.cfvo
    return float(low.val), float(high.val), _colour(rule.dataBar.color)


def _dropdowns(sheet: Worksheet) -> dict[Place, tuple[str, ...]]:
    """By cell the words that are offered, or the area that holds them; only those that refuse no other word."""
    offered: dict[Place, tuple[str, ...]] = {}
    for one in sheet.data_validations.dataValidation:
        if one.type != "list" or one.showErrorMessage:
            continue
        text = plain_formula(str(one.formula1))
        words = tuple(text.strip('"').split(",")) if text.startswith('"') else (text,)
        offered |= dict.fromkeys(_places(one.sqref), words)
    return offered


def _checked(sheet: Worksheet) -> set[Place]:
    checks = [one for one in sheet.data_validations.dataValidation if one.showErrorMessage]
    return {place for one in checks for place in _places(one.sqref)}


def _places(spans: Any) -> Iterable[Place]:
    return [place for span in spans.ranges for line in span.rows for place in line]


def _widths(sheet: Worksheet) -> dict[int, int]:
    widths: dict[int, int] = {}
    for one in sheet.column_dimensions.values():
        columns = _columns(one)
        if one.width and not one.hidden and columns.stop - 1 <= _LAST_WIDTH:
            widths |= dict.fromkeys(columns, round(one.width))
    return widths


def _columns(one: Any) -> range:
    """The columns that a description is about."""
    one.reindex()
    return range(one.min or 0, (one.max or 0) + 1)


def _frozen_rows(sheet: Worksheet) -> int:
    pane = sheet.sheet_view.pane
    return int(pane.ySplit or 0) if pane and pane.state != "split" else 0


def _colour(colour: Any) -> str:
    return str(colour.rgb)[-6:].upper()


def _area(reference: str) -> CellRange:
    return _span(Span(reference))


def _span(span: Any) -> CellRange:
    return CellRange(span.min_row, span.min_col, span.max_row, span.max_col)
