"""The summary of a run as a letter: what a person wants to know who was not there (SPEC §8).

A letter has a headline, what to do, and parts of lines; `letter_files` writes it as plain text or HTML.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import islice

from raccord.cli.count_words import counted_customers
from raccord.cli.report_words import SHOWN_ROWS, file_word, reasons, rows_to_look_at, sentence
from raccord.configuration.outputs import Outputs
from raccord.errors import RaccordError
from raccord.formats import grouped, moment
from raccord.jobs import Report
from raccord.marks import IMPORT_MODE_WORDS
from raccord.planning import Outcome
from raccord.translation import N_, _, language, ngettext

_UNKNOWN = "commit-unknown"
"""The code of the one error after which nobody knows whether an import is written."""

Line = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of equally many columns below a title, and a word about those that were left out."""

    title: str
    lines: tuple[Line, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One sentence that says all, what to do, and the parts that say more."""

    headline: str
    advice: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Occasion:
    """The run that a letter is about: its command, the file as it was given, when it began, and what else it writes."""

    command: str
    file: str
    at: datetime
    outputs: Outputs


def letter_about(report: Report, run: Occasion, fault: RaccordError | None = None) -> Letter:
    """The letter after a preview or an import; `fault` is why it has no result file although it is done."""
    run = replace(run, outputs=replace(run.outputs, result=None)) if fault else run
    parts = (_attention(report), _warnings(report), _deleted(report), _counts(report))
    about = Part(_("About this run"), tuple(_facts(report, run)))
    headline, advice = _refused(report.refusal, run) if report.refusal else (_headline(report, run), ())
    after = (
        *advice,
        *_next_steps(report, run),
        *(_lines(fault) if fault else ()),
    )
    return Letter(headline, after, (*(part for part in parts if part.lines), about))


def letter_of_failure(fault: BaseException, run: Occasion) -> Letter:
    """The letter after a run that came to no report."""
    headline, advice = _refused(fault, run)
    return Letter(headline, advice, (Part(_("About this run"), tuple(_when(run))),))


def _headline(report: Report, run: Occasion) -> str:
    counts = report.plan.summary
    changes, waiting = counted_customers(asdict(counts)), counts.needing_attention
    facts = {"file": run.file, "changes": changes}
    if not changes:
        text = _("{file} brings nothing to change", **facts)
    elif report.applied:
        text = _("{file} was imported: {changes}", **facts)
    else:
        text = _("{file} can be imported: {changes}", **facts)
    if not waiting:
        return f"{text}."
    return ngettext("{text}; {count:,} row needs you.", "{text}; {count:,} rows need you.", waiting, text=text)


def _refused(fault: BaseException, run: Occasion) -> tuple[str, Line]:
    """The headline and the advice after something went wrong, or was refused."""
    if not isinstance(fault, RaccordError):
        stopped = isinstance(fault, KeyboardInterrupt)
        title = (
            _("It was stopped.")
            if stopped
            else _("Raccord met an error of its own: {kind}.", kind=type(fault).__name__)
        )
        return _nothing_from(run, title), ()
    title, *advice = _lines(fault)
    if fault.code == _UNKNOWN or fault.exit_status < 2:  # noqa: PLR2004 - 2 could not run (SPEC §8)
        return _("{label}: {text}", label=run.file, text=title), tuple(advice)
    return _nothing_from(run, title), tuple(advice)


def _nothing_from(run: Occasion, title: str) -> str:
    if run.command == "import":
        return _("Nothing was imported from {file}: {title}", file=run.file, title=title)
    return _("There is no preview of {file}: {title}", file=run.file, title=title)


def _lines(fault: RaccordError) -> list[str]:
    return str(fault).split("\n")


def _next_steps(report: Report, run: Occasion) -> Iterator[str]:
    if report.applied:
        yield _("Restore point {point}. Take it back with: raccord undo {point}", point=report.restore_point)
    elif run.command == "preview" and report.plan.summary.writes:
        command = f"raccord import {file_word(run.file)} --expect {report.fingerprint}"
        yield _("Nothing was written. Import exactly this, with the same options, by: {command}", command=command)
    if report.plan.summary.needing_attention and run.outputs.result:
        yield _("The result file shows each row beside its outcome: {file}", file=run.outputs.result.absolute())


def _attention(report: Report) -> Part:
    lines = [(_("row {row}", row=row.row), _(row.outcome), reasons(row, report)) for row in rows_to_look_at(report)]
    return _part(_("Rows that need attention"), lines, report.plan.summary.needing_attention)


def _warnings(report: Report) -> Part:
    blocked = report.plan.deletions_blocked
    told = [*([blocked] if blocked else []), *report.plan.warnings]
    return Part(_("Warnings"), tuple((sentence(one),) for one in told))


def _deleted(report: Report) -> Part:
    lines = [(str(one.customer), one.name or "") for one in islice(report.plan.deleted(), SHOWN_ROWS)]
    title = _("Deletions") if report.applied else _("Deletions to come")
    return _part(title, lines, report.plan.summary.deleted)


def _part(title: str, lines: Iterable[Line], count: int) -> Part:
    shown = tuple(lines)
    rest = count - len(shown)
    more = _("… and {count} more", count=rest) if rest else ""
    return Part(_("{title}: {count:,}", title=title, count=count), shown, more)


def _counts(report: Report) -> Part:
    """The rows, their outcomes and the totals, without those at zero."""
    one = report.plan.summary
    counts = [(_("rows"), one.rows), *((_(outcome), getattr(one, outcome.value)) for outcome in Outcome)]
    totals = ((N_("customers deleted"), one.deleted), (N_("cells changed"), one.cells_changed))
    more = ((N_("cells cleared"), one.cells_cleared), (N_("blanks kept"), one.blanks_kept))
    counts += [(_(label), count) for label, count in (*totals, *more)]
    return Part(_("Counts"), tuple((label, grouped(count, language())) for label, count in counts if count))


def _facts(report: Report, run: Occasion) -> Iterator[Line]:
    sheet, mode = report.plan.sheet.grid.name, IMPORT_MODE_WORDS[report.plan.work.options.mode][language()]
    yield _("Base"), report.shown_base
    yield _("Sheet"), sheet
    yield _("Import mode"), mode
    yield from ((_("Scope"), str(condition)) for condition in report.plan.work.options.scope)
    yield _("Fingerprint"), report.fingerprint
    yield from _when(run)


def _when(run: Occasion) -> Iterator[Line]:
    yield _("File"), run.file
    yield _("Time"), moment(run.at.astimezone().replace(second=0), language())
    names = {"result": N_("Result file"), "log": N_("Log")}
    yield from ((_(names[name]), str(path.absolute())) for name, path in run.outputs.paths().items() if name in names)
