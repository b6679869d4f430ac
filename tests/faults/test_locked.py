"""A base that another import holds."""

import pytest

from raccord.errors import DatabaseError
from support.fault_rows import Proof, Survived
from support.fault_worlds import World


@pytest.mark.fault(
    "Another import holds the base for longer than one waits",
    "Another import is working on this base: …. Wait until it is done and try again.",
    Survived.PREVIEW,
)
def test_locked(world: World, proof: Proof) -> None:
    """The import says who holds the base, and the preview does not even wait."""
    with world.customers.opened() as database, database.writing():
        assert world.previewed() == "updated updated"
        with pytest.raises(DatabaseError) as caught:
            world.hasty()

    proof.told(caught.value)
    proof.survived(world)
