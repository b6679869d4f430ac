"""A temporary xlsx workbook of sheets that are given as XML."""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from tempfile import mkstemp
from typing import IO
from zipfile import ZipFile

_CHUNK = 1024**2
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"

SHEET_START = f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode()
SHEET_END = b"</sheetData></worksheet>"


class TemporaryBook:
    """A workbook in the system's folder of temporary files, readable by this user only, being written.

    Any of its methods but the last raises OSError when there is no room left.
    """

    def __init__(self) -> None:
        """Begin it with no sheet."""
        handle, name = mkstemp(prefix="raccord-", suffix=".xlsx")
        self.path = Path(name)
        self._stream = os.fdopen(handle, "w+b")
        self._package = ZipFile(self._stream, "w")
        self._sheets = 0
        self._sheet: IO[bytes] = BytesIO()

    def begin_sheet(self) -> None:
        """End the last sheet and begin the next one, with its first bytes up to the rows."""
        self._end_sheet()
        self._sheets += 1
        self._sheet = self._package.open(f"xl/worksheets/sheet{self._sheets}.xml", "w")
        self._sheet.write(SHEET_START)

    def write(self, xml: bytes) -> None:
        """Write what follows of a sheet that was begun."""
        self._sheet.write(xml)

    def finish(self, source: ZipFile, shared: Iterable[str], *, counts_from_1904: bool) -> None:
        """Copy the parts that the sheets share from another workbook, and write what names all parts."""
        self._end_sheet()
        for part in shared:
            with source.open(part) as read, self._package.open(part, "w") as written:
                shutil.copyfileobj(read, written, _CHUNK)
        for part, xml in _naming_parts(self._sheets, counts_from_1904=counts_from_1904).items():
            self._package.writestr(part, xml)
        self._package.close()
        self._stream.close()

    def discard(self) -> None:
        """Delete it."""
        for close in (self._end_sheet, self._package.close, self._stream.close, self.path.unlink):
            with suppress(OSError):
                close()

    def _end_sheet(self) -> None:
        self._sheet.close()


def _naming_parts(sheets: int, *, counts_from_1904: bool) -> dict[str, str]:
    numbers = range(1, sheets + 1)
    listed = "".join(f'<sheet name="{number}" sheetId="{number}" r:id="rId{number}"/>' for number in numbers)
    properties = f'<workbookPr date1904="{int(counts_from_1904)}"/>'
    book = f'<workbook xmlns="{_MAIN}" xmlns:r="{_TYPES}">{properties}<sheets>{listed}</sheets></workbook>'
    return {
        "_rels/.rels": _relations("officeDocument", ["xl/workbook.xml"]),
        "xl/_rels/workbook.xml.rels": _relations("worksheet", [f"worksheets/sheet{number}.xml" for number in numbers]),
        "xl/workbook.xml": book,
    }


def _relations(kind: str, targets: list[str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{_TYPES}/{kind}" Target="{target}"/>'
        for number, target in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_RELATED}">{listed}</Relationships>'
