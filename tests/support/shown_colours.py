"""The backgrounds that a spreadsheet program shows, conditional formats applied: LibreOffice's own, from its HTML."""

import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest


class _Backgrounds(HTMLParser):
    """Collects the background of each cell of each table."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[list[list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.sheets.append([])
        elif tag == "tr":
            self.sheets[-1].append([])
        elif tag == "td":
            given = dict(attrs)
            cells = [(given.get("bgcolor") or "").removeprefix("#").upper()] * int(given.get("colspan") or 1)
            self.sheets[-1][-1].extend(cells)


def shown_colours(workbook: Path) -> list[list[list[str]]]:
    """The background (RRGGBB, or nothing) of every cell, by sheet and row, as LibreOffice shows them."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not here (Debian: libreoffice-calc), so no colours were looked at")
    with TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [soffice, profile, "--headless", "--convert-to", "html", "--outdir", folder, str(workbook)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        parser = _Backgrounds()
        parser.feed(Path(folder, workbook.stem + ".html").read_text(encoding="utf-8"))
    return parser.sheets
