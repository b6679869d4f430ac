"""What taking operations back means for each cell: the value it goes back to, and edits that stand in the way."""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import Connection, Table, select

from raccord.database import Database
from raccord.database.row_images import Cell, read_image

CUSTOMERS_AT_ONCE = 2_000


class Wish(NamedTuple):
    """What a cell goes back to, and what the last operation has left there.

    `first` is its first change, to whose old value it does not go back where `wanted` is another one: somebody has
    edited it between two of the operations.
    """

    first: Cell
    wanted: str | None
    expected: str | None


def load_wishes(
    connection: Connection, database: Database, first: int, last: int, cells: Table, conflicts: Table, *, force: bool
) -> None:
    """Fill `cells` with a wish for each cell that the operations changed, and note the edits between two of them.

    With `force`, no edit stands in the way.
    """
    entry, load = database.journal.entry, database.family.bulk_load
    images = select(entry.c.customer, entry.c.cells).where(entry.c.operation.between(first, last))
    images = images.where(entry.c.cells.is_not(None)).order_by(entry.c.customer, entry.c.operation)
    touched = groupby(map(tuple, database.streamed(connection, images)), key=itemgetter(0))
    wishes = ((customer, wishes_of((row[1] for row in rows), force=force)) for customer, rows in touched)
    while some := list(islice(wishes, CUSTOMERS_AT_ONCE)):
        load(connection, cells, ["field", "customer", "expected", "wanted", "kept"], _cells(some))
        load(connection, conflicts, ["customer", "field", "reason", "expected", "current", "wanted"], _edits(some))


def wishes_of(images: Iterable[str], *, force: bool) -> list[Wish]:
    """The wishes for one customer, from its row images in the order of the operations."""
    wishes: dict[int, Wish] = {}
    for image in images:
        for cell in read_image(image):
            wishes[cell.field] = _after(wishes.get(cell.field), cell, force=force)
    return list(wishes.values())


def _after(wish: Wish | None, cell: Cell, *, force: bool) -> Wish:
    """The wish with one change more; it starts anew where the value before is not what the operation before left."""
    if wish is None:
        return Wish(cell, cell.old, cell.new)
    edited = not force and cell.old != wish.expected
    return Wish(wish.first, cell.old if edited else wish.wanted, cell.new)


def _cells(wishes: list[tuple[int, list[Wish]]]) -> Iterator[tuple[int, int, str | None, str | None, bool]]:
    for customer, every in wishes:
        for first, wanted, expected in every:
            yield first.field, customer, expected, wanted, False


def _edits(
    wishes: list[tuple[int, list[Wish]]],
) -> Iterator[tuple[int, int, str, str | None, str | None, str | None]]:
    for customer, every in wishes:
        for first, wanted, _ in every:
            if wanted != first.old:
                yield customer, first.field, "changed-between", first.new, wanted, first.old
