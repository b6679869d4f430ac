"""Ambiguous rows that the user has settled by choosing a customer (SPEC §3)."""

import pytest

from raccord.planning import Outcome
from support.sheets import CustomerBase, codes, imported, preview, texts

TWIN = {"name": "Twin", "city": "Lyon"}


@pytest.fixture
def twins(customers: CustomerBase) -> CustomerBase:
    """Two customers (1, 2) of one name in two towns, and another one (3)."""
    customers.add(**TWIN, zip="1", street="a")
    customers.add(**TWIN, zip="2", street="b")
    customers.add(name="Other", zip="3", city="Nice")
    return customers


def test_the_chosen_candidate_is_the_match(twins: CustomerBase) -> None:
    """A row whose candidate the user has chosen updates that customer alone, and says on which keys they agree."""
    seen = imported(twins, "Key Key Overwrite", "name zip phone", ["twin", None, "5"], choices={3: 2})

    assert (seen.row.outcome, seen.row.customer, seen.row.candidates) == (Outcome.UPDATED, 2, ())
    assert (seen.row.agreed, seen.row.jokers, codes(seen.row)) == (("name",), ("zip",), [])
    assert seen.summary.matched == 1
    assert ("phone" in twins.get(1), twins.get(2)["phone"]) == (False, "5")


@pytest.mark.parametrize("chosen", [3, 99])
def test_a_customer_that_does_not_match_cannot_be_chosen(twins: CustomerBase, chosen: int) -> None:
    """A choice outside the row's best candidates leaves it ambiguous, and says so."""
    seen = preview(twins, "Key Key Overwrite", "name zip phone", ["twin", None, "5"], choices={3: chosen})

    assert (seen.row.outcome, seen.row.candidate_count) == (Outcome.AMBIGUOUS, 2)
    assert sorted(codes(seen.row)) == ["ambiguous", "no-candidate"]
    assert any(f"Customer {chosen}, chosen for this row, does not match it." in text for text in texts(seen.row))


def test_a_choice_for_a_clear_row_counts_for_nothing(twins: CustomerBase) -> None:
    """A row that matches one customer, or none, or that is not there, keeps its outcome whatever is chosen for it."""
    rows = (["other", None, "5"], ["nobody", "9", "5"])

    chosen = preview(twins, "Key Key Overwrite", "name zip phone", *rows, choices={3: 1, 4: 1, 99: 1})

    assert chosen.fingerprint == preview(twins, "Key Key Overwrite", "name zip phone", *rows).fingerprint


def test_two_rows_settled_on_one_customer_are_duplicates(twins: CustomerBase) -> None:
    """Choosing the same customer for two rows makes both duplicates: a choice is a match like any other."""
    rows = (["twin", None, "5"], ["twin", None, "6"])

    seen = preview(twins, "Key Key Overwrite", "name zip phone", *rows, choices={3: 1, 4: 1})

    assert seen.outcomes == "duplicate duplicate"


def test_one_of_a_crowd_can_be_chosen(customers: CustomerBase) -> None:
    """Any of hundreds of equal candidates can be chosen, also one that is too far down to be listed."""
    numbers = customers.add_many([{"name": "Crowd", "zip": "1", "city": "x"}] * 300)

    seen = preview(customers, "Key Key Overwrite", "name zip phone", ["crowd", None, "5"], choices={3: numbers[-1]})

    assert (seen.row.outcome, seen.row.customer) == (Outcome.UPDATED, numbers[-1])
