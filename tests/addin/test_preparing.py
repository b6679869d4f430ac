"""Prepare and Suggest keys: an update row with marks that make sense, and the keys one could use (SPEC §7)."""

from raccord_addin.ops import Show
from support.desk_world import HEADERS, ROWS, DeskWorld


def test_prepare_marks_every_column_that_names_a_field(world: DeskWorld) -> None:
    """The external id is a key, the others have the catalogue's mode, and what names no field is named."""
    world.press("prepare")

    assert world.cells[:2] == [["Key", "Keep", "Keep", "Keep", "Keep"], HEADERS]
    assert "keys: External ID" in world.said
    assert "F “Mood”" in world.said


def test_prepare_suggests_keys_that_find_customers(world: DeskWorld) -> None:
    """Without an external id, the columns that tell the sheet's rows and the customers apart are keys."""
    world.fill(HEADERS[1:], *(row[1:] for row in ROWS)).press("prepare")

    assert "Key" in world.cells[0]
    world.press("preview")
    assert [line[1] for line in world.result if line[1] != "warning"] == ["unchanged", "unchanged", "created"]


def test_prepare_without_a_base_takes_the_defaults(world: DeskWorld) -> None:
    """Where there is no base yet, identity fields are the keys."""
    world.customers.path.unlink()

    world.press("prepare")

    assert (world.alert, world.cells[0][0]) == ("", "Key")


def test_prepare_keeps_what_the_user_marked(marked: DeskWorld) -> None:
    """Marks that are there stay; a column without a mark gets one if its header names a field."""
    marked.cells[0] = [None, "Overwrite", None, "Ignore", None, "Keep → Notes"]

    marked.press("prepare")

    assert marked.cells[0] == ["Key", "Overwrite", "Keep", "Ignore", "Keep", "Keep → Notes"]


def test_prepare_finds_headers_below_a_title(world: DeskWorld) -> None:
    """The top row that names the most fields holds the headers, whatever stands above it."""
    rows = [list(row) for row in world.cells]
    world.fill(["Visits of November"], ["by region"], *rows).press("prepare")

    assert world.cells[:4] == [["Visits of November"], ["by region"], ["Key", "Keep", "Keep", "Keep", "Keep"], HEADERS]


def test_of_two_columns_for_one_field_the_first_is_marked(world: DeskWorld) -> None:
    """A second column of a field stays unmarked; the message names the column that has the field, and what to do."""
    world.fill(["External ID", "Name", "Company"], ["C1", "Dupont", "Durand"]).press("prepare")

    assert world.cells[0] == ["Key", "Keep"]
    assert "another column has their field already: C “Company” (B: Name)." in world.said
    assert "Assign field" in world.said
    assert "name no field" not in world.said


def test_preparing_twice_changes_nothing_more(world: DeskWorld) -> None:
    """The second click finds its update row and all marks."""
    world.press("prepare")
    once = [list(row) for row in world.cells]

    world.press("prepare")

    assert world.cells == once


def test_a_sheet_without_a_key_says_that_one_must_be_marked(world: DeskWorld) -> None:
    """Where nothing finds a customer, the next step is to mark a key, and not to preview."""
    world.fill(["City", "Notes"], ["Paris", "a"], ["Paris", "b"]).press("prepare")

    assert world.cells[0] == ["Keep", "Keep"]
    assert "no column is a key yet: select the one that finds the customer and click Key, then Preview." in world.said
    world.press("mode_add").press("prepare")
    assert "keys: none. Check them, then click Preview." in world.said


def test_the_keys_that_are_named_are_the_marked_ones(world: DeskWorld) -> None:
    """A key that the user has marked is named, and a suggestion that another mark stands in for is not."""
    world.fill(["Keep", "Key"], ["External ID", "Name"], ["C1", "Dupont"]).press("prepare")

    assert "keys: Name." in world.said


def test_headers_without_rows_are_mentioned(world: DeskWorld) -> None:
    """A sheet that ends with its headers is prepared, and the message says that there are no rows yet."""
    world.fill(HEADERS).press("prepare")

    assert world.cells[1] == HEADERS
    assert "There are no rows below the headers yet." in world.said
    world.fill(HEADERS, *ROWS).press("prepare")
    assert "no rows" not in world.said


def test_a_sheet_without_headers_is_refused(world: DeskWorld) -> None:
    """Where no row can be told for the headers, none is inserted, and the message says what to write."""
    world.fill(*ROWS).press("prepare")

    assert world.cells == ROWS
    assert world.alert.startswith("Clients: No row of “Clients” names a customer's fields")
    assert "Write a header above each column" in world.alert
    assert "Assign field" in world.alert


def test_an_empty_sheet_cannot_be_prepared(world: DeskWorld) -> None:
    """A sheet without any cell gives a clear message."""
    world.fill().press("prepare")

    assert "The sheet “Clients” is empty." in world.alert


def test_keys_are_listed_best_first(world: DeskWorld) -> None:
    """A sheet of its own lists sets of keys with what each would find."""
    world.press("suggest_keys")

    title, note, header, *lines = world.host.cells["Raccord keys"]
    assert title[0].startswith("Raccord: keys for “Clients”")
    assert note[0].startswith("What becomes of 3 rows")
    assert (header[0], header[-1]) == ("Keys", "Rows without key")
    assert lines[0][:1] + lines[0][3:] == ["External ID", 2.0, 0.0, 1.0, 0.0]
    assert isinstance(world.host.applied[-2], Show)
    assert world.cells[0] == HEADERS


def test_keys_are_found_below_a_title(world: DeskWorld) -> None:
    """The list has the keys that Prepare marks, also where a title stands above the headers."""
    world.fill(["Visits of November"], [], *[list(row) for row in world.cells]).press("suggest_keys")

    assert world.host.cells["Raccord keys"][3][0] == "External ID"


def test_a_sheet_without_keys_says_so(world: DeskWorld) -> None:
    """Where no column can identify anything, a sentence says so and no sheet appears."""
    world.fill(["Mood"], ["fine"]).press("suggest_keys")

    assert world.said == "No column of “Clients” tells customers apart."
    assert list(world.host.cells) == ["Clients"]
