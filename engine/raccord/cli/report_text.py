"""A report for people: counts first, then what needs attention and what changes, the first rows of each."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from raccord.catalogue import Catalogue, Field
from raccord.cli.counts import CountsTable
from raccord.cli.report_words import SHOWN_ROWS, file_word, reasons, rows_to_look_at, sentence
from raccord.cli.screen import Screen, clean
from raccord.columns import Column
from raccord.jobs import Report
from raccord.marks import MODE_WORDS, UpdateMode
from raccord.planning import CellChange, Outcome, PlanRow
from raccord.planning.outcomes import CHANGING
from raccord.sheet_choice import RESULT_SHEET
from raccord.terminal_styles import OUTCOME_STYLES
from raccord.translation import N_, _, language, listed
from raccord.values import Value, shown

if TYPE_CHECKING:
    from rich.text import Text

SHOWN_CHANGES = 6
LONGEST_VALUE = 60


def show_report(report: Report, screen: Screen, *, path: str, base: str, from_workbook: Sequence[str] = ()) -> None:
    """Write the report of a preview or an import to standard output.

    `from_workbook` says what the workbook's own settings have decided.
    """
    _head(report, screen, base, from_workbook)
    screen.show("", CountsTable(report.plan.summary, bars=screen.is_terminal))
    _attention(report, screen)
    _changed(report, screen)
    _deleted(report, screen)
    _messages(report, screen)
    _foot(report, screen, path)


def _attention(report: Report, screen: Screen) -> None:
    lines = [(row.row, _outcome(row), reasons(row, report)) for row in rows_to_look_at(report)]
    _section(
        screen,
        _("Rows that need attention"),
        (_("Row"), _("Outcome"), _("Why")),
        lines,
        report.plan.summary.needing_attention,
    )


def _changed(report: Report, screen: Screen) -> None:
    catalogue, counts = report.plan.work.database.catalogue, report.plan.summary
    rows = report.plan.rows(CHANGING, SHOWN_ROWS)
    lines = [(row.row, _outcome(row), row.customer, _changes(row, catalogue)) for row in rows]
    headers = (_("Row"), _("Outcome"), _("Customer"), _("Cells"))
    _section(
        screen,
        _("Changes") if report.applied else _("Changes to come"),
        headers,
        lines,
        counts.created + counts.updated + counts.restored,
    )


def _deleted(report: Report, screen: Screen) -> None:
    lines = [(one.customer, one.name) for one in islice(report.plan.deleted(), SHOWN_ROWS)]
    _section(
        screen,
        _("Deletions") if report.applied else _("Deletions to come"),
        (_("Customer"), _("Name")),
        lines,
        report.plan.summary.deleted,
    )


def _head(report: Report, screen: Screen, base: str, from_workbook: Sequence[str]) -> None:
    scope = [_("Scope: {condition}", condition=condition) for condition in report.plan.work.options.scope]
    decided = len(report.plan.decided.by_row)
    choices = [_("Choices in the sheet {sheet}: {count:,}", sheet=RESULT_SHEET, count=decided)] if decided else []
    marks = [
        _("{label}: {text}", label=mark, text=", ".join(map(_column_text, columns)))
        for mark, columns in _by_mode(report.plan.sheet.columns)
    ]
    screen.show(_what(report), _("Base: {base}", base=base))
    settings = [_("Settings of the workbook: {settings}", settings="; ".join(from_workbook))] if from_workbook else []
    _lines(screen, [*settings, *scope, *choices, *marks])


def _what(report: Report) -> str:
    """The first line: what was done, or would be, with which sheet and how."""
    if report.refusal:
        text = N_("Refused import of {file}, sheet {sheet}, headers in row {row}, mode {mode}")
    elif not report.plan.summary.writes:
        text = N_("Nothing to import from {file}, sheet {sheet}, headers in row {row}, mode {mode}")
    elif report.applied:
        text = N_("Import of {file}, sheet {sheet}, headers in row {row}, mode {mode}")
    else:
        text = N_("Preview of {file}, sheet {sheet}, headers in row {row}, mode {mode}")
    sheet, mode = report.plan.sheet, report.plan.work.options.mode.value.replace("_", "-")
    file = report.file or _("a sheet")
    return _(text, file=file, sheet=sheet.grid.name, row=sheet.header_row, mode=mode)


def _by_mode(columns: Iterable[Column]) -> Iterator[tuple[str, list[Column]]]:
    held = list(columns)
    for mode in UpdateMode:
        if chosen := [column for column in held if column.mode is mode and column.fields]:
            yield _mode_word(mode), chosen
    if unmapped := [column for column in held if not column.fields and not column.is_own]:
        yield _("Unmapped"), unmapped


def _mode_word(mode: UpdateMode) -> str:
    """A mode as the sheets of the language have it; in English by its name, as the options have it."""
    spoken = language()
    return mode.value.replace("_", " ").capitalize() if spoken == "en" else MODE_WORDS[mode][spoken]


def _column_text(column: Column) -> str:
    labels = listed([one.label_in() for one in column.fields])
    named = labels or column.header or _("no header")
    return f"{named} ({column.letters})"


def _section(
    screen: Screen, title: str, headers: tuple[str, ...], lines: Sequence[tuple[object, ...]], count: int
) -> None:
    """Show the first lines of a list, and how many there are in all."""
    if not count:
        return
    _lines(screen, ["", _("{title}: {count:,}", title=title, count=count)])
    screen.table(headers, lines)
    rest = count - len(lines)
    if rest:
        _lines(screen, [_("… and {count:,} more: use --result or --json", count=rest)])


def _messages(report: Report, screen: Screen) -> None:
    blocked = report.plan.deletions_blocked
    texts = [sentence(message) for message in (*([blocked] if blocked else []), *report.plan.warnings)]
    if texts:
        _lines(screen, ["", *texts])


def _foot(report: Report, screen: Screen, path: str) -> None:
    lines = ["", _("Fingerprint: {fingerprint}", fingerprint=report.fingerprint)]
    if report.applied:
        lines.append(_("Restore point {point}. Take it back with: raccord undo {point}", point=report.restore_point))
    elif not report.plan.summary.writes:
        lines.append(_("There is nothing to import: nothing was written, and no restore point was set."))
    elif report.refusal is None:
        asked = _(
            "Nothing was written. Import it, with the same options, by: raccord import {file}", file=file_word(path)
        )
        lines.append(asked)
    screen.show(*lines)


def _outcome(row: PlanRow) -> "Text":
    from rich.text import Text  # noqa: PLC0415 - JSON does without rich

    return Text(_(row.outcome), OUTCOME_STYLES[row.outcome])


def _changes(row: PlanRow, catalogue: Catalogue) -> tuple[str, ...]:
    texts = [_change(change, catalogue, new=row.outcome is Outcome.CREATED) for change in row.changes[:SHOWN_CHANGES]]
    if len(row.changes) > SHOWN_CHANGES:
        texts.append(_("… and {count} more", count=len(row.changes) - SHOWN_CHANGES))
    return (*texts, *(message.text for message in row.messages))


def _change(change: CellChange, catalogue: Catalogue, *, new: bool) -> str:
    one = catalogue.by_name[change.field]
    after = _short(change.new, one)
    text = after if new else f"{_short(change.old, one)} → {after}"
    return _("{label}: {text}", label=one.label_in(), text=text)


def _short(value: Value, one: Field) -> str:
    text = clean(shown(value, one.type)) or _("(blank)")
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _lines(screen: Screen, lines: Iterable[str]) -> None:
    from rich.text import Text  # noqa: PLC0415 - JSON does without rich

    screen.show(*(Text(clean(line)) for line in lines))
