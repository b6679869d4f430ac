"""What a file really is: its contents decide, its name only hints (SPEC §2)."""

import mmap
import re
from enum import StrEnum
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from raccord.files import refusals

_TEXT_ENDINGS = frozenset({".csv", ".tsv", ".txt"})
_WORKBOOK_ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
_HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"
_BIFF = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
_WEB_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_XML_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"


class Kind(StrEnum):
    """The families of files, each with its own reader."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    TEXT = "text"


def recognise(path: Path) -> Kind:
    """Tell what the file is, or why it cannot be read.

    Raises:
        FileError: missing, empty, unreadable, protected, damaged or of another format.
    """
    _check_place(path)
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if not head:
            raise refusals.empty(path)
        return _kind(path, head)
    except OSError as error:
        raise refusals.unreadable(path, error) from error


def _check_place(path: Path) -> None:
    try:
        if not path.exists():
            raise refusals.missing(path)
        if not path.is_file():
            raise refusals.folder(path)
    except (OSError, ValueError) as error:
        raise refusals.missing(path) from error
    ending = path.suffix.lower()
    if ending == ".xlsb":
        raise refusals.binary_workbook(path)
    if ending not in _TEXT_ENDINGS | _WORKBOOK_ENDINGS:
        raise refusals.unknown_format(path)


def _kind(path: Path, head: bytes) -> Kind:
    if head.startswith(_OLE):
        return _kind_of_compound(path)
    if head.startswith(_ZIP) and (head[2:4] == b"\x03\x04" or path.suffix.lower() in _WORKBOOK_ENDINGS):
        return _kind_of_package(path)
    if path.suffix.lower() in _TEXT_ENDINGS:
        return Kind.TEXT
    raise _not_a_workbook(path, head)


def _kind_of_compound(path: Path) -> Kind:
    """An OLE file: its directory names its streams in UTF-16."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        names = {name for name in ("EncryptedPackage", "Workbook", "Book") if _has_stream(content, name)}
    if "EncryptedPackage" in names:
        raise refusals.protected(path)
    if not names:
        raise (refusals.damaged if path.suffix.lower() == ".xls" else refusals.no_workbook)(path)
    return Kind.XLS


def _has_stream(content: mmap.mmap, name: str) -> bool:
    """Directory entries are 128 bytes long, stand at multiples of 128 and begin with the stream's name."""
    entry = (name + "\0").encode("utf-16-le")
    place = content.find(entry)
    while place >= 0 and place % 128:
        place = content.find(entry, place + 1)
    return place >= 0


def _kind_of_package(path: Path) -> Kind:
    try:
        with ZipFile(path) as package:
            names = {name.lower().rpartition("/")[2] for name in package.namelist()}
    except (BadZipFile, ValueError, NotImplementedError) as error:
        raise refusals.damaged(path, error) from error
    if "workbook.xml" in names:
        return Kind.XLSX
    if "workbook.bin" in names:
        raise refusals.binary_workbook(path)
    if "content.xml" in names:
        return Kind.ODS
    raise refusals.no_workbook(path)


def _not_a_workbook(path: Path, head: bytes) -> Exception:
    if head.startswith(_BIFF):
        return refusals.too_old(path)
    letters = head.replace(b"\0", b"")
    if _XML_2003 in letters:
        return refusals.xml_spreadsheet(path)
    if _WEB_PAGE.search(letters):
        return refusals.web_page(path)
    return refusals.plain_text(path) if _is_text(head) else refusals.no_workbook(path)


def _is_text(head: bytes) -> bool:
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", head)
