"""A result sheet read back: what the user has decided in it. Nothing else is taken from one (SPEC §7, §10)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from raccord.cells import ErrorCell, Grid, RawCell, RawRow, cell_name, is_blank
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

_LONGEST_SHOWN = 100
_TITLE = re.compile(r"\s*Raccord\s*:")
"""How the title of a result sheet begins, in any language."""
_UNKNOWN = RowKey(-1)
"""The key of a line that has none: it fits no row, so its choice counts for nothing and is told."""


def decisions_among(grids: Sequence[Grid], chosen: Grid) -> tuple[GivenDecision, ...]:
    """The decisions about a sheet in the result sheet of its workbook, if there is one that speaks of it.

    Raises:
        SheetError: a choice is none that a row can have, or the choices cannot be told.
    """
    result = next((grid for grid in grids if grid.name.casefold() == RESULT_SHEET.casefold()), None)
    if result is None or result is chosen:
        return ()
    named = _named_sheet(list(islice(result.read(), HEAD_ROWS)), result.name)
    sheets = {grid.name for grid in grids if grid is not result}
    if named is not None and sheets.isdisjoint({named, sheet_title(named, RESULT_SHEET)}):
        raise _lost(result.name, _("It speaks of the sheet “{sheet}”, which the file does not have.", sheet=named))
    return decisions_in(result, chosen.name)


def decisions_in(result: Grid, sheet: str) -> tuple[GivenDecision, ...]:
    """The decisions in a result sheet, if it speaks of a sheet of this name.

    Raises:
        SheetError: a choice is none that a row can have, or the choices cannot be told.
    """
    lines = iter(result.read())
    head = list(islice(lines, HEAD_ROWS))
    named = _named_sheet(head, result.name)
    if named is None or sheet not in {named, sheet_title(named, RESULT_SHEET)}:
        return ()
    choice, key = (_column(head[-1], header) for header in (CHOICE_HEADER, KEY_HEADER))
    if not choice or not key:
        missing = _(KEY_HEADER if choice else CHOICE_HEADER)
        raise _lost(result.name, _("Its column “{header}” is missing in row {row}.", header=missing, row=HEAD_ROWS))
    return tuple(_decisions(lines, choice, key, result.name))


def _named_sheet(head: Sequence[RawRow], name: str) -> str | None:
    """The sheet that a result sheet speaks of; None for a sheet that is no result.

    Raises:
        SheetError: it is one, but its head is no longer as Raccord has written it.
    """
    named = _cell(head[SHEET_CELL[0] - 1], SHEET_CELL[1]) if len(head) == HEAD_ROWS else None
    titles = [at for at, cell in enumerate(head[0] if head else ()) if isinstance(cell, str) and _TITLE.match(cell)]
    if isinstance(named, str) and named and not any(titles):
        return named
    if titles:
        raise _lost(name, _("The cells above its table are not as Raccord has written them."))
    return None


def _lost(sheet: str, why: str) -> SheetError:
    return SheetError(
        "unreadable-choices",
        _("The choices in the sheet “{sheet}” cannot be read.", sheet=sheet),
        message=why,
        hint=_("Put it back as it was; or delete that sheet if its choices do not matter, and preview anew."),
        where=Where(sheet=sheet),
    )


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
            _("“{text}” is no choice that a row can have.", text=_shown(given)),
            hint=_(
                "Choose from the cell's list, type the number of a candidate, “{new}” or “{skip}”, or empty the cell.",
                new=NEW,
                skip=SKIP,
            ),
            where=Where(sheet=RESULT_SHEET, cell=place),
        ) from None


def _shown(given: RawCell) -> str:
    return (given.text if isinstance(given, ErrorCell) else str(given))[:_LONGEST_SHOWN]


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
