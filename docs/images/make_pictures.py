"""Make the pictures of the README from the demo's own output: python docs/images/make_pictures.py."""  # noqa: INP001

import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from raccord.catalogue_files import default_catalogue
from raccord.demo.tour import PICTURED_CHANGES, Tour
from raccord.jobs import preview

FOLDER = Path(__file__).parent


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
    (FOLDER / "preview.svg").write_text(preview_svg(), encoding="utf-8")
