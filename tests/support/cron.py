"""Running `raccord` as a scheduler does: nothing of a user's environment, no terminal, perhaps no standard streams."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

CLOSED = "exec <&- >&- 2>&-; "
"""Shell code that closes the standard streams, as a service without any has them."""


def run_as_cron(
    *words: object, before: str = "", environ: Mapping[str, str] | None = None, cwd: Path = Path("/")
) -> subprocess.CompletedProcess[bytes]:
    """Run a command line with cron's short PATH, and nothing else but what is given."""
    needed = {"PATH": "/usr/bin:/bin", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "raccord", *map(str, words)]
    return subprocess.run(
        ["/bin/sh", "-c", f'{before}exec "$@"', "sh", *command],
        cwd=cwd,
        env={**needed, **(environ or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )
