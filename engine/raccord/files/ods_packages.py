"""The package of an ods file: its list of parts, how it opens, and the content, all with one fixed time (SPEC §9)."""

import shutil
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from raccord.files.layouts import HEAD_ROWS

_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_LARGE = 2**30
_HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MANIFEST = (
    f'{_HEADER}<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" m:version="1.3">'
    f'<m:file-entry m:full-path="/" m:version="1.3" m:media-type="{_MIMETYPE}"/>'
    '<m:file-entry m:full-path="settings.xml" m:media-type="text/xml"/>'
    '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
)
_FROZEN = 2
_SPLIT = {
    "VerticalSplitMode": ("short", _FROZEN),
    "VerticalSplitPosition": ("int", HEAD_ROWS),
    "ActiveSplitRange": ("short", 2),
    "PositionBottom": ("int", HEAD_ROWS),
}


def pack_ods(path: Path, content: IO[bytes], sheet: str) -> None:
    """Write a package around the content, up to where it stands; it opens on `sheet`, whose head stays in view."""
    size = content.tell()
    content.seek(0)
    with ZipFile(path, "w") as package:
        package.writestr(_entry("mimetype", ZIP_STORED), _MIMETYPE)
        package.writestr(_entry("META-INF/manifest.xml"), _MANIFEST)
        package.writestr(_entry("settings.xml"), _settings_xml(sheet))
        with package.open(_entry("content.xml"), "w", force_zip64=size > _LARGE) as packed:
            shutil.copyfileobj(content, packed)


def _entry(name: str, compression: int = ZIP_DEFLATED) -> ZipInfo:
    entry = ZipInfo(name, _FIXED_TIME)
    entry.compress_type = compression
    return entry


def _settings_xml(sheet: str) -> str:
    split = "".join(_item_xml(name, kind, str(value)) for name, (kind, value) in _SPLIT.items())
    return (
        f'{_HEADER}<office:document-settings xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0"'
        ' xmlns:ooo="http://openoffice.org/2004/office" office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views">'
        f"<config:config-item-map-entry>{_item_xml('ViewId', 'string', 'view1')}"
        '<config:config-item-map-named config:name="Tables">'
        f"<config:config-item-map-entry config:name={quoteattr(sheet)}>{split}</config:config-item-map-entry>"
        f"</config:config-item-map-named>{_item_xml('ActiveTable', 'string', sheet)}</config:config-item-map-entry>"
        "</config:config-item-map-indexed></config:config-item-set></office:settings></office:document-settings>"
    )


def _item_xml(name: str, kind: str, value: str) -> str:
    return f'<config:config-item config:name="{name}" config:type="{kind}">{escape(value)}</config:config-item>'
