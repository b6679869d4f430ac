"""Undo and restore where someone has changed something since (SPEC §5)."""

from collections.abc import Callable

import pytest

from raccord.errors import DatabaseError, UsageError
from raccord.journal import Conflict, Reversal, bring_back
from support.journals import restored, undone, undone_by
from support.sheets import ANNA, BERT, BINNED, FULL, RENAME, CustomerBase, imported


@pytest.mark.parametrize("act", [undone, restored])
def test_cells_changed_since_are_kept(two: CustomerBase, act: Callable[..., Reversal]) -> None:
    """A cell that someone changed after the import stays and is reported; the customer's other cells go back."""
    imported(two, *FULL, ["A1", "Anne", "1", None])
    two.edit(1, name="Hanna", city="Rome")

    reversal = act(two, 1)

    assert two.get(1) == {**ANNA, "name": "Hanna", "city": "Rome"}
    assert reversal.conflict_count == 1
    assert reversal.conflicts == (Conflict(1, "name", "changed-since", "Anne", "Hanna", "Anna"),)


@pytest.mark.parametrize("act", [undone, restored])
def test_force_overrules_later_changes(two: CustomerBase, act: Callable[..., Reversal]) -> None:
    """With force the cell goes back; what the import never touched stays."""
    imported(two, *RENAME, ["A1", "Anne"])
    two.edit(1, name="Hanna", city="Rome")

    reversal = act(two, 1, force=True)

    assert two.get(1) == {**ANNA, "city": "Rome"}
    assert reversal.conflicts == ()


def test_forced_change_can_be_taken_back(two: CustomerBase) -> None:
    """The value that force overwrote is in the journal."""
    imported(two, *RENAME, ["A1", "Anne"])
    two.edit(1, name="Hanna")
    number = undone(two, force=True).operation

    restored(two, number)

    assert two.get(1)["name"] == "Hanna"


def test_cell_that_is_back_already_is_no_conflict(two: CustomerBase) -> None:
    """Someone who has put the old value back has done the undo's work."""
    imported(two, *RENAME, ["A1", "Anne"])
    two.edit(1, name="Anna")

    reversal = undone(two)

    assert (reversal.conflict_count, reversal.cells, two.get(1)) == (0, 0, ANNA)


def test_new_customer_that_was_edited_stays_whole(two: CustomerBase) -> None:
    """A created customer that someone has edited is not removed, unless forced."""
    imported(two, *FULL, ["C3", "Carl", "1", "Ulm"])
    two.edit(3, city="Bonn", phone="01")

    kept = undone(two)

    assert two.get(3) == {"external_id": "C3", "name": "Carl", "zip": "1", "city": "Bonn", "phone": "01"}
    assert {(one.customer, one.field, one.current) for one in kept.conflicts} == {
        (3, "city", "Bonn"),
        (3, "phone", "01"),
    }
    restored(two, 1, force=True)
    assert two.all() == {1: ANNA, 2: BERT}


def test_customer_removed_since_stays_removed(two: CustomerBase) -> None:
    """Cells of a customer that someone deleted from the table cannot go back, and that is a conflict."""
    imported(two, *RENAME, ["A1", "Anne"])
    two.sql("DELETE FROM customers WHERE id = 1")

    reversal = undone(two)

    assert two.all() == {2: BERT}
    assert [(one.customer, one.field) for one in reversal.conflicts] == [(1, None)]


@pytest.mark.parametrize("force", [False, True])
def test_customer_made_again_under_another_id_is_left_alone(two: CustomerBase, force: bool) -> None:
    """Another program has removed a customer and made it again: the journal speaks of the old one, which stays away."""
    imported(two, *RENAME, ["A1", "Anne"])
    two.sql("DELETE FROM customers WHERE id = 1")
    again = two.add(**ANNA | {"name": "Anne"})

    reversal = undone(two, force=force)

    assert two.all() == {2: BERT, again: ANNA | {"name": "Anne"}}
    assert [(one.customer, one.field) for one in reversal.conflicts] == [(1, None)]


