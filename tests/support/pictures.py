"""The pictures of a window in the README and the tutorials: `make pictures` takes them from a real LibreOffice.

Needs LibreOffice with its French language pack (Debian: libreoffice-calc libreoffice-l10n-fr python3-uno) and what
`support.screen` needs. The picture of a template comes from tests/office/test_templates.py.
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

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


if __name__ == "__main__":
    os.environ["LOGNAME"] = "office"  # whose imports the pictures show
    for each in sys.argv[1:] or LANGUAGES:
        take(each)
