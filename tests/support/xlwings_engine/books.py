"""A workbook: its sheets and names, held by openpyxl."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.views import Selection
from xlwings import base_classes as bc

from raccord.cells import sheet_name_in_formulas
from raccord_addin.hosts.excel.rules import on_sheet
from raccord_addin.hosts.workbook.books import HeldSheet, OpenBook
from support.xlwings_engine import apple, com
from support.xlwings_engine.dialects import Dialect
from support.xlwings_engine.ranges import Range

if TYPE_CHECKING:
    from support.xlwings_engine.apps import Books, Engine

_ROWS, _COLUMNS = 1_048_576, 16_384


class Book(bc.Book):
    """A workbook that is open in an Excel."""

    api: Any = None

    def __init__(self, books: "Books", held: OpenBook) -> None:
        self.books = books
        self.held = held
        self.path = held.path
        self.is_final = False
        self.api_window: Any = None
        self.api = com.Book(self) if self.engine.dialect is Dialect.WINDOWS else apple.Book(self)

    @property
    def app(self) -> Any:
        return self.books.app

    @property
    def engine(self) -> "Engine":
        return self.books.app.engine

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def fullname(self) -> str:
        return str(self.path)

    @property
    def sheets(self) -> "Sheets":
        return Sheets(self)

    @property
    def counts_from_1904(self) -> bool:
        return self.held.book.epoch == CALENDAR_MAC_1904

    @property
    def is_locked(self) -> bool:
        return self.held.locked

    def activate(self) -> None:
        self.books.opened.remove(self)
        self.books.opened.insert(0, self)

    def save(self, path: Any = None, password: Any = None) -> None:  # noqa: ARG002 - xlwings' own signature
        self.path = Path(path or self.path)
        self.held.book.save(self.path)

    def close(self) -> None:
        self.books.opened.remove(self)


class Sheets(bc.Sheets):
    """The sheets of a workbook."""

    api = None

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def active(self) -> "Sheet":
        return Sheet(self.book, self.book.held.active)

    def __call__(self, name_or_index: Any) -> "Sheet":
        if isinstance(name_or_index, int):
            return Sheet(self.book, self.book.held.sheets[name_or_index - 1])
        found = self.book.held.find(name_or_index)
        if found is None:
            raise self.book.engine.refusal("Invalid index.")
        return Sheet(self.book, found)

    def __len__(self) -> int:
        return len(self.book.held.sheets)

    def __iter__(self) -> Iterator["Sheet"]:
        return (Sheet(self.book, held) for held in list(self.book.held.sheets))

    def add(self, before: "Sheet | None" = None, after: "Sheet | None" = None, name: str | None = None) -> "Sheet":
        """Add a sheet, which is in front afterwards, as in Excel."""
        if self.book.is_locked:
            raise self.book.engine.refusal("The workbook is protected.")
        place = self.book.held.sheets.index((before or after or self.active).held) + (after is not None)
        sheet = self.book.held.book.create_sheet(name, place)
        held = HeldSheet(sheet.title, sheet, [])
        self.book.held.sheets.insert(place, held)
        self.book.held.show(held.name, ())
        return Sheet(self.book, held)


class Sheet(bc.Sheet):
    """One sheet."""

    def __init__(self, book: Book, held: HeldSheet) -> None:
        self._book = book
        self.held = held

    @property
    def api(self) -> Any:
        return com.Sheet(self) if self._book.engine.dialect is Dialect.WINDOWS else apple.Sheet(self)

    @property
    def book(self) -> Book:
        return self._book

    @property
    def engine(self) -> "Engine":
        return self._book.engine

    @property
    def ws(self) -> Any:
        return self.held.sheet

    @property
    def name(self) -> str:
        return self.held.name

    @property
    def index(self) -> int:
        return self._book.held.sheets.index(self.held) + 1

    @property
    def visible(self) -> bool:
        return self.ws.sheet_state == "visible"

    @visible.setter
    def visible(self, value: bool) -> None:
        self.ws.sheet_state = "visible" if value else "hidden"

    @property
    def names(self) -> "Names":
        return Names(self)

    @property
    def cells(self) -> Range:
        return Range(self, (1, 1, _ROWS, _COLUMNS))

    @property
    def used_range(self) -> Range:
        """From the first cell that exists to the last, not from A1."""
        places = self.ws._cells
        if not places:
            return Range(self, (1, 1, 1, 1))
        rows, columns = {row for row, _ in places}, {column for _, column in places}
        return Range(self, (min(rows), min(columns), max(rows) - min(rows) + 1, max(columns) - min(columns) + 1))

    @property
    def selection(self) -> Range:
        return Range(self, self.ws.sheet_view.selection[-1].sqref.replace(" ", ","))

    @property
    def filtered_rows(self) -> set[int]:
        """The rows that the sheet's filter hides."""
        reference = self.ws.auto_filter.ref
        within = range_boundaries(reference) if reference else (0, 0, 0, 0)
        return {row for row, look in self.ws.row_dimensions.items() if look.hidden and within[1] < row <= within[3]}

    def range(self, first: Any, second: Any = None) -> Range:
        """The cells between two corners, each an address, a place or a range."""
        one = _corner(self, first)
        return one if second is None else one.up_to(_corner(self, second))

    def activate(self) -> None:
        if not self.visible:
            raise self.engine.refusal("Activate method of Worksheet class failed")
        kept = self.ws.sheet_view.selection
        self._book.held.show(self.name, ())
        self.ws.sheet_view.selection = kept

    def select_cells(self, address: str, cursor: str) -> None:
        """Select cells as a user does; the cursor is in one of them."""
        self.ws.sheet_view.selection = [Selection(activeCell=cursor, sqref=address.replace("$", "").replace(",", " "))]

    def check_writable(self) -> None:
        """Refuse what a protected sheet refuses."""
        if self.held.state.protected:
            raise self.engine.refusal("The cell or chart you're trying to change is on a protected sheet.")

    def clear(self) -> None:
        """Clear what Excel's Clear clears: filters, widths, checks and frozen rows stay."""
        self.check_writable()
        self.ws._cells.clear()
        self.held.rows.clear()
        for span in list(self.ws.merged_cells.ranges):
            self.ws.merged_cells.remove(span)

    def delete(self) -> None:
        if len(self._book.held.sheets) == 1 or self._book.is_locked:
            raise self.engine.refusal("A workbook must contain at least one visible worksheet.")
        self._book.held.remove(self.name)


