"""The server is killed with all its processes and started again: real crash recovery, with durable settings."""

import pytest

from raccord.errors import AppliedError, DatabaseError
from support.fault_rows import Proof, Survived
from support.fault_texts import APPLIED, UNKNOWN, UNREACHABLE
from support.fault_worlds import World
from support.running_server import RunningServer
from support.servers import FAMILIES
from support.statements import at_statement

pytestmark = pytest.mark.parametrize("family", FAMILIES[1:])


@pytest.mark.fault("The server is killed between two writes", UNREACHABLE, Survived.BEFORE)
def test_killed_between_writes(own_world: World, running: RunningServer, proof: Proof) -> None:
    """Its recovery takes back what was not committed."""
    with at_statement("INSERT INTO customers", running.kill), pytest.raises(DatabaseError) as caught:
        own_world.hasty()
    running.start()

    proof.told(caught.value)
    proof.survived(own_world)


@pytest.mark.fault("The server is killed just before COMMIT", UNKNOWN, Survived.BEFORE)
def test_killed_before_the_commit(own_world: World, running: RunningServer, proof: Proof) -> None:
    """The user is not told that nothing was written, since no one but the server could know."""
    with at_statement("COMMIT", running.kill), pytest.raises(DatabaseError) as caught:
        own_world.hasty()
    running.start()

    proof.told(caught.value)
    proof.survived(own_world)


@pytest.mark.fault("The server is killed just after COMMIT", APPLIED, Survived.IMPORTED)
def test_killed_after_the_commit(own_world: World, running: RunningServer, proof: Proof) -> None:
    """Its recovery brings all that was committed, and the user is told that it is done."""
    with at_statement("COMMIT", running.kill, when="after"), pytest.raises(AppliedError) as caught:
        own_world.hasty()
    running.start()

    assert caught.value.exit_status == 1
    proof.told(caught.value)
    proof.survived(own_world)
