"""Deleting what the sheet does not mention, and the guards before it (SPEC §4)."""

from typing import Any

import pytest

from raccord.planning import Deletion
from support.sheets import ANNA, BERT, BINNED, CustomerBase, imported, preview


def test_deleting_what_the_sheet_does_not_mention(customers: CustomerBase) -> None:
    """Mode update_delete bins every active customer that no row mentions, and lists them by id."""
    customers.add(**ANNA)
    customers.add(**BERT)
    customers.add(name=" ")
    customers.add(name="Old", deleted_at=BINNED)

    seen = imported(customers, "Key", "external_id", ["A1"], mode="update_delete")

    assert seen.deletions == (Deletion(2, "Bert"), Deletion(3, None))
    assert (seen.summary.deleted, seen.exit_status, customers.active()) == (2, 0, [1])


def test_every_row_mentions_its_best_candidates(customers: CustomerBase) -> None:
    """Customers of ambiguous, duplicate and invalid rows stay; those that fit less well go."""
    twins = customers.add_many([{"name": "Twin", "zip": "1"}, {"name": "Twin", "zip": "1"}])
    worse = customers.add(name="Twin")
    doubled = customers.add(name="Double", zip="2")
    faulty = customers.add(name="Faulty", zip="3")
    rows = (["Twin", "1", 0], ["Double", "2", 1], ["Double", "2", 2], ["Faulty", "3", "x"], ["New", "4", 4])

    seen = preview(
        customers, "Key Key Overwrite", "name zip call_interval", *rows, ["Twin", "1", 5], mode="update_delete"
    )

    assert seen.blocked is not None
    customers.add(name="Fine", zip="9")
    seen = preview(
        customers, "Key Key Overwrite", "name zip call_interval", *rows, ["Fine", "9", 5], mode="update_delete"
    )
    assert seen.outcomes == "ambiguous duplicate duplicate invalid ignored updated"
    assert seen.deleted == [worse]
    assert not {*twins, doubled, faulty} & set(seen.deleted)


def test_hot_candidates_are_mentioned(customers: CustomerBase) -> None:
    """All 200 customers that an ambiguous row fits stay, though only 50 of them are listed."""
    customers.add_many([{"city": "Paris"}] * 200)
    customers.add(name="Anna")
    gone = customers.add(name="Bert")

    seen = preview(customers, "Key Key", "name city", [None, "Paris"], ["Anna", None], mode="update_delete")

    assert (seen.outcomes, seen.deleted) == ("ambiguous unchanged", [gone])


def test_protected_customers_stay(customers: CustomerBase) -> None:
    """A protected customer is never deleted."""
    customers.add(**ANNA)
    customers.add(name="Bert", protected=True)
    customers.add(name="Carl", protected=False)

    assert preview(customers, "Key", "external_id", ["A1"], mode="update_delete").deleted == [3]


def test_unreadable_key_blocks_deleting(customers: CustomerBase) -> None:
    """Nothing is deleted when a key cell is unreadable, and the report names the cell."""
    customers.add(**ANNA)
    customers.add(**BERT)
    rows = (["A1", 1], ["#REF!", 2])

    seen = imported(customers, "Key Overwrite", "external_id call_interval", *rows, mode="update_delete")

    assert seen.blocked is not None
    assert seen.blocked.text == "Nothing is deleted, because Clients!A4 is a key that cannot be read."
    assert (seen.deleted, seen.exit_status, seen.applied, customers.active()) == ([], 1, True, [1, 2])
    assert customers.get(1)["call_interval"] == 1


@pytest.mark.parametrize("rows", [[], [["A1", "x"]], [["Z9", 1]]])
def test_no_applicable_row_blocks_deleting(customers: CustomerBase, rows: list[list[Any]]) -> None:
    """Nothing is deleted by a sheet without a row, or without one that can be applied."""
    customers.add(**ANNA)

    seen = imported(customers, "Key Overwrite", "external_id call_interval", *rows, mode="update_delete")

    assert seen.blocked is not None
    assert seen.blocked.text == "Nothing is deleted, because no row of the sheet can be applied."
    assert (seen.exit_status, customers.active()) == (1, [1])


def crowd(customers: CustomerBase, active: int, deleted: int) -> list[list[str]]:
    """Fill the base, and give the rows of a sheet that does not mention `deleted` of them."""
    customers.add_many([{"external_id": f"C{number}"} for number in range(active)])
    return [[f"C{number}"] for number in range(active - deleted)]


@pytest.mark.parametrize(
    ("active", "deleted", "guarded"),
    [(11, 10, False), (55, 11, False), (54, 11, True), (56, 12, True), (60, 12, False)],
)
def test_many_deletions_are_guarded(customers: CustomerBase, active: int, deleted: int, guarded: bool) -> None:
    """More than 20 % and more than 10 deletions are refused; exactly 20 %, or 10, are not."""
    rows = crowd(customers, active, deleted)

    seen = imported(customers, "Key", "external_id", *rows, mode="update_delete")

    assert seen.summary.deleted == len(seen.deleted) == deleted
    assert (seen.refusal, seen.exit_status) == (("deletions-unconfirmed", 3) if guarded else (None, 0))
    assert len(customers.active()) == (active if guarded else active - deleted)
    assert [warning.text for warning in seen.warnings] == (
        [f"{deleted} of {active} customers would be deleted. To allow it, confirm the number: {deleted}."]
        if guarded
        else []
    )


@pytest.mark.parametrize("confirmed", [None, 0, 10, 12])
def test_wrong_confirmation_is_refused(customers: CustomerBase, confirmed: int | None) -> None:
    """Only the exact number confirms; anything else writes nothing, not even into the journal."""
    rows = crowd(customers, 20, 11)

    seen = imported(customers, "Key", "external_id", *rows, mode="update_delete", confirm_deletions=confirmed)

    assert (seen.applied, seen.exit_status, seen.restore_point) == (False, 3, None)
    assert len(customers.active()) == 20
    assert customers.sql("SELECT * FROM raccord_operation") == []


def test_exact_confirmation_deletes(customers: CustomerBase) -> None:
    """The exact number lets the guarded import through, and the preview itself is never refused."""
    rows = crowd(customers, 20, 11)

    looked = preview(customers, "Key", "external_id", *rows, mode="update_delete")
    seen = imported(customers, "Key", "external_id", *rows, mode="update_delete", confirm_deletions=11)

    assert (looked.exit_status, looked.fingerprint) == (0, seen.fingerprint)
    assert (seen.applied, seen.exit_status, customers.active()) == (True, 0, list(range(1, 10)))


def test_share_counts_within_the_scope(customers: CustomerBase) -> None:
    """The 20 % are of the active customers that the import may see."""
    customers.add_many([{"city": "Lyon"}] * 100)
    customers.add_many([{"city": "Paris", "external_id": f"C{number}"} for number in range(20)])
    rows = [[f"C{number}"] for number in range(9)]

    seen = imported(customers, "Key", "external_id", *rows, mode="update_delete", scope={"city": "Paris"})

    assert (seen.refusal, seen.summary.deleted) == ("deletions-unconfirmed", 11)


def test_an_id_of_nobody_blocks_no_deletion(customers: CustomerBase) -> None:
    """A remark on a key cell that can be read is no unreadable key."""
    customers.add(**ANNA)
    row = [99, "New", "1", "Nice"]

    seen = preview(customers, "Key Keep Keep Keep", "id name zip city", row, mode="update_delete")

    assert seen.outcomes == "created"
    assert (seen.blocked, seen.deleted) == (None, [1])
