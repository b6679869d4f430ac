"""Hand-computed cases of restore points, restore and undo (SPEC §5), so that the oracle can be trusted."""

import pytest

from oracle.journal import Journal
from oracle.world import Customer, State

BASE: State = {1: Customer({"name": "A", "city": "X"}), 2: Customer({"name": "B", "city": None})}
CHANGED: State = {**BASE, 1: Customer({"name": "A", "city": "Y"})}


@pytest.fixture
def journal() -> Journal:
    """A base whose first import moved customer 1 to Y, and whose second created customer 3 and binned 2."""
    made = Journal(BASE)
    made.imported(CHANGED)
    made.imported({**CHANGED, 2: Customer(BASE[2].fields, binned=True), 3: Customer({"name": "C", "city": None})})
    return made


def test_restore_takes_back_every_operation_since(journal: Journal) -> None:
    """Restoring to the first point gives the first state, and restoring its own point takes that back."""
    after_imports = dict(journal.state)

    assert journal.restore(1) == set()
    assert journal.state == BASE
    assert journal.restore(3) == set()
    assert journal.state == after_imports


def test_undo_takes_back_one_import(journal: Journal) -> None:
    """Undoing the first import leaves the second one's changes."""
    assert journal.undo(1) == set()
    assert journal.state[1] == BASE[1]
    assert 3 in journal.state


def test_undo_without_a_number_takes_the_last_that_stands(journal: Journal) -> None:
    """Undo twice takes back the second import, then the first."""
    journal.undo()
    assert journal.state == CHANGED
    journal.undo()
    assert journal.state == BASE


def test_cells_changed_since_are_kept(journal: Journal) -> None:
    """An edited cell stays and is reported; force takes it back."""
    journal.edit(1, "city", "Z")

    assert journal.undo(1) == {(1, "city")}
    assert journal.state[1].fields["city"] == "Z"
    assert journal.undo(1, force=True) == set()
    assert journal.state[1].fields["city"] == "X"


def test_other_cells_of_an_edited_customer_are_taken_back(journal: Journal) -> None:
    """A cell that the import did not touch is no conflict."""
    journal.edit(1, "name", "AA")

    assert journal.undo(1) == set()
    assert journal.state[1].fields == {"name": "AA", "city": "X"}


def test_a_new_customer_that_was_edited_is_kept_whole(journal: Journal) -> None:
    """Nobody is half removed, even where the edited cell was blank before."""
    journal.edit(3, "city", "Z")

    assert journal.undo(2) == {(3, "city")}
    assert journal.state[3].fields == {"name": "C", "city": "Z"}
    assert not journal.state[2].binned


def test_a_restore_keeps_edits_between_imports(journal: Journal) -> None:
    """An edit on which no later import wrote is kept by a restore as well."""
    journal.edit(1, "city", "Z")

    assert journal.restore(1) == {(1, "city")}
    assert journal.state == {**BASE, 1: Customer({"name": "A", "city": "Z"})}


def test_ids_are_never_given_again(journal: Journal) -> None:
    """The highest id ever used stays known after its customer is gone."""
    journal.restore(1)

    assert (3 in journal.state, journal.last_id) == (False, 3)


def test_a_restored_undo_stands_again(journal: Journal) -> None:
    """Restoring the point before an undo makes its import the last one that stands."""
    journal.undo()
    journal.restore(3)
    journal.undo()

    assert journal.state == CHANGED
