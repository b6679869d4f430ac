"""The words of a result: what stands beside each row, and the lines of the result sheet (SPEC §7).

The head of the result sheet always has eleven rows: counts in rows 2 to 9, the cell for the number of deletions in F10,
and the table's header in row 11.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from raccord.catalogue import Catalogue, Field
from raccord.cells import CellRange, column_letters, column_number
from raccord.colours import Tint
from raccord.files.annotations import Bars, ResultCell, ResultRow, RowNote
from raccord.marks import IMPORT_MODE_WORDS
from raccord.messages import Message
from raccord.planning import CellChange, Deletion, Outcome, PlanRow
from raccord.result_rules import CLEARED, DELETED, MORE, SKIPPED, WARNING
from raccord.translation import N_, _, language, ngettext
from raccord.values import Value, shown

if TYPE_CHECKING:
    from raccord.jobs import Report

CHOICE_HEADER, KEY_HEADER = N_("Your choice"), N_("Row key")
"""The headers by which the columns of choices and of keys are found again (see `result_reading`)."""
TABLE_HEADERS = (
    N_("Row"), N_("Outcome"), N_("Customer"), N_("Cells"), N_("Name"), N_("Changes"), N_("Message"),
    CHOICE_HEADER, KEY_HEADER,
)  # fmt: skip
TABLE_WIDTHS = (14, 11, 13, 9, 20, 31, 33, 34, 0)
"""In characters, 0 for a hidden column: down to the begin of the choice all stands in a window of 1300 pixels."""
CANDIDATE_WIDTH = 34
OUTCOME_COLUMN = TABLE_HEADERS.index("Outcome") + 1
CHOICE_COLUMN = TABLE_HEADERS.index(CHOICE_HEADER) + 1
"""The column in which the user decides what becomes of a row."""
CANDIDATES_COLUMN = len(TABLE_HEADERS) + 1
"""The first of the columns in which an ambiguous row lists what can be chosen, as many as the sheet needs."""
SHEET_CELL = (2, 6)
FINGERPRINT_CELL = (9, 6)
"""Rows and columns of what a result sheet says of its plan: the sheet it is about, and the fingerprint."""
BASE_CELL = (5, 6)
"""Row and column of the base's name, with nothing beside it once the import is done."""
RESTORE_POINT_CELL = (9, 4)
"""Row and column of the restore point; blank before the import."""
CONFIRMATION_CELL = (10, 6)
"""Row and column of the cell in which the user types the number of customers to delete."""
HEAD_ROWS = 11
_SHARES = (CellRange(2, 2, 4, 2), CellRange(6, 2, 7, 2), CellRange(2, 4, 7, 4))
"""The cells whose numbers are shares of the rows."""
_LONGEST_VALUE = 200
_LONGEST_LINE = 8_000
_UNWRITABLE = re.compile("[\ufffe\uffff\ud800-\udfff]")
_BLANK = ResultCell(None)


@dataclass(frozen=True, slots=True)
class LineWriter:
    """Makes the lines of one sheet.

    `columns` has the column of each fed field, by its name.
    """

    catalogue: Catalogue
    columns: Mapping[str, int]

    def note(self, row: PlanRow) -> RowNote:
        """What stands beside the row."""
        return RowNote(row.row, outcome_text(row, self.columns))

    def line(self, row: PlanRow, name: str | None) -> ResultRow:
        """The row's line of the table, without what the user decides."""
        return (
            ResultCell(row.row, link=row.row),
            ResultCell(_word(row)),
            ResultCell(row.customer),
            ResultCell(len(row.changes) or None),
            _text(name or ""),
            _text("; ".join(self._change(row, one) for one in row.changes)),
            _text(" ".join(_sentence(one) for one in row.messages)),
        )

    def _change(self, row: PlanRow, change: CellChange) -> str:
        one = self.catalogue.by_name[change.field]
        new = _value(change.new, one)
        text = new if row.outcome is Outcome.CREATED else f"{_value(change.old, one)} → {new}"
        return _("{label}: {text}", label=one.label_in(), text=text)


def outcome_text(row: PlanRow, columns: Mapping[str, int]) -> str:
    """What stands beside a row: `updated · 2 changes: D, F cleared`, `created · 9 changes`, `invalid · C`.

    The letters name the columns, by `columns`, of the cells that change or cannot be read. The conditional formats of
    `result_rules` read them, and so do people who cannot tell the colours apart.
    """
    if row.is_skipped:
        return _word(row)
    if row.outcome is Outcome.INVALID:
        found = {number for one in row.messages if (number := _column(one))}
        return " · ".join([_(row.outcome), *([", ".join(map(column_letters, sorted(found)))] if found else [])])
    count = len(row.changes)
    if not count:
        return _(row.outcome)
    changes = " · ".join((_(row.outcome), ngettext("{count:,} change", "{count:,} changes", count)))
    places = [] if row.outcome is Outcome.CREATED else list(_places(row, columns))
    return _("{label}: {text}", label=changes, text=", ".join(places)) if places else changes


def _word(row: PlanRow) -> str:
    """What became of the row in one word; one that the user left out is not among those that need them."""
    return _(SKIPPED if row.is_skipped else row.outcome)


def _places(row: PlanRow, columns: Mapping[str, int]) -> Iterator[str]:
    """The letters of the columns that change a customer, each once."""
    by_column: dict[int, bool] = {}
    for one in row.changes:
        column = columns.get(one.field)
        if column:
            by_column[column] = by_column.get(column, True) and one.new is None
    for column, cleared in sorted(by_column.items()):
        yield f"{column_letters(column)} {_(CLEARED)}" if cleared else column_letters(column)


