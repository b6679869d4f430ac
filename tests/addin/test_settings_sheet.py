"""Settings, Import mode and Assign field: what a workbook asks for stands in its cells (SPEC §7, §9)."""

import pytest

from raccord.catalogue_files import default_catalogue
from raccord.cells import CellRange
from raccord.configuration.user import UserConfiguration
from raccord.configuration.workbook import Settings, read_settings
from raccord.errors import SheetError
from raccord.marks import IMPORT_MODE_WORDS, ImportMode, OnDuplicate, parse_mark
from raccord_addin.ops import SetDropdown
from raccord_addin.settings import FIELDS_COLUMN, field_marks
from support.desk_world import CUSTOMERS, DeskWorld

SHEET = "Raccord settings"


def settings_of(world: DeskWorld) -> dict[str, object]:
    """The settings as the sheet shows them."""
    return {row[0]: row[1] for row in world.host.cells[SHEET][3:8]}


@pytest.mark.parametrize("mode", ImportMode)
def test_the_import_mode_is_kept_in_the_workbook(marked: DeskWorld, mode: ImportMode) -> None:
    """Each mode's button writes it into the settings sheet, and the next preview follows it."""
    marked.press(f"mode_{mode.value}").press("preview")

    assert marked.host.cells["Raccord"][3][5] == IMPORT_MODE_WORDS[mode]["en"]


def test_a_preview_of_another_mode_is_told(marked: DeskWorld) -> None:
    """Choosing a mode beside a preview says that the preview was made with another."""
    marked.press("preview").press("mode_add")

    assert "Import mode of this workbook: Add." in marked.said
    assert "click Preview again" in marked.said


def test_settings_survive_being_shown_again(world: DeskWorld) -> None:
    """What a user typed stays when the sheet is brought up to date, also in another language."""
    world.configure("profiles: {team: 'sqlite:///team.db'}\n")
    world.press("settings")
    rows = world.host.cells[SHEET]
    rows[4][1], rows[5][1], rows[6][1], rows[7][1] = "Last row", "team", "city = Lyon", "fr-FR"

    world.configure("language: de\nprofiles: {team: 'sqlite:///team.db'}\n")
    world.press("mode_update_only")

    assert settings_of(world) == {
        "Importmodus": "Nur aktualisieren",
        "Doppelte Zeilen": "Last row",
        "Kundendatenbank": "team",
        "Nur Kunden mit": "city = Lyon",
        "Zahlen und Daten aus": "fr-FR",
    }


def test_settings_decide_the_plan(marked: DeskWorld) -> None:
    """Duplicates, scope and locale of the sheet count for the preview."""
    marked.cells.append(["C1", "Dupont", "75001", "Paris", "77", None])
    marked.press("settings")
    rows = marked.host.cells[SHEET]
    rows[4][1], rows[6][1] = "last row", "City = paris"

    marked.select().press("preview")

    words = [line[1] for line in marked.result if line[0] is not None]
    assert words == ["duplicate", "invalid", "invalid", "updated"]


def test_a_profile_names_another_base(marked: DeskWorld) -> None:
    """The workbook names a profile of the user's configuration, and that base is the one that is read."""
    other = marked.customers.path.with_name("other.db")
    other.write_bytes(marked.customers.path.read_bytes())
    marked.customers.edit(1, phone="01")
    marked.configure(f"profiles: {{other: 'sqlite:///{other}'}}\n")
    marked.press("settings")
    marked.host.cells[SHEET][5][1] = "other"

    marked.select().press("preview")

    assert marked.result[1][1] == "updated"
    assert CUSTOMERS[0]["phone"] == "11"


URLS = [
    *("sqlite:////tmp/evil.db", "postgresql://x:y@example.org/z", "postgresql:x", "host=example.org password=y"),
    *("mariadb+pymysql://example.org/z?read_default_file=/etc/passwd", "postgresql:///z?host=example.org"),
]


