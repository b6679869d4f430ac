"""The colours with which a PDF fills areas: what a spreadsheet program shows at this moment, formats applied."""

import re
import zlib
from pathlib import Path

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_FILL = re.compile(rb"([\d.]+) ([\d.]+) ([\d.]+) rg")


def fills(path: Path) -> set[str]:
    """All fill colours (RRGGBB) of a PDF, black text included."""
    colours: set[str] = set()
    for stream in _STREAM.findall(path.read_bytes()):
        try:
            drawn = zlib.decompress(stream)
        except zlib.error:
            continue
        colours |= {"".join(f"{round(float(part) * 255):02X}" for part in found) for found in _FILL.findall(drawn)}
    return colours
