"""Preview and import: the same plan, first shown in the sheet, then applied (SPEC §7)."""

from collections.abc import Iterator
from dataclasses import replace

from raccord.cells import cell_name
from raccord.job import Job, Keeping
from raccord.jobs import Report, import_sheet
from raccord.jobs import preview as previewing
from raccord.marks import MODE_WORDS, UpdateMode
from raccord.planning import GivenDecision, ImportOptions, Summary
from raccord.result_lines import (
    CONFIRMATION_CELL,
    FINGERPRINT_CELL,
    RESTORE_POINT_CELL,
    SHEET_CELL,
)
from raccord.result_reading import decisions_in
from raccord.sheet_choice import RESULT_SHEET
from raccord.translation import ngettext
from raccord_addin.actions.head import subject
from raccord_addin.actions.marking import button_label
from raccord_addin.actions.operation_words import operation_text
from raccord_addin.actions.showing import id_ops, preview_ops
from raccord_addin.desk import PATIENCE, Desk
from raccord_addin.ops import Op, Question, Reply, Say, Show
from raccord_addin.snapshot import SheetCells, Snapshot

_NUMBER_CELL = cell_name(RESULT_SHEET, *CONFIRMATION_CELL)


def preview(snapshot: Snapshot, desk: Desk) -> Reply:
    """Show what an import would do: the column `Raccord`, the colours, the result sheet. The base is only read.

    Raises:
        RaccordError: the sheet, the settings or the base cannot be used.
    """
    return _previewed(snapshot, desk, "previewed")


def import_previewed(snapshot: Snapshot, desk: Desk) -> Reply:
    """Apply the plan that the result sheet shows; without one, or when it has changed, preview and ask to click again.

    Ask before a base is made.

    Raises:
        RaccordError: the sheet, the settings or the base cannot be used.
    """
    expect = _previewed_fingerprint(snapshot)
    if expect is None:
        return _previewed(snapshot, desk, "look-first")
    making = Question(f"make {desk.base_name}", desk.words("ask-new-base", base=desk.shown_base))
    if snapshot.answer != making.token and not desk.has_base():
        return Reply(question=making)
    confirmed = _confirmed_deletions(_result(snapshot))
    job = job_of(snapshot, desk)
    with import_sheet(job, expect=expect, confirm_deletions=confirmed, progress=desk.progress) as report:
        if not report.applied:
            unrefused = replace(report, refusal=None)
            return Reply(_shown(unrefused, snapshot, desk, _unwritten_text(report, desk)))
        said = desk.words("imported", summary=_summary_text(report), point=report.restore_point)
        return Reply((*_shown(report, snapshot, desk, said)[:-1], *id_ops(report), Say(said)))


def job_of(snapshot: Snapshot, desk: Desk) -> Job:
    """The job that the worked-on sheet and the settings ask for."""
    settings, configuration = desk.settings, desk.configuration
    options = ImportOptions(settings.mode, settings.on_duplicate, settings.scope, _decisions(snapshot))
    return Job(
        subject(snapshot).grid(),
        desk.catalogue,
        desk.url,
        snapshot.book.name,
        options=options,
        locale=settings.locale,
        keeping=Keeping(configuration.bin_days, configuration.journal_days),
        base_name=desk.base_name,
        patience=PATIENCE,
    )


def _previewed(snapshot: Snapshot, desk: Desk, what_next: str) -> Reply:
    with previewing(job_of(snapshot, desk), progress=desk.progress) as report:
        return Reply(_shown(report, snapshot, desk, _previewed_text(report, desk, what_next)))


def _shown(report: Report, snapshot: Snapshot, desk: Desk, said: str) -> tuple[Op, ...]:
    cells = subject(snapshot)
    return (*preview_ops(report, len(cells.rows), desk.progress), Show(RESULT_SHEET), Say(said))


def _result(snapshot: Snapshot) -> SheetCells | None:
    """The result sheet, if it speaks of the worked-on sheet."""
    result = (snapshot.own or {}).get(RESULT_SHEET)
    named = result.cell(*SHEET_CELL) if result else None
    return result if named == subject(snapshot).name else None


def _previewed_fingerprint(snapshot: Snapshot) -> str | None:
    """The fingerprint of a preview that is not imported yet."""
    result = _result(snapshot)
    if result is None or result.cell(*RESTORE_POINT_CELL) is not None:
        return None
    fingerprint = result.cell(*FINGERPRINT_CELL)
    return fingerprint if isinstance(fingerprint, str) else None


def _confirmed_deletions(result: SheetCells | None) -> int | None:
    """The number that the user has typed to allow so many deletions."""
    given = result.cell(*CONFIRMATION_CELL) if result else None
    text = str(given).strip().removesuffix(".0")
    return int(text) if text.isdecimal() else None


def _decisions(snapshot: Snapshot) -> tuple[GivenDecision, ...]:
    """What the user has decided in the result sheet.

    Raises:
        SheetError: a choice is none that a row can have.
    """
    result = _result(snapshot)
    return decisions_in(result.grid(), subject(snapshot).name) if result else ()


def _base_text(report: Report, desk: Desk) -> str:
    """Say of a base without customers that it is one: its address may be mistyped."""
    missing, empty = report.plan.work.database.stands_in, report.plan.starts_empty
    key = "no-base" if missing else "empty-base" if empty else ""
    return desk.words(key, base=desk.shown_base) + " " if key else ""


def _kept_text(report: Report, desk: Desk) -> str:
    """Say that the sheet has other values where a mark keeps the customers': it may be meant otherwise."""
    count, mode = report.plan.differing_kept, MODE_WORDS[UpdateMode.OVERWRITE][desk.language]
    return " " + desk.words("kept", count=count, mode=mode) if count else ""


def _previewed_text(report: Report, desk: Desk, what_next: str) -> str:
    plan = report.plan
    key = "awaits-number" if plan.deletions.guarded else what_next if plan.summary.writes else "nothing-to-do"
    said = desk.words(
        key,
        summary=_summary_text(report),
        button=button_label("import", desk),
        count=plan.deletions.count,
        cell=_NUMBER_CELL,
    )
    return " ".join(
        [
            _base_text(report, desk) + said + _kept_text(report, desk),
            *(one.text for one in (*plan.dropped_decisions, *plan.doubts)),
        ]
    )


def _unwritten_text(report: Report, desk: Desk) -> str:
    """Say why an import wrote nothing."""
    if report.refusal is None:
        return _previewed_text(report, desk, "look-first")
    if report.refusal.code == "plan-changed":
        return " ".join(
            (desk.words("changed-since"), *_since(report, desk), _previewed_text(report, desk, "look-first"))
        )
    return desk.words("confirm-number", count=report.plan.deletions.count, cell=_NUMBER_CELL)


def _summary_text(report: Report) -> str:
    one: Summary = report.plan.summary
    return ", ".join(
        (
            ngettext("{count:,} new", "{count:,} new", one.created),
            ngettext("{count:,} updated", "{count:,} updated", one.updated),
            ngettext("{count:,} restored", "{count:,} restored", one.restored),
            ngettext("{count:,} unchanged", "{count:,} unchanged", one.unchanged),
            ngettext("{count:,} deleted", "{count:,} deleted", one.deleted),
            ngettext("{count:,} to look at", "{count:,} to look at", one.needing_attention),
        )
    )


def _since(report: Report, desk: Desk) -> Iterator[str]:
    """Say what others have done to the base since the preview."""
    for one in report.since:
        what, author = operation_text(one.operation, desk), one.operation.author or "?"
        yield desk.words("done-since", what=what, author=author, count=one.count)
