"""Several users at once: imports behave as one after the other, and who waits in vain is told for whom (SPEC §5)."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from raccord.errors import DatabaseError
from raccord.jobs import import_sheet
from raccord.journal import list_operations
from support.crowd import IMPORTERS, IMPORTS, import_file, start
from support.journals import undone
from support.sheets import ANNA, FULL, CustomerBase, catalogue_with, job, preview

TESTS = Path(__file__).parents[1]


def test_eight_importers_are_one_after_the_other(customers: CustomerBase, tmp_path: Path) -> None:
    """The base is what the imports make in the order of the journal, and each can be taken back."""
    start(customers)
    before = customers.all()
    command = [sys.executable, "-m", "support.crowd", customers.url]

    environ = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])}
    crowd = [subprocess.Popen([*command, str(one)], env=environ) for one in range(IMPORTERS)]

    assert [one.wait(timeout=240) for one in crowd] == [0] * IMPORTERS
    with customers.opened() as database:
        files = [one.file for one in reversed(list_operations(database))]
    assert len(files) == IMPORTERS * IMPORTS
    alone = CustomerBase(f"sqlite:///{tmp_path}/alone.db", catalogue_with())
    start(alone)
    for file in files:
        import_file(alone, str(file))
    assert customers.all() == alone.all()
    for number in range(len(files), 0, -1):
        assert not undone(customers, number).conflict_count
    assert customers.all() == before


def test_who_waits_in_vain_is_told_for_whom(customers: CustomerBase) -> None:
    """While one import is at work, a second one ends after its patience, names the first and writes nothing."""
    customers.add(**ANNA)
    second = replace(job(customers, *FULL, ["A1", "Anne", "75001", "Paris"]), patience=0.5)

    with (
        customers.opened() as database,
        database.writing(),
        pytest.raises(DatabaseError) as caught,
        import_sheet(second),
    ):
        pass

    assert caught.value.code == "base-locked"
    assert caught.value.title != "Another import is working on this base."
    assert customers.all()[1]["name"] == "Anna"


def test_preview_waits_for_nobody(customers: CustomerBase) -> None:
    """While an import is at work, previews see the base as it was before."""
    customers.add(**ANNA)

    with customers.opened() as database, database.writing() as connection:
        connection.execute(database.customers.table.update().values(name="Anne"))
        seen = preview(customers, *FULL, ["A1", "Anna", "75001", "Paris"])

    assert seen.outcomes == "unchanged"
