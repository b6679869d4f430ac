"""A base whose journal a newer Raccord has written."""

import pytest

from raccord.database.schema import JOURNAL_VERSION
from raccord.errors import DatabaseError
from support.fault_rows import Proof, Survived
from support.fault_worlds import World, whole_base

VERSION = "UPDATE raccord_meta SET value = '{}' WHERE name = 'journal_version'"


@pytest.mark.fault(
    "The journal is from a newer version of Raccord",
    "The base's journal has version …; this Raccord knows versions up to …. Update Raccord on this computer.",
    Survived.BEFORE,
)
def test_newer_journal(world: World, proof: Proof) -> None:
    """What this Raccord does not know it does not touch."""
    world.customers.sql(VERSION.format(JOURNAL_VERSION + 1))
    newer = whole_base(world.customers)

    for verb in (world.previewed, world.hasty):
        with pytest.raises(DatabaseError) as caught:
            verb()
        proof.told(caught.value)

    assert whole_base(world.customers) == newer
    world.customers.sql(VERSION.format(JOURNAL_VERSION))
    proof.survived(world)
