"""A report for people: counts first, then what needs attention and what changes, the first rows of each."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from raccord.catalogue import Catalogue
from raccord.cli.screen import Screen, clean
from raccord.columns import Column
from raccord.jobs import Report
from raccord.marks import UpdateMode
from raccord.messages import Message
from raccord.planning import CellChange, Outcome, PlanRow
from raccord.planning.outcomes import CHANGING, NEEDS_ATTENTION
from raccord.values import Value, shown

SHOWN_ROWS = 20
SHOWN_CHANGES = 6
SHOWN_CANDIDATES = 5
LONGEST_VALUE = 60


def show_report(report: Report, screen: Screen, *, path: str, base: str) -> None:
    """Write the report of a preview or an import to standard output."""
    _head(report, screen, base)
    _counts(report, screen)
    _attention(report, screen)
    _changed(report, screen)
    _deleted(report, screen)
    _messages(report, screen)
    _foot(report, screen, path)


def _attention(report: Report, screen: Screen) -> None:
    rows = report.plan.rows(NEEDS_ATTENTION, SHOWN_ROWS)
    lines = [(row.row, row.outcome.value, _reasons(row)) for row in rows]
    _section(
        screen, "Rows that need attention", ("Row", "Outcome", "Why"), lines, report.plan.summary.needing_attention
    )


def _changed(report: Report, screen: Screen) -> None:
    catalogue, counts = report.plan.work.database.catalogue, report.plan.summary
    rows = report.plan.rows(CHANGING, SHOWN_ROWS)
    lines = [(row.row, row.outcome.value, row.customer, _changes(row, catalogue)) for row in rows]
    headers = ("Row", "Outcome", "Customer", "Cells")
    _section(screen, _title(report, "Changes"), headers, lines, counts.created + counts.updated + counts.restored)


def _deleted(report: Report, screen: Screen) -> None:
    lines = [(one.customer, one.name) for one in islice(report.plan.deleted(), SHOWN_ROWS)]
    _section(screen, _title(report, "Deletions"), ("Customer", "Name"), lines, report.plan.summary.deleted)


def _head(report: Report, screen: Screen, base: str) -> None:
    sheet, mode = report.plan.sheet, report.plan.work.options.mode.value.replace("_", "-")
    place = f"{report.file or 'a sheet'}, sheet {sheet.grid.name}, headers in row {sheet.header_row}"
    scope = [f"Scope: {condition}" for condition in report.plan.work.options.scope]
    marks = [f"{mark}: {', '.join(map(_column_text, columns))}" for mark, columns in _by_mode(sheet.columns)]
    screen.show(f"{_what(report)} {place}, mode {mode}", f"Base: {base}")
    _lines(screen, [*scope, *marks])


def _what(report: Report) -> str:
    if report.refusal:
        return "Refused import of"
    if not report.plan.summary.writes:
        return "Nothing to import from"
    return "Import of" if report.applied else "Preview of"


def _by_mode(columns: Iterable[Column]) -> Iterator[tuple[str, list[Column]]]:
    held = list(columns)
    for mode in UpdateMode:
        if chosen := [column for column in held if column.mode is mode and column.fields]:
            yield mode.value.replace("_", " ").capitalize(), chosen
    if unmapped := [column for column in held if not column.fields and not column.is_own]:
        yield "Unmapped", unmapped


def _column_text(column: Column) -> str:
    labels = " and ".join(one.label_in() for one in column.fields)
    return f"{labels or column.header or 'no header'} ({column.letters})"


def _counts(report: Report, screen: Screen) -> None:
    from rich.table import Table  # noqa: PLC0415 - JSON does without rich
    from rich.text import Text  # noqa: PLC0415 - as above

    counts = report.plan.summary
    outcomes = [(outcome.value, getattr(counts, outcome.value)) for outcome in Outcome]
    totals = [
        ("rows", counts.rows),
        ("matched", counts.matched),
        ("customers deleted", counts.deleted),
        ("cells changed", counts.cells_changed),
        ("cells cleared", counts.cells_cleared),
        ("blanks kept", counts.blanks_kept),
    ]
    table = Table.grid(padding=(0, 2))
    for justify in ("left", "right", "left", "right"):
        table.add_column(justify=justify)
    for number, (name, count) in enumerate(outcomes):
        total, figure = totals[number] if number < len(totals) else ("", "")
        texts = (name, f"{count:,}", total, f"{figure:,}" if total else "")
        table.add_row(*(Text(text, style="" if count or at > 1 else "dim") for at, text in enumerate(texts)))
    screen.show("", table)


def _section(
    screen: Screen, title: str, headers: tuple[str, ...], lines: Sequence[tuple[object, ...]], count: int
) -> None:
    """Show the first lines of a list, and how many there are in all."""
    if not count:
        return
    _lines(screen, ["", f"{title}: {count:,}"])
    screen.table(headers, lines)
    rest = count - len(lines)
    if rest:
        _lines(screen, [f"… and {rest:,} more: use --result or --json"])


def _messages(report: Report, screen: Screen) -> None:
    blocked = report.plan.deletions_blocked
    texts = [_sentence(message) for message in (*([blocked] if blocked else []), *report.plan.warnings)]
    if texts:
        _lines(screen, ["", *texts])


def _foot(report: Report, screen: Screen, path: str) -> None:
    lines = ["", f"Fingerprint: {report.fingerprint}"]
    if report.applied:
        lines.append(f"Restore point {report.restore_point}. Take it back with: raccord undo {report.restore_point}")
    elif not report.plan.summary.writes:
        lines.append("There is nothing to import: nothing was written, and no restore point was set.")
    elif report.refusal is None:
        quoted = f'"{path}"' if " " in path else path
        lines.append(f"Nothing was written. Import it, with the same options, by: raccord import {quoted}")
    screen.show(*lines)


def _title(report: Report, what: str) -> str:
    return what if report.applied else f"{what} to come"


def _reasons(row: PlanRow) -> str:
    texts = list(map(_sentence, row.messages))
    if row.candidates:
        named = [f"{one.customer} {one.name or ''}".strip() for one in row.candidates[:SHOWN_CANDIDATES]]
        more = ["…"] if row.candidate_count > len(named) else []
        texts.append(f"Candidates: {', '.join([*named, *more])}")
    return " ".join(texts)


def _sentence(message: Message) -> str:
    return f"{message.cell}: {message.text}" if message.cell else message.text


def _changes(row: PlanRow, catalogue: Catalogue) -> str:
    texts = [_change(change, catalogue, new=row.outcome is Outcome.CREATED) for change in row.changes[:SHOWN_CHANGES]]
    if len(row.changes) > SHOWN_CHANGES:
        texts.append(f"… and {len(row.changes) - SHOWN_CHANGES} more")
    return "; ".join(texts + [message.text for message in row.messages])


def _change(change: CellChange, catalogue: Catalogue, *, new: bool) -> str:
    label = catalogue.by_name[change.field].label_in()
    return f"{label}: {_short(change.new)}" if new else f"{label}: {_short(change.old)} → {_short(change.new)}"


def _short(value: Value) -> str:
    text = clean(shown(value)) or "(blank)"
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _lines(screen: Screen, lines: Iterable[str]) -> None:
    from rich.text import Text  # noqa: PLC0415 - JSON does without rich

    screen.show(*(Text(clean(line)) for line in lines))
