"""The cluster that Galera's tests share: bases on all of its nodes, nodes that are killed, cut off or held up."""

import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymysql
import pytest
from sqlalchemy import URL, create_engine, make_url
from sqlalchemy.pool import NullPool

from support.mariadb_server import ADMINISTRATOR
from support.own_server import folder_of, own_server
from support.servers import Server, can_run
from support.sheets import CustomerBase, catalogue_with

_PATIENCE = 90
_STATUS = "SHOW STATUS WHERE Variable_name IN ('wsrep_cluster_size', 'wsrep_local_state_comment', 'wsrep_ready')"
_WHOLE = {"wsrep_cluster_size": "3", "wsrep_local_state_comment": "Synced", "wsrep_ready": "ON"}
_EVERY_TABLE = "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1"


@dataclass(frozen=True)
class Cluster:
    """Three nodes, by the URLs of their maintenance databases."""

    urls: tuple[str, ...]
    folder: Path

    def kill(self, at: int) -> None:
        """Kill a node; the one who keeps the cluster starts it again."""
        os.kill(int((self.folder / f"pid{at}").read_text("utf-8")), signal.SIGKILL)

    @contextmanager
    def cut_off(self, at: int) -> Iterator[None]:
        """A node that the others do not reach, and that has noticed."""
        self.say(at, "SET GLOBAL wsrep_provider_options = 'gmcast.isolate=1'")
        try:
            wait_until(lambda: _status(self.urls[at])["wsrep_ready"] == "OFF")
            yield
        finally:
            self.say(at, "SET GLOBAL wsrep_provider_options = 'gmcast.isolate=0'")
            self.wait_whole()

    @contextmanager
    def held_up(self, at: int) -> Iterator[None]:
        """A node that takes nothing from the others meanwhile."""
        engine = create_engine(self._as_administrator(at), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql("FLUSH TABLES WITH READ LOCK")
            yield

    @contextmanager
    def limited(self, at: int, variable: str, value: int) -> Iterator[None]:
        """A node with another value of a global variable."""
        before = self.say(at, f"SELECT @@GLOBAL.{variable}")[0][0]
        self.say(at, f"SET GLOBAL {variable} = {value}")
        try:
            yield
        finally:
            self.say(at, f"SET GLOBAL {variable} = {before}")

    def say(self, at: int, statement: str) -> list[tuple[Any, ...]]:
        """Run an administrator's statement on a node."""
        return _run(self._as_administrator(at), statement)

    def wait_whole(self) -> None:
        """Wait until all nodes are one cluster again."""
        wait_until(lambda: all(_status(url) == _WHOLE for url in self.urls))

    def _as_administrator(self, at: int) -> URL:
        return make_url(self.urls[at]).set(username=ADMINISTRATOR)


@dataclass(frozen=True)
class SharedBase:
    """One base, as each node has it."""

    nodes: tuple[CustomerBase, ...]

    @classmethod
    def of(cls, url: str, cluster: Cluster) -> "SharedBase":
        """The base that a URL of one node names."""
        name = make_url(url).database
        urls = (make_url(node).set(database=name).render_as_string(hide_password=False) for node in cluster.urls)
        return cls(tuple(CustomerBase(one, catalogue_with()) for one in urls))

    def agreed(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table, once each node has all; every node must have the same."""
        first, *others = [_all_rows(one.url) for one in self.nodes]
        assert others == [first, first]
        return first


def wait_until(true: Callable[[], bool]) -> None:
    """Wait for what happens soon, and fail if it does not."""
    late = time.monotonic() + _PATIENCE
    while not true():
        assert time.monotonic() < late
        time.sleep(0.1)


@contextmanager
def the_cluster() -> Iterator[Cluster]:
    """The cluster of this run, for one test at a time; skips the test where none can be started."""
    if not can_run("galera"):
        pytest.skip("Nothing was tried on Galera: install Debian's packages mariadb-server, galera-4 and rsync.")
    cluster = Cluster(tuple(own_server("galera").splitlines()), folder_of("galera"))
    with (cluster.folder / "in-use").open("ab") as used:
        fcntl.flock(used, fcntl.LOCK_EX)
        cluster.wait_whole()
        yield cluster


@contextmanager
def new_shared_base(cluster: Cluster) -> Iterator[SharedBase]:
    """A base that is not there yet."""
    first = Server("mariadb", cluster.urls[0])
    url = first.new_base()
    base = SharedBase.of(url, cluster)
    for one in base.nodes:
        _run(one.url, "SELECT 1")
    yield base
    cluster.wait_whole()
    first.drop_base(url)


def _run(url: str | URL, statement: str) -> list[tuple[Any, ...]]:
    """Run a statement alone: a node that is cut off answers nothing of what SQLAlchemy asks first."""
    parts = make_url(url)
    place = {"host": parts.host, "port": parts.port, "database": parts.database}
    with pymysql.connect(user=parts.username, password=parts.password, **place) as connection:
        cursor = connection.cursor()
        cursor.execute(statement)
        return list(cursor.fetchall())


def _status(url: str) -> dict[str, str]:
    """What a node says of itself; nothing when it cannot say."""
    try:
        return dict(_run(make_url(url).set(database=None), _STATUS))
    except pymysql.err.MySQLError:
        return {}


def _all_rows(url: str) -> dict[str, list[tuple[Any, ...]]]:
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("SET SESSION wsrep_sync_wait = 15")
        tables = list(connection.exec_driver_sql(_EVERY_TABLE).scalars())
        return {
            table: sorted((tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}")), key=repr)
            for table in tables
        }
