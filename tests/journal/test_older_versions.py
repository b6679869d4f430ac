"""Bases that older versions of Raccord have made go on: one file a version of the journal, as that version wrote it.

A file of `versions` is never changed: a new version of the journal adds one, with the migration that brings it up.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from raccord.database.schema import JOURNAL_VERSION
from raccord.errors import DatabaseError
from raccord.journal import OperationKind, bring_back, history_of, list_bin, list_operations
from support.journals import restored, undone
from support.sheets import FULL, CustomerBase, catalogue_with, imported

FILES = {int(path.stem): path for path in (Path(__file__).parent / "versions").glob("*.sql")}
FIRST = {"external_id": "C1", "name": "Dupont", "zip": "75001", "city": "Paris"}


@pytest.fixture(params=sorted(FILES))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> CustomerBase:
    """A base of an older version: three customers imported, one deleted, one created, an import taken back."""
    with closing(sqlite3.connect(tmp_path / "old.db")) as connection:
        connection.executescript(FILES[request.param].read_text("utf-8"))
    return CustomerBase(f"sqlite:///{tmp_path}/old.db", catalogue_with())


def test_every_version_is_kept() -> None:
    """Each version of the journal up to today's has its file."""
    assert sorted(FILES) == list(range(1, JOURNAL_VERSION + 1))


def test_journal_is_read(old: CustomerBase) -> None:
    """Operations, history and recycle bin of an older version are all there."""
    with old.opened() as database:
        kinds = [one.kind for one in list_operations(database)]
        names = [change.new for entry in history_of(database, 1) for change in entry.changes if change.field == "name"]
        binned = [one.name for one in list_bin(database, 14)]

    assert kinds == [OperationKind.UNDO, *[OperationKind.IMPORT] * 2, OperationKind.POINT, OperationKind.IMPORT]
    assert names == ["Dupont", "Durand", "Third", "Durand"]
    assert binned == ["Müller"]


def test_older_imports_are_taken_back(old: CustomerBase) -> None:
    """An import of an older version can be undone, and the base restored to before everything."""
    assert not undone(old, 3).conflict_count
    assert old.get(1) == FIRST
    assert set(old.all()) == {1, 2, 3}

    restored(old, 1)

    assert old.all() == {}


def test_work_goes_on(old: CustomerBase) -> None:
    """Sheets are imported into it, ids and operations count on, and the bin gives its customers back."""
    seen = imported(old, *FULL, ["C1", "Anne", "1", "Ulm"], ["C9", "New", "2", "Bonn"])
    with old.opened() as database:
        bring_back(database, [3])

    assert (seen.restore_point, seen.outcomes) == (6, "updated created")
    assert old.get(5)["external_id"] == "C9"
    assert old.active() == [1, 2, 3, 4, 5]
    assert not undone(old, 6).conflict_count


@pytest.mark.parametrize("version", ["99", "new"])
def test_journal_of_a_newer_version_is_refused(old: CustomerBase, version: str) -> None:
    """A version that this Raccord does not know is named, with what to do."""
    old.sql(f"UPDATE raccord_meta SET value = '{version}' WHERE name = 'journal_version'")

    with pytest.raises(DatabaseError, match=f"has version {version}") as caught, old.opened():
        pass

    assert (caught.value.code, caught.value.hint) == ("journal-too-new", "Update Raccord on this computer.")
