"""Catalogue files, and the rules that their fields must keep (SPEC §1)."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from raccord.catalogue import (
    CHOICE_TYPES,
    EXTERNAL_ID,
    ID,
    ID_FIELD,
    ORDERED_TYPES,
    TEXT_TYPES,
    Catalogue,
    Compare,
    Field,
    FieldType,
    header_words,
)
from raccord.errors import CatalogueError
from raccord.marks import OWN_HEADER, UpdateMode, plain
from raccord.translation import LANGUAGES, _
from raccord.yaml_files import YamlDocument

RESERVED_NAMES = frozenset({ID, "deleted_at", "raccord"})
SHIPPED = Path(__file__).parent / "resources" / "catalogue.yaml"
EXTERNAL_ID_LENGTH = 40
EXTERNAL_ID_PATTERN = r"[A-Za-z0-9_{}.\-]+"
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML has no place for, and so no header of a workbook."""

_KINDS: Mapping[str, Callable[[Any], Any]] = {
    "type": FieldType,
    "update": UpdateMode,
    "compare": Compare,
    "aliases": tuple,
    "choices": tuple,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken rule: the key in the file, what was found there, and what is allowed."""

    key: str
    found: str
    allowed: str


def load_catalogue(path: Path) -> Catalogue:
    """Read and check a catalogue file; raises CatalogueError with file, line and key."""
    document = YamlDocument(path, CatalogueError)
    catalogue = document.checked(Catalogue)
    _check_fields(document, catalogue)
    _check_words(document, catalogue)
    _check_table(document, catalogue)
    return replace(catalogue, fields=tuple(map(_with_identity_rules, catalogue.fields)))


def default_catalogue() -> Catalogue:
    """The catalogue that ships with Raccord, without the checks, which would load pydantic for 150 ms."""
    written = YamlDocument(SHIPPED, CatalogueError).data["fields"]
    return Catalogue(tuple(_with_identity_rules(_known_good(one)) for one in written))


def _known_good(written: Mapping[str, Any]) -> Field:
    return Field(**{key: _KINDS[key](value) if key in _KINDS else value for key, value in written.items()})


def _with_identity_rules(one: Field) -> Field:
    """An external id keeps its rules also where the catalogue does not repeat them."""
    if one.name != EXTERNAL_ID:
        return one
    return replace(
        one,
        unique=True,
        immutable=True,
        case_sensitive=True,
        max_length=min(one.max_length or EXTERNAL_ID_LENGTH, EXTERNAL_ID_LENGTH),
        pattern=one.pattern or EXTERNAL_ID_PATTERN,
    )


def _check_fields(document: YamlDocument, catalogue: Catalogue) -> None:
    if not catalogue.fields:
        raise document.fault(("fields",), _("A catalogue needs at least one field."))
    for number, one in enumerate(catalogue.fields):
        for fault in (
            *_name_faults(one),
            *_character_faults(one),
            *_choice_faults(one),
            *_text_faults(one),
            *_order_faults(one),
        ):
            raise document.fault(("fields", number, fault.key), fault.found, message=fault.allowed)


def _check_words(document: YamlDocument, catalogue: Catalogue) -> None:
    """Two fields may not share a word, or a header could mean both."""
    words = dict.fromkeys(header_words(ID_FIELD), ID_FIELD)
    for number, one in enumerate(catalogue.fields):
        for word in sorted(header_words(one)):
            other = words.setdefault(word, one)
            if other is not one:
                title = _(
                    "“{name}” and “{other}” share the word “{word}”, so a header could mean both.",
                    name=one.name,
                    other=other.name,
                    word=word,
                )
                hint = _("Change a name, a label or an alias of one of them.")
                raise document.fault(("fields", number, "name"), title, hint=hint)


def _name_faults(one: Field) -> Iterator[Fault]:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", one.name):
        allowed = _("A name is made of a-z, 0-9 and _, starts with a letter, and has at most 63 characters.")
        yield Fault("name", _("Found “{name}”.", name=one.name), allowed)
    if one.name in RESERVED_NAMES:
        yield Fault(
            "name",
            _("“{name}” is Raccord's own.", name=one.name),
            _("Use another name; id is always there and is not listed."),
        )
    if plain(OWN_HEADER) in header_words(one):
        yield Fault(
            "name",
            _("“{header}” heads the column of Raccord's own.", header=OWN_HEADER),
            _("Use another name, label or alias."),
        )
    if one.name == EXTERNAL_ID and one.type is not FieldType.TEXT:
        yield Fault("type", _("Found {type}.", type=one.type), _("An external id is text."))
    for key in ("label", "description", "example"):
        given: Mapping[str, str] = getattr(one, key)
        if set(given) - set(LANGUAGES):
            found = _("Found the languages {languages}.", languages=", ".join(given))
            yield Fault(key, found, _("Allowed: {allowed}.", allowed=", ".join(LANGUAGES)))


def _character_faults(one: Field) -> Iterator[Fault]:
    texts = {"label": one.label.values(), "description": one.description.values(), "example": one.example.values()}
    for key, values in (texts | {"choices": one.choices}).items():
        if any(_UNWRITABLE.search(text) for text in values):
            found = _("A {key} holds a control character.", key=key)
            yield Fault(key, found, _("Only text that a workbook can hold is allowed."))


def _choice_faults(one: Field) -> Iterator[Fault]:
    if one.type in CHOICE_TYPES and not one.choices:
        yield Fault("choices", _("A {type} field has no choices.", type=one.type), _("List the allowed values."))
    if one.choices and one.type not in CHOICE_TYPES:
        yield Fault("choices", _("A {type} field has choices.", type=one.type), _("Only choice and choices have them."))
    if len({" ".join(choice.casefold().split()) for choice in one.choices}) < len(one.choices):
        yield Fault("choices", _("Two choices differ only in case or spaces."), _("Keep one of them."))
    if any(not choice.strip() or choice != choice.strip() or re.search(r"[;,\n]", choice) for choice in one.choices):
        found = _("A choice is blank, starts or ends with a space, or holds a comma, a semicolon or a line end.")
        yield Fault("choices", found, _("Any other text is allowed."))


def _text_faults(one: Field) -> Iterator[Fault]:
    for key in ("max_length", "pattern", "compare"):
        if getattr(one, key) is not None and one.type not in TEXT_TYPES:
            yield Fault(
                key, _("A {type} field has a {key}.", type=one.type, key=key), _("Only fields of text have one.")
            )
    if one.max_length is not None and one.max_length < 1:
        yield Fault("max_length", _("Found {found}.", found=one.max_length), _("A whole number from 1 on is allowed."))
    if one.pattern is not None and not _compiles(one.pattern):
        yield Fault("pattern", _("Found {found}.", found=repr(one.pattern)), _("A regular expression is allowed."))


def _order_faults(one: Field) -> Iterator[Fault]:
    if one.update is UpdateMode.OVERWRITE_IF_GREATER and one.type not in ORDERED_TYPES:
        allowed = _("overwrite_if_greater needs integer, decimal, date or datetime.")
        yield Fault("update", _("A {type} field has no order.", type=one.type), allowed)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _check_table(document: YamlDocument, catalogue: Catalogue) -> None:
    if catalogue.table is None:
        return
    for column, values in catalogue.table.where.items():
        if values == ():
            raise document.fault(
                ("table", "where", column),
                _("“{column}” has no value.", column=column),
                hint=_("Give it one or several."),
            )
    for name in catalogue.table.columns:
        if name not in catalogue.by_name or name == ID:
            allowed = _("Allowed: {allowed}.", allowed=", ".join(one.name for one in catalogue.fields))
            raise document.fault(
                ("table", "columns", name), _("“{name}” is no field of this catalogue.", name=name), message=allowed
            )
