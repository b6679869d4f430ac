"""Least rights: what the scripts in templates/ grant is enough for all that Raccord does, and for nothing else."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from raccord.catalogue import Catalogue, Field, FieldType
from raccord.catalogue_files import load_catalogue
from raccord.cli import main
from raccord.database import open_database
from raccord.database.existing import column_name
from raccord.database.making import add_missing_columns
from raccord.errors import DatabaseError
from raccord.files import read_grids
from support.every_family import new_base
from support.foreign_tables import DOLIBARR, ForeignTable
from support.rights import TEMPLATES, granted, let_in, new_user, refused, schema_of
from support.sheets import ANNA, BERT, FULL, CustomerBase, catalogue_with, imported, preview

SERVERS = ("postgresql", "mariadb")
Raccord = Callable[..., int]


@pytest.fixture(params=SERVERS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A base on each server that is not there yet, by its owner."""
    with new_base(request.param, tmp_path) as found:
        yield found


@pytest.fixture
def raccord(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Raccord:
    """Run a command as somebody; gives its exit status, and leaves what it said to `capsys`."""
    (tmp_path / "config.yaml").touch()
    monkeypatch.setenv("RACCORD_CONFIG", str(tmp_path / "config.yaml"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)

    def run(user: str, *words: str) -> int:
        monkeypatch.setenv("RACCORD_DATABASE", user)
        capsys.readouterr()
        return main(words)

    return run


def write(folder: Path, name: str, *lines: str) -> str:
    """Write a csv file."""
    (folder / name).write_text("\n".join(lines) + "\n", "utf-8")
    return name


def everything(raccord: Raccord, user: str, folder: Path) -> None:
    """Do as an importer what importers do; Anna is customer 1."""
    marks, headers = "Key;Overwrite;Overwrite;Overwrite", "External ID;Name;Zip;City"
    first = write(folder, "first.csv", marks, headers, "A1;Anne;1;Ulm", "C3;Carl;2;Bonn", "D4;Dora;3;Köln")
    rest = write(folder, "rest.csv", marks, headers, "C3;Carl;2;Bonn")
    back = write(folder, "back.csv", marks, headers, "A1;Anna;75001;Paris")
    assert raccord(user, "preview", first) == 0
    assert raccord(user, "import", first) == 0
    assert raccord(user, "import", rest, "--mode", "update-delete") == 0
    assert raccord(user, "bin", "restore", "1") == 0
    assert raccord(user, "import", rest, "--mode", "update-delete") == 0
    assert raccord(user, "import", back) == 0
    assert raccord(user, "restore-points", "--create", "by hand") == 0
    assert raccord(user, "undo") == 0
    assert raccord(user, "restore", "1") == 0
    assert raccord(user, "history", "1") == 0
    assert raccord(user, "export", "out.xlsx") == 0
    assert raccord(user, "suggest-keys", first) == 0
    assert raccord(user, "database", "check") == 0
    assert raccord(user, "database", "create") == 0


def names(folder: Path, column: str) -> set[object]:
    """A column of the export."""
    (grid,) = read_grids(folder / "out.xlsx")
    rows = [list(row) for row in grid.read()]
    at = rows[1].index(column)
    return {row[at] for row in rows[2:]}


FORBIDDEN = [
    "DROP TABLE {table}",
    "ALTER TABLE {table} ADD COLUMN more INTEGER",
    "CREATE TABLE {place}more (number INTEGER)",
    "CREATE INDEX more ON {table} ({column})",
    "TRUNCATE TABLE {table}",
    "DROP TABLE {place}raccord_entry",
    "TRUNCATE TABLE {place}raccord_operation",
    "DELETE FROM {place}raccord_meta",
    "UPDATE {place}raccord_entry SET cells = NULL",
]


def check_forbidden(user: str, table: str, column: str, *more: str) -> None:
    """The server itself refuses a user what changes tables."""
    place = f"{schema_of(user)}." if user.startswith("postgresql") else ""
    for statement in (*FORBIDDEN, *more):
        said = refused(user, statement.format(place=place, table=f"{place}{table}", column=column))
        assert any(word in said for word in ("denied", "must be owner")), said


@pytest.fixture
def base(url: str) -> CustomerBase:
    """A base of Raccord's own with two customers, by its owner."""
    made = CustomerBase(url, catalogue_with())
    made.add_many([ANNA, BERT])
    return made


def test_an_importer_does_everything_but_change_tables(base: CustomerBase, raccord: Raccord, tmp_path: Path) -> None:
    """Preview, import, bin, undo, restore, history, export and check work; the server refuses the rest."""
    before = base.all()
    with granted(base.url, "") as users:
        everything(raccord, users.importer, tmp_path)

        assert base.all() == before
        assert names(tmp_path, "Name") == {"Anna", "Bert"}
        check_forbidden(users.importer, "customers", "zip")


def test_an_importer_purges_and_forgets(base: CustomerBase, raccord: Raccord, tmp_path: Path) -> None:
    """Customers whose time in the bin is over and operations that are too old go by an importer's rights as well."""
    sheet = write(tmp_path, "b.csv", "Key;Keep", "External ID;Name", "B2;Bert")
    with granted(base.url, "") as users:
        assert raccord(users.importer, "import", sheet, "--mode", "update-delete") == 0
        base.sql("UPDATE customers SET deleted_at = '2020-01-01T00:00:00Z' WHERE id = 1")
        base.sql("UPDATE raccord_operation SET at = '2020-01-01T00:00:00Z'")
        assert (
            raccord(
                users.importer,
                "import",
                write(tmp_path, "c.csv", "Key;Keep;Keep;Keep", "External ID;Name;Zip;City", "C3;C;1;Ulm"),
            )
            == 0
        )

        assert set(base.all()) == {2, 3}
        assert base.sql("SELECT count(*) FROM raccord_operation WHERE at < '2021'") == [(0,)]


def test_a_reader_looks_and_cannot_write(
    base: CustomerBase, raccord: Raccord, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Preview, history, lists, export and check work; an import is refused with what to do, and nothing is written."""
    sheet = write(
        tmp_path, "a.csv", "Key;Overwrite;Keep;Keep", "External ID;Name;Zip;City", "A1;Anne;;", "C3;Carl;1;Ulm"
    )
    before = base.all()
    with granted(base.url, "") as users:
        for words in (
            *(("preview", sheet), ("history", "1"), ("export", "out.xlsx"), ("database", "check"), ("bin",)),
            *(("restore-points",), ("suggest-keys", sheet)),
        ):
            assert raccord(users.reader, *words) == 0, words
        assert names(tmp_path, "Name") == {"Anna", "Bert"}
        check_forbidden(users.reader, "customers", "zip", "DELETE FROM {table}", "UPDATE {table} SET zip = '1'")

        for words in (("import", sheet), ("restore-points", "--create", "mine")):
            assert raccord(users.reader, *words) == 2
            assert "may not do this" in (said := capsys.readouterr().err)
            assert "Ask the administrator for an importer's rights" in said
    assert base.all() == before


def test_a_readers_refusal_has_its_code(base: CustomerBase) -> None:
    """What the server forbids is `base-forbidden`, whichever server it is."""
    with granted(base.url, "") as users, pytest.raises(DatabaseError) as caught:
        imported(CustomerBase(users.reader, base.catalogue), *FULL, ["A1", "Anne", "75001", "Paris"])

    assert caught.value.code == "base-forbidden"


def test_who_waits_for_another_user_is_told(base: CustomerBase) -> None:
    """An importer who waits in vain for somebody else's import is told so, whatever the server tells of others."""
    with granted(base.url, "") as users, base.opened() as database, database.writing():
        opened = open_database(users.importer, base.catalogue, patience=0.5)
        with opened as second, pytest.raises(DatabaseError, match="Another import") as caught, second.writing():
            pass

    assert caught.value.code == "base-locked"


def told_whom_to_ask(user: str, catalogue: Catalogue, code: str) -> bool:
    """Import as a user; tells whether the error has the code and names who makes tables, and how."""
    with pytest.raises(DatabaseError) as caught:
        imported(CustomerBase(user, catalogue), "Key Overwrite", "external_id name", ["A1", "Anne"])
    return caught.value.code == code and "Ask the administrator to run: raccord database create" in str(caught.value)


def test_without_tables_the_administrator_is_named(url: str) -> None:
    """Who may not make tables is told whom to ask, and by which command."""
    with let_in(url) as user:
        assert told_whom_to_ask(user, catalogue_with(), "base-incomplete")


def test_who_may_not_even_enter_is_told(base: CustomerBase) -> None:
    """A user without any right on the schema or the database is told that as well, by an error of the base."""
    with new_user(base.url) as user, pytest.raises(DatabaseError) as caught:
        imported(CustomerBase(user, base.catalogue), *FULL, ["A1", "Anna", "1", "Ulm"])

    assert caught.value.code == "no-such-database"


def test_new_columns_are_the_administrators(base: CustomerBase) -> None:
    """An importer whose catalogue has a new field is told who adds the column."""
    more = replace(base.catalogue, fields=(*base.catalogue.fields, Field("shoe", FieldType.TEXT, {"en": "Shoe"})))
    with (
        granted(base.url, "") as users,
        open_database(users.importer, more, create=True, check=False) as database,
        pytest.raises(DatabaseError) as caught,
    ):
        add_missing_columns(database)

    assert caught.value.code == "base-incomplete"


# --- the table of another program


@pytest.fixture
def dolibarr(url: str) -> ForeignTable:
    """Dolibarr's table with two customers and Raccord's tables beside it."""
    table = ForeignTable.made(url, DOLIBARR)
    for code, name in (("A1", "Anna"), ("B2", "Bert")):
        table.add(code_client=code, nom=name, client=1, entity=1)
    with table.opened():
        pass
    return table


@pytest.fixture
def on_dolibarr(raccord: Raccord, monkeypatch: pytest.MonkeyPatch) -> Raccord:
    """Run commands with Dolibarr's catalogue."""
    monkeypatch.setenv("RACCORD_CATALOGUE", str(TEMPLATES / DOLIBARR.catalogue))
    return raccord


def test_an_importer_of_a_foreign_table(dolibarr: ForeignTable, on_dolibarr: Raccord, tmp_path: Path) -> None:
    """All works, though of the table only the catalogue's columns can be changed."""
    with granted(dolibarr.url, "-existing") as users:
        everything(on_dolibarr, users.importer, tmp_path)

        assert dolibarr.rows("nom", "client") == {1: ("Anna", 1), 2: ("Bert", 1)}
        others = ("UPDATE {table} SET entity = 2", "UPDATE {table} SET fk_stcomm = 1")
        check_forbidden(users.importer, "llx_societe", "zip", *others)


def test_a_reader_of_a_foreign_table(dolibarr: ForeignTable, on_dolibarr: Raccord, tmp_path: Path) -> None:
    """A reader previews and exports it, and imports nothing."""
    sheet = write(
        tmp_path, "a.csv", "Key;Overwrite;Keep;Keep", "External ID;Name;Zip;City", "A1;Anne;;", "C3;Carl;1;Ulm"
    )
    with granted(dolibarr.url, "-existing") as users:
        assert on_dolibarr(users.reader, "preview", sheet) == 0
        assert on_dolibarr(users.reader, "export", "out.xlsx") == 0
        assert on_dolibarr(users.reader, "import", sheet) == 2
        check_forbidden(users.reader, "llx_societe", "zip", "DELETE FROM {table}", "UPDATE {table} SET nom = 'x'")

        assert dolibarr.rows("nom") == {1: ("Anna",), 2: ("Bert",)}


@pytest.mark.parametrize("server", SERVERS)
def test_the_scripts_name_the_columns_of_the_catalogue(server: str) -> None:
    """The example grants UPDATE on what dolibarr.yaml maps, no more and no less."""
    catalogue: Catalogue = load_catalogue(TEMPLATES / DOLIBARR.catalogue)
    text = (TEMPLATES / f"grants-{server}-existing.sql").read_text("utf-8")

    (listed,) = [part.partition(")")[0] for part in text.split("UPDATE (")[1:]]

    assert catalogue.table is not None
    assert listed.replace(",", " ").split() == [column_name(catalogue.table, one) for one in catalogue.fields]


def test_without_a_journal_the_administrator_is_named(url: str) -> None:
    """Beside a foreign table without Raccord's tables, a preview works, and an import says whom to ask for them."""
    table = ForeignTable.made(url, DOLIBARR)
    table.add(code_client="A1", nom="Anna", client=1, entity=1)
    with let_in(url, "llx_societe") as user:
        seen = preview(CustomerBase(user, table.catalogue), "Key Overwrite", "external_id name", ["A1", "Anne"])

        assert seen.outcomes == "updated"
        assert told_whom_to_ask(user, table.catalogue, "base-incomplete")
