"""A result sheet read back: what the user has decided in it. Nothing else is taken from one (SPEC §7, §10)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from raccord.cells import Grid, RawCell, RawRow, cell_name, is_blank
from raccord.choice_words import NEW, SKIP, read_choice
from raccord.errors import SheetError, Where
from raccord.files.annotations import sheet_title
from raccord.files.faults import MAX_ROWS
from raccord.marks import plain
from raccord.planning.decisions import CreateNew, Decision, GivenDecision, Skip
from raccord.result_lines import CHOICE_HEADER, HEAD_ROWS, KEY_HEADER, SHEET_CELL
from raccord.row_keys import RowKey, read_row_key
from raccord.sheet_choice import RESULT_SHEET
from raccord.translation import Texts, _

_UNKNOWN = RowKey(-1)
"""The key of a line that has none: it fits no row, so its choice counts for nothing and is told."""


def decisions_among(grids: Sequence[Grid], chosen: Grid) -> tuple[GivenDecision, ...]:
    """The decisions about a sheet in the result sheet of its workbook, if there is one that speaks of it.

    Raises:
        SheetError: a choice is none that a row can have.
    """
    result = next((grid for grid in grids if grid.name.casefold() == RESULT_SHEET.casefold()), None)
    if result is None or result is chosen:
        return ()
    return decisions_in(result, chosen.name)


def decisions_in(result: Grid, sheet: str) -> tuple[GivenDecision, ...]:
    """The decisions in a result sheet, if it speaks of a sheet of this name.

    Raises:
        SheetError: a choice is none that a row can have.
    """
    lines = iter(result.read())
    head = list(islice(lines, HEAD_ROWS))
    named = _cell(head[SHEET_CELL[0] - 1], SHEET_CELL[1]) if len(head) == HEAD_ROWS else None
    if not isinstance(named, str) or sheet not in {named, sheet_title(named, RESULT_SHEET)}:
        return ()
    choice, key = (_column(head[-1], header) for header in (CHOICE_HEADER, KEY_HEADER))
    return tuple(_decisions(lines, choice, key, result.name)) if choice and key else ()


def _decisions(lines: Iterable[RawRow], choice: int, key: int, sheet: str) -> Iterator[GivenDecision]:
    for number, line in enumerate(lines, HEAD_ROWS + 1):
        row = _row_number(_cell(line, 1))
        if row is None:
            continue
        given, known = _cell(line, choice), read_row_key(str(_cell(line, key))) or _UNKNOWN
        place = cell_name(sheet, number, choice)
        decision = (Skip() if known.ticked else None) if is_blank(given) else _read(given, place)
        if isinstance(decision, CreateNew):
            decision = replace(decision, among=known.among or 1)  # the line showed at most one customer
        if decision is not None:
            yield GivenDecision(row, decision, known.digest, place)


def _read(given: RawCell, place: str) -> Decision | None:
    try:
        return read_choice(str(given))
    except ValueError:
        raise SheetError(
            "bad-choice",
            _("“{text}” is no choice that a row can have.", text=str(given)[:100]),
            hint=_(
                "Choose from the cell's list, type the number of a candidate, “{new}” or “{skip}”, or empty the cell.",
                new=NEW,
                skip=SKIP,
            ),
            where=Where(sheet=RESULT_SHEET, cell=place),
        ) from None


def _cell(line: RawRow, column: int) -> RawCell:
    return line[column - 1] if len(line) >= column else None


def _column(header: RawRow, text: str) -> int:
    """The number of the column with a header, in whatever language; 0 for none."""
    words = {plain(word) for word in Texts(text).values()}
    return next((at for at, cell in enumerate(header, 1) if isinstance(cell, str) and plain(cell) in words), 0)


def _row_number(cell: RawCell) -> int | None:
    """The number of the row that a line is about: a number in a cell, as Raccord writes it."""
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return None
    return int(cell) if 1 <= cell <= MAX_ROWS and cell == int(cell) else None
