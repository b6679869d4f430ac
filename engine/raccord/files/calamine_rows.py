"""The values of xlsx sheets through calamine."""

from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from raccord.cells import RawRow
from raccord.files import refusals
from raccord.files.calamine_books import from_column_a, opened
from raccord.files.calamine_slices import LoadedSlices
from raccord.files.faults import Faults, overlaid
from raccord.files.xlsx_slices import SlicedSheet

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


class LoadedSheets:
    """The sheets of one workbook, which stay loaded, because an import passes over them more than once.

    Of those that are not `small` only the last one read stays, and of one in slices only its top.
    """

    def __init__(self, path: Path, small: Collection[str]) -> None:
        """Name the workbook; it is opened on the first pass."""
        self._path = path
        self._small = small
        self._loaded: dict[str, CalamineSheet | LoadedSlices] = {}

    def load_slices(self, name: str, sliced: SlicedSheet) -> None:
        """Start to load a sheet that is sliced."""
        self._keep(name, LoadedSlices(self._path, sliced))

    def release(self) -> None:
        """Let go of the sheets that are loaded; another pass loads them anew."""
        self._loaded.clear()

    def rows_of(self, name: str, faults: Faults) -> Iterator[RawRow]:
        """Read a sheet from row 1 and column A on, with its faults laid over the values.

        Raises:
            FileError: protected or damaged, or a duration longer than Python's longest.
        """
        number = 0
        try:
            for number, row in enumerate(overlaid(self._rows(name), faults), 1):  # noqa: B007 - the row before the failing one
                yield row
        except OverflowError as error:
            raise refusals.endless_duration(self._path, name, number + 1) from error

    def _rows(self, name: str) -> Iterator[RawRow]:
        loaded = self._loaded.get(name)
        if isinstance(loaded, LoadedSlices):
            return loaded.rows(partial(self._rows_of_whole, name))
        return self._rows_of_whole(name)

    def _rows_of_whole(self, name: str) -> Iterator[RawRow]:
        loaded = self._loaded.get(name)
        if loaded is None or isinstance(loaded, LoadedSlices):
            loaded = self._load(name)
        return from_column_a(loaded, loaded.iter_rows())

    def _load(self, name: str) -> "CalamineSheet":
        with opened(self._path) as workbook:
            loaded = workbook.get_sheet_by_name(name)
        self._keep(name, loaded)
        return loaded

    def _keep(self, name: str, loaded: "CalamineSheet | LoadedSlices") -> None:
        if name not in self._small:
            self._loaded = {kept: one for kept, one in self._loaded.items() if kept in self._small}
        self._loaded[name] = loaded
