"""A table's rows as typed values: what each row gives to each field, what cannot be read, which row repeats which."""

import marshal
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from hashlib import blake2b
from itertools import islice, repeat, zip_longest
from typing import TypeAlias, cast

from raccord.batches import in_batches
from raccord.catalogue import FieldType
from raccord.cells import RawRow, is_error
from raccord.sheet import Table
from raccord.values import ColumnParser, Fault, SheetLocale, Value, column_parser, needs_column_format
from raccord.values.moments import ISO, ColumnFormat, column_format

DIGEST_BYTES = 16
DIGEST_BITS = 40
BATCH = 250
"""Rows that are read at once: few enough that a processor holds all their values near."""

STABLE = 0
"""The version of marshal that writes equal values alike, whoever made them."""

Column: TypeAlias = Sequence[Value]
Faults: TypeAlias = tuple[tuple[int, Fault], ...]


@dataclass(frozen=True, slots=True)
class TypedRows:
    """Some rows in the order of the sheet: their numbers, and a column of values per feed, blank where a fault is.

    `faults` has those of a row by its place here, each with the position of its feed, and `repeats` by its place the
    number of the row that it repeats; rows without are absent. `digests` are numbers of `DIGEST_BITS` bits by which
    rows with the same values and faults are known again, in another program and another file too.
    """

    numbers: Sequence[int]
    columns: Sequence[Column]
    digests: Sequence[int]
    faults: Mapping[int, Faults] = field(default_factory=dict)
    repeats: Mapping[int, int] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many rows these are."""
        return len(self.numbers)

    def with_faults(self, found: Iterable[tuple[int, int, Fault]]) -> "TypedRows":
        """The rows with more faults: the place of the row and the position of the feed, and what is wrong there."""
        columns, faults = list(map(list, self.columns)), dict(self.faults)
        for place, at, fault in found:
            columns[at][place] = None
            faults[place] = (*faults.get(place, ()), (at, fault))
        repeats = {place: first for place, first in self.repeats.items() if place not in faults}
        return replace(self, columns=columns, faults=faults, repeats=repeats)


def typed_rows(table: Table, locale: SheetLocale | None = None, most: int | None = None) -> Iterator[TypedRows]:
    """Read every row of a table, or the first ones, once, in order and in batches (SPEC §2).

    Rows with a fault repeat nothing and are not repeated.
    """
    feeds = [(feed.column - 1, parse) for feed, parse in zip(table.feeds, _parsers(table, locale), strict=True)]
    first_rows: dict[bytes, int] = {}
    for batch in in_batches(islice(table.rows(), most), BATCH):
        numbers = [number for number, _ in batch]
        columns, faults = _read_columns(batch, feeds)
        digests = _digests(len(batch), columns, faults)
        yield TypedRows(
            numbers, columns, list(map(_short, digests)), faults, _repeats(numbers, digests, faults, first_rows)
        )


def _read_columns(
    batch: Sequence[tuple[int, RawRow]], feeds: Sequence[tuple[int, ColumnParser]]
) -> tuple[list[Column], Mapping[int, Faults]]:
    """Read some rows column by column, which is faster than cell by cell: values, and faults by the row's place."""
    given = list(zip_longest(*(cells for _, cells in batch)))
    columns, faults = [], dict[int, Faults]()
    for at, (column, parse) in enumerate(feeds):
        read = parse(given[column]) if column < len(given) else [None] * len(batch)
        if Fault in set(map(type, read)):
            for place, value in enumerate(read):
                if isinstance(value, Fault):
                    faults[place] = (*faults.get(place, ()), (at, value))
            read = [None if isinstance(value, Fault) else value for value in read]
        columns.append(cast("Column", read))
    return columns, faults


def _digests(count: int, columns: Sequence[Column], faults: Mapping[int, Faults]) -> list[bytes]:
    rows = zip(*columns, strict=True) if columns else repeat((), count)
    told: Iterable[bytes] = map(marshal.dumps, rows, repeat(STABLE))
    if faults:
        told = (text + _told(faults[place]) if place in faults else text for place, text in enumerate(told))
    return [blake2b(text, digest_size=DIGEST_BYTES).digest() for text in told]


def _told(faults: Faults) -> bytes:
    return repr([(at, fault.code, fault.facts.get("shown")) for at, fault in faults]).encode("utf-8", "replace")


def _repeats(
    numbers: Sequence[int], digests: Sequence[bytes], faults: Mapping[int, Faults], first_rows: dict[bytes, int]
) -> dict[int, int]:
    """The rows that repeat another one, by their places here, and the first row that is like them."""
    firsts = (
        number if place in faults else first_rows.setdefault(digest, number)
        for place, (number, digest) in enumerate(zip(numbers, digests, strict=True))
    )
    return {place: first for place, (first, number) in enumerate(zip(firsts, numbers, strict=True)) if first != number}


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
