"""Doubts settled in the result sheet, from preview to preview and into the import (SPEC §7)."""

from typing import Any

import pytest

from raccord import result_choices
from raccord.cells import CellRange
from raccord.result_lines import CHOICE_COLUMN
from raccord_addin.ops import SetDropdown, SetRowDropdowns
from support.desk_world import HEADERS, MARKS, ROWS, DeskWorld

DOUBTFUL = (["twin", None, "5"], ["twin", "2", "6"], ["Dupont", None, "7"])


@pytest.fixture
def twins(marked: DeskWorld) -> DeskWorld:
    """Customers 3, 4 and 5 of one name, the latter two in one town, and rows that match two, three and one customer."""
    for zip_code, street in (("1", "Rue Haute"), ("2", "Rue Basse"), ("2", "Rue Neuve")):
        marked.customers.add(name="Twin", zip=zip_code, city="x", street=street)
    return marked.fill(["Key", "Key", "Overwrite"], ["Name", "ZIP", "Phone"], *DOUBTFUL).press("preview")


def choices(world: DeskWorld) -> list[Any]:
    """What stands in the column of choices."""
    return [line[CHOICE_COLUMN - 1] for line in world.result]


def outcomes(world: DeskWorld) -> list[Any]:
    """The outcome that each line tells."""
    return [line[1] for line in world.result]


def choose(world: DeskWorld, *given: Any) -> DeskWorld:
    """Fill the column of choices; an Ellipsis leaves a cell as it is."""
    for line, choice in zip(world.result, given, strict=True):
        if choice is not ...:
            line[CHOICE_COLUMN - 1] = choice
    return world


def offered(world: DeskWorld) -> dict[int, list[Any]]:
    """What the dropdowns of the result sheet offer, by row."""
    sheet, lists = world.host.cells["Raccord"], {}
    for op in world.host.dropdowns:
        for area in op.areas:
            rows = range(area.first_row, area.last_row + 1)
            if isinstance(op, SetRowDropdowns):
                assert op.column == CHOICE_COLUMN
                lists |= {row: sheet[row - 1][area.first_column - 1 : area.last_column] for row in rows}
            else:
                lists |= {row: list(op.words) for row in rows}
    return lists


def test_each_row_offers_what_can_be_chosen(twins: DeskWorld) -> None:
    """Ambiguous rows offer their candidates with the first field that tells them apart, others a tick and `skip`."""
    assert outcomes(twins) == ["ambiguous", "ambiguous", "updated"]
    assert choices(twins) == [None, None, "✓"]
    assert offered(twins) == {
        12: ["3 · Twin · 1 x · Rue Haute", "4 · Twin · 2 x · Rue Basse", "5 · Twin · 2 x · Rue Neuve", "new", "skip"],
        13: ["4 · Twin · Rue Basse", "5 · Twin · Rue Neuve", "new", "skip"],
        14: ["✓", "skip"],
    }
    assert isinstance(twins.host.dropdowns[-1], SetDropdown)


def test_the_customer_that_a_new_row_looks_like_can_be_chosen(marked: DeskWorld) -> None:
    """The status bar counts such rows, and each offers whom it looks like; chosen, the row updates that customer."""
    marked.customers.add(external_id="F1", name="Café de la Gare", zip="69003", city="Lyon")
    rows = (["X1", "Cafe de la Gare SARL", "69003", "Lyon"], ["X2", "Café Gare", "69003", "Lyon"])
    marked.fill(["Key", "Overwrite", "Keep", "Keep"], HEADERS[:4], *rows).press("preview")
    assert "look like a customer who is there already: 2." in marked.said
    assert (outcomes(marked), choices(marked)[1:]) == (["warning", "created", "created"], ["✓", "✓"])
    assert offered(marked)[13] == ["3 · Café de la Gare · 100 %", "new", "skip"]

    choose(marked, ..., offered(marked)[13][0], "new").press("preview")
    assert (outcomes(marked), choices(marked)) == (["updated", "created"], ["3 · Café de la Gare", "new"])
    assert "look like" not in marked.said
    marked.press("import")

    assert marked.customers.get(3)["name"] == "Cafe de la Gare SARL"
    assert marked.customers.get(4)["name"] == "Café Gare"


def test_choices_count_at_the_next_preview_and_for_the_import(twins: DeskWorld) -> None:
    """A customer chosen from the list, a row left out, a tick taken away: preview and import do as they say."""
    choose(twins, offered(twins)[12][1], "skip", None).press("preview")

    assert outcomes(twins) == ["updated", "skipped", "skipped"]
    assert "0 to look at" in twins.said
    twins.press("import")
    phones = {number: values.get("phone") for number, values in twins.customers.all().items()}
    assert phones == {1: "11", 2: "02", 3: None, 4: "5", 5: None}


def test_choices_stay_from_preview_to_preview(twins: DeskWorld) -> None:
    """What was chosen is shown again, whole, with the same list, so that it can be changed or taken back."""
    before = offered(twins)
    choose(twins, 4.0, "SKIP", "skip").press("preview")
    twins.host.dropdowns.clear()
    twins.press("preview")

    assert choices(twins) == ["4 · Twin · 2 x · Rue Basse", "skip", "skip"]
    assert offered(twins) == before
    choose(twins, None, "5", "✓").press("preview")
    assert outcomes(twins) == ["ambiguous", "updated", "updated"]


