"""The history of one customer: every operation that touched it, with its changes (SPEC §5)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from raccord.database import Database
from raccord.database.row_images import Cell, read_image
from raccord.errors import UsageError
from raccord.journal.operations import OperationKind, State, journaled_value
from raccord.planning.outcomes import CellChange
from raccord.translation import _


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What one operation did to the customer; `row` is the sheet's row, if an import's row did it.

    `undone_by` is the operation that has taken this one back, if it counts as taken back.
    """

    operation: int
    kind: OperationKind
    at: str
    author: str | None
    file: str | None
    row: int | None
    before: State
    after: State
    changes: tuple[CellChange, ...]
    undone_by: int | None = None


def history_of(database: Database, customer: int) -> list[HistoryEntry]:
    """The operations that touched a customer, the oldest first; raises UsageError for one that never was."""
    operation, entry = database.journal.operation, database.journal.entry
    headers = select(operation, entry.c.row, entry.c.before, entry.c.after, entry.c.cells)
    headers = headers.join(entry, entry.c.operation == operation.c.id).where(entry.c.customer == customer)
    with database.reading() as connection:
        touched = connection.execute(headers.order_by(operation.c.id)).all()
        known = connection.execute(select(database.customers.id).where(database.customers.id == customer)).first()
        names: dict[int, str] = {row.number: row.name for row in connection.execute(select(database.journal.field))}
    if not touched and known is None:
        raise UsageError(
            "no-such-customer",
            _("There is no customer {customer}.", customer=customer),
            hint=_("Export the base to look up ids: raccord export"),
        )
    return [_entry(row, tuple(changes_in(database, names, row.cells))) for row in touched]


def changes_in(database: Database, names: Mapping[int, str], image: str | None) -> Iterator[CellChange]:
    """The cells of a row image in the catalogue's words; `names` has those of the fields, by their numbers."""
    for cell in sorted(read_image(image)):
        yield _change(database, names[cell.field], cell)


def _change(database: Database, name: str, cell: Cell) -> CellChange:
    """One journaled cell, whose values are text, in the values of its field."""
    one = database.catalogue.by_name.get(name)
    if one is None:
        return CellChange(name, cell.old, cell.new)
    return CellChange(name, journaled_value(one, cell.old), journaled_value(one, cell.new))


def _entry(row: Row[Any], changes: tuple[CellChange, ...]) -> HistoryEntry:
    states = (State.of(row.before), State.of(row.after))
    return HistoryEntry(
        row.id, OperationKind(row.kind), row.at, row.author, row.file, row.row, *states, changes, row.undone_by
    )
