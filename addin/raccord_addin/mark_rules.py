"""The conditional formats of marks: each column's update row and header show the colour of its mode.

They read the mark's own word, so a mark that is typed or chosen from the dropdown has its colour at once.
"""

from collections.abc import Iterable

from raccord.colours import MODE_COLOURS
from raccord.files.annotations import Rule
from raccord.marks import MODE_WORDS, UpdateMode
from raccord.result_rules import column_areas, guarded

MARKS_GROUP = "marks"


def mark_rules(update_row: int, header_row: int, columns: Iterable[int]) -> tuple[Rule, ...]:
    """The rules of an update row and its header row, for some columns."""
    areas = column_areas(columns, update_row, header_row)
    return tuple(Rule(areas, _formula(mode, update_row), colour) for mode, colour in MODE_COLOURS.items())


def _formula(mode: UpdateMode, update_row: int) -> str:
    """True for a mark of the mode: its last word before any arrow is one that only this mode has."""
    mark = f"INDEX(${update_row}:${update_row},COLUMN())"
    words = f'TRIM(LEFT({mark},FIND("→",SUBSTITUTE({mark},"->","→")&"→")-1))'
    last = f'LOWER(TRIM(RIGHT(SUBSTITUTE({words}," ",REPT(" ",99)),99)))'
    known = "/".join(last_words(mode))
    return guarded(MARKS_GROUP, f'ISNUMBER(FIND("/"&{last}&"/","/{known}/"))')


def last_words(mode: UpdateMode) -> tuple[str, ...]:
    """The last word of the mode's mark in each language, by which it differs from every other mode."""
    return tuple(words.split()[-1].lower() for words in MODE_WORDS[mode].values())
