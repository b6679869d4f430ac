"""How cells look: style, widths and filter buttons."""

from __future__ import annotations

from typing import Any

import uno
from com.sun.star.awt import FontDescriptor
from com.sun.star.awt.FontWeight import BOLD
from com.sun.star.table.CellVertJustify2 import TOP

from raccord_calc.areas import cells_of, many_cells_of
from raccord_calc.book import Book, Op

_POINT = 2540 / 72
"""Hundredths of a millimetre in a point."""
_LARGE = 1000
"""A font height in pixels, so large that rounding the width of a digit to pixels does not matter."""


def set_style(book: Book, op: Op) -> None:
    """Format cells; what is not asked for stays."""
    if not op["areas"]:
        return
    cells = many_cells_of(book.document, book.sheet(op), op["areas"])
    if op["colour"]:
        cells.CellBackColor = int(op["colour"], 16)
    if op["bold"]:
        cells.CharWeight = BOLD
    if op["wrap"]:
        cells.IsTextWrapped = True
        cells.VertJustify = TOP


def set_widths(book: Book, op: Op) -> None:
    """Make columns so many characters wide, and bring hidden ones into sight, as Excel does; a width of 0 hides one."""
    character = _width_of_a_digit(book.document)
    columns = book.sheet(op).Columns
    for number, width in enumerate(op["widths"], op["column"] - 1):
        column = columns.getByIndex(number)
        if width:
            column.Width = round(width * character)
        column.IsVisible = bool(width)


def set_filter(book: Book, op: Op) -> None:
    """Give an area filter buttons, by the one range of a sheet that has no name: xlsx knows no other filter."""
    ranges = book.document.getPropertyValue("UnnamedDatabaseRanges")
    address = cells_of(book.sheet(op), op["area"]).getRangeAddress()
    ranges.setByTable(address)
    ranges.getByTable(address.Sheet).AutoFilter = True


def _width_of_a_digit(document: Any) -> float:
    """How wide a digit of the default font is, in hundredths of a millimetre: the unit of widths in xlsx files."""
    style = document.StyleFamilies.getByName("CellStyles").getByName("Default")
    services = uno.getComponentContext().ServiceManager
    device = services.createInstance("com.sun.star.awt.Toolkit").createScreenCompatibleDevice(1, 1)
    font = device.getFont(FontDescriptor(Name=style.CharFontName, Height=_LARGE))
    return float(font.getStringWidth("0") / _LARGE * style.CharHeight * _POINT)
