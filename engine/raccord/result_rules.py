"""The conditional formats of a preview: which cells would change, and what became of each row, shown by colours.

They read the words of the column `Raccord`, in the language of these, so they follow its rows when the sheet is sorted,
and never touch the cells' own formats: without them, every original colour is back.
"""

from collections.abc import Iterable, Sequence

from raccord.cells import CellRange, column_letters
from raccord.colours import Tint
from raccord.files.annotations import Rule
from raccord.planning.outcomes import NEEDS_ATTENTION, Outcome
from raccord.sheet import Table
from raccord.translation import N_, _

PREVIEW_GROUP = "preview"
RESULT_GROUP = "result"
CLEARED = N_("cleared")
WARNING, DELETED, MORE = N_("warning"), N_("deleted"), N_("more")
"""The words that lines without an outcome have in the result sheet; each is one word in every language, as outcomes."""
SKIPPED = N_("skipped")
"""What stands in the place of *ignored* for a row that the user has left out; it needs no colour."""
_WORD_TINTS: dict[Tint, tuple[str, ...]] = {
    Tint.CREATED: (Outcome.CREATED,),
    Tint.CHANGED: (Outcome.UPDATED, Outcome.RESTORED, WARNING, MORE),
    Tint.INVALID: (*NEEDS_ATTENTION, DELETED),
}
_HERE = 'SUBSTITUTE(ADDRESS(1,COLUMN(),4),"1","")'
_THIS_CELL = "INDEX($1:$1048576,ROW(),COLUMN())"


def guarded(group: str, *conditions: str) -> str:
    """A formula that is true when all conditions are, and that tells which of Raccord's groups it belongs to."""
    return f'=AND(N("raccord-{group}")=0,{",".join(conditions)})'


def sheet_rules(table: Table, own_column: int, last_row: int) -> tuple[Rule, ...]:
    """The rules of the worked-on sheet: its changing cells, and the column of Raccord's own with its header."""
    first = table.header_row + 1
    header = CellRange(table.header_row, own_column, table.header_row, own_column)
    heading = Rule((header,), guarded(PREVIEW_GROUP, "TRUE()"), Tint.HEADING)
    if last_row < first:
        return (heading,)
    fed = column_areas((feed.column for feed in table.feeds), first, last_row)
    own = (CellRange(first, own_column, last_row, own_column),)
    return (heading, *_word_rules(PREVIEW_GROUP, own_column, own), *_cell_rules(own_column, fed))


def result_rules(first_row: int, last_row: int, column: int) -> tuple[Rule, ...]:
    """The rules of the result sheet: the outcomes in `column` of its table."""
    if last_row < first_row:
        return ()
    return _word_rules(RESULT_GROUP, column, (CellRange(first_row, column, last_row, column),))


def column_areas(columns: Iterable[int], first_row: int, last_row: int) -> tuple[CellRange, ...]:
    """The rows of some columns as few areas, neighbours joined."""
    areas: list[CellRange] = []
    for column in sorted(set(columns)):
        start = column
        if areas and areas[-1].last_column == column - 1:
            start = areas.pop().first_column
        areas.append(CellRange(first_row, start, last_row, column))
    return tuple(areas)


def _text(column: int) -> str:
    letters = column_letters(column)
    return f"INDEX(${letters}:${letters},ROW())"


def _word(column: int) -> str:
    """The first word of a row's text, between bars."""
    return f'"/"&LEFT({_text(column)},FIND(" ",{_text(column)}&" ")-1)&"/"'


def _is_one_of(column: int, words: Sequence[str]) -> str:
    return f'ISNUMBER(FIND({_word(column)},"/{"/".join(map(_, words))}/"))'


def _word_rules(group: str, column: int, areas: tuple[CellRange, ...]) -> tuple[Rule, ...]:
    return tuple(Rule(areas, guarded(group, _is_one_of(column, words)), tint) for tint, words in _WORD_TINTS.items())


def _cell_rules(own: int, areas: tuple[CellRange, ...]) -> tuple[Rule, ...]:
    if not areas:
        return ()
    created = _is_one_of(own, (Outcome.CREATED,))
    invalid = _is_one_of(own, (Outcome.INVALID,))
    named, cleared = (f'ISNUMBER(FIND(" "&{_HERE}&"{after},",{_text(own)}&","))' for after in ("", f" {_(CLEARED)}"))
    conditions = {
        Tint.CREATED: (created, f'{_THIS_CELL}<>""'),
        Tint.INVALID: (invalid, named),
        Tint.CLEARED: (cleared,),
        Tint.CHANGED: (named, f"NOT({invalid})"),
    }
    return tuple(Rule(areas, guarded(PREVIEW_GROUP, *each), tint) for tint, each in conditions.items())
