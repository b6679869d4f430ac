"""Suggested keys: the shares, the counts, the order, and which columns are tried."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from raccord import Grid, ImportOptions, Job, Marking, default_catalogue, import_sheet
from raccord.cells import RawRow
from raccord.marks import ImportMode, UpdateMode
from raccord.planning import ScopeCondition
from raccord.suggesting import Suggestion, keys_to_mark, suggest_keys
from support.sheets import CustomerBase

CATALOGUE = default_catalogue()
HEADERS = ("Name", "ZIP", "City", "Phone")
BASE = (
    ("Dupont", "75001", "Paris", "01 11"),
    ("Dupont", "69001", "Lyon", "02 22"),
    ("Martin", "75001", "Paris", "03 33"),
    ("Meyer", "1010", "Wien", ""),
)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A base of four customers, two of one name and two of one zip."""
    url = f"sqlite:///{tmp_path / 'base.db'}"
    job = Job(Grid.of("Start", [HEADERS, *BASE]), CATALOGUE, url, options=ImportOptions(ImportMode.ADD))
    with import_sheet(job) as report:
        assert report.plan.summary.created == len(BASE)
    return url


def suggest(url: str, *rows: RawRow, marking: Marking | None = None) -> list[Suggestion]:
    return suggest_keys(Job(Grid.of("Clients", rows), CATALOGUE, url, marking=marking or Marking()))


def by_keys(found: Sequence[Suggestion]) -> dict[tuple[str, ...], Suggestion]:
    return {one.keys: one for one in found}


def test_two_columns_that_identify_together(url: str) -> None:
    """Neither name nor zip tells all customers apart, both together do, and match every row."""
    found = suggest(url, ("Name", "ZIP"), *(row[:2] for row in BASE))

    assert found[0] == Suggestion(("name", "zip"), 1.0, 1.0, 4, 0, 0)
    assert by_keys(found)["name",] == Suggestion(("name",), 0.5, 0.5, 2, 2, 0)


def test_json_has_the_specified_keys() -> None:
    """A suggestion's JSON is that of the specification, its shares rounded to four digits."""
    assert Suggestion(("name", "zip"), 2 / 3, 1.0, 812, 3, 185, 12).as_json() == {
        "keys": ["name", "zip"],
        "unique_in_sheet": 0.6667,
        "unique_in_base": 1.0,
        "matched": 812,
        "ambiguous": 3,
        "new": 185,
        "keyless": 12,
    }


def test_values_are_compared_folded(url: str) -> None:
    """Case, white space and a phone's punctuation make no difference, in the sheet and against the base."""
    found = by_keys(suggest(url, ("Name", "Phone"), ("MARTIN", "0333"), ("martin ", "04.44"), ("X", "(04) 44")))

    assert found["name",].unique_in_sheet == pytest.approx(1 / 3)
    assert found["phone",].unique_in_sheet == pytest.approx(1 / 3)
    assert found["phone",].matched == 1


def test_blank_keys_identify_nobody(url: str) -> None:
    """Rows and customers without a value count as not told apart, and the rows are counted."""
    found = by_keys(suggest(url, ("Phone", "City"), ("05", "A"), ("", "B"), ("", "C"), ("06", "D")))

    assert found["phone",] == Suggestion(("phone",), 0.5, 0.75, 0, 0, 4, keyless=2)


def test_repeated_rows_count_once(url: str) -> None:
    """A row that repeats another in every column is left out; one that differs in a column that is no key is not."""
    headers = ("Phone", "Latitude")

    repeated = suggest(url, headers, ("01 11", "1.5"), ("01 11", "1.5"))
    different = suggest(url, headers, ("01 11", "1.5"), ("01 11", "2.5"))

    assert repeated[0] == Suggestion(("phone",), 1.0, 0.75, 1, 0, 0)
    assert different == []


def test_only_columns_that_can_identify_are_tried(url: str) -> None:
    """Booleans, dates, choices, decimals, long texts and counts are never keys; the id is the first."""
    headers = ("Protected", "Last call", "Category", "Latitude", "Notes", "Call interval", "ID", "E-mail")

    found = suggest(url, headers, ("yes", "2026-01-01", "A", "1.5", "n", "7", "1", "a@x.org"))

    assert {name for one in found for name in one.keys} <= {"id", "email"}
    assert found[0] == Suggestion(("id",), 1.0, 1.0, 1, 0, 0)


def test_marks_of_the_sheet_do_not_count(url: str) -> None:
    """Keys marked in the update row or by options are as good as any other column, ignored ones too."""
    marked = suggest(url, ("Key", "", "Ignore"), ("City", "Name", "ZIP"), *((row[2], *row[:2]) for row in BASE))
    by_option = suggest(
        url, ("City", "Name", "ZIP"), *((row[2], *row[:2]) for row in BASE), marking=Marking({"city": UpdateMode.KEY})
    )

    assert marked == by_option
    assert marked[0].keys == ("city", "name", "zip")


