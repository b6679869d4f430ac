"""Update modes, import modes, their words in three languages, and the grammar of a mark (SPEC §2, §4)."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class UpdateMode(StrEnum):
    """How a column updates the field it feeds (SPEC §4)."""

    KEY = "key"
    KEEP = "keep"
    OVERWRITE = "overwrite"
    OVERWRITE_IF_GREATER = "overwrite_if_greater"
    OVERWRITE_OR_CLEAR = "overwrite_or_clear"
    FILL = "fill"
    IGNORE = "ignore"


class ImportMode(StrEnum):
    """What becomes of rows without a match, and of customers without a row (SPEC §4)."""

    ADD = "add"
    UPDATE = "update"
    UPDATE_ONLY = "update_only"
    UPDATE_DELETE = "update_delete"


class OnDuplicate(StrEnum):
    """Which of several rows for one customer is applied (SPEC §3)."""

    REJECT = "reject"
    FIRST = "first"
    LAST = "last"


OWN_HEADER = "Raccord"
"""The header of the column that holds Raccord's own remarks (SPEC §2)."""

MODE_WORDS: dict[UpdateMode, dict[str, str]] = {
    UpdateMode.KEY: {"en": "Key", "fr": "Clé", "de": "Schlüssel"},
    UpdateMode.KEEP: {"en": "Keep", "fr": "Garder", "de": "Behalten"},
    UpdateMode.OVERWRITE: {"en": "Overwrite", "fr": "Écraser", "de": "Überschreiben"},
    UpdateMode.OVERWRITE_IF_GREATER: {
        "en": "Overwrite if greater",
        "fr": "Écraser si plus grand",
        "de": "Überschreiben wenn größer",
    },
    UpdateMode.OVERWRITE_OR_CLEAR: {
        "en": "Overwrite, blank clears",
        "fr": "Écraser, vide efface",
        "de": "Überschreiben, leer löscht",
    },
    UpdateMode.FILL: {"en": "Fill if blank", "fr": "Compléter si vide", "de": "Ergänzen wenn leer"},
    UpdateMode.IGNORE: {"en": "Ignore", "fr": "Ignorer", "de": "Ignorieren"},
}


IMPORT_MODE_WORDS: dict[ImportMode, dict[str, str]] = {
    ImportMode.ADD: {"en": "Add", "fr": "Ajouter", "de": "Hinzufügen"},
    ImportMode.UPDATE: {"en": "Update and create", "fr": "Mettre à jour et créer", "de": "Aktualisieren und anlegen"},
    ImportMode.UPDATE_ONLY: {"en": "Update only", "fr": "Mettre à jour seulement", "de": "Nur aktualisieren"},
    ImportMode.UPDATE_DELETE: {
        "en": "Update and delete",
        "fr": "Mettre à jour et supprimer",
        "de": "Aktualisieren und löschen",
    },
}
"""What the buttons of the import modes say, and the sheets that speak of one."""


def is_own_header(header: str) -> bool:
    """Tell whether a header is that of the column of Raccord's own remarks."""
    return plain(header) == plain(OWN_HEADER)


def plain(text: str) -> str:
    """Reduce a word or header to what counts: its letters and digits, without case and accents (SPEC §2)."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if char.isalnum()).casefold()


_MODES_BY_WORD = {plain(word): mode for mode, words in MODE_WORDS.items() for word in (mode.value, *words.values())}


@dataclass(frozen=True, slots=True)
class Mark:
    """A mode and the field names it gives; without any, the header's own text names the field."""

    mode: UpdateMode
    targets: str = ""


def parse_mark(text: str) -> Mark | None:
    """Read `Overwrite`, `Key → External ID` or `Écraser -> Téléphone, Mobile`; None when the text is no mark."""
    word, *targets = re.split(r"→|->", text, maxsplit=1)
    mode = _MODES_BY_WORD.get(plain(word))
    if mode is None:
        return None
    return Mark(mode, targets[0].strip(" ,\t\n\u00a0") if targets else "")


def mark_text(mode: UpdateMode, language: str = "en", target: str = "") -> str:
    """Write a mark the way `parse_mark` reads it."""
    word = MODE_WORDS[mode][language]
    return f"{word} → {target}" if target else word
