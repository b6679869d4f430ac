"""Raccord on a table with the columns of Dolibarr's third parties, in every family (SPEC §6)."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

from raccord.exporting import export
from raccord.journal import bring_back, list_bin, restore, undo
from raccord.planning.outcomes import CellChange
from support.foreign_tables import ForeignTable
from support.journals import after
from support.sheets import codes, imported, preview

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


def test_delete_and_bring_back(dolibarr: ForeignTable) -> None:
    """A deleted customer leaves the table and comes back whole, with the columns that no field knows."""
    dolibarr.add(**ANNA)
    bert = dolibarr.add(**BERT, name_alias="B", siret="12345", datec=datetime(2020, 1, 2, 3, 4, 5), capital=1000.5)
    dolibarr.add(**SUPPLIER)
    before = dolibarr.rows("nom", "name_alias", "siret", "datec", "tms", "client", "capital", "fk_stcomm")

    seen = imported(dolibarr, *MARKS, ["A1", "Anna", "Paris"], mode="update_delete")

    assert (seen.deleted, list(dolibarr.rows())) == ([bert], [1, 3])
    with dolibarr.opened() as database:
        (binned,) = list_bin(database, 14)
        assert (binned.customer, binned.external_id, binned.name) == (bert, "B2", "Bert")
        bring_back(database, [bert])
        assert list_bin(database, 14) == []
    assert dolibarr.rows("nom", "name_alias", "siret", "datec", "tms", "client", "capital", "fk_stcomm") == before


def test_row_restores_from_the_bin(dolibarr: ForeignTable) -> None:
    """A row that names a deleted customer's code brings that customer back, and updates it."""
    dolibarr.add(**ANNA)
    bert = dolibarr.add(**BERT, siret="12345")
    imported(dolibarr, *MARKS, ["A1", "Anna", "Paris"], mode="update_delete")

    seen = imported(dolibarr, *MARKS, ["B2", "Bert", "Brest"])

    assert (seen.outcomes, seen.row.customer) == ("restored", bert)
    assert dolibarr.rows("town", "siret", "client")[bert] == ("Brest", "12345", 3)


def test_restore_to_before_everything(dolibarr: ForeignTable) -> None:
    """Restore takes back deletions, changes and new customers, and can be taken back itself."""
    dolibarr.add(**ANNA)
    dolibarr.add(**BERT)
    before = dolibarr.rows("nom", "town", "client", "siret")
    first = imported(dolibarr, *MARKS, ["A1", "Anna", "Nice"], ["C3", "Cleo", "Metz"], mode="update_delete")
    then = dolibarr.rows("nom", "town", "client", "siret")
    assert first.restore_point is not None

    with dolibarr.opened() as database:
        back = restore(database, first.restore_point)
        assert (back.conflict_count, dolibarr.rows("nom", "town", "client", "siret")) == (0, before)
        again = restore(database, back.operation)

    assert (again.conflict_count, dolibarr.rows("nom", "town", "client", "siret")) == (0, then)


def test_foreign_edits_are_kept(dolibarr: ForeignTable) -> None:
    """What Dolibarr has changed since the import is a conflict of its undo, not overwritten."""
    anna = dolibarr.add(**ANNA)
    imported(dolibarr, *MARKS, ["A1", "Anna", "Nice"], ["C3", "Cleo", "Metz"])
    dolibarr.edit(anna, town="Lille")
    dolibarr.edit(2, phone="123")

    with dolibarr.opened() as database:
        taken = undo(database)

    assert {(one.customer, one.field, one.reason) for one in taken.conflicts} == {
        (1, "city", "changed-since"),
        (2, "phone", "edited-since"),
    }
    assert dolibarr.rows("town") == {1: ("Lille",), 2: ("Metz",)}


def test_row_deleted_by_its_program(dolibarr: ForeignTable) -> None:
    """A customer that Dolibarr has deleted stays deleted."""
    anna = dolibarr.add(**ANNA)
    imported(dolibarr, *MARKS, ["A1", "Anna", "Nice"])
    dolibarr.delete(anna)

    with dolibarr.opened() as database:
        taken = undo(database)

    assert [(one.customer, one.reason) for one in taken.conflicts] == [(1, "state-changed")]
    assert dolibarr.rows() == {}


def test_values_that_do_not_fit(dolibarr: ForeignTable) -> None:
    """A text longer than its column or a number beyond its range makes its row invalid, and nothing else."""
    long = ["A1", "Anna", "x" * 26, 1, "1.5"]
    far = ["B2", "Bert", "69001", 2**40, "1.5"]
    fine = ["C3", "Cleo", "57000", 1, "1234.5"]

    seen = imported(
        dolibarr, "Key Overwrite Overwrite Overwrite Overwrite", "external_id name zip country capital", long, far, fine
    )

    outcomes = {"sqlite": "invalid created created"}.get(dolibarr.url.split(":")[0], "invalid invalid created")
    assert seen.outcomes == outcomes
    assert codes(seen.rows[0]) == ["too-long"]
    assert dolibarr.rows("nom", "zip", "fk_pays", "capital")[list(dolibarr.rows())[-1]] == ("Cleo", "57000", 1, 1234.5)


def test_export_comes_back_unchanged(dolibarr: ForeignTable, tmp_path: Path) -> None:
    """Every type of column is read as Raccord spells it."""
    dolibarr.add(
        **ANNA,
        datec=datetime(2020, 1, 2, 3, 4, 5),
        capital=Decimal("12000.50"),
        geolat=Decimal("48.85661400"),
        status=1,
        note_private="a\nb",
        fk_pays=1,
    )
    with dolibarr.opened() as database:
        assert export(database, tmp_path / "out.csv") == 1

    text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert "12000.5" in text
    assert "48.856614" in text
    assert "2020-01-02T03:04:05" in text or "2020-01-02 03:04:05" in text


def test_new_ids_are_the_tables_own(dolibarr: ForeignTable) -> None:
    """Ids go on from the table's counter, and the program counts on from them."""
    dolibarr.delete(dolibarr.add(**ANNA))

    imported(dolibarr, *MARKS, ["C3", "Cleo", "Metz"])

    assert (list(dolibarr.rows()), dolibarr.add(**BERT)) == ([2], 3)


def test_bin_is_purged(dolibarr: ForeignTable) -> None:
    """After its days a deleted customer leaves the bin, and a restore to before still brings it back whole."""
    dolibarr.add(**ANNA)
    bert = dolibarr.add(**BERT, siret="12345")
    first = imported(dolibarr, *MARKS, ["A1", "Anna", "Paris"], mode="update_delete")
    assert first.restore_point is not None
    imported(dolibarr, *MARKS, ["A1", "Anna", "Nice"], clock=after(days=15))

    with dolibarr.opened() as database:
        assert list_bin(database, 14) == []
        restore(database, first.restore_point)

    assert dolibarr.rows("nom", "siret", "town")[bert] == ("Bert", "12345", "Lyon")
