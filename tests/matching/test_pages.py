"""Reading columns in pages: every id once, and each value as it is stored."""

from typing import Any

import pytest
from sqlalchemy import BigInteger, Column, select

from raccord.database import Database
from raccord.database.pages import SEPARATOR, read_pages
from raccord.database.temporary import temporary_table
from raccord.database.types import CUSTOMER_ID, text
from support.sheets import CustomerBase


def read_back(database: Database, rows: list[tuple[Any, ...]]) -> tuple[list[tuple[str, ...]], list[int]]:
    """The rows as pages give them, by id, and how many were on each page."""
    columns = [Column("id", CUSTOMER_ID, primary_key=True), Column("word", text()), Column("number", BigInteger)]
    with database.reading() as connection:
        table = temporary_table(connection, "given", *columns)
        database.family.bulk_load(connection, table, ["id", "word", "number"], rows)
        pages = list(
            read_pages(connection, database.family, select(table.c.id.label("id"), table.c.word, table.c.number))
        )
    found = [
        line
        for page in pages
        for line in zip(
            *(one.split(SEPARATOR) if isinstance(one, str) else one for one in (page.ids, *page.columns)), strict=True
        )
    ]
    return sorted(found, key=lambda line: int(line[0])), [page.rows for page in pages]


def shown(rows: list[tuple[Any, ...]]) -> list[tuple[str, ...]]:
    """The rows as texts."""
    return [tuple("" if value is None else str(value) for value in row) for row in rows]


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_every_row_is_on_one_page(customers: CustomerBase, more: int) -> None:
    """Ids with gaps, below zero too, and just as many rows as a page holds, one less, one more."""
    with customers.opened() as database:
        count = database.family.page_rows + more
        rows = [(7 * number - 50, f"w{number}", number) for number in range(count)]

        found, sizes = read_back(database, rows)

    assert found == shown(rows)
    assert sizes == [
        size for size in (min(count, database.family.page_rows), count - database.family.page_rows) if size > 0
    ]


def test_blank_and_odd_values(customers: CustomerBase) -> None:
    """NULL is empty, and a value that holds the separator, a line's end or a quote stays whole."""
    odd = [None, "", " ", SEPARATOR, f"a{SEPARATOR}b", "a\nb", "'", "\\", "%", "🏭", "é"]
    rows = [(at, word, None if at % 2 else -at) for at, word in enumerate(odd, 1)]
    with customers.opened() as database:
        assert read_back(database, rows)[0] == shown(rows)
        assert read_back(database, rows[:1])[0] == shown(rows[:1])
        assert read_back(database, [])[0] == []


@pytest.mark.parametrize("length", [1_048_574, 1_048_575, 1_048_576, 3_000_000])
def test_long_texts_are_not_cut(customers: CustomerBase, length: int) -> None:
    """Texts that together are as long as MariaDB joins, or longer, come back whole."""
    rows = [(1, "é" * (length // 4), 1), (2, "x" * (length - length // 4 * 2 - 1), 2)]
    with customers.opened() as database:
        assert read_back(database, rows)[0] == shown(rows)
