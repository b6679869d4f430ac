# ruff: noqa: N802, N803 - the names are Excel's
"""What pywin32 gives as `.api`: COM objects, as far as a host asks them."""

import re
from types import SimpleNamespace
from typing import Any

_VISIBLE = 12
_LIST = 3
_SEPARATOR = 5
_COUNTA = re.compile(r"COUNTA\(([$A-Z0-9:]+)\)")


class App:
    """Application."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.LanguageSettings = SimpleNamespace(LanguageID=lambda kind: app.menu_language if kind == 2 else 0)
        self.AutoCorrect = _AutoCorrect(app)

    @property
    def International(self) -> tuple[Any, ...]:
        """Excel's list counts from 1, the tuple that pywin32 makes of it from 0."""
        return tuple(self._app.list_separator if number == _SEPARATOR else number for number in range(1, 46))

    @property
    def ActiveCell(self) -> Any:
        cursor = self._app.books.active.sheets.active.ws.sheet_view.selection[-1].activeCell
        return SimpleNamespace(Address=self._app.books.active.sheets.active.range(cursor).address)


class _AutoCorrect:
    def __init__(self, app: Any) -> None:
        self._app = app

    @property
    def AutoExpandListRange(self) -> bool:
        return self._app.grows_tables

    @AutoExpandListRange.setter
    def AutoExpandListRange(self, value: bool) -> None:
        self._app.grows_tables = value


class Book:
    """Workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book

    @property
    def Final(self) -> bool:
        return self._book.is_final

    @property
    def ProtectStructure(self) -> bool:
        return self._book.is_locked

    @property
    def Date1904(self) -> bool:
        return self._book.counts_from_1904

    @property
    def ActiveSheet(self) -> Any:
        return SimpleNamespace(Name=self._book.sheets.active.name)

    def Sheets(self, name: str) -> Any:
        return SimpleNamespace(Activate=self._book.sheets(name).activate)

    def Windows(self, number: int) -> "Window":
        assert number == 1
        return Window(self._book)


class Window:
    """Window: what it freezes is of the sheet in front; the user has scrolled and split it."""

    ScrollRow = 5
    ScrollColumn = 2
    SplitColumn = 1
    SplitRow = 0

    def __init__(self, book: Any) -> None:
        self._sheet = book.sheets.active

    @property
    def FreezePanes(self) -> bool:
        return self._sheet.ws.freeze_panes is not None

    @FreezePanes.setter
    def FreezePanes(self, value: bool) -> None:
        """Freeze where the window is split; what is scrolled out of sight above would stay there."""
        scrolled = (self.ScrollRow, self.ScrollColumn) != (1, 1)
        if value and (scrolled or self.SplitColumn):
            raise AssertionError("frozen in the wrong place")
        self._sheet.ws.freeze_panes = f"A{self.SplitRow + 1}" if value else None


class Sheet:
    """Worksheet."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet

    @property
    def ProtectContents(self) -> bool:
        return self._sheet.held.state.protected

    @property
    def AutoFilterMode(self) -> bool:
        return self._sheet.ws.auto_filter.ref is not None

    @AutoFilterMode.setter
    def AutoFilterMode(self, value: bool) -> None:
        assert value is False
        drop_filter(self._sheet)

    def Evaluate(self, formula: str) -> float:
        found = _COUNTA.fullmatch(formula)
        assert found, formula
        return float(count_filled(self._sheet.range(found[1])))


class Range:
    """Range."""

    def __init__(self, cells: Any) -> None:
        self._cells = cells
        self.Validation = _Validation(cells)

    def SpecialCells(self, kind: int) -> Any:
        assert kind == _VISIBLE
        ws = self._cells.sheet.ws
        if self._cells.sheet.book.app.hides_everything:
            raise self._cells.sheet.engine.refusal("Aucune cellule correspondante n'a été trouvée.")
        areas, first = [], 1
        for row in sorted(row for row, look in ws.row_dimensions.items() if look.hidden):
            if row > first:
                areas.append(SimpleNamespace(Address=f"${first}:${row - 1}"))
            first = row + 1
        return SimpleNamespace(Areas=[*areas, SimpleNamespace(Address=f"${first}:$1048576")])

    def AutoFilter(self, Field: int) -> None:
        assert Field == 1
        add_filter(self._cells)


class _Validation:
    def __init__(self, cells: Any) -> None:
        self._check = cells.data_validation

    def Add(self, Type: int, Formula1: str) -> None:
        assert Type == _LIST
        self._check.offer(Formula1)

    @property
    def ShowError(self) -> bool:
        return True

    @ShowError.setter
    def ShowError(self, value: bool) -> None:
        assert value is False
        self._check.accept_others()


def count_filled(cells: Any) -> int:
    """The number of cells that hold something."""
    area = cells.area
    return sum(
        value is not None
        for number, row in enumerate(cells.sheet.held.rows, 1)
        for column, value in enumerate(row, 1)
        if area.first_row <= number <= area.last_row and area.first_column <= column <= area.last_column
    )


def add_filter(cells: Any) -> None:
    """Give an area filter buttons; Excel has one filter a sheet."""
    cells.sheet.check_writable()
    if cells.sheet.ws.auto_filter.ref:
        raise cells.sheet.engine.refusal("AutoFilter method of Range class failed")
    cells.sheet.ws.auto_filter.ref = cells.address.replace("$", "")


def drop_filter(sheet: Any) -> None:
    """Take the filter away, and show the rows that it hid."""
    sheet.check_writable()
    if sheet.ws.auto_filter.ref:
        sheet.ws.auto_filter.ref = None
        for look in sheet.ws.row_dimensions.values():
            look.hidden = False
