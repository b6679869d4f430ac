"""A table's rows as typed values: what each row gives to each field, what cannot be read, which row repeats which."""

import marshal
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from hashlib import blake2b
from itertools import repeat, zip_longest
from typing import NamedTuple, TypeAlias, cast

from raccord.batches import in_batches
from raccord.catalogue import FieldType
from raccord.cells import RawRow, is_error
from raccord.sheet import Table
from raccord.values import ColumnParser, Fault, SheetLocale, Value, column_parser, needs_column_format
from raccord.values.moments import ISO, ColumnFormat, column_format

DIGEST_BYTES = 16
DIGEST_BITS = 40
BATCH = 2_000
STABLE = 0
"""The version of marshal that writes equal values alike, whoever made them."""

Values: TypeAlias = tuple[Value, ...]
Faults: TypeAlias = tuple[tuple[int, Fault], ...]


class TypedRow(NamedTuple):
    """One row: its number, a value per feed, the faults by position of the feed, and the row it repeats, if it does.

    `digest` is a number of `DIGEST_BITS` bits by which a row with the same values and faults is known again, in another
    program and another file too. A named tuple, because a sheet has many and no other record is made as fast.
    """

    number: int
    values: Values
    faults: Faults = ()
    repeats: int | None = None
    digest: int = 0


def typed_rows(table: Table, locale: SheetLocale | None = None) -> Iterator[TypedRow]:
    """Read every row of a table, once, in order (SPEC §2); rows with a fault repeat nothing and are not repeated."""
    feeds = [(feed.column - 1, parse) for feed, parse in zip(table.feeds, _parsers(table, locale), strict=True)]
    first_rows: dict[bytes, int] = {}
    for batch in in_batches(table.rows(), BATCH):
        for number, values, faults in _typed_batch(batch, feeds):
            digest = _digest(values, faults)
            first = number if faults else first_rows.setdefault(digest, number)
            yield TypedRow(number, values, faults, None if first == number else first, _short(digest))


def _typed_batch(
    batch: Sequence[tuple[int, RawRow]], feeds: Sequence[tuple[int, ColumnParser]]
) -> Iterator[tuple[int, Values, Faults]]:
    """Read some rows column by column, which is faster than cell by cell."""
    numbers = (number for number, _ in batch)
    columns = list(zip_longest(*(cells for _, cells in batch)))
    read = [parse(columns[column]) if column < len(columns) else [None] * len(batch) for column, parse in feeds]
    faulty = [at for at, values in enumerate(read) if Fault in set(map(type, values))]
    every = zip(*read, strict=True) if read else repeat(())
    if faulty:
        return ((number, *_told_apart(values, faulty)) for number, values in zip(numbers, every, strict=False))
    return zip(numbers, cast("Iterator[Values]", every), repeat(()), strict=False)


def _told_apart(read: tuple["Value | Fault", ...], faulty: Sequence[int]) -> tuple[Values, Faults]:
    """The values and the faults of a row that may have faults in some columns."""
    faults = tuple((at, value) for at in faulty if isinstance(value := read[at], Fault))
    return tuple(None if isinstance(value, Fault) else value for value in read), faults


def _digest(values: Values, faults: Faults) -> bytes:
    told = marshal.dumps(values, STABLE)
    if faults:
        told += repr([(at, fault.code, fault.facts.get("shown")) for at, fault in faults]).encode("utf-8", "replace")
    return blake2b(told, digest_size=DIGEST_BYTES).digest()


def _short(digest: bytes) -> int:
    return int.from_bytes(digest[: DIGEST_BITS // 8])


def _parsers(table: Table, locale: SheetLocale | None) -> list[ColumnParser]:
    formats = cache(partial(_column_formats, table, locale))
    return [column_parser(feed.field, locale, partial(_format_of, feed.column, formats)) for feed in table.feeds]


def _format_of(column: int, formats: Callable[[], Mapping[int, ColumnFormat]]) -> ColumnFormat:
    return formats().get(column, ColumnFormat(ISO))


def _column_formats(table: Table, locale: SheetLocale | None) -> dict[int, ColumnFormat]:
    """The format of each date column that holds text dates, found by a pass of its own over the rows."""
    columns = {feed.column: feed.field.type for feed in table.feeds if needs_column_format(feed.field)}
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
