"""Required, immutable and unique fields, and the scope (SPEC §4)."""

import pytest

from raccord.planning import Outcome
from support.sheets import ANNA, BERT, BINNED, FULL, CustomerBase, catalogue_with, codes, imported, preview, texts


def test_clearing_a_required_field(customers: CustomerBase) -> None:
    """A blank that would clear a required field makes its row invalid; over a blank it changes nothing."""
    customers.add(external_id="A1", name="Anna", city="Paris")

    cleared = preview(customers, "Key overwrite_or_clear overwrite_or_clear", "external_id zip name", ["A1", 1, None])
    kept = preview(customers, "Key overwrite_or_clear", "external_id zip", ["A1", None])

    assert cleared.row.outcome is Outcome.INVALID
    assert texts(cleared.row) == ["Clients!C3: A blank may not clear Name, which every customer needs."]
    assert kept.row.outcome is Outcome.UNCHANGED


def test_changing_an_immutable_field(customers: CustomerBase) -> None:
    """An external id that is set never changes; a blank one can be filled."""
    customers.add(**ANNA)
    customers.add(name="Bert")

    seen = preview(customers, "Key Overwrite", "name external_id", ["Anna", "A2"], ["Bert", "B2"])

    assert seen.outcomes == "invalid updated"
    assert texts(seen.rows[0]) == ["Clients!B3: External ID is “A1” and can never change, but the cell says “A2”."]


@pytest.mark.parametrize("mode", ["keep", "fill", "key"])
def test_modes_that_let_an_immutable_field_be(customers: CustomerBase, mode: str) -> None:
    """A column that cannot change the field never makes its row invalid."""
    customers.add(name="Anna", city="Paris", country="France", phone="1")
    fixed = CustomerBase(customers.url, catalogue_with(phone="immutable"))

    seen = preview(fixed, f"Key Key {mode}", "name city phone", ["Anna", "Paris", "2"])

    assert seen.outcomes == ("ignored" if mode == "key" else "unchanged")


def test_taken_external_id(customers: CustomerBase) -> None:
    """An external id that another customer has cannot be given to a second one, in the bin or not."""
    customers.add(**ANNA)
    customers.add(deleted_at=BINNED, **BERT)
    customers.add(name="Carl")
    customers.add(name="Dora")

    seen = preview(customers, "Key Overwrite", "name external_id", ["Carl", "A1"], ["Dora", "B2"])

    assert seen.outcomes == "invalid invalid"
    assert [texts(row) for row in seen.rows] == [
        ["Clients!B3: External ID “A1” belongs to customer 1."],
        ["Clients!B4: External ID “B2” belongs to customer 2 in the recycle bin."],
    ]


def test_taken_value_of_another_unique_field(unique_emails: CustomerBase) -> None:
    """Other unique fields are compared by folding, and with active customers alone."""
    unique_emails.add(email="A@example.org", **ANNA)
    unique_emails.add(email="b@example.org", deleted_at=BINNED, **BERT)
    rows = (["C3", "Carl", "1", "Ulm", "a@EXAMPLE.org"], ["D4", "Dora", "2", "Ulm", "b@example.org"])

    seen = imported(unique_emails, FULL[0] + " Overwrite", FULL[1] + " email", *rows)

    assert seen.outcomes == "invalid created"
    assert texts(seen.rows[0]) == ["Clients!E3: E-mail “a@EXAMPLE.org” belongs to customer 1."]


def test_taken_value_outside_the_scope(customers: CustomerBase) -> None:
    """A unique value belongs to its customer also when the import may not see that one."""
    customers.add(owner="x@example.org", **ANNA)

    seen = preview(customers, *FULL, list(ANNA.values()), scope={"owner": "y@example.org"})

    assert (seen.outcomes, codes(seen.row)) == ("invalid", ["unique-taken"])


def test_value_given_twice(unique_emails: CustomerBase) -> None:
    """Two rows that give one unique value are both duplicates, whatever `on_duplicate` says."""
    unique_emails.add(**ANNA)
    rows = (["A1", "Anna", "1", "Ulm", "x@example.org"], ["B2", "Bert", "2", "Ulm", "X@example.org"])

    seen = preview(unique_emails, FULL[0] + " Fill", FULL[1] + " email", *rows, on_duplicate="first")

    assert seen.outcomes == "duplicate duplicate"
    assert texts(seen.rows[0]) == [
        "Clients!E3: E-mail “x@example.org” is given by row 4 as well, but only one customer can have it."
    ]