@pytest.mark.parametrize("force", [False, True])
def test_customer_made_again_under_its_id_is_an_edit(two: CustomerBase, force: bool) -> None:
    """A customer that was removed and made again with its id has cells that changed, and those are kept."""
    imported(two, *FULL, ["A1", "Anne", "1", None])
    two.sql("DELETE FROM customers WHERE id = 1")
    two.add(id=1, external_id="A1", name="Hanna", zip="1")

    reversal = undone(two, force=force)

    kept = {"external_id": "A1", "name": "Hanna", "zip": ANNA["zip"]}
    assert two.get(1) == (kept | {"name": "Anna"} if force else kept)
    assert [one.field for one in reversal.conflicts] == ([] if force else ["name"])


def test_new_customer_that_is_gone_already(two: CustomerBase) -> None:
    """A created customer that someone has removed is what the undo wants."""
    imported(two, *FULL, ["C3", "Carl", "1", "Ulm"])
    two.sql("DELETE FROM customers WHERE id = 3")

    assert undone(two).conflict_count == 0


@pytest.mark.parametrize("force", [False, True])
def test_new_customer_in_the_bin_by_now(two: CustomerBase, force: bool) -> None:
    """A created customer that was sent to the bin since is kept there, unless forced."""
    imported(two, *FULL, ["C3", "Carl", "1", "Ulm"])
    imported(two, "Key", "external_id", ["A1"], ["B2"], mode="update_delete")

    reversal = undone(two, 1, force=force)

    assert list(two.all()) == ([1, 2] if force else [1, 2, 3])
    assert [(one.customer, one.field, one.reason) for one in reversal.conflicts] == (
        [] if force else [(3, None, "state-changed")]
    )


def test_edit_between_two_imports_is_kept(two: CustomerBase) -> None:
    """A restore over both imports goes back to the edit that lay between them, and reports it."""
    imported(two, *RENAME, ["A1", "Anne"])
    two.edit(1, name="Hanna")
    imported(two, *RENAME, ["A1", "Anja"])

    reversal = restored(two, 1)

    assert two.get(1)["name"] == "Hanna"
    assert reversal.conflicts == (Conflict(1, "name", "changed-between", "Anne", "Hanna", "Anna"),)


def test_edit_between_two_imports_gives_way_to_force(two: CustomerBase) -> None:
    """With force the cell goes back to its value before the first import."""
    imported(two, *RENAME, ["A1", "Anne"])
    two.edit(1, name="Hanna")
    imported(two, *RENAME, ["A1", "Anja"])

    assert restored(two, 1, force=True).conflict_count == 0
    assert two.get(1)["name"] == "Anna"


def test_edit_to_an_intermediate_value_is_kept(two: CustomerBase) -> None:
    """A cell that someone set back to the value between two imports has been changed since, too."""
    imported(two, *RENAME, ["A1", "Anne"])
    imported(two, *RENAME, ["A1", "Anja"])
    two.edit(1, name="Anne")

    reversal = restored(two, 1)

    assert (two.get(1)["name"], reversal.conflicts[0].reason) == ("Anne", "changed-since")


# Unique values


def test_swapped_unique_values_are_taken_back(two: CustomerBase) -> None:
    """Two customers who swapped their email addresses over two imports have their own again."""
    marks, headers = "Key overwrite_or_clear", "external_id email"
    two.edit(1, email="a@example.org")
    two.edit(2, email="b@example.org")
    held = two.all()
    imported(two, marks, headers, ["A1", None], ["B2", None])
    imported(two, marks, headers, ["A1", "b@example.org"], ["B2", "a@example.org"])

    assert restored(two, 1).conflict_count == 0
    assert two.all() == held


@pytest.mark.parametrize("force", [False, True])
def test_value_taken_meanwhile_stays_with_its_new_owner(two: CustomerBase, force: bool) -> None:
    """A unique value that another customer has by now cannot go back, not even by force."""
    two.edit(1, email="a@example.org")
    imported(two, "Key overwrite_or_clear Overwrite", "external_id email name", ["A1", None, "Anne"])
    two.edit(2, email="a@example.org")

    reversal = undone(two, force=force)

    assert two.all() == {1: ANNA, 2: {**BERT, "email": "a@example.org"}}
    assert reversal.conflicts == (Conflict(1, "email", "value-taken", None, None, "a@example.org"),)


