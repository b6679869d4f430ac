"""Preview, Import and Clear preview: one plan, shown in the sheet, applied, taken away (SPEC §5, §7)."""

import getpass
from pathlib import Path
from typing import Any

import pytest

from raccord.result_lines import CONFIRMATION_CELL
from raccord_addin.ops import MakeSheet, PutCells, SetRules
from support.desk_world import HEADERS, MARKS, ROWS, DeskWorld
from support.sheets import imported


def outcomes(world: DeskWorld) -> list[Any]:
    """The column of Raccord's own, header first."""
    return [row[6] if len(row) > 6 else None for row in world.cells[1:]]


def test_a_preview_tells_beside_each_row_what_becomes_of_it(marked: DeskWorld) -> None:
    """The column Raccord, the result sheet and the status bar say the same, and the base is as it was."""
    before = marked.customers.all()

    marked.press("preview")

    assert outcomes(marked) == ["Raccord", "updated · 1 change: E", "unchanged", "created · 5 changes"]
    assert [line[1] for line in marked.result] == ["warning", "updated", "unchanged", "created"]
    assert marked.host.cells["Raccord"][0][0].startswith("Raccord: preview, nothing is imported yet")
    assert "1 new, 1 updated, 0 restored, 1 unchanged, 0 deleted, 0 to look at" in marked.said
    assert marked.host.book.active == "Raccord"
    assert marked.customers.all() == before


def test_import_applies_what_the_preview_shows(marked: DeskWorld) -> None:
    """After a preview, one click imports exactly that, and the result sheet says so and names the point."""
    marked.press("preview").press("import")

    assert marked.alert == ""
    assert marked.host.cells["Raccord"][0][0].startswith("Raccord: imported")
    assert "Restore point 1 was set just before." in marked.said
    assert (marked.customers.get(1)["phone"], marked.customers.get(3)["name"]) == ("01", "Nouveau")


def test_import_without_a_preview_previews_first(marked: DeskWorld) -> None:
    """The first click shows, the second imports."""
    marked.press("import")

    assert 3 not in marked.customers.all()
    assert "click Import again" in marked.said
    marked.press("import")
    assert 3 in marked.customers.all()


@pytest.mark.parametrize("what", ["sheet", "base", "marks", "mode"])
def test_a_stale_preview_is_not_imported(marked: DeskWorld, what: str) -> None:
    """Whatever has changed since the preview, the click shows the new plan, and only the next one imports."""
    marked.press("preview")
    match what:
        case "sheet":
            marked.cells[3][4] = "77"
        case "base":
            marked.customers.edit(2, phone="33")
        case "marks":
            marked.cells[0][1] = "Ignore"
        case "mode":
            marked.press("mode_update_only")

    marked.press("import")

    assert marked.customers.get(1)["phone"] == "11"
    assert "Nothing was imported" in marked.said
    assert marked.host.cells["Raccord"][0][0].startswith("Raccord: preview")
    marked.press("import")
    assert marked.customers.get(1)["phone"] == "01"


def test_import_from_the_result_sheet_means_the_sheet_it_speaks_of(marked: DeskWorld) -> None:
    """The result sheet is in front after a preview, and Import works from there, as do Preview and Clear preview."""
    marked.fill(["Other"], sheet="Aaa").select(sheet="Clients").press("preview")
    assert marked.host.book.active == "Raccord"

    marked.press("import").press("preview")

    assert outcomes(marked)[1:] == ["unchanged"] * 3
    assert marked.host.cells["Aaa"] == [["Other"]]


def test_a_second_import_is_a_new_preview(marked: DeskWorld) -> None:
    """A result sheet that says imported is no preview any more."""
    marked.press("preview").press("import").press("import")

    assert "There is nothing to import." in " ".join(marked.host.said)


def test_new_ids_are_written_into_the_id_column(marked: DeskWorld) -> None:
    """After an import the id column holds the new customers' ids, and those of other rows stay as they were."""
    marked.fill(["Key", *MARKS], ["ID", *HEADERS], [1, *ROWS[0]], [None, *ROWS[1]], [None, *ROWS[2]])

    marked.press("preview").press("import")

    assert [row[0] for row in marked.cells[2:]] == [1, None, 3]


