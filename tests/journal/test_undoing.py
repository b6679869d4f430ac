"""Undo and restore of what nobody has changed since (SPEC §5)."""

from collections.abc import Callable

import pytest

from raccord.errors import UsageError
from raccord.journal import Conflict, OperationKind, Reversal, create_point, list_operations
from support.journals import restored, undone, undone_by
from support.sheets import ANNA, BERT, BINNED, FULL, RENAME, CustomerBase, imported


def test_undo_removes_created_customers(two: CustomerBase) -> None:
    """A customer that the import made is gone, and its id is not given again."""
    imported(two, *FULL, ["C3", "Carl", "1", "Ulm"])

    reversal = undone(two)

    assert (reversal.kind, reversal.operation, reversal.reverted, reversal.removed) == (OperationKind.UNDO, 2, (1,), 1)
    assert two.all() == {1: ANNA, 2: BERT}
    assert imported(two, *FULL, ["C3", "Carl", "1", "Ulm"]).row.customer == 4


def test_undo_puts_back_updated_cells(two: CustomerBase) -> None:
    """Changed, filled and cleared cells have their old values again, of every type."""
    old = {"phone": "01", "call_interval": 30, "protected": 1, "annual_revenue": "1234.5", "last_call": None}
    number = two.add(external_id="C3", **old)
    held = two.all()
    marks = "Key " + "overwrite_or_clear " * 5
    imported(two, marks, "external_id " + " ".join(old), ["C3", None, 7, "no", "99", "2026-11-22"])
    assert two.get(number)["last_call"] == "2026-11-22T00:00:00"

    reversal = undone(two)

    assert two.all() == held
    assert (reversal.customers, reversal.cells, reversal.conflict_count) == (1, 5, 0)


def test_undo_brings_back_deleted_customers(two: CustomerBase) -> None:
    """A customer that the import sent to the bin is active again."""
    imported(two, "Key", "external_id", ["A1"], mode="update_delete")
    assert two.active() == [1]

    undone(two)

    assert two.all() == {1: ANNA, 2: BERT}


def test_undo_sends_restored_customers_back_to_the_bin(two: CustomerBase) -> None:
    """A customer that the import brought back lies in the bin again, as it was and since when it was."""
    number = two.add(external_id="C3", name="Carl", deleted_at=BINNED)
    imported(two, *RENAME, ["C3", "Karl"])
    assert two.get(number) == {"external_id": "C3", "name": "Karl"}

    undone(two)

    assert two.get(number) == {"external_id": "C3", "name": "Carl", "deleted_at": BINNED}


def test_an_import_without_changes_sets_no_restore_point(two: CustomerBase) -> None:
    """The same sheet again writes nothing into the journal, and undo takes back the import that did something."""
    imported(two, *RENAME, ["A1", "Anne"])

    again = imported(two, *RENAME, ["A1", "Anne"])

    assert (again.applied, again.restore_point, again.refusal, again.exit_status) == (False, None, None, 0)
    assert two.sql("SELECT id FROM raccord_operation") == [(1,)]
    assert undone(two).reverted == (1,)
    assert two.get(1) == ANNA


def test_undo_passes_over_an_import_that_touched_nobody(two: CustomerBase) -> None:
    """An import without changes in an older journal is not the last one to take back."""
    imported(two, *RENAME, ["A1", "Anne"])
    two.sql("INSERT INTO raccord_operation (kind, at) VALUES ('import', '2026-11-22T14:30:00Z')")

    assert undone(two).reverted == (1,)


def test_undo_of_an_earlier_import_leaves_the_later_one(two: CustomerBase) -> None:
    """Only the earlier import's cells go back, and those that the later one changed again are conflicts."""
    imported(two, *FULL, ["A1", "Anne", "1", None], ["B2", "Berta", None, None])
    imported(two, *FULL, ["A1", "Anna Maria", None, "Rome"])

    reversal = undone(two, 1)

    assert two.all() == {1: {**ANNA, "name": "Anna Maria", "city": "Rome"}, 2: BERT}
    assert reversal.conflicts == (Conflict(1, "name", "changed-since", "Anne", "Anna Maria", "Anna"),)


def test_undo_takes_the_last_import_that_stands(two: CustomerBase) -> None:
    """Without a number, undo goes back import by import."""
    imported(two, *RENAME, ["A1", "Anne"])
    imported(two, *RENAME, ["A1", "Anja"])

    assert [undone(two).reverted, undone(two).reverted] == [(2,), (1,)]
    assert two.all() == {1: ANNA, 2: BERT}
    with pytest.raises(UsageError, match="no import to undo"):
        undone(two)


