"""Code in a fresh interpreter: what it loads, and nothing of this process."""

import os
import subprocess
import sys

HEAVY = frozenset(
    {
        "sqlalchemy",
        "openpyxl",
        "xlsxwriter",
        "xlwings",
        "pydantic",
        "rich",
        "python_calamine",
        "babel",
        "pyopenvba",
        "polars",
        "rapidfuzz",
    }
)
_LOADED = "\nimport sys; print(*{name.partition('.')[0] for name in sys.modules})"


def run_python(code: str, **environment: str) -> str:
    """Run code in a fresh interpreter with this one's paths, and give what it prints."""
    paths = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **paths, **environment},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def heavy_after(code: str, **environment: str) -> set[str]:
    """Which of the heavy libraries a piece of code has loaded in the end; the code prints nothing."""
    return set(HEAVY) & set(run_python(code + _LOADED, **environment).split())
