"""Conditional formats and checks of cells, the way Excel keeps them."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from openpyxl.formatting.formatting import ConditionalFormatting, ConditionalFormattingList
from openpyxl.formatting.rule import DataBar, FormatObject, Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation as Check
from xlwings import base_classes as bc

from raccord_addin.hosts.workbook.areas import spans_of, without

if TYPE_CHECKING:
    from support.xlwings_engine.ranges import Range

_NAME = re.compile(r"=([A-Za-z_]\w*)")
_CALL = re.compile(r"\w\(")


class ConditionalFormats(bc.ConditionalFormats):
    """The conditional formats of a range; of the whole sheet, all of them."""

    def __init__(self, cells: "Range") -> None:
        self.cells = cells

    @property
    def _kept(self) -> list[tuple[Any, Rule]]:
        kept = [(one, rule) for one in self.cells.sheet.ws.conditional_formatting for rule in one.rules]
        return sorted(kept, key=lambda held: held[1].priority)

    def __len__(self) -> int:
        return len(self._kept)

    def __call__(self, number: int) -> "ConditionalFormat":
        return ConditionalFormat(self, *self._kept[number - 1])

    def __iter__(self) -> Iterator["ConditionalFormat"]:
        return (ConditionalFormat(self, span, rule) for span, rule in self._kept)

    def add_custom(self, spec: dict[str, Any]) -> "ConditionalFormat":
        """Put a format before all others; its formula is in the user's language, and its names are those in front."""
        sheet = self.cells.sheet
        sheet.check_writable()
        name = _NAME.fullmatch(spec["formula"])
        known = {*sheet.book.held.active.sheet.defined_names, *sheet.book.held.book.defined_names}
        if _CALL.search(spec["formula"]) or (name and name[1] not in known):
            raise sheet.engine.refusal("Invalid procedure call or argument")
        fill = PatternFill(bgColor="FF{:02X}{:02X}{:02X}".format(*spec["fill_color"]))
        rule = Rule("expression", formula=[spec["formula"][1:]], dxf=DifferentialStyle(fill=fill))
        made = (ConditionalFormatting(spans_of(self.cells.areas)), rule)
        self.keep([made, *self._kept])
        return ConditionalFormat(self, *made)

    def add_data_bar(self, spec: dict[str, Any]) -> "ConditionalFormat":
        """Put bars before all other formats."""
        self.cells.sheet.check_writable()
        kinds = {"number": "num", "automatic": "min"}
        ends = zip(spec["threshold_types"], spec["thresholds"], strict=True)
        bar = DataBar(
            cfvo=[FormatObject(kinds[kind], value) for kind, value in ends],
            color="FF{:02X}{:02X}{:02X}".format(*spec["bar_color"]),
        )
        made = (ConditionalFormatting(spans_of(self.cells.areas)), Rule("dataBar", dataBar=bar))
        self.keep([made, *self._kept])
        return ConditionalFormat(self, *made)

    def keep(self, kept: list[tuple[Any, Rule]]) -> None:
        """Have these formats, in this order."""
        self.cells.sheet.check_writable()
        made = ConditionalFormattingList()
        for priority, (span, rule) in enumerate(kept, 1):
            rule.priority = priority
            made.add(span, rule)
        self.cells.sheet.ws.conditional_formatting = made

    def drop(self, rule: Rule) -> None:
        self.keep([(ConditionalFormatting(one.sqref), held) for one, held in self._kept if held is not rule])

    def clear(self) -> None:
        self.keep([])


class ConditionalFormat(bc.ConditionalFormat):
    """One of them."""

    def __init__(self, formats: ConditionalFormats, _span: Any, rule: Rule) -> None:
        self.formats = formats
        self.rule = rule

    @property
    def formula(self) -> str | None:
        return f"={self.rule.formula[0]}" if self.rule.type == "expression" else None

    def delete(self) -> None:
        self.formats.drop(self.rule)


class DataValidation(bc.DataValidation):
    """The check of a range's cells, of which Excel has one a cell."""

    def __init__(self, cells: "Range") -> None:
        self.cells = cells

    @property
    def checks(self) -> list[Check]:
        return self.cells.sheet.ws.data_validations.dataValidation

    def delete(self) -> None:
        self.cells.sheet.check_writable()
        for area in self.cells.areas:
            for one in self.checks:
                one.sqref = without(one.sqref.ranges, area)
        self.cells.sheet.ws.data_validations.dataValidation = [one for one in self.checks if one.sqref]

    def set_list(self, source: Any, _in_cell_dropdown: bool) -> None:
        """Offer words, or the cells of a range."""
        if isinstance(source, bc.Range):
            text = source.get_address(external=True)
            self.add(re.sub(r"^'\[[^\]]*\]", "'", text))
        else:
            self.offer(self.cells.sheet.book.app.list_separator.join(source))

    def offer(self, text: str) -> None:
        """Offer the words that the user's separator parts."""
        words = text.split(self.cells.sheet.book.app.list_separator)
        self.add('"' + ",".join(words).replace('"', '""') + '"')

    def add(self, formula: str) -> None:
        """Add a check, which refuses other entries until it is told not to."""
        self.cells.sheet.check_writable()
        wanted = spans_of(self.cells.areas)
        if any(not one.isdisjoint(other) for check in self.checks for one in check.sqref for other in wanted):
            raise self.cells.sheet.engine.refusal("Application-defined or object-defined error")
        self.cells.sheet.ws.add_data_validation(
            Check("list", formula, allow_blank=True, showErrorMessage=True, sqref=wanted)
        )

    def accept_others(self) -> None:
        wanted = spans_of(self.cells.areas)
        for check in self.checks:
            if check.sqref == wanted:
                check.showErrorMessage = False