def test_doubtful_matches_come_later(url: str) -> None:
    """Of two that tell apart equally well, one that gives two rows the same customer comes second."""
    give_ids = Grid.of("Ids", [("Key", "Key", "Fill", "Keep"), ("Name", "Phone", "External ID", "ZIP")] + [
        (name, phone, f"K{number}", "") for number, (name, _, _, phone) in enumerate(BASE)
    ])  # fmt: skip
    with import_sheet(Job(give_ids, CATALOGUE, url)) as report:
        assert report.plan.summary.updated == len(BASE)

    found = suggest(url, ("External ID", "Name", "Phone"), ("K2", "Martin", "03 33"), ("N1", "Martin", ""))

    assert [one.keys for one in found[:2]] == [("external_id",), ("name", "phone")]
    assert [one.matched for one in found[:2]] == [1, 2]


def test_empty_base_and_missing_base(tmp_path: Path) -> None:
    """Without customers every key is unique in the base and every row is new; no base is made."""
    path = tmp_path / "none.db"

    found = suggest(f"sqlite:///{path}", HEADERS, *BASE)

    assert found[0].unique_in_base == 1.0
    assert (found[0].matched, found[0].new) == (0, 4)
    assert not path.exists()


def test_scope_restricts_the_base(url: str) -> None:
    """Customers outside the scope neither match nor collide."""
    scope = (ScopeCondition(CATALOGUE.by_name["city"], "lyon"),)
    grid = Grid.of("Clients", [("Name",), ("Dupont",), ("Martin",)])

    found = suggest_keys(Job(grid, CATALOGUE, url, options=ImportOptions(scope=scope)))

    assert found == [Suggestion(("name",), 1.0, 1.0, 1, 0, 1)]


def test_wide_sheets_stay_within_bounds(url: str) -> None:
    """However many columns could be keys, at most five suggestions of at most eight keys come back."""
    headers = ("Name", "Street", "ZIP", "City", "Country", "Contact", "Phone", "Mobile", "E-mail", "Website", "Owner")
    rows = [[f"{(number * place) % 7}@x" for place in range(1, 12)] for number in range(40)]

    found = suggest(url, headers, *rows)

    assert 0 < len(found) <= 5
    assert max(len(one.keys) for one in found) <= 8
    assert all(one.matched + one.ambiguous + one.new == 7 for one in found)


def marked_by(customers: CustomerBase, headers: str, *rows: Sequence[Any]) -> tuple[str, ...]:
    """The keys to mark in a sheet without marks."""
    grid = Grid.of("Clients", [headers.split(), *rows])
    return keys_to_mark(Job(grid, customers.catalogue, customers.url))


@pytest.fixture
def three(customers: CustomerBase) -> CustomerBase:
    """Two customers of one name in two towns, and another one."""
    customers.add(external_id="A1", name="Twin", zip="1", city="Lyon", phone="1")
    customers.add(external_id="A2", name="Twin", zip="2", city="Nice", phone="2")
    customers.add(external_id="A3", name="Other", zip="3", city="Brest", phone="3")
    return customers


def test_an_identity_that_every_row_has_is_enough(three: CustomerBase) -> None:
    """Where each row has an external id, no other column is a key: what else changed must not hide the customer."""
    rows = (["A1", "Renamed", "1", "9"], ["A2", "Twin", "2", "8"])

    assert marked_by(three, "external_id name zip phone", *rows) == ("external_id",)


def test_rows_without_identity_get_more_keys(three: CustomerBase) -> None:
    """A row without an external id is found by what every customer has, as far as that loses no other customer."""
    rows = (["A1", "Twin", "Lyon", "9"], ["A2", "Twin", "Nice", "8"], [None, "Other", "Brest", "7"])

    assert marked_by(three, "external_id name city phone", *rows) == ("external_id", "name", "city")


def test_keys_that_would_lose_customers_are_not_marked(three: CustomerBase) -> None:
    """A column that differs from the base for a customer that the identity finds is no key."""
    rows = (["A1", "Renamed", "Lyon"], ["A2", "Renamed too", "Nice"], [None, "Nobody", "Brest"])

    assert marked_by(three, "external_id name city", *rows) == ("external_id",)


def test_without_identity_the_describing_fields_are_keys(three: CustomerBase) -> None:
    """Name and town together find each customer, so both are keys."""
    rows = (["Twin", "Lyon", "9"], ["Twin", "Nice", "8"], ["Other", "Brest", "7"])

    assert marked_by(three, "name city phone", *rows) == ("name", "city")


def test_what_prepare_marks_is_suggested_first(three: CustomerBase) -> None:
    """The keys that Prepare marks head the list, also where another set tells the sheet's rows apart as well."""
    grid = Grid.of(
        "Clients",
        [
            ("External ID", "Name", "ZIP", "City", "Phone"),
            ("A1", "Twin", "8", "Lyon", "1"),
            ("A2", "Twin", "9", "Nice", "7"),
            (None, "Other", "3", "Brest", "3"),
            (None, "Stranger", "4", "Rouen", "4"),
        ],
    )
    job = Job(grid, three.catalogue, three.url)

    found = suggest_keys(job)

    assert found[0].keys == keys_to_mark(job) == ("external_id", "name", "city")
    assert found[0].counts == (3, 0, 1, 0)
    assert by_keys(found)["external_id",].counts == (2, 0, 2, 2)


def test_without_any_of_them_suggested_keys_are_taken(three: CustomerBase) -> None:
    """Where only a phone number is there, it is the key."""
    assert marked_by(three, "phone notes", ["1", "x"], ["2", "y"]) == ("phone",)