class Names(bc.Names):
    """The names that belong to a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def _names(self) -> dict[str, DefinedName]:
        return self.sheet.ws.defined_names

    def __call__(self, name_or_index: Any) -> "Name":
        key = list(self._names)[name_or_index - 1] if isinstance(name_or_index, int) else name_or_index
        return Name(self.sheet, key)

    def __len__(self) -> int:
        return len(self._names)

    def contains(self, name_or_index: Any) -> bool:
        return name_or_index in self._names

    def add(self, name: str, refers_to: str) -> "Name":
        """Add a name; a reference without a sheet would mean whatever sheet is in front, so none is allowed."""
        if on_sheet(refers_to, "") != refers_to:
            raise AssertionError(refers_to)
        self._names[name] = DefinedName(name, attr_text=refers_to.removeprefix("="))
        return Name(self.sheet, name)


class Name(bc.Name):
    """One of them."""

    def __init__(self, sheet: Sheet, key: str) -> None:
        self.sheet = sheet
        self.key = key

    @property
    def name(self) -> str:
        return f"{sheet_name_in_formulas(self.sheet.name)}!{self.key}"

    @property
    def refers_to(self) -> str:
        return f"={self.sheet.ws.defined_names[self.key].attr_text}"

    def delete(self) -> None:
        del self.sheet.ws.defined_names[self.key]


def _corner(sheet: Sheet, given: Any) -> Range:
    if isinstance(given, Range):
        return given
    if isinstance(given, tuple):
        return Range(sheet, given if len(given) == 4 else (*given, 1, 1))
    return Range(sheet, given)