def warning_line(warning: Message) -> ResultRow:
    """A warning about the whole sheet, as a line of the table."""
    return _other_line(WARNING, _sentence(warning))


def deletion_line(deletion: Deletion, *, applied: bool) -> ResultRow:
    """A customer that goes to the recycle bin, as a line of the table."""
    gone, going = _("The customer is in the recycle bin."), _("No row mentions the customer: to the recycle bin.")
    message = gone if applied else going
    return _other_line(DELETED, message, customer=deletion.customer, name=deletion.name or "")


def rest_line(count: int) -> ResultRow:
    """The last line of a sheet that has no room for more."""
    return _other_line(
        MORE,
        ngettext(
            "{count} more line does not fit into this sheet. The JSON report has them all.",
            "{count} more lines do not fit into this sheet. The JSON report has them all.",
            count,
        ),
    )


def head_lines(report: "Report", candidates: int) -> tuple[ResultRow, ...]:
    """The counts above the table, and its header with so many columns for candidates: `HEAD_ROWS` rows."""
    one, plan = report.plan.summary, report.plan
    mode = IMPORT_MODE_WORDS[plan.work.options.mode][language()]
    blocks = (
        ((N_("Rows"), one.rows), (N_("Created"), one.created), (N_("Sheet"), written(plan.sheet.grid.name))),
        ((N_("Matched"), one.matched), (N_("Updated"), one.updated), (N_("File"), written(report.file or ""))),
        ((N_("Unchanged"), one.unchanged), (N_("Restored"), one.restored), (N_("Import mode"), mode)),
        ((N_("Deleted"), one.deleted), (N_("Ignored"), one.ignored), (N_("Base"), _base(report))),
        (
            (N_("Ambiguous"), one.ambiguous),
            (N_("Duplicate"), one.duplicate),
            (N_("Differ but kept"), ngettext("{count:,} cell", "{count:,} cells", plan.differing_kept)),
        ),
        ((N_("Invalid"), one.invalid), (N_("Repeated"), one.repeated)),
        ((N_("Cells changed"), one.cells_changed), (N_("Cells cleared"), one.cells_cleared)),
        ((N_("Blanks kept"), one.blanks_kept), (N_("Restore point"), report.restore_point)),
    )
    counts = [
        tuple(cell for label, value in row for cell in (ResultCell(_(label), bold=True), ResultCell(value)))
        for row in blocks
    ]
    counts[-1] += (ResultCell(_("Fingerprint")), ResultCell(report.fingerprint))
    labels = (*map(_, TABLE_HEADERS), *[_("Candidates")][:candidates], *[None] * (candidates - 1))
    header = tuple(ResultCell(label, Tint.HEADING, bold=True) for label in labels)
    return ((ResultCell(_title(report), bold=True),), *counts, _confirmation(report), header)


def share_bars(rows: int) -> Bars | None:
    """The bars behind the counts of a sheet of so many rows."""
    return Bars(_SHARES, rows, Tint.SHARE) if rows else None


def _other_line(word: str, message: str, *, customer: int | None = None, name: str = "") -> ResultRow:
    """A line of the table that speaks of no row."""
    return (_BLANK, ResultCell(_(word)), ResultCell(customer), _BLANK, _text(name), _BLANK, _text(message))


def _title(report: "Report") -> str:
    name = " · ".join(part for part in (report.file, report.plan.sheet.grid.name) if part)
    if report.refusal:
        state = _("refused, nothing was imported")
    elif report.applied:
        state = _("imported")
    elif not report.plan.summary.writes:
        state = _("nothing to import")
    else:
        state = _("preview, nothing is imported yet")
    return written(_("Raccord: {state} — {name}", state=state, name=name))


def _base(report: "Report") -> str:
    """What people call the base, and whether it is none yet."""
    if report.plan.work.database.stands_in:
        return written(_("{base} — does not exist yet", base=report.shown_base))
    if report.plan.starts_empty and not report.applied:
        return written(_("{base} — held no customer", base=report.shown_base))
    return written(report.shown_base)


def _confirmation(report: "Report") -> ResultRow:
    blocked, deletions = report.plan.deletions_blocked, report.plan.deletions
    if blocked:
        return (_text(blocked.text),)
    if deletions.guarded and not report.applied:
        count = deletions.count
        text = _(
            "{count} of {active} customers would go. To allow it, type {count} here:",
            count=count,
            active=deletions.active,
        )
        return (ResultCell(text, bold=True), *[_BLANK] * (CONFIRMATION_CELL[1] - 2), ResultCell(None, Tint.INPUT))
    return (_BLANK,)


def _column(message: Message) -> int:
    """The column of the cell that a message speaks of, 0 for none."""
    found = re.search(r"!([A-Z]+)\d+$", message.cell or "")
    return column_number(found[1]) if found else 0


def _sentence(message: Message) -> str:
    return _("{label}: {text}", label=message.cell, text=message.text) if message.cell else message.text


def _value(value: Value, one: Field) -> str:
    return _cut(shown(value, one.type).replace("\n", " ⏎ "), _LONGEST_VALUE) or _("(blank)")


def _cut(text: str, most: int) -> str:
    """Shorten a text for people to read; the sheet beside it has it whole."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _text(text: str) -> ResultCell:
    return ResultCell(written(text) or None)


def written(text: str) -> str:
    """A text as a cell can hold it."""
    return _UNWRITABLE.sub("\ufffd", _cut(text, _LONGEST_LINE))
