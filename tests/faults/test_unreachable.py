"""Servers that are not there, and logins and databases that they refuse."""

import socket

import pytest
from sqlalchemy import make_url

from raccord.errors import DatabaseError
from support.fault_rows import Proof, Survived
from support.fault_texts import UNREACHABLE
from support.fault_worlds import World
from support.servers import FAMILIES

pytestmark = pytest.mark.parametrize("family", FAMILIES[1:])


def refused(world: World, proof: Proof, **changed: object) -> None:
    """Preview and import by another URL are told the same."""
    url = make_url(world.customers.url).set(**changed).render_as_string(hide_password=False)  # type: ignore[arg-type]
    for verb in (world.previewed, world.hasty):
        with pytest.raises(DatabaseError) as caught:
            verb(url)
        proof.told(caught.value)
    proof.survived(world)


@pytest.mark.fault("The server is not there", UNREACHABLE, Survived.BEFORE)
def test_no_server(world: World, proof: Proof) -> None:
    """Nobody listens at the address."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        refused(world, proof, port=closed.getsockname()[1])


@pytest.mark.fault(
    "The password is wrong",
    "The database server refuses the user or the password. Check both in your configuration, or ask the administrator. "
    "Where a password comes from, this tells: raccord profile list",
    Survived.BEFORE,
)
def test_wrong_password(world: World, proof: Proof) -> None:
    """A wrong password is told apart from a server that is not there, and is not shown either."""
    refused(world, proof, password="p@ss, but not this one")


@pytest.mark.fault(
    "There is no such database",
    "The server has no database of this name, or you may not use it. Check the URL, or ask the administrator to make "
    "the database.",
    Survived.BEFORE,
)
@pytest.mark.parametrize("name", ["raccord_of_nobody", "nobodys"])
def test_no_such_database(world: World, proof: Proof, name: str) -> None:
    """A database that is not there; some servers do not tell whether it is there to who may not use it."""
    refused(world, proof, database=name)
