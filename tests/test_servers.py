"""The servers that the tests start: real, apart from each other, guarded by a password, and gone after the run."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, create_engine, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

from support.servers import Server, server

SERVED = ("postgresql", "mariadb")
TESTS = Path(__file__).parent
CHILD = TESTS / "support" / "run_on_servers.py"
ENDINGS = {"by itself": None, "by Ctrl-C": signal.SIGINT, "killed": signal.SIGKILL}


@dataclass(frozen=True)
class Meeting:
    """The server that a test has used: the folder it has if it is of the run's own, its URL, and a base there."""

    folder: str
    url: str
    base: str


class Run:
    """A run of tests of its own, which use servers on two processes and write down what they met in a folder."""

    def __init__(self, folder: Path, families: Sequence[str], named: Mapping[str, str], *, lasting: bool) -> None:
        """Start it; its tests end at once unless they are `lasting`."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "RACCORD_TEST_"))}
        own = {"PYTHONPATH": str(TESTS), "MET": str(folder), "FAMILIES": " ".join(families), "LASTING": str(lasting)}
        command = [sys.executable, "-m", "pytest", "-n2", "-rs", "-Werror", "--rootdir", str(folder), str(CHILD)]
        self.folder, self.said = folder, folder / "said.txt"
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                [*command, "-c", os.devnull, "-pno:cacheprovider"],
                env=kept | own | dict(named),
                stdout=said,
                stderr=said,
                start_new_session=True,
            )

    @property
    def met(self) -> list[Meeting]:
        """What its tests have met up to now."""
        return [Meeting(*one.read_text("utf-8").split("\n")) for one in self.folder.glob("*.met")]

    def end(self, signalled: signal.Signals | None = None) -> int:
        """Wait for its end, which a signal may bring about: Ctrl-C reaches all its processes, the killer but one."""
        if signalled == signal.SIGINT:
            os.killpg(self.process.pid, signalled)
        elif signalled:
            self.process.send_signal(signalled)
        return self.process.wait(120)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Run]]:
    """Starts runs, and lets none outlive the test."""
    runs: list[Run] = []

    def start(*families: str, named: Mapping[str, str] | None = None, lasting: bool = False) -> Run:
        runs.append(Run(tmp_path, families, named or {}, lasting=lasting))
        return runs[-1]

    yield start
    for one in runs:
        with suppress(ProcessLookupError):
            os.killpg(one.process.pid, signal.SIGKILL)
        one.process.wait()


def wait_until(true: Callable[[], bool]) -> None:
    """Wait for what happens soon, and fail if it does not."""
    late = time.monotonic() + 60
    while not true():
        assert time.monotonic() < late
        time.sleep(0.05)


def processes_of(folder: str) -> list[str]:
    """The commands that run on a folder."""
    found = []
    for one in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            found.append(one.read_text("utf-8", "replace"))
    return [command for command in found if folder in command]


def databases(served: Server) -> set[str]:
    """The databases of a server."""
    query = {"postgresql": "SELECT datname FROM pg_database", "mariadb": "SHOW DATABASES"}
    with connect(served.url) as connection:
        return set(connection.exec_driver_sql(query[served.family]).scalars())


@pytest.fixture(params=SERVED)
def served(request: pytest.FixtureRequest) -> Server:
    """A server of each family."""
    return server(request.param)


def connect(url: str) -> Connection:
    """A connection that leaves nothing open once it is closed."""
    return create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect()


def own(family: str) -> Server:
    """A server that the tests start; skips the test where one is named instead."""
    if f"RACCORD_TEST_{family.upper()}" in os.environ:
        pytest.skip(f"The {family} server that is named in the environment is not one of the tests' own.")
    return server(family)


def test_bases_are_separate(served: Server) -> None:
    """What is written in one base is not in another, and is read again on the next connection."""
    first, second = served.new_base(), served.new_base()
    with connect(first) as connection:
        connection.exec_driver_sql("CREATE TABLE kept (word VARCHAR(10))")
        connection.exec_driver_sql("INSERT INTO kept VALUES ('here')")
    with connect(first) as connection:
        assert connection.exec_driver_sql("SELECT word FROM kept").scalar_one() == "here"
    with connect(second) as connection, pytest.raises(DBAPIError, match="kept"):
        connection.exec_driver_sql("SELECT word FROM kept")
    served.drop_base(first)
    served.drop_base(second)


def test_a_dropped_base_is_gone(served: Server) -> None:
    """A base that is dropped, with what is in it, can no longer be used, and others can."""
    dropped, kept = served.new_base(), served.new_base()
    with connect(dropped) as connection:
        connection.exec_driver_sql("CREATE TABLE made (number INTEGER)")
    served.drop_base(dropped)
    with pytest.raises(DBAPIError), connect(dropped) as connection:
        connection.exec_driver_sql("CREATE TABLE made (number INTEGER)")
    with connect(kept) as connection:
        connection.exec_driver_sql("CREATE TABLE made (number INTEGER)")
    served.drop_base(kept)


def test_a_process_has_one_server(served: Server) -> None:
    """Asking again gives the same server."""
    assert server(served.family) is served


@pytest.mark.parametrize("family", SERVED)
@pytest.mark.parametrize("password", ["wrong", "", None])
def test_the_password_is_asked_for(family: str, password: str | None) -> None:
    """The user of an own server gets in with the password alone, which has to be escaped in the URL."""
    right = make_url(own(family).url)
    assert {"@", ":", "/", "%"} <= set(str(right.password))
    connect(own(family).url).close()
    with pytest.raises(OperationalError, match="password"):
        connect(URL.create(**(right._asdict() | {"password": password})).render_as_string(hide_password=False))


def test_mariadb_holds_latin1_unless_asked() -> None:
    """A database on the tests' own MariaDB cannot hold every character by default."""
    base = own("mariadb").new_base()
    with connect(base) as connection:
        assert connection.exec_driver_sql("SELECT @@character_set_database").scalar_one() == "latin1"
    server("mariadb").drop_base(base)


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_is_left_of_a_run(run: Callable[..., Run], ending: str) -> None:
    """The processes of a run share a server of each family, which is gone with its folder however the run ends."""
    for family in SERVED:
        own(family)
    signalled = ENDINGS[ending]
    one = run(*SERVED, lasting=signalled is not None)
    if signalled:
        wait_until(lambda: len(one.met) == 2 * len(SERVED))
    assert (one.end(signalled) == 0) is (signalled is None), one.said.read_text("utf-8")
    assert len({met.base for met in one.met}) >= 2 * len(SERVED)
    servers = {(met.folder, met.url) for met in one.met}
    assert len(servers) == len(SERVED)
    for folder, url in servers:
        wait_until(lambda folder=folder: not Path(folder).exists() and not processes_of(folder))  # type: ignore[misc]
        with pytest.raises(OperationalError):
            connect(url)


def test_a_named_server_is_used_and_left_as_it_was(run: Callable[..., Run], served: Server) -> None:
    """A run on a server that the environment names removes what its tests have left there."""
    one = run(served.family, named={f"RACCORD_TEST_{served.family.upper()}": served.url})
    assert one.end() == 0, one.said.read_text("utf-8")
    assert {met.url for met in one.met} == {served.url}
    assert not {make_url(met.base).database for met in one.met} & databases(served)


def test_without_a_server_tests_are_skipped(run: Callable[..., Run], tmp_path: Path) -> None:
    """Where no server is named or can be started, a test is skipped, and it is said what to install."""
    one = run("mariadb", named={"PATH": str(tmp_path)})
    assert one.end() == 0
    said = one.said.read_text("utf-8")
    assert "4 skipped" in said
    assert "install Debian's package mariadb-server, or name a server in RACCORD_TEST_MARIADB" in said
