"""SQLite files that are damaged, or were never a base."""

from collections.abc import Callable
from pathlib import Path

import pytest

from raccord.errors import DatabaseError
from support.fault_rows import Proof, Survived
from support.fault_worlds import World

pytestmark = pytest.mark.parametrize("family", ["sqlite"])

NO_BASE = (
    "This file is no SQLite database. Check the path in the URL. If it was your base, bring back a copy of the file "
    "from your backup."
)
DAMAGED = "The database file is damaged. Bring back a copy of the file from your backup."


def refused(world: World, proof: Proof, damage: Callable[[bytes], bytes]) -> None:
    """Preview and import of a damaged file are told the same and leave it alone; the backup then works again."""
    path = world.customers.path
    backup = path.read_bytes()
    path.write_bytes(damage(backup))
    for verb in (world.previewed, world.hasty):
        with pytest.raises(DatabaseError) as caught:
            verb()
        proof.told(caught.value)
    assert path.read_bytes() == damage(backup)
    remove(path)
    path.write_bytes(backup)
    proof.survived(world)


def remove(path: Path) -> None:
    """Remove a base with all that lies beside it."""
    for one in path.parent.glob(f"{path.name}*"):
        one.unlink()


@pytest.mark.fault("The header of the file is damaged", NO_BASE, Survived.BACKUP)
def test_damaged_header(world: World, proof: Proof) -> None:
    """Without its first bytes nobody can tell that it was a base."""
    refused(world, proof, lambda held: bytes(100) + held[100:])


@pytest.mark.fault("The file is no database", NO_BASE, Survived.BACKUP)
def test_no_database(world: World, proof: Proof) -> None:
    """A text in its place."""
    refused(world, proof, lambda _held: b"Dear customers, " * 1000)


@pytest.mark.fault("A page in the middle of the file is damaged", DAMAGED, Survived.BACKUP)
def test_damaged_page(world: World, proof: Proof) -> None:
    """A page of the customers is overwritten."""
    ((page,),) = world.customers.sql("SELECT rootpage FROM sqlite_master WHERE name = 'customers'")
    ((size,),) = world.customers.sql("PRAGMA page_size")
    refused(world, proof, lambda held: held[: (page - 1) * size] + b"\xee" * size + held[page * size :])


@pytest.mark.fault("The end of the file is missing", DAMAGED, Survived.BACKUP)
def test_truncated(world: World, proof: Proof) -> None:
    """Half of it is gone, as after a copy that was broken off."""
    refused(world, proof, lambda held: held[: len(held) // 2])
