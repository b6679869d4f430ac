"""A host that holds its sheets in memory: the plainest one, for trying actions and for reading what they do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from raccord.files.annotations import Rule
from raccord.translation import _
from raccord_addin.hosts import HostError
from raccord_addin.ops import (
    Alert,
    InsertRow,
    MakeSheet,
    Op,
    OpenFile,
    PutCells,
    PutLinks,
    RemoveSheet,
    Say,
    SetDropdown,
    SetRowDropdowns,
    SetRules,
    Show,
)
from raccord_addin.snapshot import Book, SheetCells, SheetState


@dataclass
class FakeHost:
    """A workbook of cells without formats; `said`, `alerts`, `asked` and `opened` keep what a user would have seen."""

    book: Book
    cells: dict[str, list[list[Any]]]
    hidden: Mapping[str, frozenset[int]] = field(default_factory=dict)
    answer: bool = True
    rules: dict[tuple[str, str], tuple[Rule, ...]] = field(default_factory=dict)
    dropdowns: list[SetDropdown | SetRowDropdowns] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    applied: list[Op] = field(default_factory=list)

    def look(self) -> Book:
        """Tell what the book is."""
        states = {one.name: one for one in self.book.sheets}
        return replace(self.book, sheets=tuple(states.get(name, SheetState(name)) for name in self.cells))

    def read(self, sheet: str, most: int | None = None) -> SheetCells:
        """Read a sheet's cells."""
        return SheetCells.of(sheet, self.cells[sheet][:most], self.hidden.get(sheet, ()))

    def progress(self, text: str) -> None:
        """Keep what the status bar would show."""
        self.said.append(text)

    def ask(self, text: str) -> bool:
        """Answer as the fake was told to."""
        self.asked.append(text)
        return self.answer

    def apply(self, ops: Sequence[Op]) -> None:
        """Carry out the operations that change cells, and keep all of them."""
        for op in ops:
            self._apply(op)
            self.applied.append(op)

    def _apply(self, op: Op) -> None:
        match op:
            case PutCells():
                self._put(op.sheet, op.row, op.column, op.rows)
            case PutLinks():
                self._put(op.sheet, op.row, op.column, [[row] for row in op.rows])
            case InsertRow():
                self.cells[op.sheet].insert(op.row - 1, [])
            case MakeSheet():
                self.cells[op.sheet] = []
            case RemoveSheet():
                self.cells.pop(op.sheet, None)
            case _:
                self._keep(op)

    def _keep(self, op: Op) -> None:
        match op:
            case SetRules():
                self.rules[op.sheet, op.group] = tuple(op.rules)
            case SetDropdown() | SetRowDropdowns():
                self.dropdowns.append(op)
            case Show():
                self.book = replace(self.book, active=op.sheet, selection=())
            case OpenFile():
                self.opened.append(op.path)
            case Say():
                self.said.append(op.text)
            case Alert():
                self.alerts.append(op.text)

    def _put(self, sheet: str, row: int, column: int, block: Sequence[Sequence[Any]]) -> None:
        state = self.book.sheet(sheet)
        if state and state.protected:
            raise HostError(_("The sheet “{sheet}” is protected.", sheet=sheet))
        rows = self.cells[sheet]
        rows.extend([] for _ in range(row - 1 + len(block) - len(rows)))
        for at, values in enumerate(block, row - 1):
            cells = rows[at]
            cells.extend([None] * (column - 1 + len(values) - len(cells)))
            cells[column - 1 : column - 1 + len(values)] = values
