"""The connection to the server is lost, falls silent or is ended, at each place of an import."""

from collections.abc import Iterator

import pytest

from raccord.database import mariadb, postgresql
from raccord.errors import AppliedError, DatabaseError
from support.cut_proxy import CutProxy, can_vanish, cut_proxy
from support.fault_rows import Proof, Survived
from support.fault_texts import APPLIED, UNKNOWN, UNREACHABLE
from support.fault_worlds import World
from support.servers import FAMILIES
from support.statements import at_statement

pytestmark = pytest.mark.parametrize("family", FAMILIES[1:])

PROBED_SOON = {
    postgresql: {"keepalives_idle": 1, "keepalives_interval": 1, "tcp_user_timeout": 2000},
    mariadb: {"TCP_KEEPIDLE": 1, "TCP_KEEPINTVL": 1},
}
END_BY_ADMINISTRATOR = {
    "postgresql": """
        SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    """,
    "mariadb": "KILL (SELECT IS_USED_LOCK(CONCAT('raccord:', LEFT(SHA2(DATABASE(), 256), 40))))",
}


@pytest.fixture
def network(world: World) -> Iterator[tuple[CutProxy, str]]:
    """The network before the server, and the URL of the base through it."""
    with cut_proxy(world.customers.url) as made:
        yield made


@pytest.mark.fault("The connection is cut while the sheet is loaded", UNREACHABLE, Survived.BEFORE)
def test_cut_while_loading(world: World, network: tuple[CutProxy, str], proof: Proof) -> None:
    """What the driver's fast way of loading reports is understood as well."""
    proxy, url = network
    with at_statement("\nCREATE TEMPORARY TABLE note", proxy.cut, when="after"), pytest.raises(DatabaseError) as caught:
        world.hasty(url)

    proof.told(caught.value)
    proof.survived(world)


@pytest.mark.fault("The connection is cut between two writes", UNREACHABLE, Survived.BEFORE)
@pytest.mark.parametrize("words", ["INSERT INTO raccord_entry", "UPDATE customers", "INSERT INTO customers"])
def test_cut_between_writes(world: World, network: tuple[CutProxy, str], proof: Proof, words: str) -> None:
    """The server takes back what it was told."""
    proxy, url = network
    with at_statement(words, proxy.cut), pytest.raises(DatabaseError) as caught:
        world.hasty(url)

    proof.told(caught.value)
    proof.survived(world)


@pytest.mark.fault("The connection is cut just before COMMIT", UNKNOWN, Survived.BEFORE)
def test_cut_before_the_commit(world: World, network: tuple[CutProxy, str], proof: Proof) -> None:
    """The COMMIT never arrives, which the user's side cannot know."""
    proxy, url = network
    with at_statement("COMMIT", proxy.cut), pytest.raises(DatabaseError) as caught:
        world.hasty(url)

    proof.told(caught.value)
    proof.survived(world)


@pytest.mark.fault("The answer to COMMIT is lost", UNKNOWN, Survived.IMPORTED)
def test_answer_to_the_commit_is_lost(world: World, network: tuple[CutProxy, str], proof: Proof) -> None:
    """The COMMIT arrives and all is written, which looks the same from the user's side."""
    proxy, url = network
    with at_statement("COMMIT", proxy.lose_the_answer), pytest.raises(DatabaseError) as caught:
        world.hasty(url)

    proof.told(caught.value)
    proof.survived(world)


@pytest.mark.fault("The connection is cut just after COMMIT, before the report", APPLIED, Survived.IMPORTED)
def test_cut_after_the_commit(world: World, network: tuple[CutProxy, str], proof: Proof) -> None:
    """Nobody is told that nothing was written when all was."""
    proxy, url = network
    with at_statement("COMMIT", proxy.cut, when="after"), pytest.raises(AppliedError) as caught:
        world.hasty(url)

    proof.told(caught.value)
    proof.survived(world)


@pytest.mark.fault("An administrator ends the connection", UNREACHABLE, Survived.BEFORE)
def test_ended_by_the_administrator(world: World, family: str, proof: Proof) -> None:
    """A connection that the server has ended is told as a lost one."""

    def end() -> None:
        with world.customers.connected() as connection:
            connection.exec_driver_sql(END_BY_ADMINISTRATOR[family])

    with at_statement("UPDATE customers", end), pytest.raises(DatabaseError) as caught:
        world.hasty()

    proof.told(caught.value)
    proof.survived(world)


@pytest.mark.skipif(not can_vanish(), reason="a connection cannot be ended in silence here")
@pytest.mark.fault("The server's computer is gone without a word", UNREACHABLE, Survived.BEFORE)
def test_vanished_computer(
    world: World, network: tuple[CutProxy, str], proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A computer that does not say goodbye is missed after a while, although the import waits for its answer."""
    for module, settings in PROBED_SOON.items():
        for name, value in settings.items():
            monkeypatch.setitem(module._KEEPALIVE, name, value)
    proxy, url = network
    with at_statement("UPDATE customers", proxy.vanish_when_asked), pytest.raises(DatabaseError) as caught:
        world.hasty(url)
    proxy.cut()

    proof.told(caught.value)
    proof.survived(world)


@pytest.mark.fault("The server takes the connection and never answers", UNREACHABLE, Survived.BEFORE)
def test_silent_server(
    world: World, network: tuple[CutProxy, str], proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that is stuck is not waited for when one connects to it."""
    for module in PROBED_SOON:
        monkeypatch.setattr(module, "CONNECT_SECONDS", 1)
    proxy, url = network
    proxy.fall_silent()
    with pytest.raises(DatabaseError) as caught:
        world.hasty(url)

    proof.told(caught.value)
    proof.survived(world)
