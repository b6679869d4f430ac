"""Folding: what two values must share to be equal as keys, on the sheet's side and on the base's side (SPEC §3)."""

import unicodedata
from collections.abc import Callable
from functools import partial

from raccord.catalogue import TEXT_TYPES, Compare, Field, FieldType

WHITE_SPACE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())

_DIGITS_ALONE = {code: None for code in range(128) if not chr(code).isdigit()}


def fold_text(text: str, *, case_sensitive: bool = False) -> str:
    """Fold text: Unicode NFC, without case unless it counts, white space runs as one space, trimmed."""
    if text.isascii():
        return " ".join((text if case_sensitive else text.lower()).split())
    composed = unicodedata.normalize("NFC", text)
    if not case_sensitive:
        composed = unicodedata.normalize("NFC", composed.casefold())
    return " ".join(composed.split())


def fold_digits(text: str) -> str:
    """Fold to the digits alone; text without any digit folds as text."""
    if text.isascii():
        return text.translate(_DIGITS_ALONE) or fold_text(text)
    digits = "".join(char for char in unicodedata.normalize("NFKC", text) if char.isdecimal() and char.isascii())
    return digits or fold_text(text)


def value_folder(one: Field) -> Callable[[str | int], str | int]:
    """How to fold the values of a field; numbers, dates and booleans are their own fold."""
    if one.type is FieldType.BOOLEAN:
        return int
    if one.type not in TEXT_TYPES or one.comparison is Compare.EXACT:
        return _itself
    fold = fold_digits if one.comparison is Compare.DIGITS else partial(fold_text, case_sensitive=one.case_sensitive)
    return lambda value: fold(str(value))


def fold_value(one: Field, value: str | int) -> str | int:
    """Fold a value of a field."""
    return value_folder(one)(value)


def _itself(value: str | int) -> str | int:
    return value
