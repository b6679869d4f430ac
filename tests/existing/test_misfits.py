"""Catalogues that do not fit their table, and tables that ask for more than a catalogue gives (SPEC §6)."""

from typing import Any

import pytest
from sqlalchemy import make_url

from raccord.catalogue import Catalogue, ExistingTable, Field, FieldType
from raccord.errors import DatabaseError
from raccord.journal import list_operations, undo
from support.foreign_tables import Design, ForeignTable
from support.sheets import codes, imported, preview

NAME = Field("name", FieldType.TEXT, required=True)
CODE = Field("external_id", FieldType.TEXT, unique=True, immutable=True, case_sensitive=True)
SERIAL = {
    "sqlite": "INTEGER PRIMARY KEY",
    "postgresql": "serial PRIMARY KEY",
    "mariadb": "int AUTO_INCREMENT PRIMARY KEY",
}


def table(url: str, columns: str, fields: tuple[Field, ...] = (CODE, NAME), **described: Any) -> ForeignTable:
    """A table `clients` of some columns, and a catalogue that describes it."""
    family = make_url(url).get_backend_name()
    definition = f"CREATE TABLE clients ({columns.format(serial=SERIAL[family])})"
    found = ExistingTable(**{"name": "clients", "id": "nr", **described})
    return ForeignTable.made(url, Design("clients", "nr", "", {family: definition}), Catalogue(fields, found))


def refusal(base: ForeignTable) -> DatabaseError:
    """Why the base is not opened."""
    with pytest.raises(DatabaseError) as caught, base.opened():
        pass
    return caught.value


@pytest.mark.parametrize(
    ("columns", "described", "code", "words"),
    [
        ("nr {serial}, name varchar(9)", {}, "column-missing", "table.columns.external_id: table “clients” has no"),
        ("nr {serial}, name varchar(9)", {"name": "kunden"}, "table-missing", "table.name: The database has no table"),
        ("nr {serial}, name varchar(9)", {"id": "rowid_"}, "column-missing", "table.id: table “clients” has no column"),
        ("nr int, name varchar(9), external_id varchar(9)", {}, "bad-key", "table.id: “nr” must be the primary key"),
        (
            "nr int, sub int, name varchar(9), external_id varchar(9), PRIMARY KEY (nr, sub)",
            {},
            "bad-key",
            "but its primary key is nr, sub",
        ),
        ("nr {serial}, name int, external_id varchar(9)", {}, "column-type", "table.columns.name: “name” holds whole"),
        (
            "nr {serial}, name varchar(9), external_id varchar(9)",
            {"where": {"kind": 1}},
            "column-missing",
            "table.where.kind: table “clients” has no column “kind”",
        ),
        (
            "nr {serial}, name varchar(9), external_id varchar(9), kind int",
            {"where": {"kind": "customer"}},
            "column-type",
            "table.where.kind: “kind” holds whole numbers, which 'customer' is not",
        ),
    ],
)
def test_catalogue_that_does_not_fit(
    base_url: str, columns: str, described: dict[str, Any], code: str, words: str
) -> None:
    """The error names the key of the catalogue and what is wrong with it, and nothing is made."""
    base = table(base_url, columns, **described)
    before = base.definition()

    error = refusal(base)

    assert (error.code, words in str(error)) == (code, True), str(error)
    assert base.definition() == before


def test_table_without_transactions(base_url: str) -> None:
    """A table that MariaDB keeps without transactions is refused, as an import could be written in part."""
    if not base_url.startswith("mariadb"):
        pytest.skip("Only MariaDB has tables without transactions.")
    base = table(base_url, "nr {serial}, name varchar(9), external_id varchar(9)")
    base.sql("ALTER TABLE clients ENGINE = MyISAM")

    error = refusal(base)

    assert error.code == "no-transactions"
    assert "table.name: table “clients” is kept by MyISAM" in str(error)
    base.sql("ALTER TABLE clients ENGINE = InnoDB")
    with base.opened():
        pass


def test_column_that_needs_a_value(base_url: str) -> None:
    """A NOT NULL column that nothing fills lets customers be updated, but none be created."""
    columns = "nr {serial}, name varchar(9), external_id varchar(9), kind int NOT NULL"
    base = table(base_url, columns)
    base.add(name="Anna", external_id="A1", kind=1)

    assert preview(base, "Key Overwrite", "external_id name", ["A1", "Anne"]).outcomes == "updated"
    with pytest.raises(DatabaseError, match="need a value for kind"):
        preview(base, "Key Overwrite", "external_id name", ["B2", "Bert"])


def test_defaults_of_new_rows(base_url: str) -> None:
    """`table.defaults` fills what the catalogue has no field for."""
    columns = "nr {serial}, name varchar(9), external_id varchar(9), kind int NOT NULL"
    base = table(base_url, columns, defaults={"kind": 7})

    imported(base, "Key Overwrite", "external_id name", ["B2", "Bert"])

    assert base.rows("name", "kind") == {1: ("Bert", 7)}


