"""What is measured on, in words, and with what."""

import os
import platform
import sqlite3
from importlib.metadata import PackageNotFoundError, version


def machine_in_words() -> str:
    """The machine: its cores and memory, the versions that matter, and how busy it is."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{cores} {'core' if cores == 1 else 'cores'} ({platform.machine()}) with {memory:.0f} GiB of memory, "
        f"{platform.system()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"at a load of {os.getloadavg()[0]:.1f} before the start"
    )


def version_of(package: str) -> str:
    """A package with its version."""
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} (not installed)"
