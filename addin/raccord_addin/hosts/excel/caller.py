"""Which workbook a button was pressed in; the one place that knows how xlwings finds Excel."""

import atexit
import unicodedata
from collections.abc import Callable

import xlwings as xw

from raccord.translation import _
from raccord_addin.hosts import HostError
from raccord_addin.hosts.excel.refusals import refusal


def app_of_window(handle: int) -> xw.App:
    """The Excel that owns a window, on Windows: several may be open, each with books of the same name."""
    on_windows = getattr(xw, "_xlwindows", None)
    if on_windows is None:
        raise xw.XlwingsError(_("this Python has no pywin32, or no Windows."))
    return xw.App(impl=on_windows.App(xl=handle))


def caller_book(
    handle: int | None, name: str | None, app_of_handle: Callable[[int], xw.App] = app_of_window
) -> xw.Book:
    """Find the workbook whose button was pressed.

    Args:
        handle: Excel's window on Windows; None on the Mac, where the Excel in front is meant.
        name: the workbook's name; None for the one in front.
        app_of_handle: finds the Excel of a window.

    Raises:
        HostError: there is no such Excel, or no such workbook in it.
    """
    spare_other_excels()
    try:
        app = xw.apps.active if handle is None else app_of_handle(handle)
        found = None if app is None else _book(app, name)
    except Exception as fault:
        said = refusal(fault)
        if said is None:
            raise
        raise HostError(
            _("Raccord cannot reach Excel: {said}\nClose what Excel asks, and click again.", said=said)
        ) from fault
    if found is None:
        go = _("Go to the workbook with your customers and click again.")
        missing = _("Excel has no open workbook “{book}”.", book=name) if name else _("Excel has no open workbook.")
        raise HostError(f"{missing}\n{go}")
    return found


def spare_other_excels() -> None:
    """Keep xlwings from ending, when Python ends, every Excel without a workbook: it may be another program's."""
    on_windows = getattr(xw, "_xlwindows", None)
    if on_windows is not None:
        atexit.unregister(on_windows.cleanup)


def _book(app: xw.App, name: str | None) -> xw.Book | None:
    if name is None:
        return app.books.active if len(app.books) else None
    return next((book for book in app.books if _same(book.name) == _same(name)), None)


def _same(name: str) -> str:
    """A name in one form: the Mac writes accents apart from their letters."""
    return unicodedata.normalize("NFC", name).casefold()
