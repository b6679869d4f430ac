"""The bench of the host on Excel: xlwings itself, over an engine that imitates Excel."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import xlwings as xw
from openpyxl.formatting.formatting import ConditionalFormatting, ConditionalFormattingList
from openpyxl.worksheet.cell_range import MultiCellRange

from raccord_addin.hosts import Host
from raccord_addin.hosts.excel import ExcelHost
from raccord_addin.hosts.excel.native import Native
from support.benches import Bench
from support.excel_world import PLATFORMS
from support.xlwings_engine import Dialect, Engine, excel_engine


class ExcelBench:
    """One Excel in which files are opened."""

    name = "excel"

    def __init__(self, engine: Engine, platform: Native) -> None:
        engine.apps.add()
        self._platform = platform
        self._books: dict[int, xw.Book] = {}

    def open(self, source: Path) -> Host:
        """Open a file as a user would."""
        book = xw.apps.active.books.open(source)
        host = ExcelHost(book, self._platform)
        self._books[id(host)] = book
        return host

    def save(self, host: Host, out: Path) -> None:
        """Save the host's workbook, with the formulas of conditional formats in the place of the names that hold them.

        Excel evaluates the names; what looks at the file would not.
        """
        self._books[id(host)].save(out)
        book = openpyxl.load_workbook(out)
        for sheet in book.worksheets:
            _resolve_names(sheet)
        book.save(out)


@contextmanager
def excel_bench(_folder: Path, dialect: Dialect = Dialect.WINDOWS) -> Iterator[Bench]:
    """A bench whose engine xlwings knows as long as it is open."""
    with excel_engine(dialect) as engine:
        yield ExcelBench(engine, PLATFORMS[dialect])


def _resolve_names(sheet: Any) -> None:
    """Give each format the formula of its name; formats that share a name are one."""
    own = re.compile(rf"(?:'{re.escape(sheet.title.replace(chr(39), chr(39) * 2))}'|{re.escape(sheet.title)})!")
    formats: dict[Any, tuple[MultiCellRange, Any]] = {}
    for one in sheet.conditional_formatting:
        for rule in one.rules:
            name = rule.formula[0] if rule.formula else ""
            key = name if name in sheet.defined_names else id(rule)
            spans = formats.setdefault(key, (MultiCellRange(), rule))[0]
            spans.ranges |= one.sqref.ranges
    sheet.conditional_formatting = ConditionalFormattingList()
    for key, (spans, rule) in formats.items():
        if key in sheet.defined_names:
            rule.formula = [own.sub("", sheet.defined_names.pop(key).attr_text)]
        sheet.conditional_formatting.add(ConditionalFormatting(spans), rule)