def test_a_new_customer_among_candidates(marked: DeskWorld) -> None:
    """`new` creates a customer; after the import the line names it, and another import changes nothing."""
    marked.customers.add_many([{"name": "Twin", "zip": zip_code, "city": "x"} for zip_code in ("1", "2")])
    marked.fill(["Key", "Keep", "Keep"], ["Name", "ZIP", "City"], ["twin", "9", "y"]).press("preview")

    choose(marked, "new").press("preview").press("import")

    assert marked.customers.get(5)["zip"] == "9"
    assert choices(marked) == ["5 · twin"]
    marked.press("preview")
    assert outcomes(marked) == ["unchanged"]


def test_a_new_customers_id_in_the_sheet_makes_its_choice_needless(marked: DeskWorld) -> None:
    """Where the import writes the id into the sheet, nothing is left to choose, and nothing is warned of."""
    marked.customers.add_many([{"name": "Twin", "zip": zip_code, "city": "x"} for zip_code in ("1", "2")])
    marked.fill(["Key", "Key", "Keep", "Keep"], ["ID", "Name", "ZIP", "City"], [None, "twin", "9", "y"])
    choose(marked.press("preview"), "new").press("preview").press("import")
    assert choices(marked) == [None]

    marked.press("preview")

    assert (outcomes(marked), marked.cells[2][0]) == (["unchanged"], 5)


def test_new_is_chosen_again_when_other_customers_match(twins: DeskWorld) -> None:
    """A `new` that was chosen facing other customers counts for nothing, is told, and does not stay in its cell."""
    choose(twins, "new", ..., "new")
    twins.customers.add(name="Twin", zip="3", city="x")
    twins.customers.add(name="Dupont", zip="4", city="x")

    twins.press("preview").press("preview")

    assert outcomes(twins) == ["ambiguous"] * 3
    assert choices(twins) == [None] * 3


def test_nothing_is_ticked_once_it_is_imported(twins: DeskWorld) -> None:
    """After an import an empty cell takes nothing away, and what was chosen stays."""
    choose(twins, "4", "skip", ...).press("preview").press("import")
    assert choices(twins) == ["4 · Twin · 2 x · Rue Basse", "skip", None]

    twins.press("preview")

    assert outcomes(twins) == ["unchanged", "skipped", "unchanged"]


def test_a_choice_made_after_the_preview_is_not_imported_unseen(twins: DeskWorld) -> None:
    """Import shows what the choice makes of the plan, and the next click imports it."""
    choose(twins, "4", ..., ...).press("import")

    assert "Nothing was imported" in twins.said
    assert "phone" not in twins.customers.get(4)
    twins.press("import")
    assert twins.customers.get(4)["phone"] == "5"


def test_choices_of_rows_that_have_changed_are_told(twins: DeskWorld) -> None:
    """A row sorted elsewhere keeps its choice; one that was edited loses it, which the status bar says, too."""
    choose(twins, "4", "5", ...)
    twins.cells[2], twins.cells[3] = twins.cells[3], twins.cells[2]
    twins.cells[2][2] = "edited"

    twins.press("preview")

    assert outcomes(twins) == ["warning", "ambiguous", "updated", "updated"]
    assert choices(twins) == [None, None, "4 · Twin · 2 x · Rue Basse", "✓"]
    assert "count for nothing: 1 (Raccord!H13)." in twins.said


def test_sorting_the_result_sheet_moves_no_choice(twins: DeskWorld) -> None:
    """A line brings its row's number and key along wherever it stands."""
    choose(twins, "4", "skip", ...)
    lines = twins.host.cells["Raccord"]
    lines[11:] = reversed(lines[11:])

    twins.press("preview")

    assert outcomes(twins) == ["updated", "skipped", "updated"]


def test_a_choice_that_is_none_is_refused(marked: DeskWorld) -> None:
    """What is no choice names its cell, and the preview of before stays."""
    choose(marked.press("preview"), ..., "the first", ..., ...).press("preview")

    assert marked.alert.startswith("Raccord!H13: “the first” is no choice that a row can have.")
    assert choices(marked)[1] == "the first"


def test_a_choice_for_another_sheet_counts_for_nothing(marked: DeskWorld) -> None:
    """A result sheet speaks of one sheet; what is chosen in it does not reach another."""
    choose(marked.press("preview"), ..., "nonsense", ..., ...)
    marked.fill(MARKS, HEADERS, *ROWS, sheet="Two").select(sheet="Two").press("preview")

    assert marked.alert == ""
    assert marked.host.cells["Raccord"][1][5] == "Two"


def test_only_so_many_rows_have_lists_of_their_own(twins: DeskWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a number, ambiguous rows still name their candidates, and take an id that is typed."""
    monkeypatch.setattr(result_choices, "MOST_LISTS", 1)
    twins.host.dropdowns.clear()

    twins.press("preview")

    assert offered(twins)[13] == ["✓", "skip"]
    assert twins.result[1][CHOICE_COLUMN + 1 :][:3] == ["4 · Twin", "5 · Twin", "new"]
    assert choose(twins, ..., "5", ...).press("preview").result[1][1] == "updated"


def test_without_doubts_no_candidates_are_listed(marked: DeskWorld) -> None:
    """The sheet ends with the choices, and all rows share one list."""
    marked.press("preview")

    assert marked.host.cells["Raccord"][10][CHOICE_COLUMN - 1 :] == ["Your choice", "Row key"]
    (dropdown,) = marked.host.dropdowns
    assert dropdown.areas == (CellRange(13, CHOICE_COLUMN, 15, CHOICE_COLUMN),)
