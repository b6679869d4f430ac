"""A large xlsx sheet cut into slices, the sheets of a temporary workbook, which a reader can load one after the other.

A sheet that is not written as spreadsheet programs write it is not cut: whoever reads it takes it whole.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from zipfile import ZipFile

from raccord.files.temporary_books import SHEET_END, TemporaryBook
from raccord.files.xlsx_parts import BookParts

SLICE = 4 * 1024**2
"""Bytes of XML after which a slice ends before the next row: some 3,500 rows of 25 cells."""

_LONGEST = 16 * SLICE
_LARGEST_SHARED = 2**31 - 1  # zipfile writes a larger part only when told so before
_ROWS_START = b"<sheetData>"
_ROW = re.compile(rb"<row (?:[^<>]*\s)?r=\"([1-9]\d{0,6})\"")


@dataclass(frozen=True, slots=True)
class SlicedSheet:
    """A temporary workbook, which its reader deletes, and the first row of each of its sheets, the slices.

    A slice has rows from its first one to before that of the next slice, where they stand in the whole sheet.
    """

    path: Path
    first_rows: tuple[int, ...]

    def delete(self) -> None:
        """Delete the workbook, unless the system does not let it go."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)


class _UncutError(Exception):
    """The XML cannot be cut: its rows are not to be found, or not in order."""


class SliceWriter:
    """Writes a sheet's XML, as it is read, to a temporary workbook, or gives up and leaves nothing behind."""

    def __init__(self, package: ZipFile, book: BookParts) -> None:
        """Name the workbook that the sheet is in."""
        self._package = package
        self._book = book
        self._first_rows: list[int] = []
        self._written = 0
        self._target: TemporaryBook | None = None
        if all(package.getinfo(part).file_size <= _LARGEST_SHARED for part in book.shared):
            with suppress(OSError):
                self._target = TemporaryBook()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.give_up()

    def give_up(self) -> None:
        """Delete what is written, unless it is finished."""
        if self._target:
            self._target.discard()
            self._target = None

    def write(self, xml: bytes) -> None:
        """Write what follows of the sheet's XML."""
        if self._target:
            try:
                self._write(self._target, xml)
            except (OSError, _UncutError):
                self.give_up()

    def finished(self) -> SlicedSheet | None:
        """The slices, once all of the XML is written; None if it was given up, or would be a single one."""
        if self._target is None or not self._first_rows[1:]:
            return None
        try:
            self._target.finish(self._package, self._book.shared, counts_from_1904=self._book.counts_from_1904)
        except OSError:
            return None
        path, self._target = self._target.path, None
        return SlicedSheet(path, tuple(self._first_rows))

    def _write(self, target: TemporaryBook, xml: bytes) -> None:
        if not self._first_rows:
            xml = self._rows_of(target, xml)
        elif self._written >= SLICE:
            xml = self._rows_of_next(target, xml)
        target.write(xml)
        self._written += len(xml)

    def _rows_of(self, target: TemporaryBook, xml: bytes) -> bytes:
        """Begin the first slice, and give its share of the first piece of XML."""
        _, start, rows = xml.partition(_ROWS_START)
        if not start:
            raise _UncutError
        self._begin(target, 1)
        return rows

    def _rows_of_next(self, target: TemporaryBook, xml: bytes) -> bytes:
        """End the slice before the last row that begins here, if one does, and give what belongs to the next one.

        A comment that holds such rows is cut as well; then the first slice does not end, and no reader takes it.
        """
        start = max(xml.rfind(b"<row "), 0)
        row = _ROW.match(xml, start)
        before = xml[:start]
        if row is None or not before.rstrip().endswith(b"</row>"):
            if self._written > _LONGEST:
                raise _UncutError
            return xml
        target.write(before + SHEET_END)
        self._begin(target, int(row[1]))
        return xml[start:]

    def _begin(self, target: TemporaryBook, row: int) -> None:
        if self._first_rows and row <= self._first_rows[-1]:
            raise _UncutError
        self._first_rows.append(row)
        self._written = 0
        target.begin_sheet()
