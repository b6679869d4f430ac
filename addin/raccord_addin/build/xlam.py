"""Excel's add-in file, made without Excel: a VBA project, the ribbon's part, and nothing else of ours.

It is the same to the byte wherever and whenever it is built: parts are stored in one order with one date, and not
compressed, since every zlib compresses in its own way.
"""

import io
import tempfile
import zipfile
from pathlib import Path

from pyopenvba import ExcelFile
from pyopenvba.cfb import CFB

from raccord.files.replacing import replacing
from raccord_addin.build.ribbon import render_ribbon
from raccord_addin.build.vba import vba_modules

NAME = "raccord.xlam"
PROJECT_PART = "xl/vbaProject.bin"
RIBBON_PART = "customUI/customUI14.xml"
_RELATIONSHIP = (
    '<Relationship Id="rIdRibbon" Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"'
    f' Target="{RIBBON_PART}"/></Relationships>'
).encode()
_PROPERTIES = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"\
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Raccord</dc:title><dc:creator>Raccord</dc:creator>\
</cp:coreProperties>"""
_NO_COMPILED_CODE = bytes.fromhex("cc61ffff000000")
"""The version stream of a project that Excel compiles from its source ([MS-OVBA] 2.3.4.1)."""
_FIRST_DATE = (1980, 1, 1, 0, 0, 0)


def build_xlam(out: Path) -> None:
    """Write the add-in to `out`; raises FileError when the file cannot be written."""
    with replacing(out) as part:
        part.write_bytes(xlam_bytes())


def xlam_bytes() -> bytes:
    """The add-in of this version of Raccord."""
    parts = _workbook_parts()
    parts[PROJECT_PART] = _without_compiled_code(parts[PROJECT_PART])
    parts[RIBBON_PART] = render_ribbon()
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"</Relationships>", _RELATIONSHIP)
    parts["docProps/core.xml"] = _PROPERTIES
    return _package(parts)


def _workbook_parts() -> dict[str, bytes]:
    """The parts of an empty add-in workbook that holds our modules."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, NAME)
        with ExcelFile.create_new(path) as workbook:
            project = workbook.vba_project()
            project.delete_module("Module1")
            for name, source in vba_modules().items():
                project.add_module(name, source)
            workbook.save()
        with zipfile.ZipFile(path) as package:
            return {name: package.read(name) for name in package.namelist()}


def _without_compiled_code(project: bytes) -> bytes:
    streams = CFB.from_bytes(project)
    streams.write_stream_in_storage("VBA", "_VBA_PROJECT", _NO_COMPILED_CODE)
    return bytes(streams.to_bytes())


def _package(parts: dict[str, bytes]) -> bytes:
    """Zip the parts, the content types first as the format's readers expect them."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as package:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _FIRST_DATE)
            entry.create_system = 0
            package.writestr(entry, parts[name])
    return made.getvalue()
