"""Several users at once: imports behave as one after the other, and who waits in vain is told for whom (SPEC §5)."""

from dataclasses import replace
from pathlib import Path

import pytest

from raccord.errors import DatabaseError
from raccord.jobs import import_sheet
from raccord.journal import list_operations
from support.crowd import IMPORTERS, IMPORTS, as_one_after_the_other, let_import, start
from support.journals import undone
from support.sheets import ANNA, FULL, CustomerBase, job, preview


def test_eight_importers_are_one_after_the_other(customers: CustomerBase, tmp_path: Path) -> None:
    """The base is what the imports make in the order of the journal, and each can be taken back."""
    start(customers)
    before = customers.all()

    assert let_import([customers.url] * IMPORTERS) == [0] * IMPORTERS

    assert customers.all() == as_one_after_the_other(customers, tmp_path).all()
    with customers.opened() as database:
        numbers = [one.number for one in list_operations(database)]
    assert len(numbers) == IMPORTERS * IMPORTS
    for number in numbers:
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
