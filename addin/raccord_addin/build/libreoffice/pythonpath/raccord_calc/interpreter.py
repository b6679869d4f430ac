"""Which Python runs the engine, and in what surroundings.

Only the user's own environment and configuration file say so: never a document, nor the folder it lies in.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Mapping, Sequence

ENGINE = ("-I", "-m", "raccord_addin.hosts.pipe")
VARIABLE = "RACCORD_PYTHON"
_LINE = re.compile(
    r"""python:\ + (?: '((?:[^']|'')*)' | "((?:[^"\\]|\\["\\/])*)" |"""
    r"""([A-Za-z/\\](?:[^\t\#:]|(?<!\ )\#|:(?!\ |$))*?) ) (?:\ +\#.*|\ *)""",
    re.VERBOSE,
)
_OFFICE_ONLY = ("PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "__PYVENV_LAUNCHER__")
_OFFICE_PREFIXES = ("URE_", "UNO_")


def engine_command(environ: Mapping[str, str], platform: str = sys.platform) -> Sequence[str] | None:
    """The command that starts the engine; None when nobody has said which Python has Raccord."""
    python = environ.get(VARIABLE) or noted_python(config_path(environ, platform))
    return (python, *ENGINE) if python else None


def config_path(environ: Mapping[str, str], platform: str = sys.platform) -> Path:
    """The user's configuration file."""
    if environ.get("RACCORD_CONFIG"):
        return Path(environ["RACCORD_CONFIG"]).expanduser()
    home = Path(os.path.expanduser("~"))
    if platform == "win32":
        folder = Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        folder = home / "Library" / "Application Support"
    else:
        folder = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    return folder / "raccord" / "config.yaml"


def engine_environment(environ: Mapping[str, str]) -> Mapping[str, str]:
    """The environment without what LibreOffice sets for its own Python and libraries."""
    return {
        name: value
        for name, value in environ.items()
        if name not in _OFFICE_ONLY and not name.startswith(_OFFICE_PREFIXES)
    }


def safe_folder() -> str:
    """A folder that no document chose: the user's own."""
    home = os.path.expanduser("~")
    return home if os.path.isdir(home) else tempfile.gettempdir()


def noted_python(config: Path) -> str | None:
    """The Python that the user's configuration names on its line `python: …`; None when it names none."""
    try:
        text = config.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    line = next((line for line in re.split("\r\n?|\n", text) if line.startswith("python: ")), "")
    found = _LINE.fullmatch(line)
    return _path_in(*found.groups()) if found else None


def _path_in(single: str | None, double: str | None, bare: str | None) -> str | None:
    """The path that the line holds in single quotes, in double ones or in none; a word without a slash is none."""
    if single is not None:
        return single.replace("''", "'")
    if double is not None:
        return re.sub(r"\\(.)", r"\1", double)
    return bare if bare and re.search(r"[/\\]", bare) else None
