"""The process that keeps one server for a run of the tests, and ends it and its folder when the run is over.

It is no child of the run's, so that it is still there to clean up however the run ends: by itself, by Ctrl-C or killed.
"""

import os
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import URL, create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from support.mariadb_server import MariaDB
from support.postgresql_server import DurablePostgreSQL, PostgreSQL
from support.server_recipe import HOST, Recipe

RECIPES: dict[str, Recipe] = {
    "postgresql": PostgreSQL(),
    "postgresql-durable": DurablePostgreSQL(),
    "mariadb": MariaDB(),
}
STARTED, FAILED = "started", "failed"
_PATIENCE = 60
_TRIES = 3


def keep(family: str, folder: Path, run: int) -> None:
    """Serve until the process of the run has ended; what became of the start stands in a file of the folder."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    with ExitStack() as ending:
        ending.callback(shutil.rmtree, folder)
        watched = os.pidfd_open(run)
        try:
            _tell(folder, STARTED, ending.enter_context(_served(RECIPES[family], folder)))
        except (RuntimeError, OSError) as fault:
            _tell(folder, FAILED, str(fault))
        select.select([watched], [], [])


@contextmanager
def _served(recipe: Recipe, folder: Path) -> Iterator[str]:
    # A secret of this run's own: no other run's server, on a port that was free a moment ago, is taken for this one.
    password = f"p@ss:w/rd%{secrets.token_hex(8)}"
    recipe.owned(folder)
    recipe.prepare(folder, password)
    server, url = _started(recipe, folder, password)
    try:
        yield url.render_as_string(hide_password=False)
    finally:
        server.send_signal(recipe.ending)
        server.wait()


def _started(recipe: Recipe, folder: Path, password: str) -> tuple[subprocess.Popen[bytes], URL]:
    for _ in range(_TRIES):
        port = _free_port()
        with (folder / "log").open("wb") as log:
            command = recipe.as_account(recipe.command(folder, port))
            server = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        url = recipe.url(port, password)
        if _answers(server, url):
            return server, url
        server.kill()
        server.wait()
    raise RuntimeError(f"{recipe.package} did not start:\n{(folder / 'log').read_text('utf-8', 'replace')}")


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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _tell(folder: Path, outcome: str, text: str) -> None:
    """Leave the outcome for all who ask later, and let the one who waits for this process's output go on."""
    (folder / outcome).write_text(text, "utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())


if __name__ == "__main__":
    keep(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
