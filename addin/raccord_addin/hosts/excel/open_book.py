"""The workbook that is worked on, with its platform's functions; and Excel's settings while Raccord writes."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import xlwings as xw

from raccord.translation import _
from raccord_addin.hosts import HostError
from raccord_addin.hosts.excel.native import Native

_QUIET = {"display_alerts": False, "screen_updating": False, "enable_events": False, "calculation": "manual"}


@dataclass(frozen=True, slots=True)
class OpenBook:
    """A workbook that is open in Excel."""

    book: xw.Book
    native: Native

    def find_sheet(self, name: str) -> xw.Sheet | None:
        """The sheet of that name, compared as Excel does."""
        return next((sheet for sheet in self.book.sheets if sheet.name.casefold() == name.casefold()), None)

    def sheet(self, name: str) -> xw.Sheet:
        """The sheet of that name; raises HostError when there is none."""
        sheet = self.find_sheet(name)
        if sheet is None:
            raise HostError(
                _(
                    "“{book}” has no sheet “{name}”.\nIt may have been renamed or removed: click again.",
                    book=self.book.name,
                    name=name,
                )
            )
        return sheet

    @contextmanager
    def staying(self) -> Iterator[None]:
        """Bring the sheet that is in front back there afterwards."""
        before = self.native.active_sheet(self.book)
        try:
            yield
        finally:
            self.native.activate(self.book, before)

    @contextmanager
    def in_front(self, sheet: xw.Sheet) -> Iterator[None]:
        """Bring a sheet to the front for what Excel does only there."""
        with self.staying():
            self.native.activate(self.book, sheet.name)
            yield

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Set Excel for quick and quiet writing; whatever happens, each setting becomes what it was."""
        app = self.book.app
        with ExitStack() as kept:
            for name, value in _QUIET.items():
                kept.callback(setattr, app, name, getattr(app, name))
                setattr(app, name, value)
            kept.enter_context(self.native.tables_as_they_are(app))
            yield
