"""Excel for Windows where xlwings has no function of its own, through COM; see `native.Native`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from locale import windows_locale
from typing import Any

import xlwings as xw

from raccord.cells import ErrorCell
from raccord_addin.hosts.excel.areas import areas_of
from raccord_addin.hosts.excel.refusals import refusal

_MENU_LANGUAGE = 2
_LIST_SEPARATOR = 5
_VISIBLE_CELLS = 12
_LIST = 3
_FIRST_ERROR = -2_146_828_288
_ERRORS = {
    2000: "#NULL!", 2007: "#DIV/0!", 2015: "#VALUE!", 2023: "#REF!", 2029: "#NAME?", 2036: "#NUM!", 2042: "#N/A",
    2043: "#GETTING_DATA", 2045: "#SPILL!", 2046: "#CONNECT!", 2047: "#BLOCKED!", 2048: "#UNKNOWN!", 2049: "#FIELD!",
    2050: "#CALC!",
}  # fmt: skip


def language(app: xw.App) -> str:
    """The language of Excel's menus."""
    menus = app.api.LanguageSettings.LanguageID(_MENU_LANGUAGE)
    return windows_locale.get(menus, "en").replace("_", "-")


def is_writable(book: xw.Book) -> bool:
    """Tell whether a book can be changed: one that is marked as final cannot."""
    return not book.api.Final


def is_locked(book: xw.Book) -> bool:
    """Tell whether no sheet can be added."""
    return bool(book.api.ProtectStructure)


def is_protected(sheet: xw.Sheet) -> bool:
    """Tell whether a sheet's cells are protected."""
    return bool(sheet.api.ProtectContents)


def active_sheet(book: xw.Book) -> str:
    """The name of the sheet in front."""
    return str(book.api.ActiveSheet.Name)


def activate(book: xw.Book, sheet: str) -> None:
    """Bring a sheet of the book to the front."""
    book.api.Sheets(sheet).Activate()


def active_cell(app: xw.App) -> str:
    """The address of the cell with the cursor."""
    return str(app.api.ActiveCell.Address)


def counts_from_1904(book: xw.Book) -> bool:
    """Tell whether the book's calendar starts in 1904."""
    return bool(book.api.Date1904)


def values(area: xw.Range) -> Sequence[Sequence[Any]]:
    """The cells of an area, taken raw: else xlwings would give a new error as a number, and an old one as a text."""
    found = area.options("raw").value
    rows = found if isinstance(found, (list, tuple)) else ((found,),)
    return [[_with_error(cell) for cell in row] for row in rows]


def is_empty(area: xw.Range) -> bool:
    """Tell whether no cell of an area holds anything."""
    return not area.sheet.api.Evaluate(f"COUNTA({area.address})")


def hidden_rows(sheet: xw.Sheet, last: int) -> frozenset[int]:
    """The rows down to `last` that are hidden or filtered away; none where Excel does not tell."""
    try:
        areas = sheet.cells.api.SpecialCells(_VISIBLE_CELLS).Areas
    except Exception as fault:
        if refusal(fault) is None:
            raise
        return frozenset()
    shown = {
        row
        for part in areas
        for area in areas_of(part.Address)
        for row in range(area.first_row, min(area.last_row, last) + 1)
    }
    return frozenset(range(1, last + 1)) - shown


def cells_of(sheet: xw.Sheet, address: str) -> xw.Range:
    """The cells of an address, also of several areas."""
    return sheet.range(address)


def offer(area: xw.Range, words: Sequence[str]) -> None:
    """Offer words in an area, between the separators of the user's region.

    xlwings 0.37 takes the separator from the wrong place of Excel's list, which starts at 0 in Python.
    """
    separator = area.sheet.book.app.api.International[_LIST_SEPARATOR - 1]
    area.api.Validation.Add(Type=_LIST, Formula1=separator.join(words))


def accept_other_texts(area: xw.Range) -> None:
    """Let the area's dropdown refuse nothing."""
    area.api.Validation.ShowError = False


def freeze(book: xw.Book, rows: int) -> None:
    """Keep the first rows of the sheet in front in sight."""
    window = book.api.Windows(1)
    window.FreezePanes = False
    window.ScrollRow = 1
    window.ScrollColumn = 1
    window.SplitColumn = 0
    window.SplitRow = rows
    window.FreezePanes = rows > 0


def add_filter(area: xw.Range) -> None:
    """Give an area filter buttons; without a field, the call would take a filter away where there is one."""
    area.api.AutoFilter(Field=1)


def drop_filter(sheet: xw.Sheet) -> None:
    """Take the sheet's filter away."""
    sheet.api.AutoFilterMode = False


@contextmanager
def tables_as_they_are(app: xw.App) -> Iterator[None]:
    """Keep a table from taking in what is written beside it."""
    correction = app.api.AutoCorrect
    before = correction.AutoExpandListRange
    correction.AutoExpandListRange = False
    try:
        yield
    finally:
        correction.AutoExpandListRange = before


def _with_error(cell: Any) -> Any:
    """Tell an error cell by its number: COM gives those alone as integers."""
    if isinstance(cell, int) and not isinstance(cell, bool) and cell - _FIRST_ERROR in range(2000, 2100):
        return ErrorCell(_ERRORS.get(cell - _FIRST_ERROR, "#N/A"))
    return cell
