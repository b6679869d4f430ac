"""Numbers in cells: exact decimals, whole numbers, and the text that people write for them (SPEC §2)."""

import re
import unicodedata
from decimal import Decimal

from raccord.values.locales import SheetLocale

LARGEST_INTEGER = 2**63 - 1
_NUMBER = re.compile(r"([-+]?)\s*(.*?)\s*", re.DOTALL)
_CURRENCY_WORDS = frozenset({"fr.", "kr", "kr.", "kč", "zł", "ft", "lei"})
_GROUPS = re.compile(r"\d{1,3}(?:(?P<mark>[ '.,])\d{3})(?:(?P=mark)\d{3})*")
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")


class AmbiguousNumberError(ValueError):
    """Text that two locales read as two different numbers."""


def decimal_text(number: Decimal) -> str:
    """Write a decimal canonically: no exponent, no trailing zeros, no negative zero."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def number_text(number: float) -> str:
    """Write a number cell as its shortest decimal text: 75001.0 is `75001`."""
    return decimal_text(Decimal(repr(number)))


def read_decimal(text: str, locale: SheetLocale | None) -> Decimal:
    """Read `1 234,56`, `1.234,56 €`, `1,234.56`; AmbiguousNumberError: only a locale can tell."""
    sign, body = _sign_and_body(_without_currency(_even(text)))
    return Decimal(sign + _plain_digits(body, locale))


def read_integer(text: str, locale: SheetLocale | None) -> int:
    """Read a sign, digits and grouping by spaces or the locale's own mark; raises ValueError."""
    sign, body = _sign_and_body(_even(text))
    marks = " " + (_even(locale.grouping_mark) if locale else "")
    if not re.fullmatch(r"\d+", body):
        grouped = _GROUPS.fullmatch(body)
        if not grouped or grouped["mark"] not in marks:
            raise ValueError(text)
        body = body.replace(grouped["mark"], "")
    return int(sign + body)


def _even(text: str) -> str:
    """Even out spaces, apostrophes and minus signs."""
    return _SPACES.sub(" ", text.replace("’", "'").replace("−", "-")).strip()


def _without_currency(text: str) -> str:
    """Drop one currency sign, code or abbreviation at either end; a sign of the number may stand before it."""
    sign = text[:1] if text[:1] in {"-", "+"} else ""
    body = text[len(sign) :].strip()
    first, last = re.match(r"[^\d\s.,'+-]+\.?", body), re.search(r"[^\d\s.,'+-]+\.?$", body)
    if first and _is_currency(first[0]):
        body = body[first.end() :].strip()
    elif last and _is_currency(last[0]):
        body = body[: last.start()].strip()
    return sign + body


def _is_currency(word: str) -> bool:
    if len(word) == 1 and unicodedata.category(word) == "Sc":
        return True
    from babel.numbers import list_currencies  # noqa: PLC0415 - only where letters stand beside a number

    return word.casefold() in _CURRENCY_WORDS or word.upper() in list_currencies()


def _sign_and_body(text: str) -> tuple[str, str]:
    found = _NUMBER.fullmatch(text)
    if found is None or not found[2].isascii():
        raise ValueError(text)
    return found[1], found[2]


def _plain_digits(body: str, locale: SheetLocale | None) -> str:
    marks = {mark for mark in ".," if mark in body}
    decimal_mark = _decimal_mark(body, marks, locale)
    whole, point, fraction = body.rpartition(decimal_mark) if decimal_mark else (body, "", "")
    if not re.fullmatch(r"\d+", whole):
        if not (_GROUPS.fullmatch(whole) or (point and not whole)):
            raise ValueError(body)
        whole = re.sub(r"\D", "", whole)
    if point and not re.fullmatch(r"\d+", fraction):
        raise ValueError(body)
    return f"{whole or '0'}.{fraction}" if point else whole


def _decimal_mark(body: str, marks: set[str], locale: SheetLocale | None) -> str:
    if len(marks) == 2:  # noqa: PLR2004 - a comma and a point
        return max(marks, key=body.rfind)
    if not marks:
        return ""
    mark = marks.pop()
    if body.count(mark) > 1:
        return ""
    if not re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", body):
        return mark
    if locale is None:
        raise AmbiguousNumberError(body)
    return mark if locale.decimal_mark == mark else ""
