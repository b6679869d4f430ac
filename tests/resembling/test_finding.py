"""Who is found among many: most copies, hardly a stranger, and no more pairs than a sheet's rows allow (SPEC §3)."""

from collections.abc import Sequence
from random import Random

from sqlalchemy import Integer, Text, column, create_engine, select, table

from raccord.catalogue_files import default_catalogue
from raccord.database.pages import Page
from raccord.database.sqlite import SQLiteFamily
from raccord.resembling import MOST_LIKELY
from raccord.resembling.blocks import CROWD
from raccord.resembling.finding import Search, Side, find_likely
from raccord.resembling.records import Columns, columns_of
from raccord.resembling.roles import roles_of
from support.lookalikes import Business, business, copied

ROLES = roles_of(default_catalogue()).among({"name", "street", "zip", "city", "phone", "email"})
CUSTOMERS, COPIES = 4_000, 400


def columns(items: Sequence[tuple[int, Business]]) -> Columns:
    """Numbered businesses as a page of rows or customers."""
    given = tuple([getattr(one, field.name) or "" for _, one in items] for field in ROLES.fields)
    return columns_of(Page(len(items), [str(number) for number, _ in items], given), ROLES)


def searched(rows: Sequence[tuple[int, Business]], *pages: Sequence[tuple[int, Business]]) -> Search:
    """A search of rows among pages of customers."""
    search = Search()
    search.want(columns(rows))
    for page in pages:
        search.look_at(columns(page))
    return search


def test_copies_are_found_and_strangers_are_not() -> None:
    """Of customers copied with slips nine in ten are found, and of those found hardly any is somebody else."""
    chance = Random(3)
    customers = [(number, business(chance)) for number in range(CUSTOMERS)]
    copies = [(number, copied(one, chance)) for number, one in chance.sample(customers, COPIES)]
    strangers = [(CUSTOMERS + number, business(chance)) for number in range(COPIES)]

    found = dict(searched([*copies, *strangers], customers[:2_500], customers[2_500:]).found())

    right = sum(found[row][0].customer == row for row, _ in copies if row in found)
    assert right > 0.88 * COPIES
    assert right > 0.97 * len(found)


def test_a_crowd_costs_little_more_than_its_first_customers() -> None:
    """Where thousands share zip, words, address and contacts, each row is compared with a few dozen of them."""
    crowd = Business("Restaurant Central", "1 rue Haute", "75001", "Paris", "01 99 00 00 01", "info@example.org")
    rows = [(number, crowd) for number in range(50)]

    search = searched(rows, [(number, crowd) for number in range(5_000)])

    assert search.compared <= 6 * CROWD * len(rows)
    assert len(dict(search.found())) == len(rows)


def test_rows_are_looked_for_in_portions() -> None:
    """In however many portions the rows are looked for, each portion meets all customers, over all pages."""
    roles = roles_of(default_catalogue()).among({"name", "zip"})
    with create_engine("sqlite://").connect() as connection:
        connection.exec_driver_sql("CREATE TABLE shop (id INTEGER PRIMARY KEY, name TEXT, zip TEXT)")
        numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25000)"
        connection.exec_driver_sql(f"{numbers} INSERT INTO shop SELECT i, 'Café ' || i, i FROM n")
        shop = table("shop", column("id", Integer), column("name", Text), column("zip", Text))
        every, late = select(*shop.c), select(*shop.c).where(shop.c.id > 24_900)

        found = [
            dict(find_likely(connection, SQLiteFamily(), Side(rows, roles), Side(customers, roles), portion=20_000))
            for rows, customers in ((every, late), (late, every))
        ]

    for likely in found:
        assert [(row, one.customer) for row, (one, *_) in likely.items()] == [(n, n) for n in range(24_901, 25_001)]


def test_a_rare_trait_finds_a_customer_behind_a_crowd() -> None:
    """One whose zip and name thousands share is found by the address."""
    crowd = [
        (number, Business("Le Central", f"{number} rue Haute", "75001", "Paris", None, None)) for number in range(2_000)
    ]

    found = dict(searched([(1, Business("Central", "1999 r. Haute", "75001", "Paris", None, None))], crowd).found())

    assert found[1][0].customer == 1_999


def test_the_most_alike_come_first() -> None:
    """At most three are named, the best first, and of equal ones the oldest."""
    one = Business("Café Noël", "1 rue Haute", "75001", "Paris", None, None)
    other = Business("Café Noël Traiteur", "1 rue Haute", "75001", "Paris", None, None)

    found = dict(searched([(1, one)], [(7, other), (8, one), (9, one), (10, one), (11, one)]).found())

    assert [likely.customer for likely in found[1]] == [8, 9, 10]
    assert len(found[1]) == MOST_LIKELY
