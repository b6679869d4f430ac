"""Opening a base: what is none, what is missing in one, what a preview leaves behind; folding in SQL (SPEC §6)."""

import os
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from raccord.catalogue import ExistingTable, Field, FieldType
from raccord.database import open_database
from raccord.database.making import add_missing_columns, missing_columns
from raccord.errors import DatabaseError
from raccord.jobs import import_sheet
from support.sheets import CustomerBase, catalogue_with, imported, job, preview

SHEET = ("Key Keep Keep Keep", "external_id name zip city", ["A1", "Anna", "75001", "Paris"])


def at(path: Path) -> CustomerBase:
    """The base that a path names."""
    return CustomerBase(f"sqlite:///{path}", catalogue_with())


def refused(customers: CustomerBase) -> DatabaseError:
    """The one error that preview and import give."""
    with pytest.raises(DatabaseError) as looking:
        preview(customers, *SHEET)
    with pytest.raises(DatabaseError) as importing:
        imported(customers, *SHEET)
    assert looking.value.code == importing.value.code
    assert importing.value.hint
    return importing.value


def test_file_that_is_no_database(tmp_path: Path) -> None:
    """A text file is told apart and stays as it is."""
    path = tmp_path / "notes.db"
    path.write_text("hello " * 1_000)

    assert refused(at(path)).code == "not-sqlite"
    assert path.read_text() == "hello " * 1_000


def test_folder_in_place_of_the_file(tmp_path: Path) -> None:
    """A folder cannot be imported into."""
    with pytest.raises(DatabaseError) as caught:
        imported(at(tmp_path), *SHEET)

    assert caught.value.code == "base-is-folder"
    assert list(tmp_path.iterdir()) == []


def test_file_in_place_of_the_folder(tmp_path: Path) -> None:
    """A folder that cannot be made is named."""
    (tmp_path / "file").touch()

    with pytest.raises(DatabaseError) as caught:
        imported(at(tmp_path / "file" / "customers.db"), *SHEET)

    assert caught.value.code == "no-folder"
    assert str(tmp_path / "file") in caught.value.title


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="rights do not bind this user")
def test_read_only_folder(customers: CustomerBase) -> None:
    """A base in a folder without the right to write is not imported into."""
    customers.add(name="Anna")
    customers.path.chmod(0o444)
    customers.path.parent.chmod(0o555)
    try:
        with pytest.raises(DatabaseError) as caught:
            imported(customers, *SHEET)
    finally:
        customers.path.parent.chmod(0o755)

    assert caught.value.code in {"base-read-only", "base-unreachable"}


def test_damaged_base(customers: CustomerBase) -> None:
    """A base whose pages are overwritten is told to be damaged."""
    customers.add_many([{"external_id": f"C{number}", "name": "Anna"} for number in range(500)])
    held = customers.path.read_bytes()
    customers.path.write_bytes(held[:4096] + b"\xee" * (len(held) - 4096))

    assert refused(customers).code == "base-corrupt"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("oracle://reader:secret@host/base", "unsupported-database"),
        ("postgresql://reader:secret@127.0.0.1:1/base", "base-unreachable"),
        ("mariadb://reader:secret@127.0.0.1:1/base", "base-unreachable"),
        ("nothing://here", "unsupported-database"),
        ("customers.db", "bad-url"),
        ("", "bad-url"),
    ],
)
def test_url_that_leads_nowhere(url: str, code: str) -> None:
    """A URL of another database, or none at all, is refused, and its password stays unseen."""
    with pytest.raises(DatabaseError) as caught, open_database(url, catalogue_with()):
        pass

    assert caught.value.code == code
    assert "secret" not in str(caught.value)


def test_password_is_not_shown(customers: CustomerBase) -> None:
    """The URL for people hides the password."""
    with customers.opened() as database:
        shown = replace(database, url="postgresql://reader:secret@host/base").shown_url

    assert shown == "postgresql://reader:***@host/base"


def test_foreign_database(customers: CustomerBase) -> None:
    """A database of other tables is no base, and gets none of Raccord's tables."""
    customers.sql("CREATE TABLE customers (id INTEGER)")

    error = refused(customers)

    assert (error.code, "raccord_meta" in error.title) == ("not-a-base", True)
    assert customers.sql("SELECT name FROM sqlite_master") == [("customers",)]


def test_catalogue_of_an_existing_table(customers: CustomerBase) -> None:
    """A catalogue that names a table makes no file for it."""
    table = ExistingTable("llx_societe", "rowid", {"name": "nom"})

    assert refused(replace(customers, catalogue=replace(customers.catalogue, table=table))).code == "table-missing"
    assert not customers.path.exists()


def test_missing_columns_are_added_on_demand(customers: CustomerBase) -> None:
    """A field that the catalogue gained is an error until its column is added, with its index; customers stay."""
    customers.add(name="Anna")
    more = (Field("vat", FieldType.TEXT, unique=True), Field("rank", FieldType.INTEGER))
    grown = replace(customers, catalogue=replace(customers.catalogue, fields=(*customers.catalogue.fields, *more)))
    error = refused(grown)
    assert (error.code, error.title) == ("missing-columns", "The customer base has no column for vat, rank.")

    with open_database(grown.url, grown.catalogue, check=False) as database:
        assert add_missing_columns(database) == ["vat", "rank"]
        assert missing_columns(database) == []

    assert imported(grown, "Key Overwrite Overwrite", "name vat rank", ["Anna", "V1", 3]).outcomes == "updated"
    assert grown.all() == {1: {"name": "Anna", "vat": "V1", "rank": 3}}
    with pytest.raises(IntegrityError):
        grown.add(vat="V1")


