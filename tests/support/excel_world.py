"""A workbook that is open in an imitated Excel, on either platform: what tests of the host on Excel start from."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import xlwings as xw

from raccord_addin.hosts.excel import ExcelHost, mac, windows
from raccord_addin.hosts.excel.native import Native
from support.xlwings_engine import App, Dialect, Engine, excel_engine

PLATFORMS: dict[Dialect, Native] = {Dialect.WINDOWS: windows, Dialect.MAC: mac}


@dataclass
class ExcelWorld:
    """One Excel with a workbook of the sheets `Clients` and `Other`, the first in front."""

    engine: Engine
    app: App
    folder: Path

    def open(self, change: Callable[[Any], None] | None = None, name: str = "clients.xlsx") -> ExcelHost:
        """Open the workbook, with what `change` does to it before."""
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "Clients"
        for row in (["Name", "City"], ["Anna", "Paris"], ["Bert", "Lyon"], ["Cara", "Nice"]):
            sheet.append(row)
        book.create_sheet("Other")
        if change is not None:
            change(book)
        path = self.folder / name
        book.save(path)
        return ExcelHost(xw.Book(impl=self.app.books.open(str(path))), PLATFORMS[self.engine.dialect])

    def sheet(self, name: str = "Clients") -> Any:
        """A sheet of the book in front, as the engine has it."""
        return self.app.books.active.sheets(name)

    def shown(self, place: str, sheet: str = "Clients") -> Any:
        """What a cell of the book in front holds."""
        return self.sheet(sheet).range(place).raw_value


@contextmanager
def excel_world(folder: Path, dialect: Dialect) -> Iterator[ExcelWorld]:
    """Start an Excel of a platform."""
    with excel_engine(dialect) as engine:
        yield ExcelWorld(engine, engine.apps.add(), folder)