def test_many_deletions_wait_for_their_number(marked: DeskWorld) -> None:
    """A guarded deletion is imported only after its number is typed into the result sheet, and that number alone."""
    marked.customers.add_many([{"name": f"N{at}", "zip": "1", "city": "x"} for at in range(20)])
    marked.press("mode_update_delete").press("preview")
    row, column = CONFIRMATION_CELL
    assert "type 20 into the yellow cell Raccord!F10, then click Import." in marked.said
    assert "applies exactly" not in marked.said
    assert marked.host.cells["Raccord"][row - 1][0].endswith("To allow it, type 20 here:")

    for typed in (None, 19):
        marked.host.cells["Raccord"][row - 1][column - 1] = typed
        marked.press("import")
        assert marked.said.startswith("Nothing was imported: it would delete 20 customers.")
        assert marked.said.endswith("type 20 into the yellow cell Raccord!F10.")
        assert len(marked.customers.active()) == 22
    marked.host.cells["Raccord"][row - 1][column - 1] = 20.0
    marked.press("import")

    assert marked.customers.active() == [1, 2, 23]


@pytest.mark.parametrize(
    "modes", [["Key", "Keep", "Keep", "Keep", "Keep"], ["Key", "Keep", "Overwrite", "Overwrite", "Keep"]]
)
def test_cells_that_differ_but_are_kept_are_told(marked: DeskWorld, modes: list[str]) -> None:
    """A mark that keeps the customers' values hides none of the sheet's: message and result sheet count them."""
    marked.cells[0] = modes
    marked.cells[2][1:5] = ["Dupond", None, "PARIS", "01"]

    marked.press("preview")

    kept = modes.count("Keep") - (modes[2] == "Keep")
    assert f"Cells that differ but are kept: {kept}. To change them, mark their columns Overwrite." in marked.said
    assert marked.host.cells["Raccord"][5][4:6] == ["Differ but kept", f"{kept} cell{'s' * (kept != 1)}"]


def test_nothing_kept_is_not_told(marked: DeskWorld) -> None:
    """Blank cells, cells that agree and new customers' cells are no differences."""
    marked.cells[2][1] = None

    marked.press("preview")

    assert "differ" not in marked.said


def test_restored_customers_are_counted_as_such(marked: DeskWorld) -> None:
    """The message and the result sheet give the same numbers of new and of restored customers."""
    marked.customers.add(external_id="C9", name="Nouveau", zip="06000", city="Nice", deleted_at="2026-11-20T00:00:00Z")
    marked.cells.append(["C7", "Neuf", "1", "Ulm", "7"])

    marked.press("preview")

    head = marked.host.cells["Raccord"][:10]
    counts = dict(pair for row in head[1:9] for pair in (row[0:2], row[2:4]))
    assert (counts["Created"], counts["Restored"]) == (1, 1)
    assert "1 new, 1 updated, 1 restored," in marked.said


def test_clear_preview_leaves_the_sheet_as_it_was(marked: DeskWorld) -> None:
    """The column, the colours and the result sheet are gone; the cells of the user stay."""
    before = [list(row) for row in marked.cells]
    marked.press("preview").press("clear_preview")

    assert [[*row, *[None] * 6][:6] for row in marked.cells] == [[*row, *[None] * 6][:6] for row in before]
    assert [cell for row in marked.cells for cell in row[6:] if cell is not None] == []
    assert marked.host.rules["Clients", "preview"] == ()
    assert list(marked.host.cells) == ["Clients"]
    assert marked.said.endswith("The marks stay.")
    marked.press("clear_preview")
    assert marked.alert == ""


def test_a_shorter_second_preview_leaves_nothing_of_the_first(marked: DeskWorld) -> None:
    """Rows that were emptied since lose their word beside them."""
    marked.press("preview")
    marked.cells[4][:6] = [None] * 6

    marked.select().press("preview")

    assert outcomes(marked) == ["Raccord", "updated · 1 change: E", "unchanged", None]


def test_what_fails_leaves_the_users_sheet_alone(marked: DeskWorld) -> None:
    """The result sheet is written before the user's own sheet is touched."""
    marked.press("preview")

    touched = [op.sheet for op in marked.host.applied if isinstance(op, (MakeSheet, PutCells, SetRules))]
    assert touched == sorted(touched, key=lambda name: name == "Clients")
    assert set(touched) == {"Raccord", "Clients"}


def test_a_sheet_that_cannot_be_understood_is_an_alert(marked: DeskWorld) -> None:
    """An error names the cell, and neither a column nor a sheet appears."""
    marked.cells[0][5] = "Keep → Nothing"

    marked.press("preview")

    assert marked.alert.startswith("Clients!F1: ")
    assert list(marked.host.cells) == ["Clients"]


