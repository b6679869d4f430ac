"""Raccord on a table with the columns of Dolibarr's third parties, in every family (SPEC §6)."""

from raccord.journal import undo
from raccord.planning.outcomes import CellChange
from support.foreign_tables import ForeignTable
from support.sheets import imported, preview

ANNA = {"nom": "Anna", "code_client": "A1", "zip": "75001", "town": "Paris", "client": 1, "entity": 1}
BERT = {"nom": "Bert", "code_client": "B2", "zip": "69001", "town": "Lyon", "client": 3, "entity": 1}
SUPPLIER = {"nom": "Carl", "code_client": None, "client": 0, "entity": 1}
MARKS = ("Key Overwrite Overwrite", "external_id name city")


def test_preview_writes_nothing(dolibarr: ForeignTable) -> None:
    """A preview shows what would change, and leaves not even a table behind."""
    anna = dolibarr.add(**ANNA)
    dolibarr.add(**SUPPLIER)
    before = dolibarr.definition()

    seen = preview(dolibarr, *MARKS, ["A1", "Anna", "Nice"], ["C3", "Cleo", "Metz"])

    assert seen.outcomes == "updated created"
    assert (seen.rows[0].customer, seen.rows[0].changes) == (anna, (CellChange("city", "Paris", "Nice"),))
    assert dolibarr.rows("nom", "town") == {1: ("Anna", "Paris"), 2: ("Carl", None)}
    assert dolibarr.definition() == before


def test_import_and_undo(dolibarr: ForeignTable) -> None:
    """New customers are rows that are customers to Dolibarr too; undo takes it all back."""
    dolibarr.add(**ANNA)
    dolibarr.add(**SUPPLIER)
    before = dolibarr.definition(), dolibarr.rows("nom", "town", "client", "entity", "status")

    seen = imported(dolibarr, *MARKS, ["A1", "Anna", "Nice"], ["C3", "Cleo", "Metz"])

    assert (seen.applied, seen.outcomes) == (True, "updated created")
    assert dolibarr.rows("nom", "town", "client", "entity", "status") == {
        1: ("Anna", "Nice", 1, 1, 1),
        2: ("Carl", None, 0, 1, 1),
        3: ("Cleo", "Metz", 1, 1, 1),
    }
    again = preview(dolibarr, *MARKS, ["A1", "Anna", "Nice"], ["C3", "Cleo", "Metz"])
    assert again.outcomes == "unchanged unchanged"
    with dolibarr.opened() as database:
        taken = undo(database)
    assert taken.conflict_count == 0
    assert (dolibarr.definition(), dolibarr.rows("nom", "town", "client", "entity", "status")) == before
