"""Csv files: their encoding, their delimiter and their rows; every cell is text (SPEC §2)."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from raccord.cells import RawRow
from raccord.files import refusals
from raccord.files.formulas import unguard_text

_DELIMITERS = ";\t|,"
_CHUNK = 1024**2
_SAMPLE_CHARACTERS = 256 * 1024
_SAMPLE_ROWS = 500
_LONGEST_CELL = 16 * 1024**2
_DELIMITER_LINE = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a csv file is written; `skipped_lines` is 1 when its first line only names the delimiter (`sep=;`)."""

    encoding: str
    delimiter: str
    skipped_lines: int = 0


def detect(path: Path, *, delimiter: str | None = None, encoding: str | None = None) -> Dialect:
    """Find out how a csv file is written, and check that all of it is text.

    Raises:
        FileError: an unknown encoding, bytes that it does not know, NUL characters, or an impossible delimiter.
    """
    found = _checked_encoding(path, encoding) if encoding else _detected_encoding(path)
    with path.open(encoding=found, newline="") as file:
        sample = file.read(_SAMPLE_CHARACTERS)
        is_whole = not file.read(1)
    named = _DELIMITER_LINE.match(sample)
    if named and sample[: named.end()].endswith("\n"):
        return Dialect(found, _checked_delimiter(delimiter or named[1]), skipped_lines=1)
    if delimiter is not None:
        return Dialect(found, _checked_delimiter(delimiter))
    return Dialect(found, "\t" if path.suffix.lower() == ".tsv" else detect_delimiter(sample, is_whole=is_whole))


def _checked_encoding(path: Path, encoding: str) -> str:
    try:
        codecs.lookup(encoding)
        "".encode(encoding)
    except (LookupError, ValueError) as error:
        raise refusals.unknown_encoding(encoding) from error
    if line := _first_undecodable_line(path, encoding):
        raise refusals.undecodable(path, encoding, line)
    return encoding


def _detected_encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _checked_encoding(path, "utf-16")
    if not _first_undecodable_line(path, "utf-8-sig"):
        return "utf-8-sig"
    return _checked_encoding(path, "cp1252")


def _first_undecodable_line(path: Path, encoding: str) -> int:
    """Decode the whole file; give the line of the first byte that the encoding does not know, 0 when there is none."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            try:
                text = decoder.decode(chunk)
            except UnicodeError as error:
                return line + chunk[: getattr(error, "start", 0)].count(b"\n")
            if "\0" in text:
                raise refusals.nul_character(path, line + text[: text.index("\0")].count("\n"))
            line += text.count("\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeError:
        return line
    return 0


def _checked_delimiter(delimiter: str) -> str:
    given = "\t" if delimiter in {"\\t", "tab"} else delimiter
    if len(given) != 1 or given in '"\r\n\0 ' or given.isalnum():
        raise refusals.bad_delimiter(delimiter)
    return given


def detect_delimiter(sample: str, *, is_whole: bool = True) -> str:
    """Choose the delimiter that gives the most rows of one same width, then the widest rows.

    A file of one column has none; then it is one that the sample does not hold.
    """
    scores = {delimiter: _score(sample, delimiter, is_whole=is_whole) for delimiter in _DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    if scores[best] > (0, 0):
        return best
    return next((delimiter for delimiter in _DELIMITERS if delimiter not in sample), _DELIMITERS[0])


def _score(sample: str, delimiter: str, *, is_whole: bool) -> tuple[float, int]:
    """Give the share of rows that have the most common width, and that width; zeros when it is one column."""
    widths = _widths(sample, delimiter)
    if not is_whole and len(widths) > 1:
        widths.pop()
    if not widths:
        return 0, 0
    width, count = Counter(widths).most_common(1)[0]
    return (count / len(widths), width) if width > 1 else (0, 0)


def _widths(sample: str, delimiter: str) -> list[int]:
    widths = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in row):
                widths.append(len(row))
            if len(widths) > _SAMPLE_ROWS:
                break
    except csv.Error:
        pass
    return widths


def rows_of(path: Path, dialect: Dialect) -> Iterator[RawRow]:
    """Read the rows; the first is the file's first, and a blank line is a blank row.

    Raises:
        FileError: quotation marks that do not pair.
    """
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    try:
        with path.open(encoding=dialect.encoding, newline="") as file:
            for _ in range(dialect.skipped_lines):
                file.readline()
            yield from _parsed(path, file, dialect)
    except UnicodeError as error:
        raise refusals.changed(path) from error
    except OSError as error:
        raise refusals.unreadable(path, error) from error


def _parsed(path: Path, file: TextIO, dialect: Dialect) -> Iterator[RawRow]:
    reader = csv.reader(file, delimiter=dialect.delimiter, strict=True)
    start = 1 + dialect.skipped_lines
    try:
        for number, row in enumerate(reader):
            if number == 0 and row:
                row[0] = row[0].removeprefix("\ufeff")
            yield [unguard_text(cell) if cell.startswith("'") else cell for cell in row]
            start = reader.line_num + 1 + dialect.skipped_lines
    except csv.Error as error:
        raise refusals.broken_quotes(path, start, error) from error
