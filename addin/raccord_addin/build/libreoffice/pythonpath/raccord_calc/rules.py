"""The conditional formats of Raccord's groups.

A format that `XConditionalFormats` makes is stored but not shown before the file is opened again: no cell knows of it.
One that is set as a property of cells is shown at once, but takes the place of every other format there. So a format
is set on the cells that no other covers, and then made to reach over all of its own: where it meets another, it is
stored, and shown once the file is opened again.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import Any, Iterable, Iterator, Mapping, Sequence

from com.sun.star.beans import PropertyValue
from com.sun.star.sheet.ConditionOperator import FORMULA

from raccord_calc.areas import Area, area_of, many_cells_of, without
from raccord_calc.book import Book, Op
from raccord_calc.styles import background_style

Rule = Mapping[str, Any]
"""A rule as the engine sends it: areas, an English formula with commas, and a colour (RRGGBB)."""
_GROUP = re.compile(r'N\("raccord-([^"]*)"\)')
_QUOTED = re.compile(r"""("[^"]*"|'[^']*')""")
_NEVER = "0"


def set_rules(book: Book, op: Op) -> None:
    """Give a sheet the rules of a group, and no others of that group.

    They are not recorded for Ctrl+Z, for which LibreOffice would keep two copies of all the cells: rules follow what
    the cells say.
    """
    document, sheet = book.document, book.sheet(op)
    with _unrecorded(document):
        for one in _formats(sheet):
            _remove(document, sheet, one, op["group"])
        taken = [area for one in _formats(sheet) for area in _areas(one)]
        for areas, rules in _by_areas(op["rules"]).items():
            _add(book, op, areas, rules, without(areas, taken))
            taken.extend(areas)


@contextmanager
def _unrecorded(document: Any) -> Iterator[None]:
    document.getUndoManager().lock()
    try:
        yield
    finally:
        document.getUndoManager().unlock()


def _formats(sheet: Any) -> Sequence[Any]:
    return tuple(sheet.ConditionalFormats.getConditionalFormats())


def _areas(one: Any) -> list[Area]:
    return [area_of(address) for address in one.Range.getRangeAddresses()]


def _by_areas(rules: Iterable[Rule]) -> Mapping[tuple[Area, ...], list[Rule]]:
    """The rules by the areas that they share; the first that is true counts."""
    shared: dict[tuple[Area, ...], list[Rule]] = {}
    for rule in rules:
        areas = tuple((area[0], area[1], area[2], area[3]) for area in rule["areas"])
        shared.setdefault(areas, []).append(rule)
    return shared


def _add(book: Book, op: Op, areas: Sequence[Area], rules: Iterable[Rule], free: Sequence[Area]) -> None:
    """Add a format of areas, of which `free` are the cells that no other format covers."""
    document, sheet = book.document, book.sheet(op)
    spare = _last_cell(sheet)
    shown = many_cells_of(document, sheet, free or [spare])
    conditions = shown.ConditionalFormat
    conditions.clear()
    for rule in rules:
        conditions.addNew(
            (
                PropertyValue(Name="Operator", Value=FORMULA),
                PropertyValue(Name="Formula1", Value=_in_api_grammar(rule["formula"])),
                PropertyValue(Name="StyleName", Value=background_style(document, rule["colour"], op["group"])),
            )
        )
    shown.ConditionalFormat = conditions
    if list(free) != list(areas):
        added = max(_formats(sheet), key=lambda one: one.ID)
        added.Range = many_cells_of(document, sheet, areas)
    if not free:
        _bare(document, sheet, [spare])


def _remove(document: Any, sheet: Any, one: Any, group: str) -> None:
    """Take a group's conditions out of a format; it goes with them unless it holds others.

    One that holds others, because a program joined formats of the same cells, keeps ours as conditions that are never
    true: LibreOffice cannot take a single condition out.
    """
    conditions = [one.getByIndex(number) for number in range(one.Count)]
    ours = [condition for condition in conditions if _group_of(condition) == group]
    if len(ours) < len(conditions):
        for condition in ours:
            condition.Formula1 = _NEVER
        return
    number = one.ID
    others = [area for other in _formats(sheet) if number != other.ID for area in _areas(other)]
    _bare(document, sheet, without(_areas(one), others))
    if any(number == left.ID for left in _formats(sheet)):
        sheet.ConditionalFormats.removeByID(number)


def _group_of(condition: Any) -> str:
    found = _GROUP.search(getattr(condition, "Formula1", ""))
    return found.group(1) if found else ""


def _bare(document: Any, sheet: Any, areas: Sequence[Area]) -> None:
    """Take every conditional format off cells."""
    if areas:
        cells = many_cells_of(document, sheet, areas)
        conditions = cells.ConditionalFormat
        conditions.clear()
        cells.ConditionalFormat = conditions


def _last_cell(sheet: Any) -> Area:
    _, _, row, column = area_of(sheet.getRangeAddress())
    return (row, column, row, column)


def _in_api_grammar(formula: str) -> str:
    """A formula as LibreOffice's interfaces take it in every language: semicolons between arguments."""
    parts = _QUOTED.split(formula[1:] if formula.startswith("=") else formula)
    return "".join(part if number % 2 else part.replace(",", ";") for number, part in enumerate(parts))
