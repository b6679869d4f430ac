"""Servers of the tests of faults alone: durable, to be killed and started again, or with a disk that is soon full."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine
from sqlalchemy.pool import NullPool

from support.namespaces import SmallDisk
from support.running_server import RunningServer
from support.servers import PACKAGES


@dataclass(frozen=True)
class OwnServer:
    """A server that runs in a folder; where it was asked for, with a disk of some megabytes."""

    running: RunningServer
    folder: Path
    disk: SmallDisk | None


@contextmanager
def own_server_of(family: str, *, small_disk: int = 0) -> Iterator[OwnServer]:
    """Start a server, if asked for with a disk of so many bytes; skips the test where none can be started."""
    if not hasattr(os, "pidfd_open"):
        pytest.skip(f"No {family} server can be started on this system.")
    from support.server_keeper import RECIPES  # noqa: PLC0415 - not on every system

    recipe = RECIPES[family]
    if not recipe.can_run():
        pytest.skip(f"No {family} server can be started: install Debian's package {PACKAGES[family]}.")
    folder = Path(tempfile.mkdtemp(prefix="raccord-own-"))
    try:
        disk = SmallDisk.for_server(folder / "small", recipe.account, small_disk) if small_disk else None
        running = RunningServer(recipe, folder, durable=True, wrapper=disk.under([]) if disk else [])
        try:
            running.start()
            yield OwnServer(running, folder, disk)
        finally:
            running.kill()
    finally:
        shutil.rmtree(folder)


def administer(url: URL, *statements: str) -> None:
    """Run statements one by one, each committed."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
