"""A table's rows as typed values: what each row gives to each field, what cannot be read, which row repeats which."""

import marshal
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from raccord.catalogue import FieldType
from raccord.cells import RawRow, is_error
from raccord.sheet import Table
from raccord.values import CellParser, Fault, SheetLocale, Value, cell_parser, needs_column_format
from raccord.values.moments import ColumnFormat, column_format

DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row: its number, a value per feed, the faults by position of the feed, and the row it repeats, if it does."""

    number: int
    values: tuple[Value, ...]
    faults: tuple[tuple[int, Fault], ...] = ()
    repeats: int | None = None


def typed_rows(table: Table, locale: SheetLocale | None = None) -> Iterator[TypedRow]:
    """Read every row of a table, once, in order (SPEC §2); rows with a fault repeat nothing and are not repeated."""
    parsers = _parsers(table, locale)
    feeds = [(at, feed.column - 1, parse) for at, (feed, parse) in enumerate(zip(table.feeds, parsers, strict=True))]
    first_rows: dict[bytes, int] = {}
    for number, cells in table.rows():
        row = _typed_row(number, cells, feeds)
        yield row if row.faults else _with_repeat(row, first_rows)


def _typed_row(number: int, cells: RawRow, feeds: Sequence[tuple[int, int, CellParser]]) -> TypedRow:
    values: list[Value] = []
    faults: list[tuple[int, Fault]] = []
    width = len(cells)
    for at, column, parse in feeds:
        value = parse(cells[column]) if column < width else None
        if isinstance(value, Fault):
            faults.append((at, value))
            value = None
        values.append(value)
    return TypedRow(number, tuple(values), tuple(faults))


def _with_repeat(row: TypedRow, first_rows: dict[bytes, int]) -> TypedRow:
    digest = blake2b(marshal.dumps(row.values, 0), digest_size=DIGEST_BYTES).digest()
    first = first_rows.setdefault(digest, row.number)
    return row if first == row.number else TypedRow(row.number, row.values, (), first)


def _parsers(table: Table, locale: SheetLocale | None) -> list[CellParser]:
    formats = _column_formats(table, locale)
    return [cell_parser(feed.field, locale, formats.get(feed.column)) for feed in table.feeds]


def _column_formats(table: Table, locale: SheetLocale | None) -> dict[int, ColumnFormat]:
    """The format of each date column that holds text dates, found by a pass of its own over the rows."""
    columns = {feed.column: feed.field.type for feed in table.feeds if needs_column_format(feed.field)}
    if not columns:
        return {}
    texts: dict[int, Counter[str]] = {column: Counter() for column in columns}
    for _, cells in table.rows():
        for column, found in texts.items():
            cell = cells[column - 1] if column <= len(cells) else None
            if isinstance(cell, str) and not is_error(cell) and cell.strip():
                found[cell.strip()] += 1
    return {
        column: column_format(found, locale, with_time=columns[column] is FieldType.DATETIME)
        for column, found in texts.items()
        if found
    }
