"""The catalogue as plain field objects, and the words that name a field (SPEC §1, §2)."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

TEXT_TYPES = frozenset({"text", "multiline", "email", "phone", "url", "choice", "choices"})
ORDERED_TYPES = frozenset({"integer", "decimal", "date", "datetime"})


@dataclass(frozen=True, slots=True)
class Field:
    """One field; `words` are its name, labels and aliases without case, accents, punctuation and spaces."""

    name: str
    type: str
    words: frozenset[str]
    required: bool = False
    unique: bool = False
    immutable: bool = False
    case_sensitive: bool = False
    max_length: int | None = None
    pattern: str | None = None
    choices: tuple[str, ...] = ()
    update: str = "keep"
    compare: str = "text"


def plain(text: str) -> str:
    """Reduce a header, a label or a mark to what is compared: letters and digits, without case and accents."""
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return "".join(char for char in bare.casefold() if char.isalnum())


ID = Field("id", "integer", frozenset({"id"}), unique=True, immutable=True, update="key")


def parse(data: Mapping[str, Any]) -> dict[str, Field]:
    """Give the fields by name, in the catalogue's order, `id` first."""
    fields = [ID, *(_field(entry) for entry in data["fields"])]
    return {field.name: field for field in fields}


def _field(entry: Mapping[str, Any]) -> Field:
    words = [entry["name"], *entry.get("label", {}).values(), *entry.get("aliases", [])]
    return Field(
        name=entry["name"],
        type=entry["type"],
        words=frozenset(plain(word) for word in words),
        required=entry.get("required", False),
        unique=entry.get("unique", False),
        immutable=entry.get("immutable", False),
        case_sensitive=entry.get("case_sensitive", False),
        max_length=entry.get("max_length"),
        pattern=entry.get("pattern"),
        choices=tuple(entry.get("choices", ())),
        update=entry.get("update", _default_mode(entry["name"])),
        compare=entry.get("compare", "digits" if entry["type"] == "phone" else "text"),
    )


def _default_mode(name: str) -> str:
    defaults = {"external_id": "key", "last_call": "overwrite_if_greater", "last_missed_call": "overwrite_if_greater"}
    return defaults.get(name, "keep")


def named(catalogue: Mapping[str, Field], words: str) -> str | None:
    """Give the name of the field that a header or a target names, or None."""
    for field in catalogue.values():
        if plain(words) in field.words:
            return field.name
    return None
