"""The plan: every step of planning in order, its totals, and its fingerprint (SPEC §4, §5)."""

import hashlib
import marshal
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sql
from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, or_, select, update

from raccord.catalogue import ID
from raccord.database import Database
from raccord.database.row_images import cells_in
from raccord.database.staging import stage
from raccord.marks import ImportMode
from raccord.messages import Message
from raccord.planning.checks import check_merged
from raccord.planning.deciding import Decided, decide
from raccord.planning.decisions import Skip
from raccord.planning.deleting import Deletions, deletion_message, plan_deletions
from raccord.planning.identifying import identify, restore_from_bin
from raccord.planning.merging import Merged, count_differing_kept, merge, missing_required
from raccord.planning.options import ImportOptions
from raccord.planning.outcomes import APPLIED, NEEDS_ATTENTION, Deletion, Outcome, PlanRow, Summary
from raccord.planning.reading import NAMED_ROWS, PlanReader
from raccord.planning.rivals import reject_rivals
from raccord.planning.workspace import Workspace, open_workspace
from raccord.progress import Progress, Step, silent
from raccord.sheet import Table
from raccord.translation import _, listed
from raccord.typed_rows import STABLE, TypedRows


@dataclass(frozen=True)
class Plan:
    """What an import would do: totals, rows, deletions and warnings; alive as long as its connection.

    `starts_empty` is true where the base had no customer when the plan was made; `doubts` has what speaks against the
    keys and against creating customers. `decided` has the user's decisions by row.
    """

    sheet: Table
    work: Workspace
    decided: Decided
    merged: Merged
    deletions: Deletions
    reader: PlanReader
    summary: Summary
    starts_empty: bool
    doubts: tuple[Message, ...] = ()

    def rows(self, outcomes: Collection[Outcome] | None = None, most: int | None = None) -> Iterator[PlanRow]:
        """Every row's outcome, changes and messages, in the order of the sheet; each call reads anew.

        With `outcomes`, only the rows of these, and only the first `most` of them.
        """
        return self.reader.rows(None if outcomes is None else self._with_outcome(outcomes), most)

    def rows_needing_attention(self, most: int) -> Iterator[PlanRow]:
        """The first rows that the user should look at: those that they have left out are none."""
        chosen, skipped = self._with_outcome(NEEDS_ATTENTION), self.decided.of(Skip)
        if skipped is not None:
            chosen = and_(chosen, self.work.rows.c.row.not_in(select(skipped.subquery().c.row)))
        return self.reader.rows(chosen, most)

    def _with_outcome(self, outcomes: Collection[Outcome]) -> ColumnElement[bool]:
        return self.work.rows.c.outcome.in_([outcome.value for outcome in outcomes])

    def deleted(self) -> Iterator[Deletion]:
        """The customers that would go to the bin, by id."""
        return self.deletions.rows(self.work)

    @property
    def last_row(self) -> int:
        """The number of the last row that the plan speaks of, 0 when there is none."""
        last: int | None = self.work.connection.execute(select(func.max(self.work.rows.c.row))).scalar()
        return last or 0

    @property
    def deletions_blocked(self) -> Message | None:
        """Why nothing is deleted although the mode says so, or None."""
        return deletion_message(self.deletions, self._blocking_cell) if self.deletions.blocked else None

    @property
    def warnings(self) -> tuple[Message, ...]:
        """What the user should know about the sheet and the plan as a whole."""
        return (*self.sheet.warnings, *self._own_warnings(), *self.dropped_decisions, *self.doubts)

    @property
    def dropped_decisions(self) -> tuple[Message, ...]:
        """That decisions count for nothing, if some do, because their rows are no longer as the user saw them."""
        dropped = self.decided.dropped
        if not dropped:
            return ()
        cells = [one.cell or _("row {row}", row=one.row) for one in dropped[:NAMED_ROWS]]
        more = [_("more")] if len(dropped) > NAMED_ROWS else []
        return (Message("choices-dropped", None, {"count": len(dropped), "cells": listed([*cells, *more])}),)

    @cached_property
    def differing_kept(self) -> int:
        """How many cells of the sheet differ from the customers' and change nothing, because their mark is Keep."""
        return count_differing_kept(self.work, self.merged)

    @cached_property
    def fingerprint(self) -> str:
        """A digest of mode, outcomes, customers, row images and deletions: equal for equal plans (SPEC §5)."""
        digest = hashlib.sha256(self.work.options.mode.encode())
        for decision in self.reader.decisions():
            digest.update(marshal.dumps(decision, STABLE))
        for deletion in self.deleted():
            digest.update(marshal.dumps(deletion.customer, STABLE))
        return digest.hexdigest()

    @property
    def _blocking_cell(self) -> str:
        _, row, column = self.deletions.blocked or ("", 0, 0)
        return self.sheet.cell(row, column) if column else ""

    def _hidden_rows(self) -> int:
        hidden, staged = self.sheet.grid.hidden_rows, self.work.staging.rows.c
        if not hidden:
            return 0
        return sum(row in hidden for row in self.work.connection.scalars(select(staged.row)))

    def _own_warnings(self) -> Iterator[Message]:
        if not self.summary.rows:
            yield Message("no-rows")
        if self.work.database.stands_in:
            yield Message("new-base")
        elif self.starts_empty:
            yield Message("empty-base")
        if self.work.database.network_folder:
            yield Message("network-folder", None, {"kind": _(self.work.database.network_folder)})
        hidden = self._hidden_rows()
        if hidden:
            yield Message("hidden-rows", None, {"count": hidden})
        keyless = _keyless_new_rows(self.work)
        if keyless:
            yield Message("blank-keys", None, {"count": keyless})
        if self.deletions.guarded:
            message = deletion_message(self.deletions, "")
            if message:
                yield message


