"""Opening a file as grids: what it is decides who reads it."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path

from raccord.cells import Grid, RawRow
from raccord.files import calamine_rows, delimited, ods, refusals, xls, xlsx_faults, xlsx_parts
from raccord.files.packages import opened
from raccord.files.recognising import Kind, recognise
from raccord.files.xlsx_slices import SliceWriter

SMALL_SHEET = 4 * 1024**2
"""Bytes of XML up to which an xlsx sheet stays in memory beside others."""


def read_grids(path: Path, *, delimiter: str | None = None, encoding: str | None = None) -> tuple[Grid, ...]:
    """Open a workbook or csv file; see `raccord.files.read_grids`."""
    kind, stamp = recognise(path), _stamp(path)
    match kind:
        case Kind.XLSX:
            grids = _xlsx(path)
        case Kind.XLS:
            grids = _xls(path)
        case Kind.ODS:
            grids = _ods(path)
        case Kind.TEXT:
            grids = _text(path, delimiter, encoding)
    return tuple(replace(grid, read=_unchanged(path, stamp, grid.read)) for grid in grids)


def _xlsx(path: Path) -> Iterator[Grid]:
    """The grids; the first sheet, nearly always the one that is read, is loaded in slices if it is large."""
    with opened(path) as package:
        book = xlsx_parts.book_parts(package)
        small = {sheet.name for sheet in book.worksheets if package.getinfo(sheet.part).file_size <= SMALL_SHEET}
        loaded = calamine_rows.LoadedSheets(path, small)
        faults = []
        for number, sheet in enumerate(book.worksheets):
            with SliceWriter(package, book) if number == 0 and sheet.name not in small else nullcontext() as slices:
                faults.append(xlsx_faults.scan(path, package, sheet, slices))
                if slices and (sliced := slices.finished()):
                    loaded.load_slices(sheet.name, sliced)
    for sheet, found in zip(book.worksheets, faults, strict=True):
        read = partial(loaded.rows_of, sheet.name, found)
        yield Grid(sheet.name, read, found.hidden_rows, found.merged, loaded.release)


def _xls(path: Path) -> Iterator[Grid]:
    for number, sheet in enumerate(xls.sheets_of(path)):
        yield Grid(sheet.name, partial(xls.rows_of, path, number), sheet.hidden_rows, sheet.merged)


def _ods(path: Path) -> Iterator[Grid]:
    for sheet in ods.sheets_of(path):
        yield Grid(sheet.name, partial(ods.rows_of, path, sheet), frozenset(sheet.hidden_rows), tuple(sheet.merged))


def _text(path: Path, delimiter: str | None, encoding: str | None) -> Iterator[Grid]:
    try:
        dialect = delimited.detect(path, delimiter=delimiter, encoding=encoding)
    except OSError as error:
        raise refusals.unreadable(path, error) from error
    yield Grid(path.stem, partial(delimited.rows_of, path, dialect))


def _unchanged(
    path: Path, stamp: tuple[int, int], read: Callable[[], Iterator[RawRow]]
) -> Callable[[], Iterator[RawRow]]:
    """Refuse a pass over a file that is no longer the one whose hidden rows and errors were found."""

    def checked() -> Iterator[RawRow]:
        if _stamp(path) != stamp:
            raise refusals.changed(path)
        return read()

    return checked


def _stamp(path: Path) -> tuple[int, int]:
    try:
        state = path.stat()
    except OSError as error:
        raise refusals.missing(path) from error
    return state.st_size, state.st_mtime_ns
