"""What others have done since a preview: the operations after it, and what they did to its customers (SPEC §5)."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from raccord.database.row_images import read_image
from raccord.journal.operations import Operation, OperationKind, State, local_time, read_operations
from raccord.planning.workspace import Workspace
from raccord.translation import N_, _, ngettext

MOST_OPERATIONS = 3
MOST_CUSTOMERS = 3
_WORDS = {
    OperationKind.IMPORT: N_("an import"),
    OperationKind.RESTORE: N_("a restore"),
    OperationKind.UNDO: N_("an undo"),
    OperationKind.BIN: N_("a return from the recycle bin"),
    OperationKind.PURGE: N_("an emptying of the recycle bin"),
}
_WHOLE = {
    (State.ABSENT, State.ACTIVE): N_("new"),
    (State.ACTIVE, State.BINNED): N_("to the recycle bin"),
    (State.BINNED, State.ACTIVE): N_("from the recycle bin"),
}


@dataclass(frozen=True, slots=True)
class Touched:
    """A customer of the sheet that an operation touched; `what` are its fields' labels, or how it came or went."""

    row: int
    customer: int
    what: tuple[str, ...]

    def __str__(self) -> str:
        """Name it the way a user finds it."""
        named = f" ({', '.join(self.what)})" if self.what else ""
        return _("customer {customer} of row {row}", customer=self.customer, row=self.row) + named


@dataclass(frozen=True, slots=True)
class LaterOperation:
    """An operation after the preview; `touched` are the first of the `count` customers it shares with the sheet."""

    operation: Operation
    count: int
    touched: tuple[Touched, ...]

    def __str__(self) -> str:
        """Say who did what, and when."""
        one = self.operation
        what = _(_WORDS.get(one.kind, one.kind.value))
        if one.file:
            what = _("{what} of {file}", what=what, file=one.file)
        if one.author:
            what = _("{what} by {author}", what=what, author=one.author)
        more = self.count - len(self.touched)
        rest = [ngettext("{count:,} more of this sheet", "{count:,} more of this sheet", more)] if more else []
        changed = ", ".join([*map(str, self.touched), *rest]) or _("no customer of this sheet")
        return _("{what} at {time} changed {customers}", what=what, time=local_time(one.at), customers=changed)


def operations_since(work: Workspace, number: int) -> tuple[LaterOperation, ...]:
    """The newest operations after the one of that number, those on customers of the sheet first.

    Operations that touched nobody do not count.
    """
    later = [one for one in read_operations(work.connection, work.database, number) if one.customers]
    shared = _shared(work, number)
    later.sort(key=lambda one: one.number not in shared)
    return tuple(
        LaterOperation(one, shared.get(one.number, 0), tuple(_touched(work, one.number)))
        for one in later[:MOST_OPERATIONS]
    )


def _shared(work: Workspace, number: int) -> dict[int, int]:
    """How many customers each later operation shares with the sheet."""
    entry, rows = work.database.journal.entry, work.rows
    counts = select(entry.c.operation, func.count()).join(rows, rows.c.customer == entry.c.customer)
    counted = work.connection.execute(counts.where(entry.c.operation > number).group_by(entry.c.operation))
    return {row[0]: row[1] for row in counted}


def _touched(work: Workspace, operation: int) -> Iterator[Touched]:
    """The first customers that an operation shares with the sheet, by row."""
    entry, rows = work.database.journal.entry, work.rows
    shared = select(rows.c.row, entry.c.customer, entry.c.before, entry.c.after).join(
        entry, entry.c.customer == rows.c.customer
    )
    first = shared.where(entry.c.operation == operation).order_by(rows.c.row).limit(MOST_CUSTOMERS)
    found = work.connection.execute(first).all()
    fields = _fields(work, operation, [one.customer for one in found])
    for one in found:
        whole = _WHOLE.get((State.of(one.before), State.of(one.after)))
        yield Touched(one.row, one.customer, (_(whole),) if whole else fields[one.customer])


def _fields(work: Workspace, operation: int, customers: list[int]) -> dict[int, tuple[str, ...]]:
    """The labels of the fields that an operation changed, by customer."""
    entry, field, by_name = work.database.journal.entry, work.database.journal.field, work.database.catalogue.by_name
    names: dict[int, str] = {row.number: row.name for row in work.connection.execute(select(field))}
    labels = {number: by_name[name].label_in() if name in by_name else name for number, name in names.items()}
    changed = select(entry.c.customer, entry.c.cells)
    changed = changed.where(entry.c.operation == operation, entry.c.customer.in_(customers))
    return {
        customer: tuple(labels[cell.field] for cell in sorted(read_image(image)))
        for customer, image in work.connection.execute(changed)
    }
