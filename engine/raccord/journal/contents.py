"""What operations hold: how many customers each created, changed, brought back and took away, and which (SPEC §5)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, func, select

from raccord.batches import in_batches
from raccord.database import Database
from raccord.journal.history import changes_in
from raccord.journal.operations import State, find_operation
from raccord.planning.outcomes import CellChange

_NAMED_AT_ONCE = 500
_MEANING = {
    (State.ABSENT, State.ACTIVE): "created",
    (State.ACTIVE, State.ACTIVE): "updated",
    (State.BINNED, State.ACTIVE): "restored",
    (State.ACTIVE, State.BINNED): "deleted",
    (State.ACTIVE, State.ABSENT): "removed",
    (State.BINNED, State.ABSENT): "removed",
}
"""What a change of state is called; any other, such as a purged customer that comes back to the bin, is an update."""


@dataclass(frozen=True, slots=True)
class Held:
    """How many customers an operation created, changed, brought back, sent to the bin, and removed for good."""

    updated: int = 0
    created: int = 0
    restored: int = 0
    deleted: int = 0
    removed: int = 0

    @property
    def customers(self) -> int:
        """How many there are in all."""
        return sum(asdict(self).values())


@dataclass(frozen=True, slots=True)
class TouchedCustomer:
    """What an operation did to one customer; `row` is the sheet's row, if an import's row did it."""

    customer: int
    name: str | None
    row: int | None
    before: State
    after: State
    changes: tuple[CellChange, ...]


@dataclass(frozen=True, slots=True)
class JournalSize:
    """How much the journal holds: characters of changed cells, and what each operation holds, by its number."""

    characters: int = 0
    held: Mapping[int, Held] = field(default_factory=dict)


def journal_size(database: Database) -> JournalSize:
    """Measure the journal."""
    entry = database.journal.entry
    states = (entry.c.operation, entry.c.before, entry.c.after)
    counted = select(*states, func.count(), func.sum(func.length(entry.c.cells))).group_by(*states)
    held: dict[int, Held] = {}
    characters = 0
    with database.reading() as connection:
        for operation, before, after, count, size in connection.execute(counted):
            kind = _MEANING.get((State.of(before), State.of(after)), "updated")
            one = held.get(operation, Held())
            held[operation] = replace(one, **{kind: getattr(one, kind) + count})
            characters += int(size or 0)
    return JournalSize(characters, held)


def customers_of(database: Database, number: int, most: int | None = None) -> list[TouchedCustomer]:
    """What an operation did to its customers, by row and customer, the first of them if a number is given.

    Raises UsageError for an operation that the journal does not have.
    """
    entry = database.journal.entry
    rows = (
        select(entry).where(entry.c.operation == number).order_by(entry.c.row.is_(None), entry.c.row, entry.c.customer)
    )
    with database.reading() as connection:
        find_operation(connection, database, number)
        names: dict[int, str] = {row.number: row.name for row in connection.execute(select(database.journal.field))}
        found = connection.execute(rows.limit(most)).all()
        called = dict(_names(connection, database, [row.customer for row in found]))
    return [_touched(database, names, row, called.get(row.customer)) for row in found]


def _touched(database: Database, fields: Mapping[int, str], row: Any, name: str | None) -> TouchedCustomer:
    changes = tuple(changes_in(database, fields, row.cells))
    naming = database.catalogue.naming
    if name is None and naming is not None:
        given = next((one for one in changes if one.field == naming.name), None)
        name = str(given.new or given.old) if given else None
    return TouchedCustomer(row.customer, name, row.row, State.of(row.before), State.of(row.after), changes)


def _names(connection: Connection, database: Database, ids: Iterable[int]) -> Iterator[tuple[int, str]]:
    """What customers are called, those in the bin too; who is gone has no name here."""
    customers, naming = database.customers, database.catalogue.naming
    if naming is None:
        return
    for batch in in_batches(ids, _NAMED_AT_ONCE):
        named = select(customers.id, customers.column(naming)).where(customers.id.in_(batch))
        yield from ((row[0], row[1]) for row in connection.execute(named))
