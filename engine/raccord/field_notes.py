"""The note on a template's header: what the field is, what its cells may hold, an example, required or not."""

from collections.abc import Iterator

from raccord.catalogue import ID, Field, FieldType, text_in
from raccord.catalogue_files import EXTERNAL_ID_PATTERN
from raccord.cell_rules import YES_NO
from raccord.hints import field_hint, type_hint
from raccord.translation import Texts

_MOST_CHOICES = 30
"""A note of more words would not fit on a screen."""
_MOST_TEXT = 400

_LENGTH = Texts("At most {most} characters.")
_IDENTITY_PATTERN = Texts("Only letters without accents, digits and - _ { } .")
_PATTERN = Texts("Pattern: {pattern}")
_EXAMPLE = Texts("Example: {example}")
_REQUIRED = Texts("Required for a new customer.")
_OPTIONAL = Texts("Optional.")
_UNIQUE = Texts("Unique: no two customers have the same.")
_IMMUTABLE = Texts("Never changes once it is given.")
# of dates and times, their own line in `hints` has one
_TYPE_EXAMPLES: dict[FieldType, dict[str, str]] = {
    FieldType.INTEGER: {"en": "30"},
    FieldType.DECIMAL: {"en": "1234.5", "fr": "1234,5", "de": "1234,5"},
    FieldType.BOOLEAN: {language: words[0] for language, words in YES_NO.items()},
    FieldType.EMAIL: {"en": "contact@example.com"},
    FieldType.PHONE: {"en": "+33 1 99 00 12 34", "de": "+49 30 23125 042"},
    FieldType.URL: {"en": "https://www.example.com"},
}


def field_note(one: Field, language: str) -> str:
    """Explain a field in a few lines, in `language` as far as the catalogue has it."""
    return "\n".join(_one_line(line) for line in _lines(one, language) if line)


def example_of(one: Field, language: str) -> str:
    """An example of a value: the catalogue's, else one of the choices, else that of the type; blank without any."""
    if given := text_in(one.example, language):
        return given
    if one.choices:
        return "; ".join(one.choices[: 2 if one.type is FieldType.CHOICES else 1])
    return text_in(_TYPE_EXAMPLES.get(one.type, {}), language)


def _lines(one: Field, language: str) -> Iterator[str]:
    yield text_in(one.description, language)
    if one.name == ID:
        yield field_hint(one, language)
        return
    yield type_hint(one, language, _MOST_CHOICES)
    if one.max_length:
        yield _LENGTH[language].format(most=one.max_length)
    if one.pattern:
        own = one.pattern == EXTERNAL_ID_PATTERN
        yield _IDENTITY_PATTERN[language] if own else _PATTERN[language].format(pattern=one.pattern)
    if example := example_of(one, language):
        yield _EXAMPLE[language].format(example=example)
    yield (_REQUIRED if one.required else _OPTIONAL)[language]
    if one.unique:
        yield _UNIQUE[language]
    if one.immutable:
        yield _IMMUTABLE[language]


def _one_line(text: str) -> str:
    """Keep what the catalogue's author wrote on one line, and out of it what a file cannot hold."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    return shown if len(shown) <= _MOST_TEXT else shown[: _MOST_TEXT - 1] + "…"
