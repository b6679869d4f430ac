"""Workbook files with a host opened on them, and what openpyxl finds in the files that hosts save."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from raccord_addin.hosts.workbook import WorkbookHost
from raccord_addin.ops import Op
from support.workbooks import sheet_xml


def open_host(
    folder: Path, fill: Callable[[Any, Any], Any] = lambda _book, _sheet: None, **options: Any
) -> WorkbookHost:
    """Make a workbook by a function that gets it and its first sheet, named Clients, and open a host on it."""
    book: Any = openpyxl.Workbook()
    book.active.title = "Clients"
    fill(book, book.active)
    book.save(folder / "clients.xlsx")
    return WorkbookHost(folder / "clients.xlsx", **options)


def saved_book(folder: Path, host: WorkbookHost, *ops: Op, **options: Any) -> Any:
    """Carry operations out, save the host's workbook and open it with openpyxl."""
    host.apply(ops)
    host.save(folder / "saved.xlsx")
    return openpyxl.load_workbook(folder / "saved.xlsx", **options)


def workbook_of(path: Path, *rows: str, after: str = "") -> Path:
    """A workbook whose only sheet, Clients, has XML of its own."""
    book: Any = openpyxl.Workbook()
    book.active.title = "Clients"
    book.save(path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/worksheets/sheet1.xml"] = sheet_xml(*rows, after=after).encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path
