"""Excel for the Mac where xlwings has no function of its own, through AppleScript; see `native.Native`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import xlwings as xw

from raccord.cells import CellRange, ErrorCell
from raccord_addin.hosts.excel.areas import halves, range_of, size

_MOST_CELLS = 200_000
"""How many cells one answer holds: too large a one fails, and waiting for it ends after a minute."""
_COUNTRIES = {33: "fr", 43: "de-AT", 49: "de"}


def language(app: xw.App) -> str:
    """The language that Excel was made for, by its country's telephone code."""
    k = import_module("appscript").k  # exists on the Mac alone
    return _COUNTRIES.get(int(app.api.get_international(data_type=k.country_code)), "en")


def is_writable(book: xw.Book) -> bool:  # noqa: ARG001 - AppleScript does not tell
    """Say that a book can be changed: where it cannot, Excel refuses later."""
    return True


def is_locked(book: xw.Book) -> bool:
    """Tell whether no sheet can be added."""
    return bool(book.api.protect_structure.get())


def is_protected(sheet: xw.Sheet) -> bool:
    """Tell whether a sheet's cells are protected."""
    return bool(sheet.api.protect_contents.get())


def active_sheet(book: xw.Book) -> str:
    """The name of the sheet in front."""
    return str(book.api.active_sheet.name.get())


def activate(book: xw.Book, sheet: str) -> None:
    """Bring a sheet of the book to the front."""
    book.api.sheets[sheet].activate_object()


def active_cell(app: xw.App) -> str:
    """The address of the cell with the cursor."""
    return str(app.api.active_cell.get_address())


def counts_from_1904(book: xw.Book) -> bool:
    """Tell whether the book's calendar starts in 1904."""
    return bool(book.api.date_1904.get())


def values(area: xw.Range) -> Sequence[Sequence[Any]]:
    """The cells of an area.

    Excel for the Mac leaves error cells out of its answer, so that all cells after them move up. An answer of the
    right shape has none; any other is asked for again in halves, down to the error cells themselves.
    """
    sheet = area.sheet
    rows, columns = area.shape
    at_once = max(1, _MOST_CELLS // columns)
    found: list[list[Any]] = []
    for first in range(area.row, area.row + rows, at_once):
        last = min(first + at_once, area.row + rows) - 1
        found.extend(_values(sheet, CellRange(first, area.column, last, area.column + columns - 1)))
    return found


def is_empty(area: xw.Range) -> bool:
    """Tell whether no cell of an area holds anything."""
    return not area.sheet.book.app.api.evaluate(name=f"COUNTA({area.get_address(external=True)})")


def hidden_rows(sheet: xw.Sheet, last: int) -> frozenset[int]:
    """The rows down to `last` that are hidden or filtered away."""
    hidden = sheet.range(f"1:{last}").api.entire_row.rows.hidden.get()
    flags = hidden if isinstance(hidden, list) else [hidden]
    return frozenset(row for row, is_hidden in enumerate(flags, 1) if is_hidden is True)


def cells_of(sheet: xw.Sheet, address: str) -> xw.Range:
    """The cells of an address; `Sheet.range` understands no several areas here, but what it is made of does."""
    made_of = type(sheet.range("A1").impl)
    return xw.Range(impl=made_of(sheet.impl, address))


def offer(area: xw.Range, words: Sequence[str]) -> None:
    """Offer words in an area."""
    area.data_validation.set_list(list(words))


def accept_other_texts(area: xw.Range) -> None:
    """Let the area's dropdown refuse nothing."""
    area.api.validation.show_error.set(False)


def freeze(book: xw.Book, rows: int) -> None:
    """Keep the first rows of the sheet in front in sight."""
    window = book.api.windows[1]
    window.freeze_panes.set(False)
    window.scroll_row.set(1)
    window.scroll_column.set(1)
    window.split_column.set(0)
    window.split_row.set(rows)
    window.freeze_panes.set(rows > 0)


def add_filter(area: xw.Range) -> None:
    """Give an area filter buttons."""
    area.api.autofilter_range(field=1)


def drop_filter(sheet: xw.Sheet) -> None:
    """Take the sheet's filter away, if it has one."""
    if sheet.api.autofilter_mode.get():
        sheet.api.autofilter_mode.set(False)


@contextmanager
def tables_as_they_are(app: xw.App) -> Iterator[None]:
    """Keep a table from taking in what is written beside it."""
    growing = app.api.autocorrect_object.Automatically_expand_tables_as_I_type
    before = growing.get()
    growing.set(False)
    try:
        yield
    finally:
        growing.set(before)


def _values(sheet: xw.Sheet, area: CellRange) -> list[list[Any]]:
    cells = range_of(sheet, area)
    answer = cells.api.value.get()
    rows = _as_rows(answer)
    if [len(row) for row in rows] == [size(area)[1]] * size(area)[0]:
        return _with_errors(cells, rows)
    by_columns = size(area)[1] > 1  # errors mostly share a column, and the others are right at once
    first, second = (_values(sheet, half) for half in halves(area, by_columns=by_columns))
    if by_columns:
        return [left + right for left, right in zip(first, second, strict=True)]
    return first + second


def _as_rows(answer: Any) -> list[list[Any]]:
    if not isinstance(answer, list):
        return [[answer]]
    return answer if answer and isinstance(answer[0], list) else [answer]


def _with_errors(cells: xw.Range, rows: list[list[Any]]) -> list[list[Any]]:
    """A cell that has no value and shows something all the same is an error cell."""
    if not any(_is_missing(cell) for row in rows for cell in row):
        return rows
    shown = _as_rows(cells.api.string_value.get())
    pairs = (zip(row, texts, strict=True) for row, texts in zip(rows, shown, strict=True))
    return [[_with_error(cell, text) for cell, text in row] for row in pairs]


def _with_error(cell: Any, text: Any) -> Any:
    if not _is_missing(cell):
        return cell
    return ErrorCell(text) if isinstance(text, str) and text.strip() else None


def _is_missing(cell: Any) -> bool:
    return getattr(cell, "AS_name", "") == "missing_value"
