"""The pictures of the README and the tutorial: `make pictures` takes them from a real LibreOffice and the real demo.

Needs LibreOffice with its French language pack (Debian: libreoffice-calc libreoffice-l10n-fr python3-uno) and what
`support.screen` needs. The picture of a template comes from tests/office/test_templates.py.
"""

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from raccord.catalogue_files import default_catalogue
from raccord.demo.tour import PICTURED_CHANGES, Tour
from raccord.jobs import preview
from support.pages import DOCS
from support.story import tell, told_in

IMAGES = DOCS / "images"
LANGUAGES = ("en", "fr")
_COLOURS = "96"


def take(language: str) -> None:
    """Tell the tutorial in a language, and keep its pictures."""
    folder = IMAGES / language
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as work, told_in(language, Path(work), folder) as story:
        for step in tell(story):
            print(f"{language}: {step}")
    for picture in sorted(folder.glob("*.png")):
        make_small(picture)


def make_small(picture: Path) -> None:
    """Keep as few colours as a window has, so that a picture is a third as large."""
    options = ["-strip", "+dither", "-colors", _COLOURS, "-define", "png:compression-level=9"]
    subprocess.run(["convert", str(picture), *options, f"PNG8:{picture}"], check=True)


def preview_svg() -> str:
    """The demo's preview as a terminal picture; the same text every time."""
    console = Console(
        file=io.StringIO(), width=80, record=True, force_terminal=True, color_system="truecolor", legacy_windows=False
    )
    with TemporaryDirectory() as folder:
        tour = Tour(Path(folder), console, default_catalogue())
        tour.fill()
        with preview(tour.job()) as report:
            console.export_text(clear=True)
            tour.show_preview(report, PICTURED_CHANGES)
    return _without_web_fonts(console.export_svg(title="raccord demo", unique_id="raccord"))


def _without_web_fonts(svg: str) -> str:
    """Make a picture ask no server for its font."""
    own = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return own.replace("Fira Code, monospace", "ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace")


if __name__ == "__main__":
    os.environ["LOGNAME"] = "office"  # whose imports the pictures show
    (IMAGES / "preview.svg").write_text(preview_svg(), encoding="utf-8")
    for each in sys.argv[1:] or LANGUAGES:
        take(each)
