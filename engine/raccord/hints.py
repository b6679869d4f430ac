"""One line that tells a user what a field's cells may hold, in each language."""

from raccord.catalogue import ID, Field, FieldType
from raccord.translation import Texts

_TYPES: dict[FieldType, Texts] = {
    FieldType.TEXT: Texts("Text."),
    FieldType.MULTILINE: Texts("Text of several lines."),
    FieldType.INTEGER: Texts("A whole number."),
    FieldType.DECIMAL: Texts("A number."),
    FieldType.BOOLEAN: Texts("Yes or no."),
    FieldType.DATE: Texts("A date, such as 2026-11-22."),
    FieldType.TIME: Texts("A time of day, such as 14:30."),
    FieldType.DATETIME: Texts("A date and time, such as 2026-11-22 14:30."),
    FieldType.EMAIL: Texts("An e-mail address."),
    FieldType.PHONE: Texts("A phone number."),
    FieldType.URL: Texts("A web address."),
    FieldType.CHOICE: Texts("One of: {choices}."),
    FieldType.CHOICES: Texts("Any of these, separated by ; — {choices}."),
}
_ID = Texts("The customer's number in the base. Leave it blank for a new customer.")
_REQUIRED = Texts("A new customer needs it.")
_UNIQUE = Texts("No two customers have the same.")


def field_hint(one: Field, language: str) -> str:
    """Explain what a field's cells may hold."""
    if one.name == ID:
        return _ID[language]
    sentences = [type_hint(one, language)]
    if one.required:
        sentences.append(_REQUIRED[language])
    if one.unique:
        sentences.append(_UNIQUE[language])
    return " ".join(sentences)


def type_hint(one: Field, language: str, most: int | None = None) -> str:
    """Say what a field's type allows, with the first `most` of its choices."""
    shown = ", ".join(one.choices[:most])
    return _TYPES[one.type][language].format(choices=shown if one.choices[:most] == one.choices else f"{shown} …")
