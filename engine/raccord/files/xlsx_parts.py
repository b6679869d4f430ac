"""Which part of an xlsx package holds which sheet and what the sheets share, and whether they are safe to hand on."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import ZipFile

from raccord.files.packages import ForbiddenMarkup, local_attributes, local_name, parse, safe_parser, stream, windows
from raccord.translation import _

_ROOT_RELATIONS = "_rels/.rels"
_HELD_IN_MEMORY = ("sharedstrings.xml", "styles.xml")
_PROMISED = re.compile(rb"<(?:[\w.-]+:)?sst\s[^<>]*?\buniqueCount\s*=\s*[\"'](\d{1,30})")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet's name and the part of the package that holds it."""

    name: str
    part: str


@dataclass(frozen=True, slots=True)
class BookParts:
    """The worksheets in the workbook's order, without charts and macros, and what the values of all of them need."""

    worksheets: tuple[SheetPart, ...]
    shared: tuple[str, ...]
    """The parts of shared strings and styles under their usual names, by which calamine finds them."""
    counts_from_1904: bool


def book_parts(package: ZipFile) -> BookParts:
    """Find the parts of a workbook.

    Raises:
        KeyError: a part is missing.
        ForbiddenMarkup: a part would exhaust calamine.
    """
    parts = {name.lower(): name for name in package.namelist()}
    roots = _elements(package, parts[_ROOT_RELATIONS], "Relationship")
    workbook = _workbook_part(roots)
    folder, name = posixpath.split(workbook)
    related = _elements(package, parts[f"{folder}/_rels/{name}.rels".lstrip("/")], "Relationship")
    for part in _held_in_memory(parts, folder, related):
        _check_whole(package, part)
    properties = _elements(package, parts[workbook], "workbookPr")
    counts_from_1904 = any(one.get("date1904", "0").strip() in {"1", "true"} for one in properties)
    sheets = _worksheets(_elements(package, parts[workbook], "sheet"), related, folder, parts)
    return BookParts(tuple(sheets), tuple(parts[one] for one in parts if _is_shared(one)), counts_from_1904)


def _worksheets(
    sheets: list[dict[str, str]], related: list[dict[str, str]], folder: str, parts: dict[str, str]
) -> Iterator[SheetPart]:
    relations = {each["Id"]: each for each in related}
    for sheet in sheets:
        relation = relations[sheet["id"]] if "id" in sheet else None
        if relation and relation["Type"].endswith("/worksheet"):
            yield SheetPart(sheet["name"], parts[_target(folder, relation)])


def _workbook_part(roots: list[dict[str, str]]) -> str:
    for relation in roots:
        if relation["Type"].endswith("/officeDocument"):
            return _target("", relation)
    raise KeyError(_ROOT_RELATIONS)


def _held_in_memory(parts: dict[str, str], folder: str, related: list[dict[str, str]]) -> set[str]:
    """Name the parts that calamine reads whole, by relation or by their usual names."""
    named = {_target(folder, each) for each in related if each["Type"].endswith(("/sharedStrings", "/styles"))}
    return {parts[name] for name in parts if name in named or _is_shared(name)}


def _is_shared(name: str) -> bool:
    return posixpath.basename(name) in _HELD_IN_MEMORY


def _check_whole(package: ZipFile, part: str) -> None:
    """Read a part to its end, which fails when it is cut off or longer than the package declares.

    calamine sets memory aside for as many strings as the part promises, and aborts when there is not enough.
    """
    most = package.getinfo(part).file_size // len("<si/>")
    with package.open(part) as content:
        for window in windows(stream(content)):
            if b"uniqueCount" in window and any(int(number) > most for number in _PROMISED.findall(window)):
                raise ForbiddenMarkup(_("its part {part} promises more strings than it can hold", part=part))


def _elements(package: ZipFile, part: str, element: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if local_name(name) == element:
            found.append(local_attributes(attributes))

    parser = safe_parser()
    parser.StartElementHandler = start
    parse(package, part, parser)
    return found


def _target(folder: str, relation: dict[str, str]) -> str:
    """Resolve a relation's target, which is relative to a folder or starts at the root."""
    target = relation["Target"].replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/").lower()
