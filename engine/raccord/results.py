"""The annotated copy of an imported file: the same rows, a `Raccord` column, and a result sheet (SPEC §7, §8)."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import select

from raccord.batches import in_batches
from raccord.choice_words import NEW, SKIP
from raccord.errors import FileError, UsageError
from raccord.files.annotations import Annotation, ResultRow, RowNote, Step
from raccord.files.faults import MAX_COLUMNS, MAX_ROWS
from raccord.files.replacing import replacing
from raccord.jobs import Report
from raccord.marks import OWN_HEADER
from raccord.planning import PlanRow
from raccord.planning.plan import Plan
from raccord.progress import Progress, counted, silent
from raccord.progress import Step as ProgressStep
from raccord.resembling import MOST_LIKELY
from raccord.result_choices import LISTED, ChoiceWriter
from raccord.result_lines import (
    CANDIDATE_WIDTH,
    OUTCOME_COLUMN,
    TABLE_WIDTHS,
    LineWriter,
    deletion_line,
    head_lines,
    rest_line,
    share_bars,
    warning_line,
)
from raccord.result_rules import result_rules, sheet_rules
from raccord.sheet import Table
from raccord.sheet_choice import RESULT_SHEET
from raccord.translation import _

NAMED_AT_ONCE = 500


def write_result(report: Report, source: Path, out: Path, *, progress: Progress = silent) -> None:
    """Write the annotated copy of `source` to `out`, an xlsx file.

    An xlsx or xlsm source of up to 300,000 cells keeps its styles, widths and comments. Larger ones, and xls, ods and
    csv files, give a copy of their values alone. Formulas are copied as the values they had, and nothing that runs is
    copied: no macros, names, links, charts or conditional formats.

    Raises:
        UsageError: `out` is the source, or does not end in .xlsx.
        FileError: `out` cannot be written, or `source` cannot be read or copied.
    """
    from raccord.files.copies import write_annotated_copy  # noqa: PLC0415 - openpyxl and XlsxWriter are slow to load

    if out.suffix.lower() != ".xlsx":
        raise UsageError(
            "result-not-xlsx",
            _("{file} does not end in .xlsx.", file=out.name),
            hint=_("A result is always an xlsx workbook; name it so."),
        )
    with replacing(out, source=source) as part:
        write_annotated_copy(part, source, report.plan.sheet.grid, annotation_of(report, progress))


def annotation_of(report: Report, progress: Progress = silent) -> Annotation:
    """What a report lays over its sheet, whoever writes it: the column `Raccord`, the colours, the result sheet.

    Raises:
        FileError: the sheet has no column left for the outcomes.
    """
    table = report.plan.sheet
    own, header = _own_column(table)
    contested = report.plan.reader.contested()
    most = max([*contested.values(), MOST_LIKELY * report.plan.reader.has_likely()])
    candidates = min(most, LISTED) + len((NEW, SKIP)) if most else 0
    head = head_lines(report, candidates)

    def steps() -> Iterator[Step]:
        yield RowNote(table.header_row, header), None
        yield from _fitting(_steps(report, contested, progress), MAX_ROWS - len(head))

    return Annotation(
        table.grid.name,
        table.header_row,
        own,
        RESULT_SHEET,
        head,
        (*TABLE_WIDTHS, *[CANDIDATE_WIDTH] * candidates),
        steps,
        sheet_rules(table, own, report.plan.last_row),
        lambda last_line: result_rules(len(head) + 1, last_line, OUTCOME_COLUMN),
        share_bars(report.plan.summary.rows),
    )


def _own_column(table: Table) -> tuple[int, str]:
    """The column that an earlier result has, with its header as it is, or the first beyond everything in the sheet."""
    from raccord.files.copies import used_width  # noqa: PLC0415

    for column in table.columns:
        if column.is_own:
            return column.number, column.header
    covered = (span.last_column for span in table.grid.merged if span.last_row >= table.header_row)
    width = max(used_width(table.grid), *(column.number for column in table.columns), *covered)
    if width >= MAX_COLUMNS:
        raise FileError(
            "no-free-column",
            _("The sheet “{sheet}” has no column left for the result.", sheet=table.grid.name),
            hint=_("Delete the last column, or leave --result out."),
        )
    return width + 1, OWN_HEADER


def _steps(report: Report, contested: dict[int, int], progress: Progress) -> Iterator[Step]:
    plan = report.plan
    lines = LineWriter(plan.work.database.catalogue, {feed.field.name: feed.column for feed in plan.sheet.feeds})
    choices = ChoiceWriter(plan, contested, applied=report.applied)
    for warning in plan.warnings:
        yield None, warning_line(warning)
    named = _named(plan, counted(plan.rows(), ProgressStep.REPORTING, progress))
    for (row, name), digest in zip(named, plan.reader.digests(), strict=True):
        yield lines.note(row), (*lines.line(row, name), *choices.cells(row, name, digest))
    for deletion in plan.deleted():
        yield None, deletion_line(deletion, applied=report.applied)


def _fitting(steps: Iterable[Step], most: int) -> Iterator[Step]:
    """Let as many lines pass as a sheet holds, and count the others."""
    passed = left_out = 0
    held: ResultRow | None = None
    for note, line in steps:
        if line is None or passed < most - 1:
            passed += line is not None
            yield note, line
            continue
        left_out += 1
        held = line
        yield note, None
    if held:
        yield None, held if left_out == 1 else rest_line(left_out)


def _named(plan: Plan, rows: Iterator[PlanRow]) -> Iterator[tuple[PlanRow, str | None]]:
    """Pair each row with its customer's name: the base's, or the sheet's for a new customer."""
    naming = plan.work.database.catalogue.naming
    for batch in in_batches(rows, NAMED_AT_ONCE):
        known = _names(plan, {row.customer for row in batch if row.customer})
        for row in batch:
            given = next((str(one.new) for one in row.changes if naming and one.field == naming.name and one.new), None)
            yield row, known.get(row.customer or 0) or given


def _names(plan: Plan, customers: set[int]) -> dict[int, str | None]:
    table = plan.work.customers
    naming = table.catalogue.naming
    if naming is None:
        return {}
    chosen = select(table.id, table.column(naming)).where(table.id.in_(customers))
    return {row.id: row[1] for row in plan.work.connection.execute(chosen)}
