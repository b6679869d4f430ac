"""A table's rows as typed values: what each row gives to each field, what cannot be read, which row repeats which."""

import marshal
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import repeat, zip_longest
from typing import NamedTuple

from raccord.batches import in_batches
from raccord.catalogue import FieldType
from raccord.cells import RawRow, is_error
from raccord.sheet import Table
from raccord.values import ColumnParser, Fault, SheetLocale, Value, column_parser, needs_column_format
from raccord.values.moments import ColumnFormat, column_format

DIGEST_BYTES = 16
DIGEST_BITS = 40
BATCH = 2_000
STABLE = 0
"""The version of marshal that writes equal values alike, whoever made them."""


class TypedRow(NamedTuple):
    """One row: its number, a value per feed, the faults by position of the feed, and the row it repeats, if it does.

    `digest` is a number of `DIGEST_BITS` bits by which a row with the same values and faults is known again, in another
    program and another file too. A named tuple, because a sheet has many and no other record is made as fast.
    """

    number: int
    values: tuple[Value, ...]
    faults: tuple[tuple[int, Fault], ...] = ()
    repeats: int | None = None
    digest: int = 0


def typed_rows(table: Table, locale: SheetLocale | None = None) -> Iterator[TypedRow]:
    """Read every row of a table, once, in order (SPEC §2); rows with a fault repeat nothing and are not repeated."""
    feeds = [(feed.column - 1, parse) for feed, parse in zip(table.feeds, _parsers(table, locale), strict=True)]
    first_rows: dict[bytes, int] = {}
    for batch in in_batches(table.rows(), BATCH):
        for row in _typed_batch(batch, feeds):
            yield _with_digest(row) if row.faults else _with_repeat(row, first_rows)


def _typed_batch(batch: Sequence[tuple[int, RawRow]], feeds: Sequence[tuple[int, ColumnParser]]) -> Iterator[TypedRow]:
    """Read some rows column by column, which is faster than cell by cell."""
    columns = list(zip_longest(*(cells for _, cells in batch)))
    read = [parse(columns[column]) if column < len(columns) else [None] * len(batch) for column, parse in feeds]
    faulty = [at for at, values in enumerate(read) if Fault in set(map(type, values))]
    every = zip(*read, strict=True) if read else repeat(())
    for (number, _), values in zip(batch, every, strict=False):
        yield _with_faults(number, values, faulty) if faulty else TypedRow(number, values)


def _with_faults(number: int, read: tuple["Value | Fault", ...], faulty: Sequence[int]) -> TypedRow:
    """A row whose values may be faults in some columns."""
    faults = tuple((at, value) for at in faulty if isinstance(value := read[at], Fault))
    values = tuple(None if isinstance(value, Fault) else value for value in read)
    return TypedRow(number, values, faults)


def _with_repeat(row: TypedRow, first_rows: dict[bytes, int]) -> TypedRow:
    number, values = row.number, row.values
    digest = blake2b(marshal.dumps(values, STABLE), digest_size=DIGEST_BYTES).digest()
    first = first_rows.setdefault(digest, number)
    return TypedRow(number, values, (), None if first == number else first, _short(digest))


def _with_digest(row: TypedRow) -> TypedRow:
    faults = [(at, fault.code, fault.facts.get("shown")) for at, fault in row.faults]
    told = marshal.dumps(row.values, STABLE) + repr(faults).encode("utf-8", "replace")
    return row._replace(digest=_short(blake2b(told, digest_size=DIGEST_BYTES).digest()))


def _short(digest: bytes) -> int:
    return int.from_bytes(digest[: DIGEST_BITS // 8])


def _parsers(table: Table, locale: SheetLocale | None) -> list[ColumnParser]:
    formats = _column_formats(table, locale)
    return [column_parser(feed.field, locale, formats.get(feed.column)) for feed in table.feeds]


def _column_formats(table: Table, locale: SheetLocale | None) -> dict[int, ColumnFormat]:
    """The format of each date column that holds text dates, found by a pass of its own over the rows."""
    columns = {feed.column: feed.field.type for feed in table.feeds if needs_column_format(feed.field)}
    if not columns:
        return {}
    texts: dict[int, Counter[str]] = {column: Counter() for column in columns}
    for _, cells in table.rows():
        for column, found in texts.items():
            cell = cells[column - 1] if column <= len(cells) else None
            if type(cell) is str and cell and not is_error(cell) and cell.strip():
                found[cell.strip()] += 1
    return {
        column: column_format(found, locale, with_time=columns[column] is FieldType.DATETIME)
        for column, found in texts.items()
        if found
    }
