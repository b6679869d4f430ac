"""The process that keeps one server for a run of the tests, and ends it and its folder when the run is over.

It is no child of the run's, so that it is still there to clean up however the run ends: by itself, by Ctrl-C or killed.
"""

import os
import random
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from support.galera_server import Galera
from support.mariadb_server import MariaDB
from support.postgresql_server import PostgreSQL
from support.server_recipe import HOST, Recipe

RECIPES: dict[str, Recipe] = {"postgresql": PostgreSQL(), "mariadb": MariaDB(), "galera": Galera()}
STARTED, FAILED = "started", "failed"
_PATIENCE = 60
_TRIES = 3
_PAUSE = 0.5
_PORTS = range(20_000, 32_000)


def keep(family: str, folder: Path, run: int) -> None:
    """Serve until the process of the run has ended; what became of the start stands in a file of the folder."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    with ExitStack() as ending:
        ending.callback(shutil.rmtree, folder)
        watched = os.pidfd_open(run)
        try:
            cluster = ending.enter_context(_served(RECIPES[family], folder))
            _tell(folder, STARTED, "\n".join(cluster.urls()))
        except (RuntimeError, OSError) as fault:
            _tell(folder, FAILED, str(fault))
        else:
            cluster.attend(watched)
        select.select([watched], [], [])


@dataclass
class _Cluster:
    """The nodes of a server, each on ports of its own; most servers are one."""

    recipe: Recipe
    folder: Path
    password: str
    ports: Sequence[int]
    nodes: list[subprocess.Popen[bytes]]

    def urls(self) -> list[str]:
        """The URL of each node."""
        every = (self.recipe.url(port, self.password) for port in self.ports)
        return [url.render_as_string(hide_password=False) for url in every]

    def start(self) -> bool:
        """Start one node after the other, as the first makes what the others join; tells whether all answer."""
        for at, port in enumerate(self.ports):
            self.nodes.append(self._node(at))
            if not _answers(self.nodes[at], self.recipe.url(port, self.password)):
                return False
        return True

    def attend(self, until: int) -> None:
        """Let each node of a cluster that has died come back, until a file is ready to be read."""
        while len(self.nodes) > 1:
            died = {os.pidfd_open(node.pid): at for at, node in enumerate(self.nodes)}
            ready, _, _ = select.select([until, *died], [], [])
            for one in died:
                os.close(one)
            if until in ready:
                return
            for at in (died[one] for one in ready):
                self.nodes[at].wait()
                time.sleep(_PAUSE)
                self.nodes[at] = self._node(at)

    def end(self, ending: signal.Signals) -> None:
        """End all nodes."""
        for node in self.nodes:
            node.send_signal(ending)
        for node in self.nodes:
            node.wait()

    def log(self) -> str:
        """What the node that was started last has said."""
        return (self.folder / f"log{len(self.nodes) - 1}").read_text("utf-8", "replace")

    def _node(self, at: int) -> subprocess.Popen[bytes]:
        command = self.recipe.as_account(self.recipe.command(self.folder, self.ports, at))
        with (self.folder / f"log{at}").open("ab") as log:
            return subprocess.Popen(command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)


@contextmanager
def _served(recipe: Recipe, folder: Path) -> Iterator[_Cluster]:
    # A secret of this run's own: no other run's server, on a port that was free a moment ago, is taken for this one.
    password = f"p@ss:w/rd%{secrets.token_hex(8)}"
    recipe.owned(folder)
    cluster = _started(recipe, folder, password)
    try:
        yield cluster
    finally:
        cluster.end(recipe.ending)


def _started(recipe: Recipe, folder: Path, password: str) -> _Cluster:
    for _ in range(_TRIES):
        for left in folder.glob("data*"):
            shutil.rmtree(left)
        recipe.prepare(folder, password)
        cluster = _Cluster(recipe, folder, password, _free_ports(recipe.nodes, recipe.ports_each), [])
        if cluster.start():
            return cluster
        cluster.end(signal.SIGKILL)
    raise RuntimeError(f"{recipe.package} did not start:\n{cluster.log()}")


def _answers(server: subprocess.Popen[bytes], url: URL) -> bool:
    engine = create_engine(url, poolclass=NullPool)
    late = time.monotonic() + _PATIENCE
    while server.poll() is None and time.monotonic() < late:
        try:
            engine.connect().close()
        except OperationalError:
            time.sleep(0.05)
        else:
            return True
    return False


def _free_ports(count: int, each: int) -> list[int]:
    """First ports of groups of free ones, below those that systems give away for a moment; a node may need it again."""
    starts = range(_PORTS.start, _PORTS.stop, each)
    shuffled = random.sample(starts, len(starts))
    free = (first for first in shuffled if all(map(_is_free, range(first, first + each))))
    return [next(free) for _ in range(count)]


def _is_free(port: int) -> bool:
    with socket.socket() as probe, suppress(OSError):
        probe.bind((HOST, port))
        return True
    return False


def _tell(folder: Path, outcome: str, text: str) -> None:
    """Leave the outcome for all who ask later, and let the one who waits for this process's output go on."""
    (folder / outcome).write_text(text, "utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())


if __name__ == "__main__":
    keep(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
