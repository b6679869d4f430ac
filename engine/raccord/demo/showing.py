"""Tables for a terminal of 80 columns: marks, totals, changed cells, rows to look at, and a customer's history."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from unicodedata import normalize

from rich import box
from rich.table import Table
from rich.text import Text

from raccord.catalogue import Catalogue
from raccord.cells import is_blank
from raccord.journal import HistoryEntry
from raccord.journal.operations import State
from raccord.marks import MODE_WORDS, UpdateMode
from raccord.planning import CellChange, Outcome, PlanRow, Summary
from raccord.planning.outcomes import APPLIED
from raccord.sheet import Table as SheetTable
from raccord.values import Value, shown

STYLES = {
    Outcome.CREATED: "green",
    Outcome.UPDATED: "yellow",
    Outcome.UNCHANGED: "dim",
    Outcome.RESTORED: "green",
    Outcome.IGNORED: "red",
    Outcome.AMBIGUOUS: "red",
    Outcome.DUPLICATE: "red",
    Outcome.REPEATED: "dim",
    Outcome.INVALID: "red",
}
MEANINGS = {
    Outcome.UPDATED: "the customer is found, and some cells would change",
    Outcome.UNCHANGED: "the customer is found, and nothing would change",
    Outcome.CREATED: "a new customer",
    Outcome.RESTORED: "a customer that would come back from the recycle bin",
    Outcome.IGNORED: "no customer is found, and a new one needs more",
    Outcome.AMBIGUOUS: "several customers fit, and Raccord never guesses",
    Outcome.DUPLICATE: "several rows for one customer that do not agree",
    Outcome.REPEATED: "the same row again",
    Outcome.INVALID: "a cell that cannot be right",
}
_WIDEST_NAME = 22
_WIDTH_OF_A_MOMENT = len("2026-11-22 14:30")
_STATES = {State.ABSENT: "none", State.ACTIVE: "active", State.BINNED: "in the bin"}


def marks_table(sheet: SheetTable) -> Table:
    """Which columns each mark of a sheet stands above: the modes in their own order, then what has none."""
    table = _table("Mode", "Columns")
    for mode in UpdateMode:
        headers = [column.header for column in sheet.columns if column.mode is mode]
        if headers:
            table.add_row(Text(MODE_WORDS[mode]["en"], "bold"), Text(", ".join(headers)))
    return table


def totals_table(summary: Summary) -> Table:
    """How many rows have which outcome, and what that means; all nine, also at zero."""
    table = _table("Rows", "Outcome", "Meaning")
    table.columns[0].justify = "right"
    for outcome, meaning in MEANINGS.items():
        count = getattr(summary, outcome.value)
        style = STYLES[outcome] if count else "dim"
        table.add_row(str(count), Text(outcome.value, style), Text(meaning, "" if count else "dim"))
    table.add_section()
    cells = f"{summary.cells_changed} cells would change, {summary.blanks_kept} blanks keep what the base has"
    table.add_row(str(summary.rows), "in all", cells)
    return table


def changes_table(rows: Iterable[PlanRow], names: Mapping[int, str], catalogue: Catalogue, most: int) -> Table:
    """Each cell that would change, old → new, at most so many lines; a new customer is one line."""
    table = _table("Row", "Customer", "Field", "Before", "After")
    table.columns[0].justify = "right"
    table.columns[1].no_wrap = table.columns[2].no_wrap = True
    table.columns[1].max_width = _WIDEST_NAME
    for column in table.columns[3:]:
        column.overflow, column.min_width = "fold", _WIDTH_OF_A_MOMENT
    lines = _change_lines(rows, names, catalogue)
    for line in islice(lines, most):
        table.add_row(*line)
    rest = sum(1 for _ in lines)
    if rest:
        table.add_row("…", Text(f"and {rest} more", "dim"))
    return table


def attention_table(rows: Iterable[PlanRow]) -> Table:
    """Every row that has something to say: its place, its outcome and its messages."""
    table = _table("Where", "Outcome", "Message")
    for row in rows:
        for message in row.messages:
            place = message.cell.rpartition("!")[2] if message.cell else f"row {row.row}"
            style = "yellow" if row.outcome in APPLIED else STYLES[row.outcome]
            table.add_row(place, Text(row.outcome.value, style), Text(message.text))
    return table


def history_table(entries: Iterable[HistoryEntry], catalogue: Catalogue) -> Table:
    """What happened to one customer, the oldest first."""
    table = _table("When (UTC)", "File:row", "Field", "Before", "After")
    for entry in entries:
        source = f"{entry.file}:{entry.row}" if entry.file and entry.row else entry.file or entry.kind.value
        head: tuple[str | Text, ...] = (entry.at[:16].replace("T", " "), Text(source))
        for line in _happenings(entry, catalogue):
            table.add_row(*head, *line)
            head = ("", "")
    return table


def names_by_row(sheet: SheetTable, catalogue: Catalogue) -> dict[int, str]:
    """The customer's name as each row of a sheet writes it; rows without one are left out."""
    naming = catalogue.naming
    column = next((feed.column for feed in sheet.feeds if feed.field == naming), None)
    if column is None:
        return {}
    cells = ((number, row[column - 1] if len(row) >= column else None) for number, row in sheet.rows())
    return {number: " ".join(normalize("NFC", str(cell)).split()) for number, cell in cells if not is_blank(cell)}


def _change_lines(
    rows: Iterable[PlanRow], names: Mapping[int, str], catalogue: Catalogue
) -> Iterator[tuple[str | Text, ...]]:
    for row in rows:
        name = Text(names.get(row.row, f"customer {row.customer}"))
        if row.outcome is Outcome.CREATED:
            yield str(row.row), name, Text("new customer", "green"), "", Text(f"{len(row.changes)} cells", "green")
            continue
        head: tuple[str | Text, ...] = (str(row.row), name)
        for change in row.changes:
            yield *head, *_change_line(change, catalogue)
            head = ("", "")


def _happenings(entry: HistoryEntry, catalogue: Catalogue) -> Iterator[tuple[str | Text, ...]]:
    if entry.before is State.ABSENT:
        yield Text("customer", "bold"), "", Text(f"new, {len(entry.changes)} cells", "green")
        return
    if entry.before is not entry.after:
        yield Text("customer", "bold"), Text(_STATES[entry.before], "red"), Text(_STATES[entry.after], "green")
    for change in entry.changes:
        yield _change_line(change, catalogue)


def _change_line(change: CellChange, catalogue: Catalogue) -> tuple[str | Text, ...]:
    one = catalogue.by_name.get(change.field)
    label = one.label_in() if one else change.field
    return label, _value(change.old, "red"), _value(change.new, "green")


def _value(value: Value, style: str = "") -> Text:
    """A value as a person reads it, blank as such."""
    return Text("(blank)", "dim") if value is None else Text(shown(value), style)


def _table(*headers: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    for header in headers:
        table.add_column(header)
    return table
