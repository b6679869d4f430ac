"""Which outcome a row gets when several would fit (SPEC §4, Readings)."""

import pytest

from raccord.planning import Outcome
from support.sheets import ANNA, BERT, BINNED, CustomerBase, codes, imported, preview


def test_repeated_comes_before_ambiguous(customers: CustomerBase) -> None:
    """Of two equal ambiguous rows the second is repeated."""
    customers.add_many([{"name": "Dupont"}] * 2)

    assert preview(customers, "Key", "name", ["Dupont"], ["Dupont"]).outcomes == "ambiguous repeated"


def test_invalid_comes_before_repeated_and_duplicate(customers: CustomerBase) -> None:
    """Rows with an invalid cell are neither repeated nor anyone's rival."""
    customers.add(**ANNA)
    rows = (["A1", "x"], ["A1", "x"], ["A1", 5])

    seen = preview(customers, "Key Overwrite", "external_id call_interval", *rows)

    assert seen.outcomes == "invalid invalid updated"


def test_invalid_comes_before_ambiguous(customers: CustomerBase) -> None:
    """A row with an unreadable cell is invalid, however many customers its keys match."""
    customers.add_many([{"name": "Dupont"}] * 2)

    row = preview(customers, "Key Overwrite", "name call_interval", ["Dupont", "x"]).row

    assert (row.outcome, codes(row), row.candidate_count) == (Outcome.INVALID, ["not-an-integer"], 0)


@pytest.mark.parametrize("mode", ["add", "update_only"])
def test_ambiguous_comes_before_the_mode(customers: CustomerBase, mode: str) -> None:
    """A row with several best customers is ambiguous in every mode."""
    customers.add_many([{"name": "Dupont"}] * 2)

    assert preview(customers, "Key", "name", ["Dupont"], mode=mode).outcomes == "ambiguous"


def test_mode_comes_before_duplicates(customers: CustomerBase) -> None:
    """Two rows for one customer in mode add speak of the mode, two new ones in update_only are ignored."""
    customers.add(**ANNA)

    added = preview(customers, "Key Overwrite", "external_id name", ["A1", "X"], ["A1", "Y"], mode="add")
    new = preview(customers, "Key Overwrite", "external_id name", ["B2", "X"], ["B2", "Y"], mode="update_only")

    assert [codes(row) for row in added.rows] == [["already-there"], ["already-there"]]
    assert new.outcomes == "ignored ignored"


@pytest.mark.parametrize(
    ("on_duplicate", "outcomes"), [("reject", "duplicate duplicate"), ("first", "restored duplicate")]
)
def test_rows_that_restore_one_customer(customers: CustomerBase, on_duplicate: str, outcomes: str) -> None:
    """Two rows that would bring back the same customer are duplicates, too."""
    customers.add(deleted_at=BINNED, **ANNA)
    rows = (["A1", "X"], ["A1", "Y"])

    seen = imported(customers, "Key Overwrite", "external_id name", *rows, on_duplicate=on_duplicate)

    assert seen.outcomes == outcomes
    assert customers.active() == ([1] if "restored" in outcomes else [])


def test_duplicates_come_before_missing_fields(customers: CustomerBase) -> None:
    """Two new rows that fit each other are duplicates, also when neither could become a customer."""
    seen = preview(customers, "Key Overwrite", "external_id name", ["A1", "X"], ["A1", "Y"])

    assert seen.outcomes == "duplicate duplicate"


def test_missing_fields_come_before_taken_values(unique_emails: CustomerBase) -> None:
    """A new row that lacks a field is ignored, whatever else is wrong with it."""
    unique_emails.add(email="a@example.org", **ANNA)

    row = preview(unique_emails, "Key Overwrite", "name email", ["Bert", "a@example.org"]).row

    assert (row.outcome, codes(row)) == (Outcome.IGNORED, ["missing-required"])


def test_broken_rules_come_before_values_given_twice(unique_emails: CustomerBase) -> None:
    """A row that is invalid does not take a unique value away from another."""
    unique_emails.add(**ANNA)
    unique_emails.add(**BERT)
    rows = (["Anna", "A9", "x@example.org"], ["Bert", "B2", "x@example.org"])

    seen = preview(unique_emails, "Key Overwrite Overwrite", "name external_id email", *rows)

    assert seen.outcomes == "invalid updated"
