"""References in formulas: where they lead after a row was inserted, and what is left of them without their sheet."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError
from openpyxl.utils import column_index_from_string

from raccord.files.faults import MAX_COLUMNS, MAX_ROWS
from raccord.translation import _

_GONE = "#REF!"
_PIECE = re.compile(r"(?:'(?:[^']|'')*'|[^':])+")
_REFERENCE = re.compile(r"(?:\$?([A-Za-z]{1,3}))?\$?([1-9]\d{0,6})")


class UntranslatableError(Exception):
    """A formula whose references cannot be followed."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """A row inserted above row `row` of a sheet; `order` are the titles of all sheets."""

    sheet: str
    row: int
    order: tuple[str, ...]

    def applied(self, formula: str, home: str) -> str:
        """Move the references of a formula on sheet `home` along with the cells they lead to.

        Raises:
            UntranslatableError: the formula cannot be taken apart, or spans several sheets.
        """
        return _rewritten(formula, lambda operand: self._moved(operand, home))

    def _moved(self, operand: str, home: str) -> str:
        pieces = _pieces(operand)
        _check_span(pieces, self.sheet, self.order)
        parted = [piece.rpartition("!") for piece in pieces]
        if [_row(reference) for _, _, reference in parted] == [1, MAX_ROWS]:
            return operand  # whole columns stay whole
        moved = []
        for name, mark, reference in parted:
            home = _unquoted(name) if mark else home
            is_there = home.casefold() == self.sheet.casefold()
            moved.append(name + mark + (self._down(reference, in_area=len(pieces) > 1) if is_there else reference))
        return ":".join(moved) if pieces else operand

    def _down(self, reference: str, *, in_area: bool) -> str:
        row = _row(reference)
        if not self.row <= row <= MAX_ROWS or (reference.lstrip("$").isdigit() and not in_area):
            return reference
        if row == MAX_ROWS:
            return reference if in_area else _GONE
        return f"{reference.removesuffix(str(row))}{row + 1}"


@dataclass(frozen=True, slots=True)
class Removal:
    """A sheet removed; `order` are the titles of all sheets that were there."""

    sheet: str
    order: tuple[str, ...]

    def applied(self, formula: str, home: str) -> str:  # noqa: ARG002 - what stands on the sheet goes with it
        """Put `#REF!` for the references of a formula that lead to the sheet.

        Raises:
            UntranslatableError: the formula cannot be taken apart, or spans several sheets.
        """
        return _rewritten(formula, self._left)

    def _left(self, operand: str) -> str:
        pieces = _pieces(operand)
        _check_span(pieces, self.sheet, self.order)
        names = [name for name, mark, _ in (piece.rpartition("!") for piece in pieces) if mark]
        return _GONE if any(_unquoted(name).casefold() == self.sheet.casefold() for name in names) else operand


def _rewritten(formula: str, change: Callable[[str], str]) -> str:
    try:
        tokens = Tokenizer(formula).items
    except (TokenizerError, LookupError) as error:
        raise UntranslatableError(str(error)) from error
    return "=" + "".join(
        change(token.value) if (token.type, token.subtype) == (Token.OPERAND, Token.RANGE) else token.value
        for token in tokens
    )


def _row(reference: str) -> int:
    """The row of `$B$7` or `$7`; 0 for what names no row, such as `B` or `TOTAL7`."""
    found = _REFERENCE.fullmatch(reference)
    return int(found[2]) if found and column_index_from_string(found[1] or "A") <= MAX_COLUMNS else 0


def _pieces(operand: str) -> list[str]:
    """Split `Sheet!A1:B2` at its colons; nothing of what leads into other workbooks or to a table's columns."""
    return [] if "[" in operand else _PIECE.findall(operand)


def _check_span(pieces: list[str], sheet: str, order: tuple[str, ...]) -> None:
    """Raise UntranslatableError for `First:Last!A1` whose sheets include the one, or are not known."""
    ends = _span(pieces)
    if not ends:
        return
    known = [title.casefold() for title in order]
    places = [known.index(end.casefold()) if end.casefold() in known else -1 for end in ends]
    if min(places) <= known.index(sheet.casefold()) <= max(places) or min(places) < 0:
        raise UntranslatableError(_("{sheets} are several sheets", sheets=":".join(ends)))


def _span(pieces: list[str]) -> list[str]:
    """The first and last sheet of `First:Last!A1` and `'First one:Last one'!A1`; empty for all else."""
    names = [piece.rpartition("!")[0] for piece in pieces]
    if len(names) > 1 and not names[0] and names[1]:
        return [pieces[0], _unquoted(names[1])]
    return _unquoted(names[0]).split(":") if names and ":" in names[0] else []


def _unquoted(name: str) -> str:
    return name[1:-1].replace("''", "'") if name.startswith("'") else name
