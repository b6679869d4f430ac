"""The recycle bin, how long it and the journal keep things, and the history of a customer (SPEC §5)."""

import pytest

from raccord.errors import DatabaseError, UsageError
from raccord.journal import OperationKind, bring_back, history_of, list_bin, list_operations
from raccord.journal.operations import State
from raccord.planning import CellChange
from support.journals import after, restored, undone, undone_by
from support.sheets import ANNA, BERT, BINNED, FULL, RENAME, CustomerBase, imported


def test_bin_lists_the_latest_first(two: CustomerBase) -> None:
    """The bin says who lies in it, since when and until when."""
    two.edit(1, deleted_at=BINNED)
    imported(two, *FULL, ["C3", "Carl", "1", "Ulm"], mode="update_delete")

    with two.opened() as database:
        listed = [
            (one.customer, one.external_id, one.name, one.deleted_at, one.purged_after)
            for one in list_bin(database, 14)
        ]

    assert listed == [
        (2, "B2", "Bert", "2026-11-22T12:00:00Z", "2026-12-06T12:00:00Z"),
        (1, "A1", "Anna", BINNED, "2026-12-04T08:00:00Z"),
    ]


def test_bringing_back_from_the_bin(two: CustomerBase) -> None:
    """A customer brought back is active, and that can be taken back like an import."""
    two.edit(1, deleted_at=BINNED)

    with two.opened() as database:
        point = bring_back(database, [1])

    assert two.active() == [1, 2]
    restored(two, point)
    assert two.get(1) == {**ANNA, "deleted_at": BINNED}


def test_bringing_back_who_is_not_in_the_bin(two: CustomerBase) -> None:
    """One wrong id brings back nobody."""
    two.edit(1, deleted_at=BINNED)

    with two.opened() as database, pytest.raises(UsageError, match="Customer 2 is not in the recycle bin"):
        bring_back(database, [1, 2])

    assert (two.active(), undone_by(two)) == ([2], {})


def test_bringing_back_a_customer_whose_value_is_taken(two: CustomerBase) -> None:
    """An active customer with the same email address stands in the way."""
    two.edit(1, deleted_at=BINNED, email="a@example.org")
    two.edit(2, email="a@example.org")

    with two.opened() as database, pytest.raises(DatabaseError) as caught:
        bring_back(database, [1])

    assert caught.value.title == "Customer 1 cannot come back: customer 2 has the same E-mail."
    assert two.active() == [2]


@pytest.mark.parametrize(("days", "left"), [(14, [1, 2]), (14.0001, [1])])
def test_bin_is_emptied_after_14_days(two: CustomerBase, days: float, left: list[int]) -> None:
    """The next import removes customers that have been in the bin for more than 14 days."""
    imported(two, *RENAME, ["A1", "Anna"], mode="update_delete")

    imported(two, *RENAME, ["A1", "Anna"], clock=after(days))

    assert list(two.all()) == left


def test_purged_customer_comes_back_by_a_restore(two: CustomerBase) -> None:
    """The journal keeps a purged customer's cells: a restore puts it into the bin again, or back to life."""
    imported(two, *RENAME, ["A1", "Anna"], mode="update_delete")
    binned = two.all()
    imported(two, *RENAME, ["A1", "Anne"], clock=after(15))
    with two.opened() as database:
        kinds = {one.number: one.kind for one in list_operations(database)}
    assert kinds == {1: OperationKind.IMPORT, 2: OperationKind.IMPORT, 3: OperationKind.PURGE}
    assert list(two.all()) == [1]

    restored(two, 3)
    assert two.all() == {1: {**ANNA, "name": "Anne"}, 2: binned[2]}

    restored(two, 1)
    assert two.all() == {1: ANNA, 2: BERT}


def test_external_id_stays_reserved_in_the_bin(two: CustomerBase) -> None:
    """A binned customer's external id cannot be given to another one."""
    two.edit(1, deleted_at=BINNED)

    assert imported(two, "Key Overwrite", "name external_id", ["Bert", "A1"]).outcomes == "invalid"


@pytest.mark.parametrize(("days", "left"), [(30, [2, 1]), (30.0001, [2])])
def test_journal_forgets_after_30_days(two: CustomerBase, days: float, left: list[int]) -> None:
    """The next import forgets operations older than 30 days, with all they hold."""
    imported(two, *RENAME, ["A1", "Anne"])

    imported(two, *RENAME, ["A1", "Anja"], clock=after(days))

    assert list(undone_by(two)) == left
    assert two.sql("SELECT DISTINCT operation FROM raccord_entry ORDER BY 1 DESC") == [(one,) for one in left]


def test_forgetting_an_undo_leaves_the_import_it_took_back(two: CustomerBase) -> None:
    """Operations that refer to a forgotten one stay, and later numbers are not used twice."""
    imported(two, *RENAME, ["A1", "Anne"], clock=after(10))
    undone(two, 1)
    two.sql("UPDATE raccord_operation SET at = '2026-11-01T00:00:00Z' WHERE id = 2")

    seen = imported(two, *RENAME, ["A1", "Anja"], clock=after(35))

    assert (undone_by(two), seen.restore_point) == ({3: None, 1: None}, 3)


def test_history_of_a_customer(two: CustomerBase) -> None:
    """Every operation that touched the customer, the oldest first, with its row and its cells."""
    imported(two, *FULL, ["A1", "Anna", None, None], ["C3", "Carl", "1", "Ulm"])
    imported(two, "Key Overwrite Overwrite", "external_id name call_interval", ["C3", "Karl", 7], mode="update_only")
    imported(two, "Key", "external_id", ["A1"], ["B2"], mode="update_delete")
    undone(two, 3)

    with two.opened() as database:
        history = history_of(database, 3)

    assert [(one.operation, one.kind, one.row, one.before, one.after) for one in history] == [
        (1, OperationKind.IMPORT, 4, State.ABSENT, State.ACTIVE),
        (2, OperationKind.IMPORT, 3, State.ACTIVE, State.ACTIVE),
        (3, OperationKind.IMPORT, None, State.ACTIVE, State.BINNED),
        (4, OperationKind.UNDO, None, State.BINNED, State.ACTIVE),
    ]
    assert history[1].changes == (CellChange("name", "Carl", "Karl"), CellChange("call_interval", None, 7))
    assert (history[0].at, history[0].file) == ("2026-11-22T12:00:00Z", "clients.xlsx")


def test_history_of_nobody(two: CustomerBase) -> None:
    """A customer that no operation touched has an empty history; one that never was is an error."""
    with two.opened() as database:
        assert history_of(database, 1) == []
        with pytest.raises(UsageError, match="There is no customer 9"):
            history_of(database, 9)
