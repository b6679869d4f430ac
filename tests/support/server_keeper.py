"""The process that keeps one server for a run of the tests, and ends it and its folder when the run is over.

It is no child of the run's, so that it is still there to clean up however the run ends: by itself, by Ctrl-C or killed.
"""

import os
import select
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from support.mariadb_server import MariaDB
from support.postgresql_server import PostgreSQL
from support.running_server import RunningServer
from support.server_recipe import Recipe

RECIPES: dict[str, Recipe] = {"postgresql": PostgreSQL(), "mariadb": MariaDB()}
STARTED, FAILED = "started", "failed"


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
    server = RunningServer(recipe, folder)
    server.start()
    try:
        yield server.url.render_as_string(hide_password=False)
    finally:
        server.stop()


def _tell(folder: Path, outcome: str, text: str) -> None:
    """Leave the outcome for all who ask later, and let the one who waits for this process's output go on."""
    (folder / outcome).write_text(text, "utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())


if __name__ == "__main__":
    keep(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