@pytest.mark.parametrize("given", [*URLS, "evil.db", "../base.db"])
def test_a_workbook_never_brings_a_url_or_a_path(marked: DeskWorld, given: str) -> None:
    """Anything but the name of a configured profile is refused, and no base of that name is made."""
    marked.press("settings")
    marked.host.cells[SHEET][5][1] = given

    marked.select().press("preview")

    shown = "…" if given in URLS else given
    assert marked.alert.startswith(f"'Raccord settings'!B6: “{shown}” is no base of your configuration.")
    assert "Raccord" not in marked.host.cells


@pytest.mark.parametrize(("row", "given"), [(4, "Update all"), (5, "random"), (7, "Paris"), (7, "mood = x")])
def test_a_setting_that_is_none_names_its_cell(row: int, given: str) -> None:
    """A value that a setting does not have is an error with the cell and the values there are."""
    rows: list[list[object]] = [[], [], [], *([label, None] for label in ("Import mode", "Duplicate rows"))]
    rows += [["Customer base", None], ["Only customers with", None]]
    rows[row - 1][1] = given

    with pytest.raises(SheetError, match=r"none of the values|does not say") as caught:
        read_settings(rows, default_catalogue(), UserConfiguration())

    assert caught.value.where.cell == f"'Raccord settings'!B{row}"


@pytest.mark.parametrize(
    ("row", "given", "words"),
    [
        (7, "latitude = north", "The scope's value for Latitude cannot be used."),
        (7, "city =", "The scope's value for City is blank."),
        (8, "Klingon", "“Klingon” is no locale."),
    ],
)
def test_a_value_that_cannot_be_read_names_its_cell(marked: DeskWorld, row: int, given: str, words: str) -> None:
    """A scope or a locale that makes no sense is an error with the cell, what is wrong and what to do."""
    marked.press("settings")
    marked.host.cells[SHEET][row - 1][1] = given

    marked.select().press("preview")

    assert marked.alert.startswith(f"'Raccord settings'!B{row}: {words}")
    assert len(marked.alert.splitlines()) > 1


def test_a_label_that_was_typed_over_is_told_and_written_again(marked: DeskWorld) -> None:
    """No value is read from a line without its label; Settings mends the line and keeps its value."""
    marked.press("mode_add").press("settings")
    marked.host.cells[SHEET][3][0] = "my note"

    marked.select().press("preview")
    told = marked.alert
    marked.press("settings").select().press("preview")

    assert told.startswith("'Raccord settings'!A4: The label “Import mode” is missing here.")
    assert "Click Settings" in told
    assert settings_of(marked)["Import mode"] == "Add"
    assert "Raccord" in marked.host.cells


def test_blank_settings_are_the_defaults() -> None:
    """A workbook without the sheet, and one with an empty sheet, ask for nothing."""
    for rows in ([], [["Raccord"]]):
        assert read_settings(rows, default_catalogue(), UserConfiguration()) == Settings()
    assert (Settings().mode, Settings().on_duplicate) == (ImportMode.UPDATE, OnDuplicate.REJECT)


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_every_listed_field_is_a_mark_of_it(language: str) -> None:
    """The list that Assign field offers holds a mark for each field, and each feeds that field."""
    catalogue = default_catalogue()
    marks = [parse_mark(text) for text in field_marks(catalogue, language)]

    assert [catalogue.named(mark.targets) for mark in marks if mark] == list(catalogue.fields)


def test_assign_field_offers_the_list(marked: DeskWorld) -> None:
    """The update row of the selected column offers every field, and the cursor goes there."""
    marked.select("F").press("assign_field")

    offer = marked.host.dropdowns[-1]
    assert isinstance(offer, SetDropdown)
    assert (offer.areas, offer.source_sheet) == ((CellRange(1, 6, 1, 6),), SHEET)
    assert offer.source is not None
    listed = marked.host.cells[SHEET][offer.source.first_row - 1 : offer.source.last_row]
    assert [row[FIELDS_COLUMN - 1] for row in listed] == list(field_marks(default_catalogue(), "en"))
    assert marked.said == "Choose the field from the list of cell F1."
    marked.cells[0][5] = listed[-1][FIELDS_COLUMN - 1]
    marked.select().press("preview")
    assert marked.alert == ""
