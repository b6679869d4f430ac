"""The nodes of a cluster in a folder of its own, each on ports of its own; one that dies comes back."""

import os
import random
import secrets
import select
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from sqlalchemy import URL

from support.galera_server import Galera
from support.running_server import answers
from support.server_recipe import HOST

_TRIES = 3
_PAUSE = 0.5
_PORTS = range(20_000, 32_000)


class RunningCluster:
    """The nodes of a cluster."""

    def __init__(self, recipe: Galera, folder: Path) -> None:
        # A secret of its own: no other run's server, on a port that was free a moment ago, is taken for this one.
        self._password = f"p@ss:w/rd%{secrets.token_hex(8)}"
        self._recipe, self._folder = recipe, folder
        self._ports: list[int] = []
        self._nodes: list[subprocess.Popen[bytes]] = []
        recipe.owned(folder)

    @property
    def urls(self) -> list[URL]:
        """The URL of each node's maintenance database."""
        return [self._recipe.url(port, self._password) for port in self._ports]

    def start(self) -> None:
        """Make the cluster and start all of its nodes."""
        for _ in range(_TRIES):
            for left in self._folder.glob("data*"):
                shutil.rmtree(left)
            self._recipe.prepare(self._folder, self._password)
            self._ports = _free_ports(self._recipe.nodes, self._recipe.ports_each)
            if self._all_answer():
                return
            self.stop(signal.SIGKILL)
        log = (self._folder / f"log{len(self._nodes) - 1}").read_text("utf-8", "replace")
        raise RuntimeError(f"{self._recipe.package} did not start:\n{log}")

    def attend(self, until: int) -> None:
        """Let each node that has died come back, until a file is ready to be read."""
        while True:
            died = {os.pidfd_open(node.pid): at for at, node in enumerate(self._nodes)}
            ready, _, _ = select.select([until, *died], [], [])
            for one in died:
                os.close(one)
            if until in ready:
                return
            for at in (died[one] for one in ready):
                self._nodes[at].wait()
                time.sleep(_PAUSE)
                self._nodes[at] = self._launch(at)

    def stop(self, how: signal.Signals | None = None) -> None:
        """End all nodes, as the recipe says unless something else is asked."""
        for node in self._nodes:
            node.send_signal(how or self._recipe.ending)
        for node in self._nodes:
            node.wait()

    def _all_answer(self) -> bool:
        """Start one node after the other, as the first makes what the others join; tells whether all answer."""
        self._nodes = []
        for at, url in enumerate(self.urls):
            self._nodes.append(self._launch(at))
            if not answers(self._nodes[at], url):
                return False
        return True

    def _launch(self, at: int) -> subprocess.Popen[bytes]:
        command = self._recipe.as_account(self._recipe.node_command(self._folder, self._ports, at))
        with (self._folder / f"log{at}").open("ab") as log:
            return subprocess.Popen(command, cwd=self._folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)


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
