"""A sliced sheet through calamine: its first rows can be had while another thread loads the slices that follow."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from itertools import islice, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import finalize, ref

from raccord.cells import RawRow
from raccord.errors import FileError
from raccord.files import refusals
from raccord.files.calamine_books import from_column_a, refusing
from raccord.files.xlsx_slices import SlicedSheet
from raccord.translation import N_, _

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_NOT_IN_ORDER = N_("its rows are not in order")


class LoadedSlices:
    """The slices of one sheet, loaded in order, once; calamine leaves Python free meanwhile.

    What is not loaded yet when nobody needs the slices any more is not loaded at all.
    """

    def __init__(self, path: Path, sliced: SlicedSheet) -> None:
        """Start to load what was sliced of the workbook at a path."""
        self._path = path
        self._sliced = sliced
        self._workbook: CalamineWorkbook | None = None
        self._refusal: FileError | None = None
        self._places: dict[object, int] = {}
        finalize(self, sliced.delete)
        loader, run = ThreadPoolExecutor(1), copy_context().run
        self._loading: list[Future[CalamineSheet | None] | None] = [
            loader.submit(run, _load, ref(self), number) for number in range(len(sliced.first_rows))
        ]
        loader.shutdown(wait=False)

    def rows(self, whole: Callable[[], Iterable[RawRow]]) -> Iterator[RawRow]:
        """Give the rows from row 1 and column A on, and let go of each slice but the first that all passes have read.

        A pass that begins after that takes the rows from the `whole` sheet.

        Raises:
            FileError: damaged.
            OverflowError: the next row holds a duration longer than Python's longest.
        """
        this_pass, following = object(), 0
        try:
            for number in range(len(self._loading)):
                self._places[this_pass] = number
                loaded = self.loaded(number)
                if loaded is None:
                    yield from islice(whole(), following, None)
                    return
                if loaded.start and loaded.end:
                    yield from repeat((), loaded.start[0] - following)
                    yield from from_column_a(loaded, _rows_at_once(loaded))
                    following = loaded.end[0] + 1
                self._let_go(this_pass, number)
        finally:
            self._places.pop(this_pass, None)

    def _let_go(self, this_pass: object, number: int) -> None:
        """Let go of a slice that this pass has read, unless another one still has to."""
        self._places[this_pass] = number + 1
        if number and number < min(self._places.values()):
            self._loading[number] = None

    def loaded(self, number: int) -> "CalamineSheet | None":
        """Wait for a slice; None if it was let go of."""
        loading = self._loading[number]
        return loading.result() if loading else None

    def load(self, number: int) -> "CalamineSheet":
        """Load the next slice, unless one before it was refused; with the last one, let go of the workbook."""
        if self._refusal:
            raise self._refusal
        try:
            with refusing(self._path):
                loaded = self._opened().get_sheet_by_index(number)
            self._check_rows(loaded, number)
        except FileError as error:
            self._refusal = error
            raise
        if number == len(self._sliced.first_rows) - 1:
            self._workbook = None
        return loaded

    def _opened(self) -> "CalamineWorkbook":
        """The workbook; once calamine has opened its file, nobody else needs it."""
        from python_calamine import load_workbook  # noqa: PLC0415 - a csv file does without

        if self._workbook is None:
            self._workbook = load_workbook(self._sliced.path)
            self._sliced.delete()
        return self._workbook

    def _check_rows(self, loaded: "CalamineSheet", number: int) -> None:
        """Refuse a slice that overlaps others: the memory that calamine sets aside for each would add up."""
        first, *following = self._sliced.first_rows[number : number + 2]
        if loaded.start and loaded.end:
            starts_before = loaded.start[0] + 1 < first
            ends_after = bool(following) and loaded.end[0] + 1 >= following[0]
            if starts_before or ends_after:
                raise refusals.damaged(self._path, _(_NOT_IN_ORDER))


def _load(slices: "ref[LoadedSlices]", number: int) -> "CalamineSheet | None":
    needed = slices()
    return needed.load(number) if needed else None


def _rows_at_once(loaded: "CalamineSheet") -> Iterable[list[Any]]:
    """The rows of a slice; row by row calamine gives all rows above them, too."""
    try:
        return loaded.to_python()
    except OverflowError:
        return islice(loaded.iter_rows(), loaded.start[0] if loaded.start else 0, None)
