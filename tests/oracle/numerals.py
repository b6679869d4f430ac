"""Numbers out of cells: whole numbers and exact decimals, never guessed (SPEC §2, Readings: Values)."""

import re
import unicodedata
from decimal import Decimal

from raccord.cells import RawCell

SPACES = " \u00a0\u202f"
GROUPING = {"en": ",", "de": ".", "it": ".", "es": ".", "fr": " "}


def integer(raw: RawCell, locale: str | None) -> int | None:
    """Read a whole number, or give None."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float):
        return int(raw) if float(raw).is_integer() else None
    return _integer_text(raw.strip(), locale) if isinstance(raw, str) else None


def _integer_text(text: str, locale: str | None) -> int | None:
    sign, digits = _sign(text)
    marks = SPACES + (GROUPING.get(_language(locale), "") if locale else "")
    ungrouped = _ungroup(digits, marks)
    return None if ungrouped is None else int(sign + ungrouped)


def decimal(raw: RawCell, locale: str | None) -> str | None:
    """Read an exact decimal as canonical text (no exponent, no trailing zeros), or give None."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float):
        return canonical(Decimal(repr(raw)))
    return _decimal_text(_without_currency(raw.strip()), locale) if isinstance(raw, str) else None


def canonical(number: Decimal) -> str:
    """Write a decimal without exponent and without trailing zeros; zero has no sign."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _decimal_text(text: str, locale: str | None) -> str | None:
    sign, digits = _sign(text)
    mark = _decimal_mark(digits, locale)
    if mark is None:
        return None
    whole, _, fraction = digits.rpartition(mark) if mark else (digits, "", "")
    ungrouped = _ungroup(whole, SPACES + "'\u2019" + ("," if mark != "," else "") + ("." if mark != "." else ""))
    if ungrouped is None or not re.fullmatch(r"[0-9]*", fraction) or (mark and not fraction):
        return None
    return canonical(Decimal(f"{sign}{ungrouped}.{fraction or 0}"))


def _decimal_mark(digits: str, locale: str | None) -> str | None:
    """Give the decimal mark, '' where the number has none, None where only a locale could tell."""
    marks = [char for char in digits if char in ",."]
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) != 1:
        return ""
    if not re.fullmatch(r"[1-9][0-9]{0,2}[,.][0-9]{3}", digits):
        return marks[0]
    if locale is None:
        return None
    return marks[0] if marks[0] == ("." if _language(locale) == "en" else ",") else ""


def _ungroup(digits: str, marks: str) -> str | None:
    """Take one kind of grouping mark out of a whole number whose groups have three digits, or give None."""
    if re.fullmatch(r"[0-9]+", digits):
        return digits
    if re.fullmatch(rf"[0-9]{{1,3}}([{re.escape(marks)}])[0-9]{{3}}(\1[0-9]{{3}})*", digits):
        return re.sub(r"[^0-9]", "", digits)
    return None


def _sign(text: str) -> tuple[str, str]:
    return ("-" if text[:1] == "-" else "", text[1:]) if text[:1] in ("-", "+") else ("", text)


def _without_currency(text: str) -> str:
    """Drop one currency sign or three-letter code at either end."""
    if text and unicodedata.category(text[0]) == "Sc":
        return text[1:].strip()
    if text and unicodedata.category(text[-1]) == "Sc":
        return text[:-1].strip()
    return re.sub(r"^[A-Z]{3}(?![A-Za-z])|(?<![A-Za-z])[A-Z]{3}$", "", text, count=1).strip()


def _language(locale: str | None) -> str:
    return (locale or "")[:2].lower()
