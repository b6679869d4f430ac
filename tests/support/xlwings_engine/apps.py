"""The engine, its Excel processes, and the books that are open in each."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from xlwings import base_classes as bc

from raccord_addin.hosts.workbook.opening import open_book
from support.xlwings_engine import apple, com
from support.xlwings_engine.books import Book
from support.xlwings_engine.dialects import Dialect, refusal

_OLD_ERRORS = {
    -2146826281: "#DIV/0!", -2146826246: "#N/A", -2146826259: "#NAME?", -2146826288: "#NULL!", -2146826252: "#NUM!",
    -2146826265: "#REF!", -2146826273: "#VALUE!",
}  # fmt: skip


class Engine:
    """What xlwings is given; `type` is not `desktop`, which would lead xlwings to COM."""

    name = "excel-on-openpyxl"
    type = "reader"

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.apps = Apps(self)

    def refusal(self, text: str) -> Exception:
        return refusal(self.dialect, text)

    @staticmethod
    def clean_value_data(
        data: Any, datetime_builder: Any, empty_as: Any, _number_builder: Any, err_to_str: bool
    ) -> list[list[Any]]:
        """Clean cells as xlwings does on Windows: the errors that it knows are named, or blank."""
        return [[_cleaned(cell, datetime_builder, empty_as, err_to_str) for cell in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(cell: Any, _options: Any) -> Any:
        """Turn None into the empty text that empties a cell."""
        return "" if cell is None else cell


class Apps(bc.Apps):
    """Excel processes, the one in front first."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.running: list[App] = []

    def keys(self) -> list[int]:
        return [app.pid for app in self.running]

    def add(self, **_options: Any) -> "App":
        self.running.insert(0, App(self.engine, len(self.running) + 1))
        return self.running[0]

    def __iter__(self) -> Iterator["App"]:
        return iter(self.running)

    def __len__(self) -> int:
        return len(self.running)


class App(bc.App):
    """One Excel. `told` are the message boxes that were shown: text, buttons, and whether the screen was alive."""

    pid = 0
    hwnd = 0
    api: Any = None
    books: Any = None
    visible = True
    screen_updating = True
    display_alerts = True
    enable_events = True
    calculation = "automatic"
    status_bar: Any = False
    cut_copy_mode: Any = None

    def __init__(self, engine: Engine, number: int) -> None:
        self._engine = engine
        self.pid = 1000 + number
        self.hwnd = 7000 + number
        self.books = Books(self)
        self.grows_tables = True
        self.menu_language = 1033
        self.country = 1
        self.list_separator = ","
        self.shape_is_selected = False
        self.hides_everything = False
        self.answers: list[str] = []
        self.told: list[tuple[str, str, bool]] = []
        self.api = com.App(self) if engine.dialect is Dialect.WINDOWS else apple.App(self)

    @property
    def engine(self) -> Engine:
        return self._engine

    @property
    def selection(self) -> Any:
        return None if self.shape_is_selected else self.books.active.sheets.active.selection

    def alert(self, prompt: str, _title: Any, buttons: str, _mode: Any, _callback: Any) -> str:
        self.told.append((prompt, buttons, self.screen_updating))
        return self.answers.pop(0) if self.answers else "ok"


class Books(bc.Books):
    """The books of one Excel, the one in front first."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.opened: list[Book] = []

    @property
    def active(self) -> Book:
        return self.opened[0]

    def open(self, filename: str) -> Book:
        self.opened.insert(0, Book(self, open_book(Path(filename))))
        return self.opened[0]

    def __call__(self, name_or_index: Any) -> Book:
        if isinstance(name_or_index, int):
            return self.opened[name_or_index - 1]
        found = next((book for book in self.opened if book.name.lower() == name_or_index.lower()), None)
        if found is None:
            raise KeyError(name_or_index)
        return found

    def __len__(self) -> int:
        return len(self.opened)

    def __iter__(self) -> Iterator[Book]:
        return iter(self.opened)


def _cleaned(cell: Any, datetime_builder: Any, empty_as: Any, err_to_str: bool) -> Any:
    if cell in ("", None):
        return empty_as
    if isinstance(cell, datetime):
        return datetime_builder(
            month=cell.month, day=cell.day, year=cell.year, hour=cell.hour, minute=cell.minute, second=cell.second,
            microsecond=cell.microsecond, tzinfo=None,
        )  # fmt: skip
    if isinstance(cell, int) and cell in _OLD_ERRORS:
        return _OLD_ERRORS[cell] if err_to_str else None
    return cell
