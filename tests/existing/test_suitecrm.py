"""Raccord on a table with the columns of SuiteCRM's accounts, whose keys are UUIDs, in every family (SPEC §6)."""

from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from raccord.exporting import export
from raccord.journal import bring_back, history_of, list_bin, restore, undo
from raccord.planning import UseCustomer
from raccord.planning.outcomes import CellChange
from support.foreign_tables import ForeignTable
from support.sheets import imported, preview

MARKS = ("Key Overwrite Overwrite", "external_id name city")
FIRST, SECOND = (UUID("00000000-0000-4000-8000-00000000000a"), UUID("00000000-0000-4000-8000-00000000000b"))


def add(suitecrm: ForeignTable, key: UUID, code: str, name: str, *, deleted: bool = False) -> None:
    """Add an account."""
    values = {"ticker_symbol": code, "name": name, "billing_address_city": "Paris", "deleted": deleted}
    native = key if suitecrm.url.startswith("postgresql") else str(key)
    suitecrm.add(id=native, date_entered=datetime(2020, 1, 2, 3, 4, 5), sic_code="77", **values)


def test_preview_writes_nothing(suitecrm: ForeignTable) -> None:
    """Keys get numbers without anything being written; deleted accounts are no customers."""
    add(suitecrm, FIRST, "A1", "Anna")
    add(suitecrm, SECOND, "B2", "Bert", deleted=True)
    before = suitecrm.definition()

    seen = preview(suitecrm, *MARKS, ["A1", "Anna", "Nice"], ["B2", "Bert", "Metz"])

    assert (seen.outcomes, seen.rows[0].changes) == ("updated created", (CellChange("city", "Paris", "Nice"),))
    assert suitecrm.definition() == before


def test_new_row_looks_like_an_account(suitecrm: ForeignTable) -> None:
    """An account is named as any customer is, and can be chosen; deleted ones are not."""
    add(suitecrm, FIRST, "A1", "Café de l'Étoile")
    add(suitecrm, SECOND, "B2", "Cafe Etoile", deleted=True)
    row = ["X9", "CAFE DE L'ETOILE SARL", "Paris"]

    seen = preview(suitecrm, *MARKS, row)

    assert [(one.customer, one.name, one.percent) for one in seen.row.likely] == [(1, "Café de l'Étoile", 100)]
    assert preview(suitecrm, *MARKS, row, decisions={3: UseCustomer(1)}).row.customer == 1


def test_import_undo_and_redo(suitecrm: ForeignTable) -> None:
    """New accounts get UUIDs, keep them through undo and restore, and are not deleted ones to SuiteCRM."""
    add(suitecrm, FIRST, "A1", "Anna")
    before = suitecrm.definition(), suitecrm.rows("name", "billing_address_city", "deleted")

    seen = imported(suitecrm, *MARKS, ["A1", "Anna", "Nice"], ["C3", "Cleo", "Metz"], ["D4", "Dora", "Metz"])

    rows = suitecrm.rows("name", "billing_address_city", "deleted")
    assert (seen.outcomes, len(rows)) == ("updated created created", 3)
    assert all(UUID(str(key)) for key in rows)
    assert sorted(rows.values()) == [("Anna", "Nice", 0), ("Cleo", "Metz", 0), ("Dora", "Metz", 0)]
    with suitecrm.opened() as database:
        taken = undo(database)
        assert (suitecrm.definition(), suitecrm.rows("name", "billing_address_city", "deleted")) == before
        again = restore(database, taken.operation)
    assert (taken.conflict_count, again.conflict_count) == (0, 0)
    assert suitecrm.rows("name", "billing_address_city", "deleted") == rows


def test_fingerprint_of_a_preview_holds(suitecrm: ForeignTable) -> None:
    """The numbers of a first preview are those that the import gives."""
    for number in range(5):
        add(suitecrm, uuid4(), f"A{number}", "Anna")
    sheet = [[f"A{number}", "Anna", "Nice"] for number in range(3)]

    seen = preview(suitecrm, *MARKS, *sheet)

    done = imported(suitecrm, *MARKS, *sheet, expect=seen.fingerprint)
    assert done.applied
    assert [row.customer for row in done.rows] == [row.customer for row in seen.rows]


def test_delete_and_bring_back(suitecrm: ForeignTable) -> None:
    """A deleted account leaves the table, and comes back with its key and all of its columns."""
    add(suitecrm, FIRST, "A1", "Anna")
    add(suitecrm, SECOND, "B2", "Bert")
    before = suitecrm.rows("name", "date_entered", "sic_code", "deleted")

    seen = imported(suitecrm, *MARKS, ["A1", "Anna", "Paris"], mode="update_delete")

    assert len(suitecrm.rows()) == 1
    with suitecrm.opened() as database:
        (binned,) = list_bin(database, 14)
        assert (binned.customer, binned.name) == (seen.deleted[0], "Bert")
        bring_back(database, [binned.customer])
        assert [entry.kind for entry in history_of(database, binned.customer)] == ["import", "bin"]
    assert suitecrm.rows("name", "date_entered", "sic_code", "deleted") == before


def test_id_of_an_export_comes_back(suitecrm: ForeignTable, tmp_path: Path) -> None:
    """The id that an export gives an account is its own for good, whatever is added before it."""
    add(suitecrm, SECOND, "B2", "Bert")
    with suitecrm.opened() as database:
        export(database, tmp_path / "out.csv")
    add(suitecrm, FIRST, "A1", "Anna")

    seen = imported(suitecrm, "Key Overwrite", "id city", [1, "Metz"])

    assert seen.outcomes == "updated"
    assert sorted(suitecrm.rows("name", "billing_address_city").values()) == [("Anna", "Paris"), ("Bert", "Metz")]
