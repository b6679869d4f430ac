"""Tables for a terminal of 80 columns: marks, totals, changed cells, rows to look at, and a customer's history."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from unicodedata import normalize

from rich import box
from rich.table import Table
from rich.text import Text

from raccord.catalogue import Catalogue, FieldType
from raccord.cells import is_blank
from raccord.journal import HistoryEntry
from raccord.journal.operations import State, utc_minute
from raccord.marks import MODE_WORDS, UpdateMode
from raccord.planning import CellChange, Outcome, PlanRow, Summary
from raccord.planning.outcomes import APPLIED
from raccord.sheet import Table as SheetTable
from raccord.terminal_styles import OUTCOME_STYLES
from raccord.translation import N_, _, language, ngettext, pgettext
from raccord.values import Value, shown

MEANINGS = {
    Outcome.UPDATED: N_("the customer is found, and some cells would change"),
    Outcome.UNCHANGED: N_("the customer is found, and nothing would change"),
    Outcome.CREATED: N_("a new customer"),
    Outcome.RESTORED: N_("a customer that would come back from the recycle bin"),
    Outcome.IGNORED: N_("no customer is found, and a new one needs more"),
    Outcome.AMBIGUOUS: N_("several customers fit, and Raccord never guesses"),
    Outcome.DUPLICATE: N_("several rows for one customer that do not agree"),
    Outcome.REPEATED: N_("the same row again"),
    Outcome.INVALID: N_("a cell that cannot be right"),
}
_WIDEST_NAME = 22
_WIDEST_NAMES = 39
"""Characters for a row's number, its customer and a field's label together; the rest of 80 is for the values."""
_WIDTH_OF_A_MOMENT = len("2026-11-22 14:30")
_STATES = {State.ABSENT: N_("none"), State.ACTIVE: N_("active"), State.BINNED: N_("in the bin")}


def marks_table(sheet: SheetTable) -> Table:
    """Which columns each mark of a sheet stands above: the modes in their own order, then what has none."""
    table = _table(_("Mode"), _("Columns"))
    for mode in UpdateMode:
        headers = [column.header for column in sheet.columns if column.mode is mode]
        if headers:
            table.add_row(Text(MODE_WORDS[mode][language()], "bold"), Text(", ".join(headers)))
    return table


def totals_table(summary: Summary) -> Table:
    """How many rows have which outcome, and what that means; all nine, also at zero."""
    table = _table(_("Rows"), _("Outcome"), _("Meaning"))
    table.columns[0].justify = "right"
    for outcome, meaning in MEANINGS.items():
        count = getattr(summary, outcome.value)
        style = OUTCOME_STYLES[outcome] if count else "dim"
        table.add_row(str(count), Text(_(outcome), style), Text(_(meaning), "" if count else "dim"))
    table.add_section()
    changed = ngettext("{count} cell would change", "{count} cells would change", summary.cells_changed)
    kept = ngettext(
        "{count} blank keeps what the base has", "{count} blanks keep what the base has", summary.blanks_kept
    )
    table.add_row(str(summary.rows), _("in all"), f"{changed}, {kept}")
    return table


def changes_table(rows: Iterable[PlanRow], names: Mapping[int, str], catalogue: Catalogue, most: int) -> Table:
    """Each cell that would change, old → new, at most so many lines; a new customer is one line."""
    table = _table(_("Row"), _("Customer"), _("Field"), pgettext("value", "Before"), _("After"))
    table.columns[0].justify = "right"
    table.columns[1].no_wrap = table.columns[2].no_wrap = True
    for column in table.columns[3:]:
        column.overflow, column.min_width = "fold", _WIDTH_OF_A_MOMENT
    lines = _change_lines(rows, names, catalogue)
    first = list(islice(lines, most))
    beside = (max((len(str(line[at])) for line in first), default=0) for at in (0, 2))
    left = _WIDEST_NAMES - sum(map(max, beside, (len(_("Row")), len(_("Field")))))
    table.columns[1].max_width = min(_WIDEST_NAME, left)
    for line in first:
        table.add_row(*line)
    rest = sum(1 for _line in lines)
    if rest:
        table.add_row("…", Text(_("and {rest} more", rest=rest), "dim"))
    return table


def attention_table(rows: Iterable[PlanRow]) -> Table:
    """Every row that has something to say: its place, its outcome and its messages."""
    table = _table(_("Where"), _("Outcome"), _("Message"))
    for row in rows:
        for message in row.messages:
            place = message.cell.rpartition("!")[2] if message.cell else _("row {row}", row=row.row)
            style = "yellow" if row.outcome in APPLIED else OUTCOME_STYLES[row.outcome]
            table.add_row(place, Text(_(row.outcome), style), Text(message.text))
    return table


def history_table(entries: Iterable[HistoryEntry], catalogue: Catalogue) -> Table:
    """What happened to one customer, the oldest first."""
    table = _table(_("When (UTC)"), _("File:row"), _("Field"), pgettext("value", "Before"), _("After"))
    for entry in entries:
        source = f"{entry.file}:{entry.row}" if entry.file and entry.row else entry.file or _(entry.kind)
        head: tuple[str | Text, ...] = (utc_minute(entry.at), Text(source))
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
        name = Text(names.get(row.row, _("customer {customer}", customer=row.customer)))
        if row.outcome is Outcome.CREATED:
            yield str(row.row), name, Text(_("new customer"), "green"), "", Text(_cells(len(row.changes)), "green")
            continue
        head: tuple[str | Text, ...] = (str(row.row), name)
        for change in row.changes:
            yield *head, *_change_line(change, catalogue)
            head = ("", "")


def _happenings(entry: HistoryEntry, catalogue: Catalogue) -> Iterator[tuple[str | Text, ...]]:
    if entry.before is State.ABSENT:
        yield Text(_("customer"), "bold"), "", Text(_("new, {cells}", cells=_cells(len(entry.changes))), "green")
        return
    if entry.before is not entry.after:
        yield Text(_("customer"), "bold"), Text(_(_STATES[entry.before]), "red"), Text(_(_STATES[entry.after]), "green")
    for change in entry.changes:
        yield _change_line(change, catalogue)


def _change_line(change: CellChange, catalogue: Catalogue) -> tuple[str | Text, ...]:
    one = catalogue.by_name.get(change.field)
    label, kind = (one.label_in(), one.type) if one else (change.field, None)
    return label, _value(change.old, kind, "red"), _value(change.new, kind, "green")


def _cells(count: int) -> str:
    return ngettext("{count} cell", "{count} cells", count)


def _value(value: Value, kind: FieldType | None, style: str = "") -> Text:
    """A value as a person reads it, blank as such."""
    return Text(_("(blank)"), "dim") if value is None else Text(shown(value, kind), style)


def _table(*headers: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    for header in headers:
        table.add_column(header)
    return table
