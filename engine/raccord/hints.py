"""One line that tells a user what a field's cells may hold, in three languages."""

from raccord.catalogue import ID, Field, FieldType

_TYPES: dict[FieldType, dict[str, str]] = {
    FieldType.TEXT: {"en": "Text.", "fr": "Texte.", "de": "Text."},
    FieldType.MULTILINE: {
        "en": "Text of several lines.",
        "fr": "Texte de plusieurs lignes.",
        "de": "Mehrzeiliger Text.",
    },
    FieldType.INTEGER: {"en": "A whole number.", "fr": "Un nombre entier.", "de": "Eine ganze Zahl."},
    FieldType.DECIMAL: {"en": "A number.", "fr": "Un nombre.", "de": "Eine Zahl."},
    FieldType.BOOLEAN: {"en": "Yes or no.", "fr": "Oui ou non.", "de": "Ja oder nein."},
    FieldType.DATE: {
        "en": "A date, such as 2026-11-22.",
        "fr": "Une date, par exemple 2026-11-22.",
        "de": "Ein Datum, zum Beispiel 2026-11-22.",
    },
    FieldType.TIME: {
        "en": "A time of day, such as 14:30.",
        "fr": "Une heure, par exemple 14:30.",
        "de": "Eine Uhrzeit, zum Beispiel 14:30.",
    },
    FieldType.DATETIME: {
        "en": "A date and time, such as 2026-11-22 14:30.",
        "fr": "Une date et heure, par exemple 2026-11-22 14:30.",
        "de": "Datum und Uhrzeit, zum Beispiel 2026-11-22 14:30.",
    },
    FieldType.EMAIL: {"en": "An e-mail address.", "fr": "Une adresse e-mail.", "de": "Eine E-Mail-Adresse."},
    FieldType.PHONE: {"en": "A phone number.", "fr": "Un numéro de téléphone.", "de": "Eine Telefonnummer."},
    FieldType.URL: {"en": "A web address.", "fr": "Une adresse web.", "de": "Eine Webadresse."},
    FieldType.CHOICE: {
        "en": "One of: {choices}.",
        "fr": "Une valeur parmi : {choices}.",
        "de": "Eines von: {choices}.",
    },
    FieldType.CHOICES: {
        "en": "Any of these, separated by ; — {choices}.",
        "fr": "Des valeurs séparées par ; — {choices}.",
        "de": "Mehrere, getrennt durch ; — {choices}.",
    },
}
_ID = {
    "en": "The customer's number in the base. Leave it blank for a new customer.",
    "fr": "Le numéro du client dans la base. Laissez vide pour un nouveau client.",
    "de": "Die Nummer des Kunden in der Datenbank. Bei neuen Kunden leer lassen.",
}
_REQUIRED = {
    "en": "A new customer needs it.",
    "fr": "Obligatoire pour un nouveau client.",
    "de": "Pflichtfeld für neue Kunden.",
}
_UNIQUE = {
    "en": "No two customers have the same.",
    "fr": "Deux clients n'ont jamais la même valeur.",
    "de": "Nie bei zwei Kunden gleich.",
}


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
