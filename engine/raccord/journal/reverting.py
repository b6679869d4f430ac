"""Restore and undo: operations taken back cell by cell; what someone changed since is kept and reported (SPEC §5)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update

from raccord.database import Database, write
from raccord.database.field_numbers import fields_by_number
from raccord.errors import UsageError
from raccord.journal.operations import (
    Clock,
    OperationKind,
    begin_operation,
    find_operation,
    journaled_value,
    read_operations,
    utc_now,
)
from raccord.journal.reversal_conflicts import collect_reversal
from raccord.journal.reversal_tables import ReversalTables
from raccord.journal.reversal_writes import write_reversal
from raccord.translation import N_, _
from raccord.values import Value

SHOWN_CONFLICTS = 1_000


REASONS = (
    N_("changed-since"), N_("changed-between"), N_("edited-since"), N_("state-changed"), N_("value-taken"), N_("gone"),
)  # fmt: skip
"""Why something stays as it is, as a conflict and its JSON say it; people read it translated."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """What stays as it is because it changed since: one cell, or with `field` None the whole customer.

    `expected` is the value the journal knows, `current` the one found, `wanted` the one it would have got.
    """

    customer: int
    field: str | None
    reason: str
    expected: Value = None
    current: Value = None
    wanted: Value = None


@dataclass(frozen=True, slots=True)
class Reversal:
    """What a restore or undo did: its own number, what it took back, and the conflicts (the first of them)."""

    operation: int
    kind: OperationKind
    reverted: tuple[int, ...]
    customers: int
    cells: int
    removed: int
    brought_back: int
    conflict_count: int
    conflicts: tuple[Conflict, ...]


def restore(database: Database, point: int, *, force: bool = False, clock: Clock = utc_now) -> Reversal:
    """Take the base back to a restore point; sets one of its own first, so it can be undone (SPEC §5)."""
    operation = database.journal.operation.c

    def work(connection: Connection) -> Reversal:
        find_operation(connection, database, point)
        reverted = list(connection.scalars(select(operation.id).where(operation.id >= point).order_by(operation.id)))
        return _revert(connection, database, OperationKind.RESTORE, reverted, force=force, clock=clock)

    return write(database, work)


def undo(database: Database, number: int | None = None, *, force: bool = False, clock: Clock = utc_now) -> Reversal:
    """Take back one import, the last one by default (SPEC §5)."""

    def work(connection: Connection) -> Reversal:
        chosen = _last_import(connection, database) if number is None else number
        header = find_operation(connection, database, chosen)
        if header.kind != OperationKind.IMPORT.value:
            raise UsageError(
                "not-an-import",
                _(
                    "Operation {chosen} is no import ({kind}), and undo takes back imports.",
                    chosen=chosen,
                    kind=_(header.kind),
                ),
                hint=_("To go back to before it, use: raccord restore {chosen}", chosen=chosen),
            )
        if header.undone_by is not None:
            raise UsageError(
                "already-undone",
                _(
                    "Import {chosen} is undone already, by operation {operation}.",
                    chosen=chosen,
                    operation=header.undone_by,
                ),
                hint=_("To bring it back, restore to point {operation}.", operation=header.undone_by),
            )
        return _revert(connection, database, OperationKind.UNDO, [chosen], force=force, clock=clock)

    return write(database, work)


def _last_import(connection: Connection, database: Database) -> int:
    last = next((one for one in read_operations(connection, database) if one.can_be_undone), None)
    if last is None:
        raise UsageError(
            "nothing-to-undo", _("There is no import to undo."), hint=_("List operations with: raccord restore-points")
        )
    return last.number


def _revert(
    connection: Connection, database: Database, kind: OperationKind, reverted: list[int], *, force: bool, clock: Clock
) -> Reversal:
    label = f"{'of' if kind is OperationKind.UNDO else 'to'} {reverted[0]}"
    number = begin_operation(connection, database, kind, clock, {"label": label, "reverts": reverted[0]})
    tables = collect_reversal(connection, database, reverted[0], reverted[-1], force=force)
    written = write_reversal(connection, database, tables, number)
    _mark_undone(connection, database)
    conflicts = tuple(_conflicts(connection, database, tables))
    count = connection.execute(select(func.count()).select_from(tables.conflicts)).scalar_one()
    return Reversal(number, kind, tuple(reverted), *written, count, conflicts)


def _mark_undone(connection: Connection, database: Database) -> None:
    """Say of each operation which one has taken it back, if it counts as taken back now."""
    operation = database.journal.operation
    rows = connection.execute(select(operation).order_by(operation.c.id)).all()
    standing = standing_reversals((row.id, OperationKind(row.kind), row.reverts) for row in rows)
    for row in rows:
        if standing.get(row.id) != row.undone_by:
            changed = update(operation).where(operation.c.id == row.id)
            connection.execute(changed.values(undone_by=standing.get(row.id)))


def standing_reversals(operations: Iterable[tuple[int, OperationKind, int | None]]) -> dict[int, int]:
    """Give the operation that has taken back each one that is taken back, from numbers, kinds and what they revert.

    A restore takes back everything from its point on, and with it the reversals there: what these had taken back counts
    as it did before them.
    """
    now: dict[int, int] = {}
    before: dict[int, dict[int, int]] = {}
    kinds: dict[int, OperationKind] = {}
    for number, kind, reverts in operations:
        before[number] = now
        if reverts is not None:
            later = [other for other in kinds if other >= reverts and kinds[other] is not OperationKind.POINT]
            taken = later if kind is OperationKind.RESTORE else [reverts]
            base = before.get(reverts, {}) if kind is OperationKind.RESTORE else now
            now = {**base, **{other: now.get(other, number) for other in taken}}
        kinds[number] = kind
    return now


def _conflicts(connection: Connection, database: Database, tables: ReversalTables) -> Iterator[Conflict]:
    fields = fields_by_number(connection, database)
    listed = select(tables.conflicts).order_by("customer", "field").limit(SHOWN_CONFLICTS)
    for row in connection.execute(listed):
        one = fields.get(row.field)
        values = (row.expected, row.current, row.wanted)
        shown = (journaled_value(one, value) if one else None for value in values)
        yield Conflict(row.customer, one.name if one else None, row.reason, *shown)
