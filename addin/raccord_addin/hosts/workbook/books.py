"""The workbook of a host: openpyxl's, and beside it the values that openpyxl does not know."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.worksheet.views import Selection
from openpyxl.worksheet.worksheet import Worksheet

from raccord.cells import CellRange, RawCell
from raccord.sheet_choice import is_own_sheet
from raccord.translation import _
from raccord_addin.hosts import HostError
from raccord_addin.hosts.workbook.areas import area_of, span_of
from raccord_addin.hosts.workbook.formulas import rewrites
from raccord_addin.hosts.workbook.references import Removal
from raccord_addin.snapshot import SheetCells, SheetState


@dataclass(slots=True)
class HeldSheet:
    """A sheet: the name that the file gives it, openpyxl's own, and its values, which for formulas are the cached ones.

    Formats, hidden rows and merged areas are openpyxl's alone.
    """

    name: str
    sheet: Worksheet
    rows: list[list[RawCell]]

    @property
    def state(self) -> SheetState:
        """The sheet as the book shows it."""
        return SheetState(self.name, protected=bool(self.sheet.protection.sheet))

    def value(self, row: int, column: int) -> RawCell:
        """The value of a cell; None beyond the sheet."""
        cells = self.rows[row - 1] if row <= len(self.rows) else ()
        return cells[column - 1] if column <= len(cells) else None

    def cells(self, most: int | None) -> SheetCells:
        """The sheet's cells, at most its first `most` rows."""
        hidden = [number for number, look in self.sheet.row_dimensions.items() if look.hidden]
        merged = [area_of(span) for span in self.sheet.merged_cells.ranges]
        return SheetCells.of(self.name, self.rows[:most], hidden, merged)

    def put(self, row: int, column: int, block: Sequence[Sequence[RawCell]]) -> None:
        """Keep a block of values from a cell on."""
        self.rows.extend([] for _ in range(row - 1 + len(block) - len(self.rows)))
        for cells, values in zip(self.rows[row - 1 :], block, strict=False):
            cells.extend([None] * (column - 1 + len(values) - len(cells)))
            cells[column - 1 : column - 1 + len(values)] = values


@dataclass(slots=True)
class OpenBook:
    """A workbook in memory. Sheets are found by their names without regard to case, as programs do."""

    path: Path
    book: Any
    sheets: list[HeldSheet]
    active: HeldSheet
    selection: tuple[CellRange, ...] = ()

    @property
    def locked(self) -> bool:
        """Whether sheets can neither be added nor removed."""
        return bool(self.book.security and self.book.security.lockStructure)

    def find(self, name: str) -> HeldSheet | None:
        """The sheet of a name."""
        return next((one for one in self.sheets if one.name.casefold() == name.casefold()), None)

    def sheet(self, name: str) -> HeldSheet:
        """The sheet of a name; raises HostError when there is none."""
        found = self.find(name)
        if found is None:
            raise HostError(
                _(
                    "There is no sheet “{name}” in {file}.\nSomeone renamed or deleted it.",
                    name=name,
                    file=self.path.name,
                )
            )
        return found

    def writable(self, name: str) -> HeldSheet:
        """The sheet of a name, to be changed; raises HostError when there is none, or a protected one."""
        found = self.sheet(name)
        if found.state.protected:
            raise HostError(
                _(
                    "The sheet “{sheet}” is protected.\nTake its protection off (menu Review), and try again.",
                    sheet=found.name,
                )
            )
        return found

    def make(self, name: str) -> None:
        """Make an empty sheet of Raccord's own at the end, or empty the one that is there.

        Raises:
            HostError: the name is not Raccord's or a chart sheet has it, the sheet or the workbook's structure is
                protected.
        """
        _check_own(name)
        if self.find(name):
            self._empty(self.writable(name))
            return
        self._check_unlocked()
        if name.casefold() in {one.title.casefold() for one in self.book.chartsheets}:
            raise HostError(
                _("A chart sheet has the name “{name}”, which Raccord needs.\nRename it, and try again.", name=name)
            )
        self.sheets.append(HeldSheet(name, self.book.create_sheet(name), []))

    def remove(self, name: str) -> None:
        """Remove a sheet of Raccord's own, if it is there; what leads to it becomes `#REF!`.

        Raises:
            HostError: the name is not Raccord's, the workbook's structure is protected, it is the only sheet in sight,
                or a formula over several sheets includes it.
        """
        _check_own(name)
        found = self.find(name)
        if found is None:
            return
        self._check_unlocked()
        others = [one for one in self.sheets if one is not found and one.sheet.sheet_state == "visible"]
        if not others:
            raise HostError(
                _(
                    "“{sheet}” is the only sheet in sight, and a workbook needs one.\nAdd another sheet.",
                    sheet=found.name,
                )
            )
        order = tuple(one.title for one in self.book.worksheets)
        rewriting = rewrites(self.book, Removal(found.sheet.title, order))
        at = self.sheets.index(found)
        self.sheets.remove(found)
        self.book.remove(found.sheet)
        for rewrite in rewriting:
            rewrite()
        if self.active is found:
            self.show(next((one for one in self.sheets[at:] if one in others), others[-1]).name, ())

    def show(self, name: str, selection: Sequence[CellRange]) -> None:
        """Bring a sheet to the front, with these areas selected, the one with the cursor first; A1 without any."""
        found = self.sheet(name)
        if found.sheet.sheet_state != "visible":
            self._check_unlocked()
            found.sheet.sheet_state = "visible"
        self.active, self.selection = found, tuple(selection)
        self.book.active = self.book.index(found.sheet)
        for other in self.book._sheets:  # noqa: SLF001 - several chosen tabs would be written to at once
            for view in _views(other):
                view.tabSelected = other is found.sheet
        _select(found.sheet, self.selection or (CellRange(1, 1, 1, 1),))

    def _empty(self, held: HeldSheet) -> None:
        """Put a new sheet in the place of one, which is the surest way to leave nothing of it."""
        place, title = self.book.index(held.sheet), held.sheet.title
        self.book.remove(held.sheet)
        held.sheet, held.rows = self.book.create_sheet(title, place), []

    def _check_unlocked(self) -> None:
        if self.locked:
            raise HostError(
                _(
                    "The structure of {file} is protected: no sheet can be added, shown or removed.\nTake the "
                    "protection off (menu Review, Protect Workbook), and try again.",
                    file=self.path.name,
                )
            )


def _check_own(name: str) -> None:
    if not is_own_sheet(name):
        raise HostError(f"“{name}” is no sheet of Raccord's own, so Raccord neither makes, empties nor removes it.")


def _views(sheet: Any) -> Sequence[Any]:
    views = sheet.views if isinstance(sheet, Worksheet) else sheet.sheetViews
    return views.sheetView if views else ()


def _select(sheet: Any, areas: Sequence[CellRange]) -> None:
    spans = " ".join(span_of(area).coord for area in areas)
    cursor = span_of(areas[0]).coord.partition(":")[0]
    pane = sheet.sheet_view.pane
    sheet.sheet_view.selection = [Selection(pane and pane.activePane, activeCell=cursor, sqref=spans)]
