"""The importing program is killed: all or nothing, and the lock is free for the next one (SPEC §5)."""

import os
from pathlib import Path

import pytest

from support.children import import_in_children
from support.every_family import new_base
from support.fault_rows import GONE, Proof, Survived
from support.fault_worlds import ROWS, World
from support.sheets import CustomerBase, catalogue_with

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")

STOPS = ("INSERT INTO raccord_operation", "INSERT INTO raccord_entry", "UPDATE customers", "INSERT INTO customers")

MAKING = ("\nCREATE TABLE raccord_meta", "\nCREATE TABLE customers", "CREATE UNIQUE INDEX", "INSERT INTO raccord_meta")


@pytest.mark.fault("The importing program is killed between two writes", GONE, Survived.BEFORE)
def test_killed_between_writes(world: World, proof: Proof) -> None:
    """Killed before any of its writes, one import after the other gets the lock and leaves nothing."""
    for status, _ in import_in_children(*((world.customers.url, stop) for stop in STOPS), rows=ROWS):
        proof.gone(status)

    proof.survived(world)


@pytest.mark.fault("The importing program is killed just before COMMIT", GONE, Survived.BEFORE)
def test_killed_before_the_commit(world: World, proof: Proof) -> None:
    """With all written but not committed, nothing is."""
    ((status, _),) = import_in_children((world.customers.url, "COMMIT"), rows=ROWS)

    proof.gone(status)
    proof.survived(world)


@pytest.mark.fault("The importing program is killed while it makes the base", GONE, Survived.UNMADE)
def test_killed_while_the_base_is_made(family: str, proof: Proof, tmp_path: Path) -> None:
    """Killed again and again, on MariaDB a table further each time, it leaves nothing that is in the way."""
    with new_base(family, tmp_path) as url:
        for stop in MAKING:
            ((status, _),) = import_in_children((url, stop), rows=ROWS)
            proof.gone(status)

        proof.unmade(CustomerBase(url, catalogue_with()))
