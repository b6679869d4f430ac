"""A journal of an older version is brought up to date, on every family.

Version 1 had a row for each changed cell, version 2 row images in JSON; both had the states in words.
"""

import json

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, bindparam, case, insert, inspect, update

from raccord.cli import main
from raccord.database import open_database
from raccord.database.row_images import Cell, read_image
from raccord.database.schema import JOURNAL_VERSION
from raccord.database.types import CUSTOMER_ID, text
from raccord.database.upgrading import upgrade_journal
from raccord.errors import DatabaseError
from raccord.journal import history_of
from raccord.journal.operations import State
from support.journals import restored
from support.sheets import CustomerBase, catalogue_with, imported

HOSTILE = 'a"b\\c’\u0001\n\u2028😀É, [1]\x1f*\x1f\x1ee'
SHEETS = [
    [["C1", "Dupont", "1", "Ulm", HOSTILE, 7], ["C2", "Martin", "2", "Bonn", "Lyon", None]],
    [
        ["C1", "Durand", "1", "Ulm", "Paris", 8],
        ["C2", "Möller", "2", "Bonn", HOSTILE, 0],
        ["C3", "New", "3", "Ay", None, 1],
    ],
]


@pytest.fixture
def current(base_url: str) -> CustomerBase:
    """A base with two imports, of today's version."""
    customers = CustomerBase(base_url, catalogue_with())
    for rows in SHEETS:
        imported(
            customers,
            "Key Overwrite Overwrite Overwrite Overwrite Overwrite",
            "external_id name zip city notes call_interval",
            *rows,
        )
    return customers


@pytest.fixture(params=[1, 2])
def old(request: pytest.FixtureRequest, current: CustomerBase) -> CustomerBase:
    """The same, as an older version would have kept it."""
    with current.opened() as database:
        entry, meta = database.journal.entry, database.journal.meta
    kept = images(current)
    words = {state.letter: state.value for state in State}
    in_words = {one: case(words, value=one) for one in (entry.c.before, entry.c.after)}
    with current.connected() as connection:
        connection.execute(update(entry).values(in_words))
        connection.execute(update(meta).where(meta.c.name == "journal_version").values(value=str(request.param)))
        if request.param == 1:
            cells = [(operation, customer, *one) for operation, customer, image in kept for one in image]
            table = cell_table()
            table.create(connection)
            connection.execute(insert(table), [dict(zip(table.c.keys(), one, strict=True)) for one in cells])
            connection.exec_driver_sql("ALTER TABLE raccord_entry DROP COLUMN cells")
        else:
            same = (entry.c.operation == bindparam("number"), entry.c.customer == bindparam("who"))
            arrays = [{"number": number, "who": who, "image": json.dumps(image)} for number, who, image in kept]
            connection.execute(update(entry).where(*same).values(cells=bindparam("image")), arrays)
    return current


def cell_table() -> Table:
    """The table of cells as version 1 had it."""
    keys = [Column(name, CUSTOMER_ID, primary_key=True) for name in ("operation", "customer")]
    values = [Column("field", Integer, primary_key=True), Column("old", text()), Column("new", text())]
    return Table("raccord_cell", MetaData(), *keys, *values)


def images(customers: CustomerBase) -> list[tuple[int, int, list[Cell]]]:
    """The cells of each entry."""
    found = customers.sql("SELECT operation, customer, cells FROM raccord_entry ORDER BY operation, customer")
    return [(operation, customer, read_image(image)) for operation, customer, image in found]


def upgraded(customers: CustomerBase) -> bool:
    """Bring a journal up to date."""
    with open_database(customers.url, customers.catalogue, check=False) as database:
        return upgrade_journal(database)


def test_images_are_read_back(current: CustomerBase) -> None:
    """Each family's SQL writes what Python reads: any character, numbers as text, blanks as None."""
    assert images(current) == [
        (
            1,
            1,
            [
                (1, None, "C1"),
                (2, None, "Dupont"),
                (4, None, "1"),
                (5, None, "Ulm"),
                (23, None, HOSTILE),
                (13, None, "7"),
            ],
        ),
        (1, 2, [(1, None, "C2"), (2, None, "Martin"), (4, None, "2"), (5, None, "Bonn"), (23, None, "Lyon")]),
        (2, 1, [(2, "Dupont", "Durand"), (23, HOSTILE, "Paris"), (13, "7", "8")]),
        (2, 2, [(2, "Martin", "Möller"), (23, "Lyon", HOSTILE), (13, None, "0")]),
        (2, 3, [(1, None, "C3"), (2, None, "New"), (4, None, "3"), (5, None, "Ay"), (13, None, "1")]),
    ]


def test_upgrade_loses_nothing(old: CustomerBase) -> None:
    """The upgraded journal holds the same cells, is of today's version, and takes the base back to its beginning."""
    assert upgraded(old)
    kept = images(old)

    assert not upgraded(old)
    assert sorted(kept[0][2])[-2:] == [(13, None, "7"), (23, None, HOSTILE)]
    assert [len(image) for _, _, image in kept] == [6, 5, 3, 3, 5]
    assert old.sql("SELECT value FROM raccord_meta WHERE name = 'journal_version'") == [(str(JOURNAL_VERSION),)]
    with old.connected() as connection:
        assert not inspect(connection).has_table("raccord_cell")
    with old.opened() as database:
        assert [change.new for change in history_of(database, 2)[1].changes] == ["Möller", 0, HOSTILE]
    restored(old, 1)
    assert old.all() == {}


@pytest.mark.parametrize("old", [1], indirect=True)
def test_upgrade_that_was_cut_off_is_done_again(old: CustomerBase) -> None:
    """Cut off after the new column was made, an upgrade starts anew."""
    column = "MEDIUMTEXT CHARACTER SET utf8mb4" if old.url.startswith("mariadb") else "TEXT"
    old.sql(f"ALTER TABLE raccord_entry ADD COLUMN cells {column}")

    assert upgraded(old)
    assert len(images(old)) == 5


def test_older_journal_on_a_server_waits_for_its_owner(old: CustomerBase, capsys: pytest.CaptureFixture[str]) -> None:
    """A file is brought up to date when it is opened; a server's base, which others use, when its owner says so."""
    if old.url.startswith("sqlite"):
        with open_database(old.url, old.catalogue):
            assert len(images(old)) == 5
        return
    with pytest.raises(DatabaseError) as caught, open_database(old.url, old.catalogue):
        pass
    assert caught.value.code == "journal-too-old"
    assert "raccord database create" in caught.value.hint

    assert main(["database", "create", "--database", old.url]) == 0
    assert "got a journal of this version" in capsys.readouterr().out
    with open_database(old.url, old.catalogue):
        assert len(images(old)) == 5
