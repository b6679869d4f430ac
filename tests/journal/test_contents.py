"""What operations hold: counted by what became of customers, and customer by customer (SPEC §5)."""

import pytest

from raccord.errors import UsageError
from raccord.journal import Held, customers_of, journal_size
from raccord.journal.operations import State
from raccord.planning import CellChange
from support.journals import undone
from support.sheets import BINNED, FULL, CustomerBase, imported


def test_each_operation_is_counted_by_what_it_did(two: CustomerBase) -> None:
    """Updated, created, restored and deleted by an import; its undo takes the same customers the other way."""
    two.edit(2, deleted_at=BINNED)
    two.add(external_id="D4", name="Dora", zip="1", city="Ulm")
    rows = (["A1", "Anne", "1", "Ulm"], ["B2", "Berta", "1", "Ulm"], ["C3", "Carl", "1", "Ulm"])
    imported(two, *FULL, *rows, mode="update_delete")
    undone(two)

    with two.opened() as database:
        size = journal_size(database)

    assert size.held == {
        1: Held(updated=1, created=1, restored=1, deleted=1),
        2: Held(updated=1, removed=1, restored=1, deleted=1),
    }
    assert size.held[1].customers == 4
    assert size.characters > 100


def test_an_operation_lists_its_customers(two: CustomerBase) -> None:
    """By row, then those without one; each with its name, also one that is gone, its states and its changes."""
    imported(two, *FULL, ["C3", "Carl", "1", "Ulm"], ["A1", "Anne", "", ""], mode="update_delete")
    undone(two)

    with two.opened() as database:
        did, undid, first = customers_of(database, 1), customers_of(database, 2), customers_of(database, 1, 2)
        with pytest.raises(UsageError, match="There is no restore point 9"):
            customers_of(database, 9)

    assert [(one.row, one.name, one.before, one.after) for one in did] == [
        (3, "Carl", State.ABSENT, State.ACTIVE),
        (4, "Anna", State.ACTIVE, State.ACTIVE),
        (None, "Bert", State.ACTIVE, State.BINNED),
    ]
    assert did[1].changes == (CellChange("name", "Anna", "Anne"),)
    assert first == did[:2]
    assert {(one.name, one.after) for one in undid} == {
        ("Anna", State.ACTIVE),
        ("Bert", State.ACTIVE),
        ("Carl", State.ABSENT),
    }


def test_a_journal_without_operations_holds_nothing(two: CustomerBase) -> None:
    """A base that nothing was imported into has no size."""
    imported(two, *FULL, ["A1", "Anna", "75001", "Paris"], mode="update_only")

    with two.opened() as database:
        assert journal_size(database).held == {}
