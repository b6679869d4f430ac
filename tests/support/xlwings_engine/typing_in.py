"""What Excel makes of a value that is assigned to a cell: it reads formulas, numbers, dates and errors out of texts."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from raccord.cells import SPREADSHEET_ERRORS, ErrorCell

LONGEST_TEXT = 32_767
LONGEST_IN_BLOCK = 8_203
_NUMBER = re.compile(r"[+-]?(\d[\d.,\u202f\xa0 ]*|[.,]\d+)([eE][+-]?\d+)?\s*[%€$]?|\d+ \d+/\d+")
_MOMENT = re.compile(r"\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?( \d.*)?|\d{1,2}:\d{2}(:\d{2})?|[^\W\d]{3,9}[ -]\d{2,4}")
_TRUTHS = {"TRUE": True, "FALSE": False, "WAHR": True, "FALSCH": False, "VRAI": True, "FAUX": False}
_LINK = re.compile(r'=HYPERLINK\(".*",(\d+)\)')


@dataclass(frozen=True)
class Entered:
    """A cell after a value was assigned: its value, its formula if it has one, and whether it has an apostrophe."""

    value: Any
    formula: str = ""
    prefixed: bool = False


def entered(given: Any, number_format: str) -> Entered:
    """What a cell of that format holds after the assignment."""
    if given is None or given == "":
        return Entered(None)
    if isinstance(given, str):
        return _typed(given, number_format)
    if number_format == "@":
        return Entered(f"{given:g}" if isinstance(given, float) else str(given))
    return Entered(given if isinstance(given, (bool, date)) else float(given))


def computed(formula: str) -> Any:
    """The value of a formula, of the few kinds that this Excel computes."""
    found = _LINK.fullmatch(formula)
    return float(found[1]) if found else ErrorCell("#NAME?")


def _typed(text: str, number_format: str) -> Entered:
    if text.startswith("'"):
        return Entered(text[1:] or None, prefixed=True)
    if number_format == "@":
        return Entered(text)
    plain = text.strip()
    if plain[:1] in {"=", "+", "-", "@"} and len(plain) > 1 and not _NUMBER.fullmatch(plain):
        formula = plain if plain.startswith("=") else f"={plain}"
        return Entered(computed(formula), formula)
    return Entered(_read_out(plain, text))


def _read_out(plain: str, text: str) -> Any:
    if plain.upper() in _TRUTHS:
        return _TRUTHS[plain.upper()]
    if plain in SPREADSHEET_ERRORS:
        return ErrorCell(plain)
    if _MOMENT.fullmatch(plain):
        return date(2000, 1, 1)
    if _NUMBER.fullmatch(plain):
        return float("".join(char for char in plain if char.isdigit()) or 0)
    return text