def test_undo_twice_is_an_error(two: CustomerBase) -> None:
    """An import that is undone already cannot be undone again; the error says by what and how to bring it back."""
    imported(two, *RENAME, ["A1", "Anne"])
    undone(two)

    with pytest.raises(UsageError) as caught:
        undone(two, 1)

    assert (caught.value.code, caught.value.title) == ("already-undone", "Import 1 is undone already, by operation 2.")
    assert caught.value.hint == "To bring it back, restore to point 2."
    assert list(undone_by(two)) == [2, 1]


@pytest.mark.parametrize("act", [undone, restored])
def test_unknown_number_is_an_error(two: CustomerBase, act: Callable[[CustomerBase, int], Reversal]) -> None:
    """A number that the journal does not hold changes nothing."""
    with pytest.raises(UsageError) as caught:
        act(two, 7)

    assert caught.value.code == "no-such-point"
    assert undone_by(two) == {}


def test_restore_takes_back_every_import_since(two: CustomerBase) -> None:
    """Restoring to point 1 undoes creations, updates and deletions of all imports."""
    imported(two, *FULL, ["A1", "Anne", None, None], ["C3", "Carl", "1", "Ulm"])
    imported(two, *RENAME, ["C3", "Karl"], mode="update_delete")

    reversal = restored(two, 1)

    assert two.all() == {1: ANNA, 2: BERT}
    assert (reversal.reverted, reversal.removed, reversal.brought_back, reversal.conflicts) == ((1, 2), 1, 0, ())


def test_restore_to_a_later_point_keeps_the_earlier_import(two: CustomerBase) -> None:
    """Point 2 is the state after import 1."""
    imported(two, *RENAME, ["A1", "Anne"])
    imported(two, *RENAME, ["A1", "Anja"])

    restored(two, 2)

    assert two.get(1)["name"] == "Anne"


def test_restore_to_a_point_made_by_hand(two: CustomerBase) -> None:
    """A point of one's own keeps what was before it and takes back what came after."""
    imported(two, *RENAME, ["A1", "Anne"])
    with two.opened() as database:
        point = create_point(database, "before the fair")
        assert list_operations(database)[0].label == "before the fair"
    imported(two, *RENAME, ["A1", "Anja"])

    reversal = restored(two, point)

    assert (point, reversal.reverted, two.get(1)["name"]) == (2, (2, 3), "Anne")
    assert restored(two, point).conflict_count == 0


def test_restore_can_be_taken_back(two: CustomerBase) -> None:
    """Restoring to a restore's own point gives back what it removed, changed and sent to the bin, ids included."""
    binned = two.add(external_id="D4", name="Dora", deleted_at=BINNED)
    imported(two, *FULL, ["A1", "Anne", None, None], ["C3", "Carl", "1", "Ulm"], ["D4", "Dora", "2", "Bonn"])
    imported(two, "Key", "external_id", ["A1"], ["C3"], ["D4"], mode="update_delete")
    held = two.all()

    first = restored(two, 1)
    again = restored(two, first.operation)

    assert again.reverted == (3,)
    assert two.all() == {**held, 2: {**BERT, "deleted_at": two.get(2)["deleted_at"]}}
    assert (again.brought_back, again.conflict_count, two.active()) == (1, 0, [1, binned, 4])


def test_what_is_undone_shows(two: CustomerBase) -> None:
    """Each import names the operation that took it back, and stands again when that one is taken back in its turn."""
    imported(two, *RENAME, ["A1", "Anne"])
    imported(two, *RENAME, ["A1", "Anja"])
    undone(two)
    assert undone_by(two) == {3: None, 2: 3, 1: None}

    restored(two, 1)
    assert undone_by(two) == {4: None, 3: 4, 2: 3, 1: 4}

    restored(two, 4)
    assert undone_by(two)[1] is None
    assert two.get(1)["name"] == "Anne"


def test_undo_after_a_restored_undo(two: CustomerBase) -> None:
    """An import that a restore has brought back can be undone again."""
    imported(two, *RENAME, ["A1", "Anne"])
    undone(two)
    restored(two, 2)
    assert two.get(1)["name"] == "Anne"

    assert undone(two).reverted == (1,)
    assert two.get(1)["name"] == "Anna"
