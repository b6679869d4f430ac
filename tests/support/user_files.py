"""A user's workbook that is open in a bench, its buttons pressed, and what in it is the user's own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

import openpyxl

from raccord.cells import CellRange, RawRow
from raccord_addin.hosts import Host
from raccord_addin.ops import Alert, Op, PutCells, Say
from raccord_addin.pressing import press
from raccord_addin.snapshot import Book, SheetCells
from support.benches import Bench
from support.desk_world import CUSTOMERS, HEADERS, MARKS, ROWS, DeskWorld
from support.observing import Seen, SeenSheet, seen

SHEET = "Clients"
UNMARKED: Any = (HEADERS, *ROWS)
MARKED: Any = (MARKS, *UNMARKED)
WORDS = ["Raccord", "updated · 1 change: E", "unchanged", "created · 5 changes"]
"""What a preview and an import write beside the headers and the three rows."""
SOURCE = dict(enumerate(CUSTOMERS, 1))
"""The customers of the base before the import."""
IMPORTED = [{**CUSTOMERS[0], "phone": "01"}, CUSTOMERS[1]]
"""The customers of the base after the import, without the new one."""


@dataclass
class WatchedHost:
    """A host whose message boxes are kept instead of shown, with cells selected as a user would."""

    host: Host
    selection: tuple[CellRange, ...] | None = None
    alerts: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def look(self) -> Book:
        """Tell what the book is, with the selection of the test."""
        book = self.host.look()
        return book if self.selection is None else replace(book, selection=self.selection)

    def read(self, sheet: str, most: int | None = None) -> SheetCells:
        """Read a sheet's cells."""
        return self.host.read(sheet, most)

    def apply(self, ops: Sequence[Op]) -> None:
        """Carry out operations, but keep the message boxes."""
        self.alerts += [op.text for op in ops if isinstance(op, Alert)]
        self.said += [op.text for op in ops if isinstance(op, Say)]
        self.host.apply([op for op in ops if not isinstance(op, Alert)])

    def progress(self, text: str) -> None:
        """Show in the status bar what is going on."""
        self.host.progress(text)

    def ask(self, text: str) -> bool:
        """Refuse whatever would lose data; nothing here should ask."""
        raise AssertionError(text)


@dataclass
class UserFile:
    """A file in a bench."""

    bench: Bench
    host: WatchedHost
    folder: Path

    def press(self, button: str, *selected: CellRange) -> str:
        """Press a button with cells selected, and give the message box, or nothing."""
        self.host.alerts.clear()
        self.host.selection = selected or None
        press(button, self.host)
        return "\n".join(self.host.alerts)

    def put(self, sheet: str, row: int, column: int, rows: Sequence[Sequence[Any]]) -> None:
        """Type into cells."""
        self.host.apply([PutCells(sheet, row, column, rows)])

    def rows(self, sheet: str = SHEET) -> Sequence[RawRow]:
        """The cells of a sheet."""
        return self.host.read(sheet).rows

    def column(self, column: int) -> list[Any]:
        """The filled cells of a column of the worked-on sheet."""
        return [line[column - 1] for line in self.rows() if len(line) >= column and line[column - 1] is not None]

    def look(self) -> "Looked":
        """Save, and look at the file."""
        saved = self.folder / "saved.xlsx"
        self.bench.save(self.host.host, saved)
        return Looked(seen(saved), belongings(saved))


@dataclass(frozen=True)
class Looked:
    """A saved file: what Raccord's operations could change of it, and what is the user's alone."""

    seen: Seen
    belongings: dict[str, Any]

    @property
    def sheet(self) -> SeenSheet:
        """The worked-on sheet."""
        return self.seen.sheets[SHEET]

    def users(self) -> dict[str, Any]:
        """The worked-on sheet without widths, which programs write for columns that nobody touched."""
        shown = {name: getattr(self.sheet, name) for name in SeenSheet.__dataclass_fields__ if name != "widths"}
        return shown | self.belongings


def belongings(path: Path) -> dict[str, Any]:
    """Tables, filters, frozen panes, hidden columns, conditional formats and checks of the worked-on sheet."""
    sheet: Any = openpyxl.load_workbook(path)[SHEET]
    pane = sheet.sheet_view.pane
    return {
        "tables": {one.name: [one.ref, *(each.name for each in one.tableColumns)] for one in sheet.tables.values()},
        "frozen": (int(pane.xSplit or 0), int(pane.ySplit or 0)) if pane else None,
        "hidden_columns": _hidden_columns(sheet),
        "formats": sorted(_format(one.sqref, rule) for one in sheet.conditional_formatting for rule in one.rules),
        "checks": sorted(
            (str(one.sqref), one.type, str(one.operator), str(one.formula1), str(one.formula2))
            for one in sheet.data_validations.dataValidation
        ),
        "filtered": [(one.colId, one.filters and list(one.filters.filter)) for one in sheet.auto_filter.filterColumn],
        "number_formats": {
            cell.coordinate: cell.number_format
            for row in sheet.iter_rows(max_row=20)
            for cell in row
            if cell.number_format != "General"
        },
    }


def _hidden_columns(sheet: Any) -> set[int]:
    hidden: set[int] = set()
    for one in sheet.column_dimensions.values():
        one.reindex()
        if one.hidden:
            hidden |= set(range(one.min, min(one.max, 100) + 1))
    return hidden


def _format(spans: Any, rule: Any) -> tuple[str, ...]:
    colour = rule.dxf and rule.dxf.fill and (rule.dxf.fill.bgColor.rgb, rule.dxf.fill.fgColor.rgb)
    return str(spans), str(rule.type), str(rule.operator), str(rule.formula), str(colour)


Opener: TypeAlias = Callable[..., UserFile]


def opener(bench: Bench, folder: Path) -> Opener:
    """Give a function that writes a workbook of rows, changed by a function, and opens it."""

    def run(rows: Sequence[Sequence[Any]], change: Callable[[Any, Any], Any] = lambda _book, _sheet: None) -> UserFile:
        book: Any = openpyxl.Workbook()
        sheet = book.active
        sheet.title = SHEET
        for row in rows:
            sheet.append(row)
        change(book, sheet)
        source = folder / "clients.xlsx"
        book.save(source)
        return UserFile(bench, WatchedHost(bench.open(source)), folder)

    return run


def imported(world: DeskWorld) -> bool:
    """Tell whether the base is what the import of the three rows makes of it."""
    customers = list(world.customers.all().values())
    return customers[:2] == IMPORTED and [one["external_id"] for one in customers[2:]] == ["C9"]
