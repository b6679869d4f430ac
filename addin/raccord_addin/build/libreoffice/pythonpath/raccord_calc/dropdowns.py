"""What cells offer to choose from, without refusing other texts."""

from __future__ import annotations

from typing import Any

from com.sun.star.sheet.TableValidationVisibility import UNSORTED
from com.sun.star.sheet.ValidationType import LIST

from raccord_calc.areas import cell_of, cells_of, many_cells_of
from raccord_calc.book import Book, Op


def set_dropdown(book: Book, op: Op) -> None:
    """Offer words in the cells of areas, or the texts of an area of some sheet."""
    if op["areas"]:
        cells = many_cells_of(book.document, book.sheet(op), op["areas"])
        _offer(cells, _place_of_words(book.document, op) if op["source"] else _list_of_words(op))


def set_row_dropdowns(book: Book, op: Op) -> None:
    """Offer, in cells of a column, texts of their own rows."""
    sheet = book.sheet(op)
    for area in op["areas"]:
        _offer(cell_of(sheet, area[0], op["column"]), str(cells_of(sheet, area).AbsoluteName))


def _offer(cells: Any, formula: str) -> None:
    validation = cells.Validation
    validation.Type = LIST
    validation.ShowList = UNSORTED
    validation.IgnoreBlankCells = True
    validation.ShowErrorMessage = False
    validation.ShowInputMessage = False
    validation.setFormula1(formula)
    cells.Validation = validation


def _list_of_words(op: Op) -> str:
    return ";".join('"' + word.replace('"', '""') + '"' for word in op["words"])


def _place_of_words(document: Any, op: Op) -> str:
    return str(cells_of(document.Sheets.getByName(op["source_sheet"]), op["source"]).AbsoluteName)
