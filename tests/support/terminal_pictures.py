"""Pictures of what the command draws on a terminal, made from the files of the README and the demo by `make docs`."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from rich.console import Console
from rich.text import Text

from raccord.catalogue_files import default_catalogue
from raccord.cli import main
from raccord.database import open_database
from raccord.demo.tour import PICTURED_CHANGES, Tour
from raccord.files import read_grids
from raccord.job import Job
from raccord.jobs import import_sheet, preview
from raccord.journal import create_point, undo
from raccord.marks import ImportMode
from raccord.planning import ImportOptions
from support.pages import BLOCK, DOCS
from support.terminal import Terminal

IMAGES = DOCS / "images"
COMMANDS = {"history": ("history", "2"), "restore-points": ("restore-points",)}
_MONDAY = datetime(2026, 11, 16, 8, 30, tzinfo=UTC)


def pictures() -> dict[str, str]:
    """The pictures, by name, as SVG; the same every time."""
    with TemporaryDirectory() as folder, _readers(Path(folder)):
        _live(Path(folder))
        return {name: _picture(words) for name, words in COMMANDS.items()} | {"preview": _demo_preview()}


@contextmanager
def _readers(folder: Path) -> Iterator[None]:
    """The environment of a reader whose user name is `office`."""
    (folder / "config.yaml").touch()
    environ = {
        "RACCORD_CONFIG": str(folder / "config.yaml"),
        "RACCORD_DATABASE": _url(folder),
        "RACCORD_LANGUAGE": "en",
        "LOGNAME": "office",
        "COLUMNS": "80",
        "TERM": "xterm-256color",
        "COLORTERM": "",
    }
    with patch.dict(os.environ, environ):
        yield


def _live(folder: Path) -> None:
    """A base of the README's first list, changed by the visits, which are taken back and imported again."""
    for language, name, text in BLOCK.findall((DOCS.parent / "README.md").read_text(encoding="utf-8")):
        if language == "csv":
            (folder / name).write_text(text, encoding="utf-8")
    visits = _job(folder, "visits.csv")
    _import(replace(_job(folder, "start.csv"), options=ImportOptions(ImportMode.ADD)), 0)
    _import(visits, 7)
    with open_database(_url(folder), default_catalogue()) as database:
        undo(database, clock=lambda: _MONDAY + timedelta(days=7, minutes=5))
    _import(visits, 8)
    with open_database(_url(folder), default_catalogue()) as database:
        create_point(database, "before the spring campaign", clock=lambda: _MONDAY + timedelta(days=9))


def _job(folder: Path, name: str) -> Job:
    return Job(read_grids(folder / name)[0], default_catalogue(), _url(folder), name)


def _url(folder: Path) -> str:
    return f"sqlite:///{folder.as_posix()}/customers.db"


def _import(job: Job, days: int) -> None:
    with import_sheet(job, clock=lambda: _MONDAY + timedelta(days=days)):
        pass


def _picture(words: tuple[str, ...]) -> str:
    terminal = Terminal()
    with patch.object(sys, "stdout", terminal):
        main(words)
    console = _recorder()
    console.print(Text.from_ansi(terminal.getvalue()))
    return _drawn(console, " ".join(("raccord", *words)), f"raccord-{words[0]}")


def _demo_preview() -> str:
    """The preview that the demo shows."""
    console = _recorder()
    with TemporaryDirectory() as folder:
        tour = Tour(Path(folder), console, default_catalogue())
        tour.fill()
        with preview(tour.job()) as report:
            console.export_text(clear=True)
            tour.show_preview(report, PICTURED_CHANGES)
    return _drawn(console, "raccord demo", "raccord")


def _recorder() -> Console:
    return Console(
        file=StringIO(), width=80, record=True, force_terminal=True, color_system="truecolor", legacy_windows=False
    )


def _drawn(console: Console, title: str, unique_id: str) -> str:
    """The picture of a console, which asks no server for its font."""
    svg = console.export_svg(title=title, unique_id=unique_id)
    own = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return own.replace("Fira Code, monospace", "ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace")


if __name__ == "__main__":
    for name, svg in pictures().items():
        (IMAGES / f"{name}.svg").write_text(svg, encoding="utf-8")