def test_value_given_up_in_the_same_sheet_is_still_taken(unique_emails: CustomerBase) -> None:
    """Two customers cannot swap unique values in one import: each value belongs to the other when it starts."""
    unique_emails.add(email="a@example.org", **ANNA)
    unique_emails.add(email="b@example.org", **BERT)

    seen = imported(
        unique_emails, "Key Overwrite", "external_id email", ["A1", "b@example.org"], ["B2", "a@example.org"]
    )

    assert seen.outcomes == "invalid invalid"
    assert unique_emails.get(1)["email"] == "a@example.org"


def test_restored_customer_brings_back_its_unique_values(unique_emails: CustomerBase) -> None:
    """A binned customer whose email address another one has by now cannot come back."""
    unique_emails.add(email="a@example.org", deleted_at=BINNED, **ANNA)
    unique_emails.add(email="a@example.org", **BERT)

    row = imported(unique_emails, "Key", "external_id", ["A1"]).row

    assert (row.outcome, texts(row)) == (Outcome.INVALID, ["E-mail “a@example.org” belongs to customer 2."])


def test_scope_hides_other_customers(customers: CustomerBase) -> None:
    """Only customers with the scope's value, compared by folding, are matched."""
    customers.add(name="Anna", owner="x@example.org")
    seen_one = customers.add(name="Anna", owner="Y@Example.org ")

    row = preview(customers, "Key", "name", ["Anna"], scope={"owner": "y@example.org"}).row

    assert (row.outcome, row.customer) == (Outcome.UNCHANGED, seen_one)


def test_new_rows_get_the_scope(customers: CustomerBase) -> None:
    """A new customer gets the scope's value, be its column absent or its cell blank."""
    scope = {"owner": "x@example.org", "category": "A"}
    row = ["A1", "Anna", "1", "Ulm", None]

    seen = imported(customers, FULL[0] + " Keep", FULL[1] + " category", row, scope=scope)

    assert seen.row.outcome is Outcome.CREATED
    assert {change.field: change.new for change in seen.row.changes if change.field in scope} == scope
    assert customers.get(1) == {**ANNA, "zip": "1", "city": "Ulm", **scope}


def test_scope_stands_in_for_a_required_field(customers: CustomerBase) -> None:
    """A required field that the scope gives is not missing."""
    row = ["A1", "Anna", "1"]

    seen = preview(customers, "Key Keep Keep", "external_id name zip", row, scope={"city": "Ulm"})

    assert seen.outcomes == "created"


def test_new_rows_outside_the_scope(customers: CustomerBase) -> None:
    """A new row with another value than the scope's is invalid; one that folds to it is not."""
    rows = (["A1", "Anna", "1", "Bonn"], ["B2", "Bert", "2", "ULM"])

    seen = preview(customers, *FULL, *rows, scope={"city": "Ulm"})

    assert seen.outcomes == "invalid created"
    assert texts(seen.rows[0]) == ["Clients!D3: City would be “Bonn”, outside the scope of this import (city=Ulm)."]


def test_matched_rows_may_leave_the_scope(customers: CustomerBase) -> None:
    """An import may hand a customer over to another scope."""
    customers.add(**ANNA)

    assert preview(customers, *FULL, ["A1", "Anna", "75001", "Lyon"], scope={"city": "Paris"}).outcomes == "updated"


def test_scope_restricts_restoring_and_deleting(customers: CustomerBase) -> None:
    """Binned customers outside the scope stay in the bin, and active ones are not deleted."""
    customers.add(city="Lyon", external_id="L1", deleted_at=BINNED)
    customers.add(city="Lyon")
    gone = customers.add(city="Paris")
    customers.add(city="Paris", name="Anna")

    seen = preview(
        customers,
        "Key Key",
        "external_id name",
        ["L1", "X"],
        [None, "Anna"],
        mode="update_delete",
        scope={"city": "Paris"},
    )

    assert (seen.outcomes, seen.deleted) == ("ignored unchanged", [gone])
