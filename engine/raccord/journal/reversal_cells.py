"""What taking operations back means for each cell: the value it goes back to, and edits that stand in the way."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import Connection, select

from raccord.batches import in_batches
from raccord.database import Database
from raccord.database.row_images import Cell, Change, read_backwards, read_image
from raccord.journal.operations import State
from raccord.journal.reversal_rows import Row, row_of
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
    """A customer that the operations touched.

    It stays if it is there now and will be. `back` are the changes of its cells from what the last operation has left
    to what they go back to, `edited` the wishes that an edit between two operations stands against, and `current` the
    values that it has now, by their fields.
    """

    customer: int
    removed: bool
    stays: bool
    back: Sequence[Change]
    edited: Sequence[Wish]
    current: Mapping[int, str | None]


def load_wishes(
    connection: Connection, database: Database, tables: ReversalTables, first: int, last: int, *, force: bool
) -> None:
    """Fill rows and cells with what the operations changed, and note the edits that stand in the way.

    With `force`, none between two of the operations does.
    """
    load = database.family.bulk_load
    unique = frozenset(number for number, one in tables.fields.items() if one.unique)
    touched = _touched(connection, database, tables, first, last, force=force)
    for some in in_batches(touched, CUSTOMERS_AT_ONCE):
        plain, others = _divided(some, unique)
        load(connection, tables.rows, list(tables.rows.c.keys()), _rows(plain, tables.fields))
        load(connection, tables.cells, ["field", "customer", "expected", "current", "wanted", "kept"], _cells(others))
        load(connection, tables.edits, ["field", "customer", "expected", "current"], _edits_since(others))
        names = ["customer", "field", "reason", "expected", "current", "wanted"]
        load(connection, tables.conflicts, names, _edits_between(some))


def _touched(
    connection: Connection, database: Database, tables: ReversalTables, first: int, last: int, *, force: bool
) -> Iterator[Touched]:
    customers, entry, table = database.customers, database.journal.entry, tables.customers
    current = [database.family.as_text(one, customers.column(one)) for one in tables.fields.values()]
    joined = entry.join(table, table.c.customer == entry.c.customer)
    joined = joined.outerjoin(customers.table, customers.id == entry.c.customer)
    images = select(entry.c.customer, table.c.current, table.c.wanted, entry.c.cells, *current).select_from(joined)
    images = images.where(entry.c.operation.between(first, last), entry.c.cells.is_not(None))
    ordered = database.streamed(connection, images.order_by(entry.c.customer, entry.c.operation))
    for customer, rows in groupby(map(tuple, ordered), key=itemgetter(0)):
        every = list(rows)
        _, state, wanted, image, *values = every[0]
        removed = wanted == State.ABSENT.letter
        stays = not removed and state != State.ABSENT.letter
        back, edited = _back(image, (row[3] for row in every[1:]), force=force)
        yield Touched(customer, removed, stays, back, edited, dict(zip(tables.fields, values, strict=True)))


def _back(image: str, later: Iterable[str], *, force: bool) -> tuple[list[Change], list[Wish]]:
    """What takes back the images of one customer, in the order of the operations, and the wishes that edits refuse."""
    following = list(later)
    if not following:
        return read_backwards(image), []
    wishes = _wishes_of(image, following, force=force)
    edited = [wish for wish in wishes if wish.wanted != wish.old]
    return [(wish.field, wish.expected, wish.wanted) for wish in wishes], edited


def _wishes_of(image: str, later: Iterable[str], *, force: bool) -> list[Wish]:
    by_field = {field: Wish(field, old, new, old, new) for field, old, new in read_image(image)}
    for cell in chain.from_iterable(map(read_image, later)):
        by_field[cell.field] = _after(by_field.get(cell.field), cell, force=force)
    return list(by_field.values())


def _after(wish: Wish | None, cell: Cell, *, force: bool) -> Wish:
    """The wish with one change more; it starts anew where the value before is not what the operation before left."""
    if wish is None:
        return Wish(*cell, wanted=cell.old, expected=cell.new)
    edited = not force and cell.old != wish.expected
    return wish._replace(wanted=cell.old if edited else wish.wanted, expected=cell.new)


def _divided(touched: Iterable[Touched], unique: Collection[int]) -> tuple[list[Touched], list[Touched]]:
    """The customers of whom no cell can be in conflict, and the others."""
    plain: list[Touched] = []
    others: list[Touched] = []
    for one in touched:
        (plain if one.stays and _is_unchanged(one, unique) else others).append(one)
    return plain, others


def _is_unchanged(one: Touched, unique: Collection[int]) -> bool:
    """Tell whether all cells are as the operations left them, and none is unique."""
    current = one.current
    return all(current.get(field) == expected and field not in unique for field, expected, _ in one.back)


def _rows(touched: Iterable[Touched], fields: Collection[int]) -> Iterator[Row]:
    for one in touched:
        changed = [change for change in one.back if change[1] != change[2] and change[0] in fields]
        if changed:
            yield row_of(one.customer, changed, fields)


def _cells(touched: Iterable[Touched]) -> Iterator[tuple[int, int, str | None, str | None, str | None, bool]]:
    for one in touched:
        if not one.removed:
            for field, expected, wanted in one.back:
                yield field, one.customer, expected, one.current.get(field), wanted, False


def _edits_since(touched: Iterable[Touched]) -> Iterator[tuple[int, int, str | None, str | None]]:
    for one in touched:
        if one.removed:
            left = {field: expected for field, expected, _ in one.back}
            for number, value in one.current.items():
                if value != left.get(number):
                    yield number, one.customer, left.get(number), value


def _edits_between(touched: Iterable[Touched]) -> Iterator[tuple[int, int, str, str | None, str | None, str | None]]:
    for one in touched:
        for field, old, new, wanted, _ in one.edited:
            yield one.customer, field, "changed-between", new, wanted, old
