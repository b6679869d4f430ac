"""The tutorial's story in a real window: open the demo's sheet, mark, preview, settle, import, take back (SPEC §7)."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from raccord.colours import MODE_COLOURS, Tint
from raccord.marks import UpdateMode
from support.screen import share_of_colour
from support.story import UNSETTLED, Story, points_sheet, tell, told_in
from support.toolbar import click_toolbar


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    """The demo's unmarked sheet in a window."""
    with told_in("en", tmp_path, tmp_path) as told:
        yield told


def test_the_story_of_the_tutorial(story: Story) -> None:
    """Prepare, mark, preview, settle, import, undo, restore: each by a click, each seen in the sheet."""
    base = {"opened": story.customers()}

    for step in tell(story):
        base[step] = story.customers()
        if step in LOOKS:
            LOOKS[step](story)

    before, after = base["opened"], base["imported"]
    assert before != after
    assert [base[step] == before for step in ("prepared", "marked", "previewed", "settled", "undone")] == [True] * 5
    assert base["restored"] == after


def look_at_the_marks(story: Story) -> None:
    assert [row[:6] for row in story.cells("A1:L2")] == [
        ["Key", "Key", "Key", "Overwrite", "Overwrite", "Overwrite"],
        ["N° client", "Raison sociale", "Ville", "Rue", "Code postal", "Téléphone"],
    ]
    marks = story.pictures / "marks.png"
    assert share_of_colour(marks, MODE_COLOURS[UpdateMode.KEY]) > 0.005
    assert share_of_colour(marks, MODE_COLOURS[UpdateMode.OVERWRITE]) > 0.005


def look_at_the_preview(story: Story) -> None:
    assert story.cells("A1", "Raccord")[0][0].startswith("Raccord: preview")
    assert share_of_colour(story.pictures / "result.png", Tint.CHANGED) > 0.01
    assert share_of_colour(story.pictures / "preview.png", Tint.CHANGED) > 0.002
    assert any("updated · 1 change" in str(row[0]) for row in story.cells("M3:M38"))
    assert story.outcome(UNSETTLED) == "ambiguous"


def look_at_the_settled_row(story: Story) -> None:
    assert story.outcome(UNSETTLED) == "updated"


def look_at_the_import(story: Story) -> None:
    assert story.cells("A1", "Raccord")[0][0].startswith("Raccord: imported")


def look_at_the_points(story: Story) -> None:
    assert [row[0] for row in story.cells("B4:B6", points_sheet(story))] == ["restore", "undo", "import"]


LOOKS = {
    "marked": look_at_the_marks,
    "previewed": look_at_the_preview,
    "settled": look_at_the_settled_row,
    "imported": look_at_the_import,
    "restored": look_at_the_points,
}


def test_a_second_click_while_one_runs(story: Story) -> None:
    """Clicks upon clicks leave one whole result, and the program answers."""
    story.click("prepare")
    before = story.office.state()["presses"]
    click_toolbar(story.office, story.screen, "preview", times=4)

    story.office.wait(lambda state: state["presses"] > before and not state["busy"])
    time.sleep(3)
    story.office.wait(lambda state: not state["busy"])

    column = [row[0] for row in story.cells("M2:M38")]
    assert column[0] == "Raccord"
    assert all(isinstance(one, str) for one in column)
    assert story.cells("A1", "Raccord")[0][0].startswith("Raccord: preview")
