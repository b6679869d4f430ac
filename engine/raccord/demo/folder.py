"""The demo's folder: which files are the demo's own, and what must never be replaced."""

import tempfile
from pathlib import Path

from raccord.errors import FileError, Where

BASE = "customers.db"
SHEET = "clients.xlsx"
UNMARKED = "visits.xlsx"
RESULT = "result.xlsx"
BEFORE = "customers-before.xlsx"
AFTER = "customers-after.xlsx"
RESTORED = "customers-restored.xlsx"
ABOUT = "about-this-demo.txt"
OWN_FILES = frozenset({BASE, f"{BASE}-wal", f"{BASE}-shm", SHEET, UNMARKED, RESULT, BEFORE, AFTER, RESTORED, ABOUT})

_ABOUT_TEXT = f"""This folder was made by: raccord demo

{SHEET:24} a marked sheet, as a sales team could bring it back
{UNMARKED:24} the same sheet without marks, to try the buttons on
{BASE:24} the customer base that the sheet was imported into
{RESULT:24} the sheet again, with what happened to each row
{BEFORE:24} the base before the import
{AFTER:24} the base after the import
{RESTORED:24} the base after the import was taken back

Everything in it is invented. Run the demo again, and these files are replaced.
"""


def new_folder() -> Path:
    """Make a new folder for a demo under the system's temporary directory."""
    return Path(tempfile.mkdtemp(prefix="raccord-demo-"))


def prepare(folder: Path) -> None:
    """Make the folder, or empty it of an earlier demo's files; raises FileError when it holds any other file."""
    _check_name(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        found = {path.name for path in folder.iterdir()}
        _check_own(folder, found)
        for name in found:
            (folder / name).unlink()
        (folder / ABOUT).write_text(_ABOUT_TEXT, encoding="utf-8")
    except OSError as fault:
        raise FileError(
            "demo-folder-unusable",
            f"The demo cannot write to {folder}.",
            message=f"The system says: {fault.strerror}.",
            hint="Close the files of an earlier demo, or name another folder: raccord demo FOLDER",
            where=Where(file=str(folder)),
        ) from fault


def _check_name(folder: Path) -> None:
    """A database URL ends at its first question mark."""
    if "?" in str(folder):
        raise FileError(
            "demo-folder-name",
            "The folder's name holds a question mark, which the URL of a customer base cannot hold.",
            hint="Name another folder: raccord demo FOLDER",
            where=Where(file=str(folder)),
        )


def _check_own(folder: Path, found: set[str]) -> None:
    """Names alone prove nothing: only a folder with the demo's own note in it is the demo's."""
    about = folder / ABOUT
    made_here = about.is_file() and about.read_text(encoding="utf-8", errors="replace") == _ABOUT_TEXT
    foreign = found - OWN_FILES if made_here else found
    if foreign:
        raise FileError(
            "demo-folder-in-use",
            f"The folder holds files that the demo did not make, such as {min(foreign)}.",
            message="Nothing was written or removed.",
            hint="Name a new or empty folder, or none: raccord demo FOLDER",
            where=Where(file=str(folder)),
        )
