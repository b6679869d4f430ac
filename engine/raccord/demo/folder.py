"""The demo's folder: which files are the demo's own, and what must never be replaced."""

import tempfile
from pathlib import Path

from raccord.errors import FileError, Where
from raccord.translation import LANGUAGES, N_, _, speaking

BASE = "customers.db"
SHEET = "clients.xlsx"
UNMARKED = "visits.xlsx"
RESULT = "result.xlsx"
BEFORE = "customers-before.xlsx"
AFTER = "customers-after.xlsx"
RESTORED = "customers-restored.xlsx"
ABOUT = "about-this-demo.txt"
OWN_FILES = frozenset({BASE, f"{BASE}-wal", f"{BASE}-shm", SHEET, UNMARKED, RESULT, BEFORE, AFTER, RESTORED, ABOUT})

_ABOUT_LINES = {
    SHEET: N_("a marked sheet, as a sales team could bring it back"),
    UNMARKED: N_("the same sheet without marks, to try the buttons on"),
    BASE: N_("the customer base that the sheet was imported into"),
    RESULT: N_("the sheet again, with what happened to each row"),
    BEFORE: N_("the base before the import"),
    AFTER: N_("the base after the import"),
    RESTORED: N_("the base after the import was taken back"),
}


def about_text() -> str:
    """What the note in the folder says, in the language spoken."""
    head = _("This folder was made by: raccord demo")
    lines = "\n".join(f"{name:24} {_(text)}" for name, text in _ABOUT_LINES.items())
    foot = _("Everything in it is invented. Run the demo again, and these files are replaced.")
    return f"{head}\n\n{lines}\n\n{foot}\n"


def _is_about_text(text: str) -> bool:
    """Tell whether a note is the demo's, in whatever language it was made."""
    for each in LANGUAGES:
        with speaking(each):
            if text == about_text():
                return True
    return False


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
        (folder / ABOUT).write_text(about_text(), encoding="utf-8")
    except OSError as fault:
        raise FileError(
            "demo-folder-unusable",
            _("The demo cannot write to {folder}.", folder=folder),
            message=_("The system says: {reason}.", reason=fault.strerror),
            hint=_("Close the files of an earlier demo, or name another folder: raccord demo FOLDER"),
            where=Where(file=str(folder)),
        ) from fault


def _check_name(folder: Path) -> None:
    """A database URL ends at its first question mark."""
    if "?" in str(folder):
        raise FileError(
            "demo-folder-name",
            _("The folder's name holds a question mark, which the URL of a customer base cannot hold."),
            hint=_("Name another folder: raccord demo FOLDER"),
            where=Where(file=str(folder)),
        )


def _check_own(folder: Path, found: set[str]) -> None:
    """Names alone prove nothing: only a folder with the demo's own note in it is the demo's."""
    about = folder / ABOUT
    made_here = about.is_file() and _is_about_text(about.read_text(encoding="utf-8", errors="replace"))
    foreign = found - OWN_FILES if made_here else found
    if foreign:
        raise FileError(
            "demo-folder-in-use",
            _("The folder holds files that the demo did not make, such as {file}.", file=min(foreign)),
            message=_("Nothing was written or removed."),
            hint=_("Name a new or empty folder, or none: raccord demo FOLDER"),
            where=Where(file=str(folder)),
        )
