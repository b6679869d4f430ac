"""A database server in a folder of its own: started, stopped, killed and started again at the same address."""

import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sqlalchemy import URL, create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from support.server_recipe import HOST, Recipe

_PATIENCE = 60
_TRIES = 3


class RunningServer:
    """The server of a recipe, made in a folder; `wrapper` is a command that runs the server's."""

    def __init__(self, recipe: Recipe, folder: Path, *, durable: bool = False, wrapper: Sequence[str] = ()) -> None:
        # A secret of its own: no other run's server, on a port that was free a moment ago, is taken for this one.
        self._password = f"p@ss:w/rd%{secrets.token_hex(8)}"
        self._recipe, self._folder, self._durable, self._wrapper = recipe, folder, durable, wrapper
        self._port = 0
        self._process: subprocess.Popen[bytes] | None = None
        recipe.owned(folder)
        recipe.prepare(folder, self._password)

    @property
    def url(self) -> URL:
        """The URL of the maintenance database, for its user."""
        return self._recipe.url(self._port, self._password)

    @property
    def urls(self) -> list[URL]:
        """The URL of the maintenance database, alone, as a cluster has several."""
        return [self.url]

    @property
    def administrator_url(self) -> URL:
        """The same for who may do everything."""
        return self._recipe.administrator(self.url)

    @property
    def pid(self) -> int:
        """The number of the server's first process."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it, at its former port if it had one, and wait until it answers."""
        for _ in range(_TRIES):
            port = self._port or _free_port()
            if answers(self._launch(port), self._recipe.url(port, self._password)):
                self._port = port
                return
            self.kill()
        log = (self._folder / "log").read_text("utf-8", "replace")
        raise RuntimeError(f"{self._recipe.package} did not start:\n{log}")

    def stop(self) -> None:
        """End it as its recipe says."""
        if self._process:
            self._process.send_signal(self._recipe.ending)
            self._process.wait()
            self._process = None

    def kill(self) -> None:
        """Kill it with all its processes, which have no time for anything."""
        if self._process:
            for one in (self.pid, *_children(self.pid)):
                with suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _launch(self, port: int) -> subprocess.Popen[bytes]:
        command = self._recipe.as_account(self._recipe.command(self._folder, port, durable=self._durable))
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [*self._wrapper, *command], cwd=self._folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        return self._process


def answers(server: subprocess.Popen[bytes], url: URL) -> bool:
    """Wait until a server answers; tells whether it does, and has not ended instead."""
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


def _children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()]
    return []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
