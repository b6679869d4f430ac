"""What tests of faults share: a world on each family, servers to be killed, and the proof of a row of the table."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from support.fault_rows import Proof, fault_of
from support.fault_servers import own_server_of
from support.fault_worlds import World, world_at
from support.fault_worlds import world as make_world
from support.running_server import RunningServer
from support.servers import FAMILIES, Server

PASSED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember whether a test has passed."""
    report: pytest.TestReport = yield
    if report.when == "call":
        item.stash[PASSED] = report.passed
    return report


@pytest.fixture(params=FAMILIES)
def family(request: pytest.FixtureRequest) -> str:
    """Each family in turn, unless a test names some."""
    name: str = request.param
    return name


@pytest.fixture
def world(family: str, tmp_path: Path) -> Iterator[World]:
    """A base of thirty customers, remembered whole."""
    with make_world(family, tmp_path) as made:
        yield made


@pytest.fixture
def proof(request: pytest.FixtureRequest) -> Iterator[Proof]:
    """What the test has to show of its row; a test that has passed must have shown all."""
    fault = fault_of(request.node)
    assert fault is not None
    made = Proof(fault)
    yield made
    assert made.shown == {"told", "survived"} or not request.node.stash.get(PASSED, False)


@pytest.fixture(scope="session")
def durable_servers() -> Iterator[Callable[[str], RunningServer]]:
    """Gives a server of each family that keeps its data through a crash."""
    with ExitStack() as ending:
        yield cache(lambda family: ending.enter_context(own_server_of(family)).running)


@pytest.fixture
def running(family: str, durable_servers: Callable[[str], RunningServer]) -> RunningServer:
    """A server of the tests' own, which runs, and may be killed."""
    return durable_servers(family)


@pytest.fixture
def own_world(family: str, running: RunningServer) -> World:
    """A world on the test's own server."""
    return world_at(family, Server(family, running.url.render_as_string(hide_password=False)).new_base())
