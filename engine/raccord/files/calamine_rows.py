"""The values of xlsx sheets through calamine."""

from collections.abc import Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path
from typing import TYPE_CHECKING

from raccord.cells import RawCell, RawRow
from raccord.files import refusals
from raccord.files.faults import Faults, overlaid

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_ENDINGS = frozenset({".xlsx", ".xlsm"})


class LoadedSheets:
    """The sheets of one workbook, which stay loaded, because an import passes over them more than once.

    Of those that are not `small` only the last one read stays.
    """

    def __init__(self, path: Path, small: Collection[str]) -> None:
        """Name the workbook; it is opened on the first pass, or ahead of it."""
        self._path = path
        self._small = small
        self._loading: dict[str, Future[CalamineSheet]] = {}

    def load_ahead(self, name: str) -> None:
        """Start to load a sheet in another thread: calamine leaves Python free meanwhile."""
        if name not in self._small:
            self._loading = {kept: one for kept, one in self._loading.items() if kept in self._small}
        loader = ThreadPoolExecutor(1)
        self._loading[name] = loader.submit(copy_context().run, self._load, name)
        loader.shutdown(wait=False)

    def release(self) -> None:
        """Let go of the sheets that are loaded; another pass loads them anew."""
        self._loading.clear()

    def rows_of(self, name: str, faults: Faults) -> Iterator[RawRow]:
        """Read a sheet from row 1 and column A on, with its faults laid over the values.

        Raises:
            FileError: protected or damaged, or a duration longer than Python's longest.
        """
        found = self._loaded(name)
        first_column = found.start[1] if found.start else 0
        blanks: list[RawCell] = [None] * first_column
        rows = ([*blanks, *row] for row in found.iter_rows()) if blanks else found.iter_rows()
        number = 0
        try:
            for number, row in enumerate(overlaid(rows, faults), 1):  # noqa: B007 - the row before the failing one
                yield row
        except OverflowError as error:
            raise refusals.endless_duration(self._path, name, number + 1) from error

    def _loaded(self, name: str) -> "CalamineSheet":
        if name not in self._loading:
            self.load_ahead(name)
        return self._loading[name].result()

    def _load(self, name: str) -> "CalamineSheet":
        with opened(self._path) as workbook:
            return workbook.get_sheet_by_name(name)


@contextmanager
def opened(path: Path) -> "Iterator[CalamineWorkbook]":
    """Open a workbook in calamine and turn what may go wrong into a FileError.

    Raises:
        FileError: protected, damaged or unreadable.
    """
    from python_calamine import CalamineError, PasswordError, load_workbook  # noqa: PLC0415

    try:
        if path.suffix.lower() in _ENDINGS:
            with load_workbook(path) as workbook:
                yield workbook
        else:
            # of a path calamine believes the ending, of an open file it looks at the contents
            with path.open("rb") as file, load_workbook(file) as workbook:
                yield workbook
    except PasswordError as error:
        raise refusals.protected(path) from error
    except (CalamineError, ValueError) as error:
        raise refusals.damaged(path, error) from error
    except OSError as error:
        raise refusals.unreadable(path, error) from error
