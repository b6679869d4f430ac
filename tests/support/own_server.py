"""The server that a run of the tests starts for itself: once, by whichever of its processes asks first."""

import fcntl
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from uuid import uuid4

from support.server_keeper import FAILED, STARTED

# Workers of pytest-xdist are children of the process that controls the run, and share a name of it.
_IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
_RUN = os.getppid() if _IS_WORKER else os.getpid()
_NAME = os.environ["PYTEST_XDIST_TESTRUNUID"] if _IS_WORKER else uuid4().hex


def own_server(family: str) -> str:
    """The URL of this run's server, which is started unless it runs."""
    folder = folder_of(family)
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = "" if (folder / STARTED).exists() or (folder / FAILED).exists() else _start(family, folder)
    if (folder / STARTED).exists():
        return (folder / STARTED).read_text("utf-8")
    raise RuntimeError((folder / FAILED).read_text("utf-8") if (folder / FAILED).exists() else said)


def folder_of(family: str) -> Path:
    """All files of this run's server; the name is short, as the path of a socket has to be."""
    return Path(tempfile.gettempdir()) / f"raccord-{family}-{_NAME[:16]}"


def _start(family: str, folder: Path) -> str:
    """Start the keeper and wait until it has told the outcome; gives what it says if it fails before that."""
    keeper = [sys.executable, "-m", "support.server_keeper", family, str(folder), str(_RUN)]
    tests = Path(__file__).parent.parent
    done = subprocess.run(
        ["setsid", "--fork", *keeper], cwd=tests, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True
    )
    return done.stdout + done.stderr
