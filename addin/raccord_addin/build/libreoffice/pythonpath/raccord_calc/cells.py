"""Writing values and links in blocks."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any, Sequence

from com.sun.star.awt.FontUnderline import SINGLE
from com.sun.star.lang import Locale
from com.sun.star.util.NumberFormat import LOGICAL

from raccord_calc.areas import cell_of, cells_of
from raccord_calc.book import Book, Op, is_own, row_heights_as_they_are

_LINK_COLOUR = 0x0563C1


def put_cells(book: Book, op: Op) -> None:
    """Write a block of values; text is text, whatever it looks like."""
    width = max(map(len, op["rows"]), default=0)
    if not width:
        return
    sheet = book.sheet(op)
    rows = [list(row) + [None] * (width - len(row)) for row in op["rows"]]
    block = cells_of(sheet, (op["row"], op["column"], op["row"] + len(rows) - 1, op["column"] + width - 1))
    with nullcontext() if is_own(op["sheet"]) else row_heights_as_they_are(book.document):
        block.setDataArray(tuple(tuple(map(_value, row)) for row in rows))
        _show_booleans(book, op, rows)


def put_links(book: Book, op: Op) -> None:
    """Write a column of row numbers that lead to those rows.

    Excel and LibreOffice both follow `#'Sheet'!A7`, so a link works in either, whichever saved the file.
    """
    if not op["rows"]:
        return
    target = op["target"].replace("'", "''").replace('"', '""')
    links = (f"""=HYPERLINK("#'{target}'!A{row}";{row})""" if row else "" for row in op["rows"])
    block = cells_of(book.sheet(op), (op["row"], op["column"], op["row"] + len(op["rows"]) - 1, op["column"]))
    block.setFormulaArray(tuple((link,) for link in links))
    block.CharColor = _LINK_COLOUR
    block.CharUnderline = SINGLE


def _value(cell: Any) -> Any:
    """A value as LibreOffice takes it: whole numbers and booleans are floats, and a blank is empty text."""
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else float(cell)


def _show_booleans(book: Book, op: Op, rows: Sequence[Sequence[Any]]) -> None:
    places = [
        (number, column)
        for number, row in enumerate(rows, op["row"])
        for column, cell in enumerate(row, op["column"])
        if isinstance(cell, bool)
    ]
    form = book.document.NumberFormats.getStandardFormat(LOGICAL, Locale()) if places else None
    for place in places:
        cell_of(book.sheet(op), *place).NumberFormat = form