def test_deleted_customer_whose_value_is_taken_stays_in_the_bin(two: CustomerBase) -> None:
    """A binned customer cannot come back beside an active one with its email address."""
    two.edit(2, email="b@example.org")
    imported(two, "Key", "external_id", ["A1"], mode="update_delete")
    two.edit(1, email="b@example.org")

    reversal = undone(two)

    assert two.active() == [1]
    assert [(one.customer, one.field, one.reason) for one in reversal.conflicts] == [(2, None, "value-taken")]


def test_customer_who_cannot_come_back_keeps_every_cell(two: CustomerBase) -> None:
    """What stays in the bin because of one value is not changed in its other cells either."""
    two.edit(2, email="b@example.org")
    imported(two, *RENAME, ["B2", "Berta"])
    imported(two, "Key", "external_id", ["A1"], mode="update_delete")
    two.edit(1, email="b@example.org")

    reversal = restored(two, 1)

    assert (two.active(), two.get(2)["name"]) == ([1], "Berta")
    assert [(one.customer, one.field, one.reason) for one in reversal.conflicts] == [(2, None, "value-taken")]
    assert reversal.cells == 0


def test_removed_customer_whose_external_id_is_taken_stays_away(two: CustomerBase) -> None:
    """Taking back an undo cannot bring back a customer whose external id was given away meanwhile."""
    imported(two, *FULL, ["C3", "Carl", "1", "Ulm"])
    number = undone(two).operation
    other = two.add(external_id="C3", name="Other")

    reversal = restored(two, number)

    assert list(two.all()) == [1, 2, other]
    assert [(one.customer, one.field, one.reason) for one in reversal.conflicts] == [(3, None, "value-taken")]


def test_undo_leaves_alone_what_a_later_import_moved(two: CustomerBase) -> None:
    """The cells of an import go back although a later one deleted the customer, which stays in the bin."""
    imported(two, *RENAME, ["B2", "Berta"])
    imported(two, "Key", "external_id", ["A1"], mode="update_delete")

    reversal = undone(two, 1, force=True)

    assert (reversal.conflicts, two.get(2)["name"], two.active()) == ((), "Bert", [1])
    undone(two, 2)
    assert (two.active(), two.get(2)) == ([1, 2], BERT)


def test_unique_values_return_only_where_nobody_has_them_in_any_spelling(unique_emails: CustomerBase) -> None:
    """An email that someone else took in other letters meanwhile stays with them."""
    unique_emails.add(**ANNA, email="a@example.org")
    unique_emails.add(**BERT)
    imported(unique_emails, "Key Overwrite", "external_id email", ["A1", "new@example.org"])
    unique_emails.edit(2, email="A@EXAMPLE.ORG")

    reversal = undone(unique_emails)

    assert [(one.field, one.reason) for one in reversal.conflicts] == [("email", "value-taken")]
    assert unique_emails.get(1)["email"] == "new@example.org"


def test_two_that_return_with_one_unique_value_do_not_both(unique_emails: CustomerBase) -> None:
    """Two binned customers with one email, in whatever spelling, do not both come back, and the error names them."""
    unique_emails.add(**ANNA, email="a@example.org", deleted_at=BINNED)
    unique_emails.add(**BERT, email="A@example.org", deleted_at=BINNED)

    with unique_emails.opened() as database, pytest.raises(DatabaseError) as caught:
        bring_back(database, [1, 2])

    assert (caught.value.code, unique_emails.active()) == ("value-taken", [])
    assert "customer 2" in str(caught.value)


def test_undo_takes_back_imports_only(two: CustomerBase) -> None:
    """A number that is no import's is a clear error, which names the way back."""
    imported(two, *RENAME, ["A1", "Anne"])
    number = undone(two).operation

    with pytest.raises(UsageError) as caught:
        undone(two, number)

    assert caught.value.code == "not-an-import"
    assert f"raccord restore {number}" in str(caught.value)


def test_restores_of_restores_say_what_stands(two: CustomerBase) -> None:
    """After an undo, a restore of it and a restore of that restore, the import counts as undone again."""
    imported(two, *RENAME, ["A1", "Anne"])
    undone(two)
    restored(two, 2)
    assert undone_by(two)[1] is None

    restored(two, 3)

    assert (undone_by(two)[1], two.get(1)["name"]) == (2, "Anna")
