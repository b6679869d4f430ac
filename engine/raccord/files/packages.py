"""Zipped XML from strangers: parts are streamed, never extracted, and refused when built to do harm."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from raccord.files import refusals
from raccord.translation import _

MAX_PART = 2**32 - 1
"""Bytes of one part, as many as a zip file can declare without its 64-bit extension: more than full sheets have."""

MAX_RATIO = 400
"""Sheets shrink to a tenth or a fiftieth; only a file made to exhaust its reader shrinks more than this."""

_RATIO_MATTERS_FROM = 64 * 1024**2
_CHUNK = 256 * 1024
_OVERLAP = 4096

LONGEST_TEXT = 1024**2
"""Bytes that may follow a tag's start before the next one; a cell's text is far shorter."""


class ForbiddenMarkup(Exception):  # noqa: N818 - it is turned into a FileError before anyone meets it
    """An XML part holds what no spreadsheet program writes."""


@contextmanager
def opened(path: Path) -> Iterator[ZipFile]:
    """Open a package and turn what may go wrong inside into a FileError.

    Raises:
        FileError: damaged, encrypted or built to do harm.
    """
    try:
        with ZipFile(path) as package:
            _check_parts(path, package)
            yield package
    except ForbiddenMarkup as error:
        raise refusals.unsafe(path, str(error)) from error
    except OSError as error:
        raise refusals.unreadable(path, error) from error
    except (BadZipFile, zlib.error, EOFError, LookupError, expat.ExpatError, ValueError, NotImplementedError) as error:
        raise refusals.damaged(path, error) from error


def _check_parts(path: Path, package: ZipFile) -> None:
    for part in package.infolist():
        if part.flag_bits & 1:
            raise refusals.protected(path)
        if _is_absurd(part):
            raise refusals.unsafe(
                path, _("its part {part} would fill {size:,} MiB", part=part.filename, size=part.file_size // 1024**2)
            )


def _is_absurd(part: ZipInfo) -> bool:
    swells = part.file_size > _RATIO_MATTERS_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1)
    return part.file_size >= MAX_PART or swells


def stream(part: IO[bytes]) -> Iterator[bytes]:
    """Stream an open part, decompressed, in pieces; never more bytes than the package declares."""
    while chunk := part.read(_CHUNK):
        yield chunk


def windows(content: Iterator[bytes]) -> Iterator[bytes]:
    """Cut the stream before a tag, each window overlapping the one before by some tags; the first one begins it.

    Raises:
        ForbiddenMarkup: no tag starts for longer than any cell's text would take.
    """
    held = b""
    for chunk in content:
        window = held + chunk
        cut = max(window.rfind(b"<"), 0)
        if len(window) - cut > LONGEST_TEXT:
            raise ForbiddenMarkup(_("its XML goes on for more than a megabyte without a tag"))
        if cut:
            yield window[:cut]
        held = window[max(cut - _OVERLAP, 0) :]
    yield held


def parse(package: ZipFile, name: str, parser: expat.XMLParserType) -> None:
    """Feed a whole part to a parser."""
    with package.open(name) as part:
        for chunk in stream(part):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)


def safe_parser(namespace_separator: str | None = None) -> expat.XMLParserType:
    """Make a parser that refuses document types, and so every entity but XML's own five."""
    parser = expat.ParserCreate(namespace_separator=namespace_separator)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    return parser


def _refuse_document_type(*_declaration: object) -> None:
    raise ForbiddenMarkup(_("its XML declares a document type"))


def local_name(name: str) -> str:
    """Drop the prefix of an XML name."""
    return name.rpartition(":")[2]


def local_attributes(attributes: dict[str, str]) -> dict[str, str]:
    """Drop the prefixes of XML attributes."""
    return {local_name(name): value for name, value in attributes.items()}
