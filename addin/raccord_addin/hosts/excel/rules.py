"""Conditional formats of Raccord's own, each through a name that holds its formula.

Excel takes the formula of a conditional format in the user's language and relative to the active cell, but that of a
name in English. The names belong to the sheet and tell which formats are whose.
"""

import re
from collections.abc import Iterator, Sequence

import xlwings as xw

from raccord.files.annotations import Rule
from raccord_addin.hosts.excel.areas import addresses
from raccord_addin.hosts.excel.native import Native

_OWN = "raccord"
_PIECES = re.compile(
    r"""
    "(?:[^"]|"")*"                                                    # a text, which stays as it is
    | '(?:[^']|'')*'!                                                 # a sheet, likewise
    | (?<![\w.!:$])\$(?:[A-Z]{1,3}\$\d+(?::\$[A-Z]{1,3}\$\d+)?        # $A$1, $A$1:$B$2
                     | [A-Z]{1,3}:\$[A-Z]{1,3} | \d+:\$\d+)(?![\w(])  # $A:$B, $1:$2
    """,
    re.VERBOSE,
)


def set_rules(sheet: xw.Sheet, group: str, rules: Sequence[Rule], native: Native) -> None:
    """Give a sheet, which is in front, the formats of a group instead of those it has; the first one counts most."""
    remove_rules(sheet, group)
    for number, rule in reversed(list(enumerate(rules, 1))):  # Excel puts each new format before the others
        name = f"{_prefix(group)}{number}"
        sheet.names.add(name, on_sheet(rule.formula, sheet.name))
        for address in addresses(rule.areas):
            formats = native.cells_of(sheet, address).conditional_formats
            formats.add_custom(f"={name}", fill_color=f"#{rule.colour}")


def remove_rules(sheet: xw.Sheet, group: str | None = None) -> None:
    """Take away the formats and names of a group, or of all groups."""
    prefix = _prefix(group) if group else rf"{_OWN}_\w+_"
    own = re.compile(rf"(?:=|.*!)?{prefix}\d+", re.IGNORECASE)
    formats = sheet.cells.conditional_formats
    for number in range(len(formats), 0, -1):
        formula = formats(number).formula
        if formula and own.fullmatch(formula):
            formats(number).delete()
    for name in list(_names(sheet, own)):
        name.delete()


def on_sheet(formula: str, sheet: str) -> str:
    """Tie a formula's references to a sheet: in a name they would else mean the sheet that is in front."""
    place = "'" + sheet.replace("'", "''") + "'!"
    return _PIECES.sub(lambda found: (place if found[0].startswith("$") else "") + found[0], formula)


def _prefix(group: str) -> str:
    return f"{_OWN}_{re.sub(r'[^A-Za-z0-9]', '_', group)}_"


def _names(sheet: xw.Sheet, own: re.Pattern[str]) -> Iterator[xw.Name]:
    return (name for name in sheet.names if own.fullmatch(name.name))