def test_blanks_of_columns_that_cannot_be_null(base_url: str) -> None:
    """A text is cleared to an empty one and stays blank for Raccord; a number cannot be cleared."""
    fields = (CODE, NAME, Field("city", FieldType.TEXT), Field("grade", FieldType.INTEGER))
    columns = (
        "nr {serial}, name varchar(9), external_id varchar(9), city varchar(9) NOT NULL, grade int DEFAULT 3 NOT NULL"
    )
    base = table(base_url, columns, fields)
    base.add(name="Anna", external_id="A1", city="Nice", grade=1)
    marks, headers = "Key overwrite_or_clear Overwrite", "external_id city name"

    cleared = imported(base, marks, headers, ["A1", None, "Anna"], ["B2", None, "Bert"])
    with base.opened() as database:
        stored = base.rows("city", "grade")
        taken = undo(database)

    assert cleared.outcomes == "updated created"
    assert stored == {1: ("", 1), 2: ("", 3)}
    assert (taken.conflict_count, base.rows("city", "grade")) == (0, {1: ("Nice", 1)})
    refused = preview(base, "Key overwrite_or_clear", "external_id grade", ["A1", None])
    assert (refused.outcomes, codes(refused.row)) == ("invalid", ["clears-required"])


def test_journal_of_another_table(base_url: str) -> None:
    """Two tables cannot share one journal, whose ids would mean two customers."""
    columns = "nr {serial}, name varchar(9), external_id varchar(9)"
    first = table(base_url, columns)
    with first.opened() as database:
        assert list_operations(database) == []
    first.sql("CREATE TABLE others (nr int PRIMARY KEY, name varchar(9), external_id varchar(9))")
    other = ForeignTable(base_url, Catalogue((CODE, NAME), ExistingTable("others", "nr")), "others", "nr")

    error = refusal(other)

    assert (error.code, "table “clients”" in error.title) == ("other-journal", True)


@pytest.mark.parametrize("when_deleted", ["", " ON DELETE CASCADE"])
def test_customer_that_others_point_to(base_url: str, when_deleted: str) -> None:
    """A customer with an invoice is never deleted, whether the database would refuse it or delete the invoice too."""
    base = table(base_url, "nr {serial}, name varchar(9), external_id varchar(9)")
    base.add(name="Anna", external_id="A1")
    base.add(name="Bert", external_id="B2")
    pointer = f"client int, FOREIGN KEY (client) REFERENCES clients (nr){when_deleted}"
    base.sql(f"CREATE TABLE invoices (id int PRIMARY KEY, {pointer})")
    base.sql("INSERT INTO invoices VALUES (1, 2)")

    with pytest.raises(DatabaseError, match=r"nr 2 cannot leave the table, because “invoices\.client” points to it"):
        imported(base, "Key Overwrite", "external_id name", ["A1", "Anna"], mode="update_delete")

    assert (base.rows("name"), base.sql("SELECT id FROM invoices")) == ({1: ("Anna",), 2: ("Bert",)}, [(1,)])


def test_long_keys(base_url: str) -> None:
    """Keys of 64 bits are ids like any others."""
    base = table(base_url, "nr bigint PRIMARY KEY, name varchar(9), external_id varchar(9)")
    base.add(nr=2**40, name="Anna", external_id="A1")

    seen = imported(base, "Key Overwrite", "external_id name", ["A1", "Anne"], ["B2", "Bert"])
    with base.opened() as database:
        undo(database)

    assert [row.customer for row in seen.rows] == [2**40, 2**40 + 1]
    assert base.rows("name") == {2**40: ("Anna",)}


def test_key_that_is_used_again(base_url: str) -> None:
    """A deleted customer whose key another program has given anew does not come back in the other's place."""
    base = table(base_url, "nr int PRIMARY KEY, name varchar(9), external_id varchar(9)")
    base.add(nr=1, name="Anna", external_id="A1")
    base.add(nr=2, name="Bert", external_id="B2")
    imported(base, "Key Overwrite", "external_id name", ["A1", "Anna"], mode="update_delete")
    base.add(nr=2, name="Cleo", external_id="C3")

    with base.opened() as database:
        undo(database)

    assert base.rows("name") == {1: ("Anna",), 2: ("Cleo",)}


def test_import_of_a_short_key_table_counts_past_deleted_ones(base_url: str) -> None:
    """The id of a deleted customer is not given to a new one."""
    base = table(base_url, "nr int PRIMARY KEY, name varchar(9), external_id varchar(9)")
    base.add(nr=1, name="Anna", external_id="A1")
    base.add(nr=2, name="Bert", external_id="B2")

    imported(base, "Key Overwrite", "external_id name", ["A1", "Anna"], mode="update_delete")
    imported(base, "Key Overwrite", "external_id name", ["C3", "Cleo"])

    assert base.rows("name") == {1: ("Anna",), 3: ("Cleo",)}
