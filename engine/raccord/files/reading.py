"""Opening a file as grids: what it is decides who reads it."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from raccord.cells import Grid, RawRow
from raccord.files import calamine_rows, delimited, ods, refusals, xls, xlsx_faults, xlsx_parts
from raccord.files.packages import opened
from raccord.files.recognising import Kind, recognise


def read_grids(path: Path, *, delimiter: str | None = None, encoding: str | None = None) -> tuple[Grid, ...]:
    """Open a workbook or csv file; see `raccord.files.read_grids`."""
    match recognise(path):
        case Kind.XLSX:
            return _xlsx(path)
        case Kind.XLS:
            return _xls(path)
        case Kind.ODS:
            return _ods(path)
        case Kind.TEXT:
            return _text(path, delimiter, encoding)


def _xlsx(path: Path) -> tuple[Grid, ...]:
    with opened(path) as package:
        sheets = [(sheet, xlsx_faults.scan(path, package, sheet)) for sheet in xlsx_parts.worksheets(package)]
    loaded = calamine_rows.LoadedSheets(path)
    return tuple(
        Grid(
            sheet.name,
            _unchanged(path, partial(loaded.rows_of, sheet.name, faults)),
            faults.hidden_rows,
            faults.merged,
        )
        for sheet, faults in sheets
    )


def _xls(path: Path) -> tuple[Grid, ...]:
    return tuple(
        Grid(sheet.name, _unchanged(path, partial(xls.rows_of, path, number)), sheet.hidden_rows, sheet.merged)
        for number, sheet in enumerate(xls.sheets_of(path))
    )


def _ods(path: Path) -> tuple[Grid, ...]:
    return tuple(
        Grid(
            sheet.name,
            _unchanged(path, partial(ods.rows_of, path, sheet)),
            frozenset(sheet.hidden_rows),
            tuple(sheet.merged),
        )
        for sheet in ods.sheets_of(path)
    )


def _text(path: Path, delimiter: str | None, encoding: str | None) -> tuple[Grid, ...]:
    try:
        dialect = delimited.detect(path, delimiter=delimiter, encoding=encoding)
    except OSError as error:
        raise refusals.unreadable(path, error) from error
    return (Grid(path.stem, _unchanged(path, partial(delimited.rows_of, path, dialect))),)


def _unchanged(path: Path, read: Callable[[], Iterator[RawRow]]) -> Callable[[], Iterator[RawRow]]:
    """Refuse a pass over a file that is no longer the one whose hidden rows and errors were found."""
    stamp = _stamp(path)

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
