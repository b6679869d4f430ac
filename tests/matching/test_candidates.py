"""Candidates: agreeing keys, jokers, folding, ranking and ambiguity (SPEC §3)."""

from typing import Any

import pytest

from raccord.matching.coding import HOT
from raccord.planning import CellChange, Outcome
from support.sheets import CustomerBase, catalogue_with, preview, texts

pytestmark = pytest.mark.usefixtures("matcher")

HOME = {"name": "Dupont", "street": "1 rue Haute", "zip": "75001"}


def test_all_keys_agree(customers: CustomerBase) -> None:
    """A customer whose keys all agree is the match, and the row says which keys."""
    number = customers.add(**HOME)
    customers.add(name="Dupont", street="2 rue Basse", zip="75001")

    row = preview(customers, "Key Key Key", "name street zip", ["Dupont", "1 rue Haute", "75001"]).row

    assert (row.outcome, row.customer) == (Outcome.UNCHANGED, number)
    assert (row.agreed, row.jokers, row.candidate_count) == (("name", "street", "zip"), (), 0)


def test_blank_key_is_a_joker_on_the_customer_side(customers: CustomerBase) -> None:
    """A customer whose zip is blank still matches on name and street, and gets the sheet's zip."""
    customers.add(name="Dupont", street="1 rue Haute", zip=None)

    row = preview(customers, "Key Key Key", "name street zip", ["Dupont", "1 rue Haute", "75001"]).row

    assert row.outcome is Outcome.UPDATED
    assert row.changes == (CellChange("zip", old=None, new="75001"),)
    assert (row.agreed, row.jokers) == (("name", "street"), ("zip",))


def test_blank_key_is_a_joker_on_the_sheet_side(customers: CustomerBase) -> None:
    """A row whose zip is blank matches on name and street, and the customer's zip stays."""
    number = customers.add(**HOME)

    row = preview(customers, "Key Key Key", "name street zip", ["Dupont", "1 rue Haute", " "]).row

    assert (row.outcome, row.customer, row.jokers) == (Outcome.UNCHANGED, number, ("zip",))


def test_blank_text_of_a_customer_is_a_joker_too(customers: CustomerBase) -> None:
    """A stored text of spaces alone counts as blank."""
    customers.add(name="Dupont", street=" \u00a0", zip="75001")

    row = preview(customers, "Key Key Key", "name street zip", ["Dupont", "1 rue Haute", "75001"]).row

    assert (row.agreed, row.jokers) == (("name", "zip"), ("street",))


def test_one_differing_key_is_enough(customers: CustomerBase) -> None:
    """A customer that differs in one key is no candidate, however many others agree."""
    customers.add(**HOME)

    row = preview(customers, "Key Key Key Key", "name street zip city", ["Dupont", "1 rue Haute", "75002", "Paris"]).row

    assert (row.outcome, row.customer) == (Outcome.CREATED, None)


def test_jokers_alone_are_no_match(customers: CustomerBase) -> None:
    """A customer that agrees in nothing is no candidate, though nothing differs."""
    customers.add(name="Dupont")

    row = preview(customers, "Key Key Keep", "street zip name", ["1 rue Haute", "75001", "Dupont"]).row

    assert (row.customer, row.outcome) == (None, Outcome.IGNORED)


def test_a_single_key_has_no_joker(customers: CustomerBase) -> None:
    """With one key column, a blank matches no customer, be it blank there too."""
    customers.add(name=None, zip="75001", city="Paris")

    seen = preview(customers, "Key Keep", "name city", [None, "Paris"], ["Dupont", "Paris"])

    assert [row.customer for row in seen.rows] == [None, None]
    assert seen.summary.matched == 0


def test_rows_whose_keys_are_all_blank_match_nobody(customers: CustomerBase) -> None:
    """A row without any key has no candidate, not even a customer without any."""
    customers.add(city="Paris")

    seen = preview(customers, "Key Key Overwrite", "name street city", [None, "", "Lyon"])

    assert (seen.row.customer, seen.row.outcome, seen.row.agreed) == (None, Outcome.IGNORED, ())


def test_more_agreeing_keys_win(customers: CustomerBase) -> None:
    """The customer with two agreeing keys goes before the one with one agreement and a joker."""
    customers.add(name="Dupont", street=None, zip="75001")
    best = customers.add(**HOME)

    row = preview(customers, "Key Key Key", "name street zip", ["Dupont", "1 rue Haute", "75001"]).row

    assert (row.customer, row.outcome) == (best, Outcome.UNCHANGED)


def test_a_unique_field_outweighs_all_others(customers: CustomerBase) -> None:
    """A customer that agrees in the external id alone goes before one that agrees in three plain keys."""
    best = customers.add(external_id="A1")
    customers.add(**HOME)

    row = preview(
        customers, "Key Key Key Key", "external_id name street zip", ["A1", "Dupont", "1 rue Haute", "75001"]
    ).row

    assert (row.customer, row.agreed) == (best, ("external_id",))
    assert row.jokers == ("name", "street", "zip")


