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

from support.galera_server import Galera
from support.mariadb_server import MariaDB
from support.postgresql_server import PostgreSQL
from support.running_cluster import RunningCluster
from support.running_server import RunningServer
from support.server_recipe import Recipe

RECIPES: dict[str, Recipe] = {"postgresql": PostgreSQL(), "mariadb": MariaDB(), "galera": Galera()}
STARTED, FAILED = "started", "failed"


def keep(family: str, folder: Path, run: int) -> None:
    """Serve until the process of the run has ended; what became of the start stands in a file of the folder."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    with ExitStack() as ending:
        ending.callback(shutil.rmtree, folder)
        watched = os.pidfd_open(run)
        try:
            served = ending.enter_context(_served(RECIPES[family], folder))
            _tell(folder, STARTED, "\n".join(url.render_as_string(hide_password=False) for url in served.urls))
        except (RuntimeError, OSError) as fault:
            _tell(folder, FAILED, str(fault))
        else:
            if isinstance(served, RunningCluster):
                served.attend(watched)
        select.select([watched], [], [])


@contextmanager
def _served(recipe: Recipe, folder: Path) -> Iterator[RunningServer | RunningCluster]:
    served = RunningCluster(recipe, folder) if isinstance(recipe, Galera) else RunningServer(recipe, folder)
    served.start()
    try:
        yield served
    finally:
        served.stop()


def _tell(folder: Path, outcome: str, text: str) -> None:
    """Leave the outcome for all who ask later, and let the one who waits for this process's output go on."""
    (folder / outcome).write_text(text, "utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())


if __name__ == "__main__":
    keep(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
