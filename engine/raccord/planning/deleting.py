"""Deleting: which customers the sheet does not mention, and the guards before they go to the bin (SPEC §4)."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Boolean, Column, ColumnElement, Table, false, func, insert, literal, or_, select

from raccord.catalogue import FieldType
from raccord.database.temporary import temporary_table
from raccord.database.types import CUSTOMER_ID, text
from raccord.marks import ImportMode
from raccord.matching import Matches
from raccord.messages import Message
from raccord.planning.outcomes import APPLIED, Deletion
from raccord.planning.workspace import Workspace

PROTECTED = "protected"
GUARDED_SHARE = 0.2
GUARDED_COUNT = 10


@dataclass(frozen=True)
class Deletions:
    """The customers to delete (`customer`, `name`), how many, or why none; `guarded` asks for a confirmation."""

    table: Table
    count: int = 0
    active: int = 0
    blocked: tuple[str, int, int] | None = None

    @property
    def guarded(self) -> bool:
        """Tell whether so many customers would go that the user must confirm their number."""
        return self.count > GUARDED_COUNT and self.count > GUARDED_SHARE * self.active

    def rows(self, work: Workspace) -> Iterator[Deletion]:
        """The deletions, by customer."""
        for customer, name in work.connection.execute(select(self.table).order_by(self.table.c.customer)):
            yield Deletion(customer, name)


def plan_deletions(work: Workspace, matches: Matches | None) -> Deletions:
    """Collect the active customers in the scope that no row mentions; none unless the mode deletes."""
    table = temporary_table(
        work.connection, "deletion", Column("customer", CUSTOMER_ID, primary_key=True), Column("name", text())
    )
    if work.options.mode is not ImportMode.UPDATE_DELETE or matches is None:
        return Deletions(table)
    blocked = _blocked(work)
    if blocked:
        return Deletions(table, blocked=blocked)
    customers = work.customers
    naming = customers.catalogue.naming
    name = work.database.family.not_blank(naming, customers.column(naming)) if naming else literal(None, text())
    seen = (customers.active, *work.in_scope())
    mentioned = (matches.mentioned(), select(work.rows.c.customer).where(work.rows.c.matched.is_(True)))
    unmentioned = select(customers.id, name).where(*seen, ~_protected(work), *map(customers.id.not_in, mentioned))
    count = work.connection.execute(insert(table).from_select(["customer", "name"], unmentioned)).rowcount
    active = work.connection.execute(select(func.count()).select_from(customers.table).where(*seen)).scalar_one()
    return Deletions(table, count, active)


def _protected(work: Workspace) -> ColumnElement[bool]:
    one = work.customers.catalogue.by_name.get(PROTECTED)
    if one is None or one.type is not FieldType.BOOLEAN:
        return false()
    return func.coalesce(work.customers.column(one), literal(value=False, type_=Boolean())).is_(True)


def _blocked(work: Workspace) -> tuple[str, int, int] | None:
    """Why nothing may be deleted: a message code, and the row and column it speaks of."""
    notes, rows = work.staging.notes.c, work.rows.c
    keys = [feed.column for feed in work.staging.keys]
    unreadable = (
        select(notes.row, notes.column).where(notes.column.in_(keys), notes.facts.is_not(None)).order_by(notes.id)
    )
    first = work.connection.execute(unreadable.limit(1)).first()
    if first:
        return ("blocked-unreadable-key", first.row, first.column)
    applied = or_(work.undecided, rows.outcome.in_([outcome.value for outcome in APPLIED]))
    if work.connection.execute(select(rows.row).where(applied).limit(1)).first() is None:
        return ("blocked-no-rows", 0, 0)
    return None


def deletion_message(deletions: Deletions, cell: str) -> Message | None:
    """Say why deletions are blocked, or that they need a confirmation."""
    if deletions.blocked:
        return Message(deletions.blocked[0], None, {"cell": cell})
    if deletions.guarded:
        return Message("confirm-deletions", None, {"count": deletions.count, "active": deletions.active})
    return None
