"""What taking operations back means for each cell: the value it goes back to, and edits that stand in the way."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import Connection, select

from raccord.batches import in_batches
from raccord.database import Database
from raccord.database.row_images import Cell, read_image
from raccord.journal.operations import State
from raccord.journal.reversal_tables import ReversalTables

CUSTOMERS_AT_ONCE = 2_000


class Wish(NamedTuple):
    """What a cell goes back to, and what the last operation has left there.

    `field` is the number of its field, `old` and `new` are its values before and after its first change; it does not go
    back to `old` where `wanted` is another one: somebody has edited it between two of the operations.
    """

    field: int
    old: str | None
    new: str | None
    wanted: str | None
    expected: str | None


class Touched(NamedTuple):
    """A customer that the operations touched, with its wishes, and the values that it has now by their fields."""

    customer: int
    removed: bool
    wishes: list[Wish]
    current: Mapping[int, str | None]


def load_wishes(
    connection: Connection, database: Database, tables: ReversalTables, first: int, last: int, *, force: bool
) -> None:
    """Fill the cells with a wish for each that the operations changed, and note the edits that stand in the way.

    With `force`, none between two of the operations does.
    """
    load = database.family.bulk_load
    touched = _touched(connection, database, tables, first, last, force=force)
    for some in in_batches(touched, CUSTOMERS_AT_ONCE):
        load(connection, tables.cells, ["field", "customer", "expected", "current", "wanted", "kept"], _cells(some))
        load(connection, tables.edits, ["field", "customer", "expected", "current"], _edits_since(some))
        names = ["customer", "field", "reason", "expected", "current", "wanted"]
        load(connection, tables.conflicts, names, _edits_between(some))


def _touched(
    connection: Connection, database: Database, tables: ReversalTables, first: int, last: int, *, force: bool
) -> Iterator[Touched]:
    customers, entry, table = database.customers, database.journal.entry, tables.customers
    current = [database.family.as_text(one, customers.column(one)) for one in tables.fields.values()]
    joined = entry.join(table, table.c.customer == entry.c.customer)
    joined = joined.outerjoin(customers.table, customers.id == entry.c.customer)
    images = select(entry.c.customer, table.c.wanted, entry.c.cells, *current).select_from(joined)
    images = images.where(entry.c.operation.between(first, last), entry.c.cells.is_not(None))
    ordered = database.streamed(connection, images.order_by(entry.c.customer, entry.c.operation))
    for customer, rows in groupby(map(tuple, ordered), key=itemgetter(0)):
        every = list(rows)
        _, wanted, _, *values = every[0]
        wishes = wishes_of((row[2] for row in every), force=force)
        removed = wanted == State.ABSENT.value
        yield Touched(customer, removed, wishes, dict(zip(tables.fields, values, strict=True)))


def wishes_of(images: Iterable[str], *, force: bool) -> list[Wish]:
    """The wishes for one customer, from its row images in the order of the operations."""
    first, *later = images
    wishes = [Wish(field, old, new, old, new) for field, old, new in read_image(first)]
    if not later:
        return wishes
    by_field = {wish.field: wish for wish in wishes}
    for cell in chain.from_iterable(map(read_image, later)):
        by_field[cell.field] = _after(by_field.get(cell.field), cell, force=force)
    return list(by_field.values())


def _after(wish: Wish | None, cell: Cell, *, force: bool) -> Wish:
    """The wish with one change more; it starts anew where the value before is not what the operation before left."""
    if wish is None:
        return Wish(*cell, wanted=cell.old, expected=cell.new)
    edited = not force and cell.old != wish.expected
    return wish._replace(wanted=cell.old if edited else wish.wanted, expected=cell.new)


def _cells(touched: list[Touched]) -> Iterator[tuple[int, int, str | None, str | None, str | None, bool]]:
    for customer, removed, wishes, current in touched:
        if not removed:
            for field, _, _, wanted, expected in wishes:
                yield field, customer, expected, current.get(field), wanted, False


def _edits_since(touched: list[Touched]) -> Iterator[tuple[int, int, str | None, str | None]]:
    for customer, removed, wishes, current in touched:
        if removed:
            left = {wish.field: wish.expected for wish in wishes}
            for number, value in current.items():
                if value != left.get(number):
                    yield number, customer, left.get(number), value


def _edits_between(touched: list[Touched]) -> Iterator[tuple[int, int, str, str | None, str | None, str | None]]:
    for customer, _, wishes, _ in touched:
        for field, old, new, wanted, _ in wishes:
            if wanted != old:
                yield customer, field, "changed-between", new, wanted, old
