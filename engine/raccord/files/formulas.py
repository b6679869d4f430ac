"""Text that a spreadsheet would run as a formula, and the apostrophe that keeps it text in a csv file (SPEC §10)."""

import re

_FORMULA = re.compile(r"[=+\-@\t\r]")
_GUARDED_OR_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def looks_like_formula(text: str) -> bool:
    """Tell whether a spreadsheet would run the text when it stands in a cell of a csv file (SPEC §10)."""
    return _FORMULA.match(text) is not None


def guard_text(text: str) -> str:
    """Put an apostrophe before formula-like text, and before text that `unguard_text` would change, for a csv file."""
    return "'" + text if _GUARDED_OR_FORMULA.match(text) else text


def unguard_text(text: str) -> str:
    """Take off the one apostrophe that `guard_text` put before the text."""
    return text[1:] if _GUARDED.match(text) else text
