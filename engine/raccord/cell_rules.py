"""What a spreadsheet program lets a user type below a header, from the rules of the field (SPEC §1).

A rule is strict only where an import would refuse what it refuses: dates and yes/no have spellings that Raccord reads
and a spreadsheet program does not know.
"""

from dataclasses import replace
from datetime import date, time
from typing import Any

from raccord.catalogue import ID, Field, FieldType
from raccord.files.layouts import Bound, CellRule, Content
from raccord.files.storable import FIRST_DAY
from raccord.translation import Texts

YES_NO = {"en": ("yes", "no"), "fr": ("oui", "non"), "de": ("ja", "nein")}
LONGEST_NUMBER = 10**15 - 1
"""Spreadsheet programs round a number of more digits in silence."""
_LONGEST_CELL = 32_767
_LAST_DAY = date(9999, 12, 31)
_BOUNDS: dict[FieldType, tuple[Content, Bound, Bound]] = {
    FieldType.INTEGER: (Content.INTEGER, -LONGEST_NUMBER, LONGEST_NUMBER),
    FieldType.DECIMAL: (Content.NUMBER, -LONGEST_NUMBER, LONGEST_NUMBER),
    FieldType.DATE: (Content.DAY, FIRST_DAY, _LAST_DAY),
    FieldType.DATETIME: (Content.DAY, FIRST_DAY, _LAST_DAY),
    FieldType.TIME: (Content.CLOCK, time(), time(23, 59, 59)),
}
_MESSAGES: dict[Content, Texts] = {
    Content.WORD: Texts("Choose a value of the list."),
    Content.INTEGER: Texts("Only a whole number of at most 15 digits is possible here."),
    Content.NUMBER: Texts("Only a number is possible here."),
    Content.DAY: Texts("This is no date that the program knows. Raccord may read it all the same."),
    Content.CLOCK: Texts("This is no time that the program knows. Raccord may read it all the same."),
    Content.LENGTH: Texts("At most {most} characters are possible here."),
}


def offered(one: Field, language: str) -> CellRule | None:
    """The words that a field's cells choose from, without insisting; None when the field has no such words."""
    if one.type is FieldType.BOOLEAN:
        return _rule(Content.WORD, language, words=YES_NO[language])
    if one.type is FieldType.CHOICE and one.choices:
        return _rule(Content.WORD, language, words=one.choices)
    return None


def field_rule(one: Field, language: str) -> CellRule | None:
    """The rule of a field's cells; None when any text will do."""
    if one.type is FieldType.BOOLEAN:
        return offered(one, language)
    if one.type is FieldType.CHOICE:
        rule = offered(one, language)
        return rule and replace(rule, strict=True)
    if one.type in _BOUNDS:
        content, least, most = _BOUNDS[one.type]
        strict = content in {Content.INTEGER, Content.NUMBER}
        return _rule(content, language, least=1 if one.name == ID else least, most=most, strict=strict)
    if one.max_length and one.max_length < _LONGEST_CELL:
        return _rule(Content.LENGTH, language, most=one.max_length, strict=True)
    return None


def _rule(content: Content, language: str, **limits: Any) -> CellRule:
    message = _MESSAGES[content][language].format(most=limits.get("most"))
    return CellRule(content, message=message, **limits)
