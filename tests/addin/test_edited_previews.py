"""Previews that the user moves, sorts or edits: an import applies the plan that was shown, or shows it again (SPEC §7).

Real files in every host that holds formats, a real base, and the engine in the test's own process.
"""

import pytest

from raccord.result_lines import FINGERPRINT_CELL, HEAD_ROWS
from support.benches import STYLED
from support.desk_world import HEADERS, MARKS, DeskWorld
from support.user_files import MARKED, SOURCE, WORDS, Opener, imported

pytestmark = pytest.mark.parametrize("bench", STYLED, indirect=True, scope="session")


def test_column_raccord_that_was_moved(open_file: Opener, world: DeskWorld) -> None:
    """The column Raccord stays where the user moved it, and clearing it moves no other."""
    moved = [[*row[:2], "Raccord" if row is HEADERS else None, *row[2:]] for row in MARKED]
    moved[2][2] = "an old word"
    file = open_file(moved)
    words = [word.replace(": E", ": F") for word in WORDS]

    assert not file.press("preview")
    assert file.column(3) == words
    assert not file.press("import")
    assert file.column(3) == words
    assert imported(world)
    assert not file.press("clear_preview")

    assert not file.column(3)
    without = [[*row[:2], *row[3:], None][:6] for row in file.rows()]
    assert without == [list(row) for row in MARKED]


def test_result_sheet_that_was_sorted(open_file: Opener, world: DeskWorld) -> None:
    """Sorting the result's lines changes nothing about what is imported."""
    file = open_file(MARKED)
    file.press("preview")
    lines = [list(line) for line in file.rows("Raccord")[HEAD_ROWS:]]
    width = max(map(len, lines))
    file.put("Raccord", HEAD_ROWS + 1, 1, [[*line, *[None] * (width - len(line))] for line in reversed(lines)])

    assert not file.press("import")

    assert imported(world)
    assert file.column(7) == WORDS


def test_result_sheet_whose_words_were_edited(open_file: Opener, world: DeskWorld) -> None:
    """What somebody writes over the result's words is no order: the previewed plan is imported."""
    file = open_file(MARKED)
    file.press("preview")
    file.put("Raccord", HEAD_ROWS + 1, 2, [["created"], ["deleted"], ["unchanged"]])
    file.put("Raccord", HEAD_ROWS + 1, 6, [["Phone: 11 → 99"]])

    assert not file.press("import")

    assert imported(world)
    assert file.column(7) == WORDS


def test_result_sheet_whose_fingerprint_was_edited(open_file: Opener, world: DeskWorld) -> None:
    """A result that does not speak of this plan any more is shown anew, and the second click imports."""
    file = open_file(MARKED)
    file.press("preview")
    file.put("Raccord", *FINGERPRINT_CELL, [["0123456789abcdef"]])

    assert not file.press("import")
    assert world.customers.all() == SOURCE
    assert "changed since" in file.host.said[-1]

    assert not file.press("import")
    assert imported(world)


def test_sheet_that_was_edited_after_its_preview(open_file: Opener, world: DeskWorld) -> None:
    """An edited cell changes the plan, so the first click shows it and only the second imports."""
    file = open_file(MARKED)
    file.press("preview")
    file.put("Clients", 3, 5, [["77"]])

    assert not file.press("import")
    assert world.customers.all() == SOURCE

    assert not file.press("import")
    assert world.customers.all()[1]["phone"] == "77"


def test_rows_that_were_sorted_before_clearing(open_file: Opener) -> None:
    """Words that were sorted along with their rows are all taken away, and the rows stay as sorted."""
    file = open_file(MARKED)
    file.press("preview")
    ordered = [[*line, *[None] * (7 - len(line))] for line in reversed(file.rows()[2:])]
    file.put("Clients", 3, 1, ordered)

    assert not file.press("clear_preview")

    assert [line[0] for line in file.rows()] == [MARKS[0], HEADERS[0], "C9", "C2", "C1"]
    after = file.look()
    assert not file.column(7)
    assert not [one for one in after.sheet.rules if one.group == "preview"]
    assert list(after.seen.sheets) == ["Clients"]
