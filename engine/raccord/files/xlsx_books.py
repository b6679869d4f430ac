"""Xlsx workbooks through XlsxWriter: streamed, the same bytes for the same cells, and text that stays what it is."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from raccord.files.formulas import looks_like_formula
from raccord.files.storable import WorkbookCell, check_xlsx_text

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT_FORMAT = "@"
INTEGER_FORMAT = "0"
DATE_FORMAT = "yyyy-mm-dd"
DATETIME_FORMAT = "yyyy-mm-dd hh:mm:ss"
TIME_FORMAT = "hh:mm:ss"
DURATION_FORMAT = "[h]:mm:ss"
_INTEGER_DIGITS = 10**15
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's properties have no zone
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class LiteralSheet(Worksheet):  # type: ignore[misc] # XlsxWriter has no types
    """A worksheet whose texts are all literal.

    XlsxWriter copies a text that starts with `<r>` and ends with `</r>` into the file as XML, and misses the second
    of two
    escapes that share an underscore (`_x0041_x0042_`).
    """

    @staticmethod
    def _escape_control_characters(data: object) -> object:
        if not isinstance(data, str):
            return data
        text = xlsx_escaped(data)
        return "_x003C_" + text[1:] if text.startswith("<r>") else text


def xlsx_escaped(text: str) -> str:
    """Write control characters as `_x0001_`, and literal text of that form so that it stays literal, as Excel does."""
    if "_x" in text:
        text = _ESCAPE.sub("_x005F_", text)
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


@contextmanager
def xlsx_book(path: Path) -> Iterator["BookFormats"]:
    """Open a workbook to write; it is complete when the block ends.

    Raises:
        OSError: the file cannot be written.
    """
    with TemporaryDirectory(prefix="raccord-") as folder:
        book = xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": folder, "use_zip64": True})
        book.set_properties({"created": _CREATED})
        try:
            yield BookFormats(book)
        finally:
            _close(book)


def _close(book: Any) -> None:
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(*error.args[0].args) from error


class BookFormats:
    """A workbook, and its formats by what they do."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self.named: Callable[..., Any] = cache(self._make)

    def sheet(self, name: str) -> Any:
        """Add a worksheet."""
        return self._book.add_worksheet(name, LiteralSheet)

    def background(self, colour: str) -> Any:
        """The format by which a conditional format gives cells a background (RRGGBB)."""
        return self._book.add_format({"bg_color": f"#{colour}"})

    def _make(self, number_format: str = "", colour: str = "", *, bold: bool = False, quoted: bool = False) -> Any:
        properties: dict[str, object] = {"bold": bold, "quote_prefix": quoted}
        if number_format:
            properties["num_format"] = number_format
        if colour:
            properties |= {"bg_color": f"#{colour}", "border": 1, "border_color": "#D9D9D9"}
        return self._book.add_format(properties)

    def put(
        self, sheet: Any, row: int, column: int, cell: WorkbookCell, colour: str = "", *, bold: bool = False
    ) -> None:
        """Write a cell; rows and columns count from 0 here, as everywhere in XlsxWriter.

        Raises:
            UnwritableTextError: a text that the cell cannot hold.
        """
        match cell:
            case None:
                if colour:
                    sheet.write_blank(row, column, None, self.named("", colour, bold=bold))
            case str():
                check_xlsx_text(cell, column + 1)
                quoted = looks_like_formula(cell)
                sheet.write_string(row, column, cell, self.named(TEXT_FORMAT, colour, bold=bold, quoted=quoted))
            case bool():
                sheet.write_boolean(row, column, cell, self.named("", colour, bold=bold))
            case datetime() | date() | time() | timedelta():
                sheet.write_datetime(row, column, cell, self.named(moment_format(cell), colour, bold=bold))
            case _:
                sheet.write_number(row, column, _ExactFloat(cell), self.named("", colour, bold=bold))


class _ExactFloat(float):
    """A number that XlsxWriter, which formats numbers to 16 digits, writes with all its digits."""

    def __format__(self, _spec: str) -> str:
        return repr(int(self)) if self.is_integer() and abs(self) < _INTEGER_DIGITS else float.__repr__(self)


def moment_format(moment: date | time | timedelta) -> str:
    """The number format that shows all of a date, a time, both, or a duration."""
    if isinstance(moment, datetime):
        return DATETIME_FORMAT
    if isinstance(moment, timedelta):
        return DURATION_FORMAT
    return DATE_FORMAT if isinstance(moment, date) else TIME_FORMAT


def list_validation(words: tuple[str, ...], **options: str | bool) -> Mapping[str, object] | None:
    """A dropdown of words; None when there are none, or more than Excel can keep in a cell's own list."""
    quoted = [word.replace('"', '""') for word in words]
    if not words or len(",".join(quoted).encode("utf-16-le")) // 2 > 255:  # noqa: PLR2004 - Excel's limit
        return None
    return {"validate": "list", "value": quoted, **options}