def test_preview_of_a_missing_base_writes_nothing(tmp_path: Path) -> None:
    """Neither the file nor its folder is made by a preview; the import makes both."""
    missing = at(tmp_path / "new" / "folder" / "customers.db")

    assert preview(missing, *SHEET).outcomes == "created"
    assert list(tmp_path.iterdir()) == []
    assert imported(missing, *SHEET).outcomes == "created"
    assert missing.get(1)["name"] == "Anna"


def test_empty_file_counts_as_missing(tmp_path: Path) -> None:
    """A file without a byte, as a killed program leaves it, becomes a base by an import."""
    empty = at(tmp_path / "customers.db")
    empty.path.touch()

    assert [warning.code for warning in preview(empty, *SHEET).warnings] == ["new-base"]
    assert empty.path.stat().st_size == 0
    assert imported(empty, *SHEET).applied


def test_preview_while_another_import_writes(customers: CustomerBase) -> None:
    """A preview does not wait for a writer, and sees the base as it was."""
    customers.add(external_id="A1", name="Anna", zip="75001", city="Paris")
    with closing(sqlite3.connect(customers.path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM customers")

        seen = preview(customers, *SHEET)

        writer.execute("ROLLBACK")
    assert seen.outcomes == "unchanged"


@pytest.mark.parametrize(("options", "milliseconds"), [({}, 30_000), ({"patience": 0.5}, 500)])
def test_locks_are_waited_for_as_long_as_is_asked(
    customers: CustomerBase, options: dict[str, float], milliseconds: int
) -> None:
    """Half a minute where nobody says otherwise."""
    customers.add(external_id="A1", name="Anna", zip="75001", city="Paris")
    opened = open_database(customers.url, customers.catalogue, **options)  # type: ignore[arg-type]
    with opened as database, database.connected() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == milliseconds


def test_import_of_a_locked_base_is_told(customers: CustomerBase) -> None:
    """When the patience is over, the message says who has the base and what to do."""
    customers.add(external_id="A1", name="Anna", zip="75001", city="Paris")
    hasty = replace(job(customers, *SHEET), patience=0.01)
    with closing(sqlite3.connect(customers.path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")

        with (
            pytest.raises(DatabaseError, match="Another import is working on this base") as caught,
            import_sheet(hasty),
        ):
            pass

    assert caught.value.code == "base-locked"


def test_failed_import_leaves_nothing(customers: CustomerBase) -> None:
    """What the database refuses in the midst of the writes takes all of them back."""
    customers.add(external_id="A1", name="Anna", zip="75001", city="Paris")
    imported(customers, "Key Overwrite . .", SHEET[1], ["A1", "Anne"])
    customers.sql("CREATE TRIGGER t BEFORE INSERT ON customers BEGIN SELECT RAISE(ABORT, 'no more'); END")
    held = customers.all()

    with pytest.raises(DatabaseError) as caught:
        imported(customers, "Key Overwrite Overwrite Overwrite", SHEET[1], ["A1", "Anja"], ["B2", "Bert", "1", "Ulm"])

    assert (caught.value.code, "no more" in caught.value.title) == ("database-fault", True)
    assert customers.all() == held
    assert customers.sql("SELECT count(*) FROM raccord_operation") == [(1,)]


def test_base_has_a_write_ahead_log_and_foreign_keys(customers: CustomerBase) -> None:
    """Raccord's SQLite bases are in WAL, and what the journal refers to has to be there."""
    with customers.opened() as database, database.connected() as connection:
        settings = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys")]
        assert settings == ["wal", 1]
        with pytest.raises(IntegrityError, match="FOREIGN KEY"):
            connection.exec_driver_sql(
                "INSERT INTO raccord_entry (operation, customer, before, after) VALUES (99, 1, 'n', 'a')"
            )


def test_import_brings_the_write_ahead_log_back(customers: CustomerBase) -> None:
    """A base that lost its WAL, as a copy of it may, gets it again from an import, and a preview leaves it alone."""
    customers.add(external_id="A1", name="Anna", zip="75001", city="Paris")
    customers.sql("PRAGMA journal_mode = DELETE")

    assert preview(customers, *SHEET).outcomes == "unchanged"
    assert customers.sql("PRAGMA journal_mode") == [("delete",)]
    imported(customers, *SHEET)
    assert customers.sql("PRAGMA journal_mode") == [("wal",)]


def test_two_make_one_base(customers: CustomerBase) -> None:
    """Who makes a base while another process holds the new file waits for it."""
    with closing(sqlite3.connect(customers.path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        ending = threading.Timer(0.3, other.execute, ["COMMIT"])
        ending.start()
        with customers.opened() as database:
            assert not missing_columns(database)
        ending.join()


def test_base_that_cannot_be_made_is_told_at_once(customers: CustomerBase) -> None:
    """Only a lock is waited for: a new file that cannot be written is an error however long the patience."""
    customers.path.touch()
    url = f"sqlite:///file:{customers.path}?mode=ro&uri=true"

    with pytest.raises(DatabaseError) as caught, open_database(url, customers.catalogue, create=True, patience=1e6):
        pass

    assert caught.value.code == "base-read-only"
