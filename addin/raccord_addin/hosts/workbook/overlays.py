"""Conditional formats and dropdowns: what lies over the cells without changing them."""

import re
from collections.abc import Sequence

from openpyxl.formatting.formatting import ConditionalFormatting, ConditionalFormattingList
from openpyxl.formatting.rule import Rule as Format
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from raccord.cells import CellRange, area_name, sheet_name_in_formulas
from raccord.files.annotations import Rule
from raccord.files.xlsx_books import list_validation
from raccord.translation import _
from raccord_addin.hosts import HostError
from raccord_addin.hosts.workbook.areas import spans_of, without


def set_rules(sheet: Worksheet, group: str, rules: Sequence[Rule]) -> None:
    """Replace the conditional formats of a group; they come before all others, which stay in their order."""
    kept = [
        (ConditionalFormatting(one.sqref, one.pivot), rule)
        for one in sheet.conditional_formatting
        for rule in one.rules
        if not _is_of_group(rule, group)
    ]
    kept.sort(key=lambda held: held[1].priority)
    made = [(ConditionalFormatting(spans_of(rule.areas)), _format(rule)) for rule in rules if rule.areas]
    sheet.conditional_formatting = ConditionalFormattingList()
    for priority, (span, rule) in enumerate([*made, *kept], 1):
        rule.priority = priority
        sheet.conditional_formatting.add(span, rule)


def _format(rule: Rule) -> Format:
    fill = PatternFill(bgColor=f"FF{rule.colour}")
    return Format("expression", formula=[rule.formula.removeprefix("=")], dxf=DifferentialStyle(fill=fill))


def _is_of_group(rule: Format, group: str) -> bool:
    marker = re.escape(f'"raccord-{group}"')
    return any(re.match(rf"AND\(\s*N\(\s*{marker}\s*\)\s*=\s*0\s*,", text) for text in rule.formula)


def set_dropdown(
    sheet: Worksheet, areas: Sequence[CellRange], words: Sequence[str], source: CellRange | None, source_title: str
) -> None:
    """Offer words in the cells of areas instead of what was offered or checked there before.

    Raises:
        HostError: the words are too long for a list of their own, or hold a comma.
    """
    offered = _reference(source, source_title) if source else _listed(sheet, areas, words)
    _clear(sheet, areas)
    if offered:
        _offer(sheet, areas, offered)


def set_row_dropdowns(sheet: Worksheet, column: int, areas: Sequence[CellRange]) -> None:
    """Offer the texts of each area, a part of a row, in the cell of that row in a column."""
    cells = [CellRange(area.first_row, column, area.last_row, column) for area in areas]
    _clear(sheet, cells)
    for cell, area in zip(cells, areas, strict=True):
        _offer(sheet, [cell], area_name(area, fixed=True))


def _clear(sheet: Worksheet, areas: Sequence[CellRange]) -> None:
    checks = sheet.data_validations.dataValidation
    for one in checks:
        for area in areas:
            one.sqref = without(one.sqref.ranges, area)
    sheet.data_validations.dataValidation = [one for one in checks if one.sqref]


def _offer(sheet: Worksheet, areas: Sequence[CellRange], offered: str) -> None:
    made = DataValidation("list", offered, allow_blank=True, showErrorMessage=False, sqref=spans_of(areas))
    sheet.add_data_validation(made)


def _reference(area: CellRange, title: str) -> str:
    return f"{sheet_name_in_formulas(title)}!{area_name(area, fixed=True)}"


def _listed(sheet: Worksheet, areas: Sequence[CellRange], words: Sequence[str]) -> str:
    if not words:
        return ""
    listed = list_validation(tuple(words))
    if listed is None or any("," in word for word in words):
        place = f"{sheet_name_in_formulas(sheet.title)}!{MultiCellRange(spans_of(areas).ranges)}"
        raise HostError(
            _(
                "{place}: {count} words do not fit into a dropdown.\nA dropdown holds 255 characters and no "
                "commas; longer ones need their words in cells.",
                place=place,
                count=len(words),
            )
        )
    return f'"{",".join(listed["value"])}"'  # type: ignore[arg-type] # what list_validation gives is for XlsxWriter