def make_plan(
    connection: Connection,
    database: Database,
    sheet: Table,
    rows: Iterable[TypedRows],
    options: ImportOptions,
    progress: Progress = silent,
) -> Plan:
    """Stage the rows and plan them; the connection must be in a transaction, and only its temporary tables change."""
    work = open_workspace(connection, database, stage(connection, database, sheet.feeds, rows), options)
    staged = work.staging.count(connection)
    progress(Step.MATCHING, staged)
    decided = decide(work)
    matches = identify(work, decided)
    binned = restore_from_bin(work)
    _apply_mode(work)
    related = reject_rivals(work)
    _ignore_incomplete(work)
    progress(Step.MERGING, staged)
    merged = merge(work)
    given = check_merged(work, merged)
    _decide_the_rest(work, merged)
    deletions = plan_deletions(work, matches)
    summary = _summary(work, merged, deletions, decided.count(Skip))
    if summary.created:
        database.customers.check_creating()
    reader = PlanReader(sheet, work, decided, matches, related, merged, given, binned)
    return Plan(sheet, work, decided, merged, deletions, reader, summary, _is_empty(work))


def _apply_mode(work: Workspace) -> None:
    rows = work.rows.c
    if work.options.mode is ImportMode.ADD:
        work.note(select(rows.row, rows.customer).where(work.undecided, rows.customer.is_not(None)), "already-there")
        work.decide(Outcome.DUPLICATE, rows.customer.is_not(None))
    if work.options.mode is ImportMode.UPDATE_ONLY:
        work.decide(Outcome.IGNORED, work.is_new, "unmatched")


def _ignore_incomplete(work: Workspace) -> None:
    missing = [missing_required(work, one) for one in work.database.catalogue.required]
    if missing:
        work.decide(Outcome.IGNORED, work.is_new & or_(*missing), "missing-required")


def _decide_the_rest(work: Workspace, merged: Merged) -> None:
    """What nothing has stopped is created, updated or unchanged, or comes back from the bin."""
    rows = work.rows.c
    work.note(select(rows.row, rows.customer).where(rows.outcome == Outcome.RESTORED.value), "restored")
    image = select(merged.images.c.cells).where(merged.images.c.row == rows.row).scalar_subquery()
    outcome = case(
        (work.is_new, Outcome.CREATED.value),
        (image.is_not(None), Outcome.UPDATED.value),
        else_=Outcome.UNCHANGED.value,
    )
    work.connection.execute(update(work.rows).where(work.undecided).values(outcome=outcome))
    _note_unknown_ids(work)


def _note_unknown_ids(work: Workspace) -> None:
    """A new customer gets an id of its own, whatever id its row gives."""
    feed = next((feed for feed in work.staging.feeds if feed.field.name == ID), None)
    if feed is not None:
        staged, rows = work.staging.rows, work.rows.c
        given = select(staged.c.row, work.staging.new(feed.field)).join(work.rows, rows.row == staged.c.row)
        given = given.where(rows.outcome == Outcome.CREATED.value, work.staging.new(feed.field).is_not(None))
        work.note(given, "unknown-id", feed.column)


def _summary(work: Workspace, merged: Merged, deletions: Deletions, skipped: int) -> Summary:
    rows = work.rows.c
    outcomes = select(rows.outcome, func.count().label("rows")).group_by(rows.outcome)
    counts: dict[str, int] = {row.outcome: row.rows for row in work.connection.execute(outcomes)}
    matched = work.connection.execute(select(func.count()).where(rows.matched.is_(True))).scalar_one()
    (changed,) = _sums(work, merged.images, cells_in(merged.images.c.cells))
    cleared, kept = _sums(work, merged.table, merged.table.c.cleared, merged.table.c.kept)
    return Summary(
        rows=sum(counts.values()),
        matched=matched,
        deleted=deletions.count,
        cells_changed=changed,
        cells_cleared=cleared,
        blanks_kept=kept,
        skipped=skipped,
        **{outcome.value: counts.get(outcome.value, 0) for outcome in Outcome},
    )


def _sums(work: Workspace, table: sql.Table, *counts: ColumnElement[int]) -> list[int]:
    """The sums of a table's counts over the applied rows, told by those that are not, which are few."""
    rows = work.rows.c
    left_out = exists().where(rows.row == table.c.row, rows.outcome.not_in([outcome.value for outcome in APPLIED]))
    sums = select(*map(func.sum, counts)).select_from(table).where(~left_out)
    return [int(found or 0) for found in work.connection.execute(sums).one()]


def _is_empty(work: Workspace) -> bool:
    customers = work.customers
    return work.connection.execute(select(customers.id).where(customers.active).limit(1)).first() is None


def _keyless_new_rows(work: Workspace) -> int:
    """How many new customers another import of the sheet could not find again: an id of theirs is not in the sheet."""
    staged, rows = work.staging.rows, work.rows.c
    blank = [work.staging.folded(key.field).is_(None) for key in work.keys if key.field.name != ID]
    joined = staged.join(work.rows, rows.row == staged.c.row)
    keyless = select(func.count()).select_from(joined).where(rows.outcome == Outcome.CREATED.value, *blank)
    return work.connection.execute(keyless).scalar_one()
