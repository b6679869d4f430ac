"""All formulas of a workbook, wherever they stand, and what becomes of them when something moves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from openpyxl.chart.data_source import MultiLevelStrRef, NumRef, StrRef
from openpyxl.chart.series import Series, attribute_mapping
from openpyxl.descriptors.serialisable import Serialisable
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from raccord.cells import cell_name, sheet_name_in_formulas
from raccord.translation import _
from raccord_addin.hosts import HostError
from raccord_addin.hosts.workbook.references import UntranslatableError

_SERIES_PARTS = {name for names in attribute_mapping.values() for name in names}


class Change(Protocol):
    """What happened to a sheet."""

    def applied(self, formula: str, home: str) -> str:
        """Give the formula of sheet `home` after it; raises UntranslatableError."""


@dataclass(frozen=True, slots=True)
class _Formula:
    """A formula with its equals sign, the sheet whose cells it means without naming one, and how to replace it."""

    place: str
    home: str
    text: str
    put: Callable[[str], None]


def rewrites(book: Any, change: Change) -> list[Callable[[], None]]:
    """What remains to be done to the workbook's formulas after a change; nothing is done yet.

    Raises:
        HostError: a formula cannot be followed.
    """
    found: list[Callable[[], None]] = []
    for formula in _formulas(book):
        try:
            text = change.applied(formula.text, formula.home)
        except UntranslatableError as error:
            raise HostError(
                _(
                    "{place}: the formula {text} cannot be kept right: {error}.\nNothing was changed. Open the "
                    "file in a spreadsheet program and press the button there.",
                    place=formula.place,
                    text=formula.text,
                    error=error,
                )
            ) from error
        if text != formula.text:
            found.append(partial(formula.put, text))
    return found


def _formulas(book: Any) -> Iterator[_Formula]:
    for name in book.defined_names.values():
        yield from _bare(_("The name {name}", name=name.name), "", name, "attr_text")
    for sheet in book.chartsheets:
        yield from _of_charts(sheet)
    for sheet in book.worksheets:
        yield from _of_cells(sheet)
        yield from _of_rules(sheet)
        yield from _of_charts(sheet)
        for name in sheet.defined_names.values():
            yield from _bare(_("The name {name}", name=name.name), sheet.title, name, "attr_text")
        for one in sheet.data_validations.dataValidation:
            yield from _bare(_place(sheet, one.sqref), sheet.title, one, "formula1", "formula2")
        for table in sheet.tables.values():
            for column in table.tableColumns:
                for held in filter(None, (column.calculatedColumnFormula, column.totalsRowFormula)):
                    yield from _bare(_("The table {name}", name=table.displayName), sheet.title, held, "attr_text")


def _of_cells(sheet: Any) -> Iterator[_Formula]:
    for cell in sheet._cells.values():  # noqa: SLF001 - going through rows would make every cell between
        if cell.data_type != "f":
            continue
        place = cell_name(sheet.title, cell.row, cell.column)
        match cell.value:
            case ArrayFormula() as held:
                yield _Formula(place, sheet.title, held.text or "=", partial(setattr, held, "text"))
            case DataTableFormula() as held:
                yield from _bare(place, sheet.title, held, "r1", "r2")
            case text:
                yield _Formula(place, sheet.title, text, partial(setattr, cell, "value"))


def _of_rules(sheet: Worksheet) -> Iterator[_Formula]:
    for one in sheet.conditional_formatting:
        place = _place(sheet, one.sqref)
        for rule in one.rules:
            for number, text in enumerate(rule.formula):
                yield _Formula(place, sheet.title, "=" + text, partial(_put_in_list, rule.formula, number))
            for scale in filter(None, (rule.colorScale, rule.dataBar, rule.iconSet)):
                for limit in scale.cfvo:
                    if limit.type == "formula":
                        yield from _bare(place, sheet.title, limit, "val")


def _of_charts(sheet: Any) -> Iterator[_Formula]:
    for chart in sheet._charts:  # noqa: SLF001 - openpyxl has no other way
        parts = [*chart._charts, chart.title]  # noqa: SLF001
        for one in [reference for part in parts for reference in _references(part)]:
            yield from _bare(_("A chart on {sheet}", sheet=sheet_name_in_formulas(sheet.title)), sheet.title, one, "f")


def _references(part: Any) -> Iterator[Any]:
    if isinstance(part, (NumRef, StrRef, MultiLevelStrRef)):
        yield part
    elif isinstance(part, (list, tuple)):
        for one in part:
            yield from _references(one)
    elif isinstance(part, Serialisable):
        for name in _SERIES_PARTS if isinstance(part, Series) else part.__elements__:
            yield from _references(getattr(part, name, None))


def _bare(place: str, home: str, holder: Any, *attributes: str) -> Iterator[_Formula]:
    """The formulas that an object holds without their equals sign."""
    for attribute in attributes:
        text = getattr(holder, attribute)
        if text:
            yield _Formula(place, home, f"={text}", partial(_put_bare, holder, attribute))


def _put_bare(holder: Any, attribute: str, text: str) -> None:
    setattr(holder, attribute, text[1:])


def _put_in_list(held: list[str], number: int, text: str) -> None:
    held[number] = text[1:]


def _place(sheet: Worksheet, spans: Any) -> str:
    return f"{sheet_name_in_formulas(sheet.title)}!{spans}"
