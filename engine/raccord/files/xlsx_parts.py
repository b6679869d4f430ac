"""Which part of an xlsx package holds which sheet, and whether the parts are safe to hand on."""

import posixpath
import re
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


def worksheets(package: ZipFile) -> tuple[SheetPart, ...]:
    """List the worksheets in the workbook's order; chart sheets and macro sheets are left out.

    Raises:
        KeyError: a part is missing.
        ForbiddenMarkup: a part would exhaust calamine.
    """
    parts = {name.lower(): name for name in package.namelist()}
    roots = _elements(package, parts[_ROOT_RELATIONS], "Relationship")
    workbook = _workbook_part(roots)
    folder, name = posixpath.split(workbook)
    related = _elements(package, parts[f"{folder}/_rels/{name}.rels".lstrip("/")], "Relationship")
    for name in _held_in_memory(parts, folder, related):
        _check_whole(package, name)
    relations = {each["Id"]: each for each in related}
    found = (
        (sheet["name"], relations[sheet["id"]])
        for sheet in _elements(package, parts[workbook], "sheet")
        if "id" in sheet
    )
    return tuple(
        SheetPart(name, parts[_target(folder, relation)])
        for name, relation in found
        if relation["Type"].endswith("/worksheet")
    )


def _workbook_part(roots: list[dict[str, str]]) -> str:
    for relation in roots:
        if relation["Type"].endswith("/officeDocument"):
            return _target("", relation)
    raise KeyError(_ROOT_RELATIONS)


def _held_in_memory(parts: dict[str, str], folder: str, related: list[dict[str, str]]) -> set[str]:
    """Name the parts that calamine reads whole, by relation or by their usual names."""
    named = {_target(folder, each) for each in related if each["Type"].endswith(("/sharedStrings", "/styles"))}
    return {parts[name] for name in parts if name in named or posixpath.basename(name) in _HELD_IN_MEMORY}


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
