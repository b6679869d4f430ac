"""Jobs: one sheet for one base, previewed or imported; the verbs behind every front end (SPEC §5)."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from raccord.applying import apply_plan
from raccord.configuration.user import shown_base
from raccord.database import Database, bare_name, open_database, written
from raccord.database.ending import reported
from raccord.errors import RefusedError
from raccord.job import Job
from raccord.journal.bin import purge_bin
from raccord.journal.operations import Clock, last_operation, prune, utc_now
from raccord.journal.since import LaterOperation, operations_since
from raccord.judging.doubts import doubts_about_keys
from raccord.planning import CreateNew
from raccord.planning.likely import warn_of_likely
from raccord.planning.plan import Plan, make_plan
from raccord.progress import Progress, Step, rows_counted, silent
from raccord.sheet import Table, check_keys, understand
from raccord.translation import _
from raccord.typed_rows import TypedRows, typed_rows
from raccord.values import SheetLocale


@dataclass(frozen=True)
class Report:
    """A plan and what became of it; alive as long as the context that gave it.

    `applied` says that an import has written the plan, `restore_point` is the number of the point just before that. One
    that changes nothing is not written. `refusal` says why an import wrote nothing although there was something, and
    `since` what others have done since the preview that the user saw. `seen` is the last operation that the plan knows.
    """

    plan: Plan
    file: str | None
    seen: int
    applied: bool = False
    restore_point: int | None = None
    refusal: RefusedError | None = None
    since: tuple[LaterOperation, ...] = ()
    named_base: str | None = None

    @property
    def fingerprint(self) -> str:
        """The plan's fingerprint, and after a dash the last operation it knows, to tell later what came since."""
        return f"{self.plan.fingerprint}-{self.seen}"

    @property
    def base_name(self) -> str:
        """What people call the base: as the job does, else by the bare name in its URL."""
        return self.named_base or bare_name(self.plan.work.database.url)

    @property
    def shown_base(self) -> str:
        """The same in the language spoken."""
        return shown_base(self.base_name)

    @property
    def exit_status(self) -> int:
        """0 when every row is fine, 1 when some need attention, 3 when the import was refused (SPEC §8)."""
        if self.refusal:
            return self.refusal.exit_status
        return int(self.plan.summary.needing_attention > 0 or self.plan.deletions.blocked is not None)


@contextmanager
def preview(job: Job, *, progress: Progress = silent) -> Iterator[Report]:
    """Plan a job; nothing is written to the base."""
    table = understand(job.grid, job.catalogue, job.marking)
    check_keys(table, job.options.mode)
    opened = open_database(job.database, job.catalogue, patience=job.patience)
    with opened as database, database.reading() as connection:
        seen = last_operation(connection, database)
        plan = _judged(_plan(job, table, database, connection, progress), job)
        yield Report(plan, job.file, seen, named_base=job.base_name)


@contextmanager
def import_sheet(
    job: Job,
    *,
    expect: str | None = None,
    confirm_deletions: int | None = None,
    clock: Clock = utc_now,
    progress: Progress = silent,
) -> Iterator[Report]:
    """Plan a job inside one transaction and apply that plan, unless it changes nothing or must be refused.

    A transaction that meets another one is done again, with a plan made anew.
    `expect` is the fingerprint of the preview that the user saw, what follows its dash may be missing; without it, or
    for a plan that they have not seen, keys and new customers are judged as a preview does. `confirm_deletions` is the
    number of deletions they allow.
    """
    table = understand(job.grid, job.catalogue, job.marking)
    check_keys(table, job.options.mode)
    opened = open_database(job.database, job.catalogue, create=True, patience=job.patience)
    with opened as database:

        def work(connection: Connection) -> Report:
            seen = last_operation(connection, database)
            plan = _plan(job, table, database, connection, progress)
            if expect is None or _is_stale(plan, expect):
                plan = _judged(plan, job)
            since, point = _since(plan, expect), None
            refusal = _refusal(plan, expect, confirm_deletions, since)
            if refusal is None:
                if plan.summary.writes:
                    progress(Step.WRITING, plan.summary.rows)
                    point = apply_plan(plan, file=job.file, clock=clock)
                purge_bin(connection, database, job.keeping.bin_days, clock)
                prune(connection, database, job.keeping.journal_days, clock)
            return Report(plan, job.file, seen, point is not None, point, refusal, since or (), job.base_name)

        with written(database, work) as (connection, report):
            unhidden = reported(database.shown_url) if report.applied else nullcontext()
            with unhidden, database.looking(connection):
                yield report


def _plan(job: Job, table: Table, database: Database, connection: Connection, progress: Progress) -> Plan:
    rows = rows_counted(_read_once(table, job.locale), Step.READING, progress)
    return make_plan(connection, database, table, rows, job.options, progress)


def _read_once(table: Table, locale: SheetLocale | None) -> Iterator[TypedRows]:
    """The rows; the grid then lets go of what it holds, since only a sheet that raises doubts is read again."""
    yield from typed_rows(table, locale)
    table.grid.release()


def _judged(plan: Plan, job: Job) -> Plan:
    """The plan with what speaks against its keys, and against its new customers."""
    likely = () if plan.starts_empty else warn_of_likely(plan.work, plan.decided.rows_of(CreateNew))
    return replace(plan, doubts=(*doubts_about_keys(plan, job.locale), *likely))


def _is_stale(plan: Plan, expect: str | None) -> bool:
    return expect is not None and expect.partition("-")[0] != plan.fingerprint


def _since(plan: Plan, expect: str | None) -> tuple[LaterOperation, ...] | None:
    """What others have done since the preview, if the plan is another one now; None when that is not to be known."""
    known = (expect or "").partition("-")[2]
    return operations_since(plan.work, int(known)) if _is_stale(plan, expect) and known.isdecimal() else None


def _refusal(
    plan: Plan, expect: str | None, confirmed: int | None, since: tuple[LaterOperation, ...] | None
) -> RefusedError | None:
    if _is_stale(plan, expect):
        told = [_("Since then, {one}.", one=one) for one in since or ()]
        if since == ():
            told = [_("Since then, Raccord has changed no customer: it was another program, or the sheet.")]
        return RefusedError(
            "plan-changed",
            _("The import is refused: the sheet or the customer base has changed since the preview."),
            message="\n".join([*told, _("Nothing was written.")]),
            hint=_("Preview again, look at the changes, and import with the new fingerprint."),
        )
    if expect is None and plan.decided.dropped:
        return RefusedError(
            "choices-lost",
            _("The import is refused: not every choice in the result sheet counts."),
            message="\n".join([*(one.text for one in plan.dropped_decisions), _("Nothing was written.")]),
            hint=_(
                "Empty these choices, or preview with --result and choose in that file. "
                "With --expect and the fingerprint of a preview, it is imported without them."
            ),
        )
    count = plan.deletions.count
    if plan.deletions.guarded and confirmed != count:
        given = "" if confirmed is None else _("The number given was {confirmed}.", confirmed=confirmed)
        return RefusedError(
            "deletions-unconfirmed",
            _(
                "The import is refused: it would delete {count} of {active} customers.",
                count=count,
                active=plan.deletions.active,
            ),
            message=" ".join(filter(None, (_("Nothing was written."), given))),
            hint=_("If that is right, import again with: --confirm-deletions {count}", count=count),
        )
    return None
