"""LibreOffice's extension: the files beside this one, and what is rendered from the registry of buttons.

It is the same to the byte wherever and whenever it is built: parts stand in one order with one date, and are not
compressed, since every zlib compresses in its own way.
"""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from raccord import __version__
from raccord.files.replacing import replacing
from raccord_addin.build.addons import render_addons
from raccord_addin.build.icons import render_icon
from raccord_addin.buttons import BUTTONS

NAME = "raccord.oxt"
IDENTIFIER = "org.raccord.Raccord"
_SOURCES = Path(__file__).parent / "libreoffice"
_PARTS = ("*.py", "*.xcu", "*.xml", "*.components", "META-INF/*.xml", "description/*.txt",
          "pythonpath/raccord_calc/*.py", "Raccord/*")  # fmt: skip
_NO_VERSION = b'"0.0"'
_FIRST_DATE = (1980, 1, 1, 0, 0, 0)


def build_oxt(out: Path) -> None:
    """Write the extension to `out`; raises FileError when the file cannot be written."""
    with replacing(out) as part:
        part.write_bytes(oxt_bytes())


def oxt_bytes() -> bytes:
    """The extension of this version of Raccord."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as package:
        for name, content in sorted(_parts().items()):
            entry = zipfile.ZipInfo(name, _FIRST_DATE)
            entry.create_system = 0
            package.writestr(entry, content)
    return made.getvalue()


def _parts() -> Mapping[str, bytes]:
    """Each part of the package by its path in it."""
    files = (path for pattern in _PARTS for path in _SOURCES.glob(pattern))
    parts = {path.relative_to(_SOURCES).as_posix(): path.read_bytes().replace(b"\r\n", b"\n") for path in files}
    parts["description.xml"] = parts["description.xml"].replace(_NO_VERSION, f'"{__version__}"'.encode())
    parts["Addons.xcu"] = render_addons()
    parts["icons/extension.svg"] = render_icon("import")
    return parts | {f"icons/{button.id}.svg": render_icon(button.id) for button in BUTTONS}
