"""Carrying out operations: which function does which, and what stands in the way of each."""

from __future__ import annotations

from typing import Any, Callable, Mapping

from com.sun.star.uno import Exception as UnoException

from raccord_calc import bars, cells, dropdowns, looks, rules, sheets
from raccord_calc.book import Book, Op, is_own
from raccord_calc.looking import file_name
from raccord_calc.texts import say

OPERATIONS: Mapping[str, Callable[[Book, Op], None]] = {
    "put_cells": cells.put_cells,
    "put_links": cells.put_links,
    "insert_row": sheets.insert_row,
    "make_sheet": sheets.make_sheet,
    "remove_sheet": sheets.remove_sheet,
    "set_rules": rules.set_rules,
    "set_bars": bars.set_bars,
    "set_dropdown": dropdowns.set_dropdown,
    "set_row_dropdowns": dropdowns.set_row_dropdowns,
    "set_style": looks.set_style,
    "set_widths": looks.set_widths,
    "set_filter": looks.set_filter,
    "freeze": sheets.freeze,
    "show": sheets.show,
}
_STRUCTURE = ("make_sheet", "remove_sheet")
_IN_VIEW = ("freeze", "show")
_OWN_ONLY = ("make_sheet", "remove_sheet", "set_bars", "set_style", "freeze", "set_filter")


class RefusedError(Exception):
    """What cannot be done, in words for the user."""


def carry_out(op: Op, book: Book, language: str) -> None:
    """Carry out one operation; raises RefusedError, with nothing of it done."""
    _check(op, book.document, language)
    try:
        OPERATIONS[op["op"]](book, op)
    except UnoException as error:
        text = say("refused", language, sheet=op["sheet"], what=op["op"], reason=error.Message)
        raise RefusedError(text) from error


def _check(op: Op, document: Any, language: str) -> None:
    kind, name = op["op"], op["sheet"]
    there = document.Sheets.hasByName(name)
    if kind in _OWN_ONLY and not is_own(name):
        raise RefusedError(say("not-own", language, sheet=name))
    if kind != "show" and document.isReadonly():
        raise RefusedError(say("read-only", language, book=file_name(document)))
    if kind in _STRUCTURE and document.isProtected():
        raise RefusedError(say("locked", language, book=file_name(document), sheet=name))
    if not there and kind not in _STRUCTURE:
        raise RefusedError(say("no-sheet", language, sheet=name))
    if there and kind not in _IN_VIEW and document.Sheets.getByName(name).isProtected():
        raise RefusedError(say("protected", language, sheet=name))