def test_hidden_rows_are_told(marked: DeskWorld) -> None:
    """Hidden and filtered rows are previewed like the others, and a warning says how many they are."""
    marked.host.hidden = {"Clients": frozenset({3, 4})}

    marked.press("preview")

    assert [line[6] for line in marked.result if line[6] and "Hidden" in line[6]] == [
        "Hidden or filtered rows are imported too: 2 of them."
    ]


def test_a_missing_base_is_told_and_asked_about(marked: DeskWorld) -> None:
    """A base that is not there is no success: the preview names it, and only a yes makes it."""
    marked.customers.path.unlink()
    marked.host.answer = False

    marked.press("preview")

    assert marked.said.startswith("The customer base (base.db) does not exist yet, so every row counts as new.")
    assert marked.host.cells["Raccord"][4][4:] == ["Base", "base.db — does not exist yet", *[None] * 3]
    marked.press("import")
    assert marked.host.asked[-1].startswith(
        "The customer base (base.db) does not exist yet. Importing makes a new, empty"
    )
    assert not marked.customers.path.exists()
    marked.host.answer = True
    marked.press("import")
    assert marked.customers.get(3)["name"] == "Nouveau"
    assert marked.host.cells["Raccord"][4][5] == "base.db"


def test_import_without_a_preview_tells_of_a_missing_base(marked: DeskWorld) -> None:
    """The first click on Import shows a preview, and says as much of the base as Preview does."""
    marked.customers.path.unlink()

    marked.press("import")

    assert "does not exist yet" in marked.said
    assert "click Import again" in marked.said


def test_a_base_without_customers_is_told(marked: DeskWorld) -> None:
    """A base that is there and holds nobody is named, since every row counts as new."""
    marked.customers.sql("DELETE FROM customers")

    marked.press("preview")

    assert marked.said.startswith("The customer base (base.db) holds no customer yet, so every row counts as new.")
    assert marked.host.cells["Raccord"][4][5] == "base.db — held no customer"


@pytest.mark.parametrize("shown", ["Shop", "your own base"])
def test_the_result_sheet_names_the_base(
    marked: DeskWorld, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shown: str
) -> None:
    """By its profile, or as the user's own; its address stays out of the workbook."""
    monkeypatch.delenv("RACCORD_DATABASE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    if shown == "Shop":
        marked.configure(f"profiles: {{Shop: '{marked.customers.url}'}}\ndefault_profile: Shop\n")

    marked.press("preview")

    assert marked.host.cells["Raccord"][4][5].partition(" — ")[0] == shown
    assert str(tmp_path) not in str(marked.host.cells["Raccord"])


def test_who_made_a_preview_stale_is_told(marked: DeskWorld) -> None:
    """An import by somebody else in between is named with its user, its file and how many customers it shares."""
    marked.press("preview")
    imported(marked.customers, "Key Overwrite", "external_id phone", ["C1", "99"], file="visits.xlsx")

    marked.press("import")

    assert f"Since then {getpass.getuser()} has changed customers of this sheet: 1 (import, visits.xlsx," in marked.said


def test_doubted_keys_are_told_in_the_result_and_the_status_bar(world: DeskWorld) -> None:
    """A preview whose keys find nobody names better ones where other warnings stand, and says so at once."""
    firms = [{"external_id": f"F{n}", "name": f"Firm {n}", "zip": str(n), "city": "Paris"} for n in range(12)]
    world.customers.add_many(firms)
    rows = [[f"X{n}", f"Firm {n}", str(n), "Paris"] for n in range(12)]
    world.fill(MARKS[:4], HEADERS[:4], *rows)

    world.press("preview")

    told = "With “Name” as key, 12 of 12 sampled rows would match one customer; now 0 do."
    warnings = [" ".join(map(str, line)) for line in world.result if line[1] == "warning"]
    assert sum(told in one for one in warnings) == 1
    assert told in world.said


def test_a_plan_that_nobody_has_seen_is_doubted_too(world: DeskWorld) -> None:
    """When the marks change after the preview, Import shows the new plan with its own warning."""
    firms = [{"external_id": f"F{n}", "name": f"Firm {n}", "zip": str(n), "city": "Paris"} for n in range(12)]
    world.customers.add_many(firms)
    rows = [[f"X{n}", f"Firm {n}", str(n), "Paris"] for n in range(12)]
    world.fill(["Keep", "Key", "Keep", "Keep"], HEADERS[:4], *rows).press("preview")
    assert "sampled rows" not in world.said
    world.cells[0][:2] = ["Key", "Keep"]

    world.press("import")

    assert "Nothing was imported" in world.said
    assert any("With “Name” as key" in str(cell) for line in world.result for cell in line)