def test_more_unique_fields_win(customers: CustomerBase) -> None:
    """Two agreeing unique fields go before one of them with more plain keys."""
    uniques = CustomerBase(customers.url, catalogue_with(email="unique", phone="unique"))
    uniques.add(email="a@example.org", **HOME)
    best = uniques.add(phone="01 23", external_id="A1")

    row = preview(
        uniques,
        "Key Key Key Key Key Key",
        "external_id phone email name street zip",
        ["A1", "0123", "a@example.org", "Dupont", "1 rue Haute", "75001"],
    ).row

    assert (row.customer, row.agreed) == (best, ("external_id", "phone"))


def test_equal_rank_is_ambiguous(customers: CustomerBase) -> None:
    """Two best customers make the row ambiguous, with both listed by id, and nothing would be written."""
    first = customers.add(name="Dupont", street="1 rue Haute", zip=None)
    second = customers.add(name="Dupont", street=None, zip="75001")
    customers.add(name="Dupont")

    seen = preview(
        customers, "Key Key Key Overwrite", "name street zip city", ["Dupont", "1 rue Haute", "75001", "Paris"]
    )

    assert (seen.row.outcome, seen.row.customer, seen.row.changes) == (Outcome.AMBIGUOUS, None, ())
    assert [(one.customer, one.name, one.agreed) for one in seen.row.candidates] == [
        (first, "Dupont", ("name", "street")),
        (second, "Dupont", ("name", "zip")),
    ]
    assert (seen.row.candidate_count, seen.summary.matched) == (2, 0)


@pytest.mark.parametrize("count", [50, 51, HOT, HOT + 1, 200])
def test_only_fifty_candidates_are_listed(customers: CustomerBase, count: int) -> None:
    """However many customers fit, and beyond what counts as hot, the first 50 are listed and all are counted."""
    numbers = customers.add_many([{"name": "Dupont"}] * count)

    row = preview(customers, "Key Key", "name zip", ["dupont", "75001"]).row

    assert (row.outcome, row.candidate_count) == (Outcome.AMBIGUOUS, count)
    assert [one.customer for one in row.candidates] == numbers[:50]
    assert {one.agreed for one in row.candidates} == {("name",)}
    assert texts(row) == [
        f"{count} customers match this row equally well. Choose one in the result sheet, or fill another key."
    ]


def test_the_id_settles_an_ambiguous_row(customers: CustomerBase) -> None:
    """A row that gives the customer's id beside the keys means that customer."""
    customers.add(**HOME)
    second = customers.add(**HOME)

    row = preview(customers, "Key Key Key", "id name zip", [second, "Dupont", "75001"]).row

    assert (row.outcome, row.customer, row.agreed) == (Outcome.UNCHANGED, second, ("id", "name", "zip"))


AGREEING: list[tuple[str, Any, Any]] = [
    ("name", "  CAFÉ \u00a0 de  la Gare", "cafe\u0301 de la gare"),
    ("street", "Straße 5", "STRASSE 5"),
    ("email", "Info@Example.ORG", "info@example.org"),
    ("phone", "+33 (0)1 23-45", "33 01 23 45"),
    ("mobile", "on request", "ON  REQUEST"),
    ("annual_revenue", "1234.5", 1234.5),
    ("last_call", "2026-11-22T00:00:00", "2026-11-22"),
    ("protected", 1, "yes"),
]


def test_values_agree_after_folding(customers: CustomerBase) -> None:
    """Case, white space, composition, punctuation of phones and the form of a number do not count."""
    number = customers.add(**{name: stored for name, stored, _ in AGREEING})

    row = preview(
        customers,
        "Key " * len(AGREEING),
        " ".join(name for name, _, _ in AGREEING),
        [given for _, _, given in AGREEING],
    ).row

    assert (row.customer, row.agreed) == (number, tuple(name for name, _, _ in AGREEING))


def test_integers_agree_by_value(customers: CustomerBase) -> None:
    """A whole number from a text cell is the same number."""
    number = customers.add(call_interval=30)

    assert preview(customers, "Key", "call_interval", ["30"]).row.customer == number


@pytest.mark.parametrize(
    ("name", "stored", "given"),
    [("external_id", "aB-1", "AB-1"), ("name", "Cafe", "Café"), ("zip", "01234", "1234"), ("zip", "75001", "7500 1")],
)
def test_values_that_folding_keeps_apart(customers: CustomerBase, name: str, stored: str, given: str) -> None:
    """Accents, leading zeros and inner spaces count, and so does the case of a case-sensitive field."""
    customers.add(**{name: stored})

    assert preview(customers, "Key", name, [given]).row.customer is None


def test_customers_in_the_bin_are_invisible(customers: CustomerBase) -> None:
    """A binned customer is no candidate by other keys than its ids."""
    customers.add(deleted_at="2026-11-20T08:00:00Z", **HOME)

    assert preview(customers, "Key Key", "name zip", ["Dupont", "75001"]).summary.matched == 0
