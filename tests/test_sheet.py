"""Sheets: which one is read, where its marks, headers and rows are, and what its columns feed."""

import pytest

from raccord.catalogue_files import default_catalogue
from raccord.cells import ErrorCell, Grid, RawRow
from raccord.columns import ColumnChoice, Marking
from raccord.errors import SheetError
from raccord.marks import ImportMode, UpdateMode
from raccord.sheet import check_keys, has_update_row, understand
from raccord.sheet_choice import choose_grid
from support.front_half import fed, table_of


def sheet_error(*rows, **options) -> SheetError:
    with pytest.raises(SheetError) as caught:
        table_of(*rows, **options)
    return caught.value


@pytest.mark.parametrize("above", [0, 1, 5, 19])
def test_update_row_is_found_in_the_top_20_rows(above):
    """The first of the top 20 rows whose non-blank cells are all marks is the update row; headers are below it."""
    titles: list[RawRow] = [["Prices 2026", 1]] * above

    table = table_of(*titles, ["Key", None, "Overwrite"], ["Name", "x", "Phone"], ["a", "b", "c"])

    assert (table.update_row, table.header_row) == (above + 1, above + 2)
    assert fed(table) == [("A", "name", "key"), ("C", "phone", "overwrite")]
    assert list(table.rows()) == [(above + 3, ("a", "b", "c"))]


def test_marks_in_row_21_are_data():
    """A row of marks below the top 20 is no update row: the header is the first non-blank row."""
    table = table_of(["Name"], *[["a"]] * 19, ["Key"], ["City"])

    assert (table.update_row, table.header_row) == (None, 1)
    assert [number for number, _ in table.rows()] == list(range(2, 23))


@pytest.mark.parametrize("other", ["Name", 1, True, ErrorCell("#N/A")])
def test_one_other_cell_makes_a_row_no_update_row(other):
    """All non-blank cells of the update row are marks."""
    table = table_of(["Key", other], ["x"])

    assert (table.update_row, table.header_row) == (None, 1)


def test_first_update_row_counts():
    """The second row of marks is the header row."""
    table = table_of(["Key → Name"], ["Keep"], ["a"])

    assert (table.update_row, table.columns[0].header) == (1, "Keep")


def test_header_is_the_first_row_that_is_not_blank():
    """Without an update row, rows of white space above the headers are passed over."""
    table = table_of([], [None, " "], ["\u00a0"], ["Name", "City"], ["a", "b"])

    assert (table.update_row, table.header_row) == (None, 4)
    assert list(table.rows()) == [(5, ("a", "b"))]


def test_without_marks_the_catalogue_gives_the_modes():
    """Identity fields are keys, last calls overwrite if greater, the rest is kept."""
    table = table_of(["ID", "External ID", "Name", "Last call", "Last missed call", "Phone"])

    assert [mode for _, _, mode in fed(table)] == [
        "key",
        "key",
        "keep",
        "overwrite_if_greater",
        "overwrite_if_greater",
        "keep",
    ]


@pytest.mark.parametrize("rows", [[], [[]], [[None, ""], [" "]]])
def test_empty_sheet_is_an_error_that_names_it(rows):
    """A sheet without any header stops the run."""
    error = sheet_error(*rows, name="Tabelle1")

    assert (error.code, str(error.where)) == ("empty-sheet", "Tabelle1")
    assert "--sheet" in error.hint


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("External ID", "external_id"),
        ("ID EXTERNE", "external_id"),
        ("Externe-ID", "external_id"),
        ("external_id", "external_id"),
        ("n° client", "external_id"),
        ("N°Client", "external_id"),
        ("Kunden-Nr.", "external_id"),
        ("Raison\nsociale", "name"),
        ("STRASSE", "street"),
        ("straße:", "street"),
        ("Te\u0301le\u0301phone", "phone"),
        ("telephone", "phone"),
        ("Bloque jusqu’au", "blocked_until"),
        ("Call interval (days)", "call_interval"),
        ("id", "id"),
    ],
)
def test_headers_name_fields_through_noise(header, field):
    """Labels of any language, aliases and names count, ignoring case, accents, punctuation, spaces and line breaks."""
    table = table_of(["Key"], [header])

    assert fed(table) == [("A", field, "key")]
    assert table.warnings == ()


def test_targets_name_one_or_several_fields():
    """A mark's targets win over the header; every field named gets the column's values, once."""
    table = table_of(
        ["Key → N° client", "Overwrite -> Téléphone, mobile", "Fill → Notes, notes", "Keep"],
        ["Name", "Tel.", "City", "Ort"],
    )

    assert fed(table) == [
        ("A", "external_id", "key"),
        ("B", "phone", "overwrite"),
        ("B", "mobile", "overwrite"),
        ("C", "notes", "fill"),
        ("D", "city", "keep"),
    ]


@pytest.mark.parametrize("target", ["Foo", "Phone, Foo", "Foo, Phone"])
def test_unknown_target_names_the_cell_and_the_fields(target):
    """A target that names no field is an error at the mark's cell, which lists the fields there are."""
    error = sheet_error([], ["Key", f"Overwrite → {target}"], ["Name", "Phone"], name="My Sheet")

    assert (error.code, str(error.where)) == ("unknown-target", "'My Sheet'!B2")
    assert "“Foo”" in error.title
    assert all(label in error.hint for label in ("External ID", "Phone", "Protected"))


def test_unmapped_header_is_warned_about_and_listed():
    """A header that maps to nothing stays a column without fields, and its cell is named in a warning."""
    table = table_of(["Key", "Overwrite", None], ["Name", "Shoe size", "Mood"], ["a", 42, "fine"])

    assert [(column.header, column.fields) for column in table.columns[1:]] == [("Shoe size", ()), ("Mood", ())]
    assert [(note.code, note.cell) for note in table.warnings] == [
        ("unmapped", "Clients!B2"),
        ("unmapped", "Clients!C2"),
    ]
    assert "“Shoe size”" in table.warnings[0].text
    assert "→" in table.warnings[0].text


def test_key_on_an_unmapped_header_is_an_error():
    """A key that names no field would match nothing, so the mark's cell is refused."""
    error = sheet_error(["Overwrite", "Key"], ["Name", "Shoe size"])

    assert (error.code, str(error.where)) == ("unmapped-key", "Clients!B1")
    assert "“Shoe size”" in error.title
    assert "Key →" in error.hint


def test_blank_mark_ignores_its_column():
    """In a sheet with an update row, a column without a mark feeds nothing, whatever its header."""
    table = table_of(["Key", None, "Ignore", " "], ["External ID", "Name", "City", "ID"])

    assert fed(table) == [("A", "external_id", "key")]
    assert [column.mode.value for column in table.columns] == ["key", "ignore", "ignore", "ignore"]


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ([["Key", "Keep", "Fill"], ["Name", "Phone", "Tel"]], ("Clients!B1", "Clients!C1")),
        ([["Notes", "City", "Notes"]], ("Clients!A1", "Clients!C1")),
        ([["Key", "Keep → Phone, Mobile"], ["Mobile", "x"]], ("Clients!A1", "Clients!B1")),
    ],
)
def test_two_columns_for_one_field_are_both_named(rows, cells):
    """Two columns, also with headers alike, may not feed one field."""
    error = sheet_error(*rows)

    assert (error.code, str(error.where)) == ("field-fed-twice", cells[1])
    assert all(cell in error.title for cell in cells)
    assert "Ignore" in error.hint


def test_ignored_column_feeds_nothing_a_second_time():
    """Two headers alike are fine when one of them is ignored."""
    table = table_of(["Key", "Ignore", None], ["Name", "Name", "Name"])

    assert fed(table) == [("A", "name", "key")]


EIGHT = ["Name", "Street", "ZIP", "City", "Country", "Contact", "Phone", "Mobile"]


def test_eight_keys_are_the_most():
    """Eight key columns are understood; the ninth is an error at its own cell that names the other eight."""
    assert len(table_of(["Key"] * 8, EIGHT).keys) == 8

    error = sheet_error(["Key"] * 9, [*EIGHT, "E-mail"])

    assert (error.code, str(error.where)) == ("too-many-keys", "Clients!I1")
    assert "A, B, C, D, E, F, G, H" in error.message
    assert "Clients!I1" in error.hint


def test_key_column_counts_once_for_each_of_its_fields():
    """A column of three key fields is three of the eight."""
    error = sheet_error(["Key", "Key", "Key", "Key", "Key", "Key", "Key → Phone, Mobile, Email"], [*EIGHT[:6], "x"])

    assert (error.code, str(error.where)) == ("too-many-keys", "Clients!G1")


@pytest.mark.parametrize("mode", [ImportMode.UPDATE, ImportMode.UPDATE_ONLY, ImportMode.UPDATE_DELETE])
def test_no_key_is_an_error_except_in_mode_add(mode):
    """Only mode add can do without a key; the error names the row for marks and the option."""
    table = table_of([], ["Overwrite"], ["Name"])

    check_keys(table, ImportMode.ADD)
    with pytest.raises(SheetError) as caught:
        check_keys(table, mode)
    assert (caught.value.code, str(caught.value.where)) == ("no-key", "Clients!A2")
    assert "row 2" in caught.value.hint
    assert "--key" in caught.value.hint
    assert "Row 3 was read as the headers: Name." in caught.value.message


@pytest.mark.parametrize(
    "mark", ["Keep", "Overwrite", "Overwrite if greater", "Overwrite, blank clears", "Fill if blank"]
)
def test_id_column_is_a_key_or_ignored(mark):
    """Every mark but Key on the id column counts as ignored: the database gives ids."""
    assert fed(table_of([mark, "Key"], ["ID", "Name"])) == [("B", "name", "key")]
    assert fed(table_of(["Key", "Keep"], ["ID", "Name"])) == [("A", "id", "key"), ("B", "name", "keep")]


@pytest.mark.parametrize("header", ["Name", "Phone", "Protected", "Category", "Opening hours"])
def test_overwrite_if_greater_needs_an_order(header):
    """On a field that is no number, date or datetime this mode is an error at the mark's cell."""
    error = sheet_error(["Key", "Overwrite if greater"], ["ID", header])

    assert (error.code, str(error.where)) == ("no-order", "Clients!B1")
    assert header in error.title
    assert "another mark" in error.hint


@pytest.mark.parametrize("header", ["Call interval", "Annual revenue", "Blocked until", "Last call"])
def test_overwrite_if_greater_takes_numbers_and_dates(header):
    """Integers, decimals, dates and datetimes have an order."""
    assert fed(table_of(["Overwrite if greater"], [header]))[0][2] == "overwrite_if_greater"


@pytest.mark.parametrize("header", ["Raccord", " RACCORD ", "raccord:"])
def test_own_column_is_skipped(header):
    """A column headed Raccord feeds nothing, warns of nothing, and its text alone makes no row."""
    table = table_of(["Name", header, "City"], ["a", "updated", "b"], [None, "created", None])

    assert fed(table) == [("A", "name", "keep"), ("C", "city", "keep")]
    assert table.warnings == ()
    assert [number for number, _ in table.rows()] == [2]


def test_empty_columns_between_are_passed_over():
    """Columns without header and mark are no columns; the others keep their letters."""
    table = table_of(["Name", None, "", "City", None], ["a", None, None, "b"])

    assert [column.letters for column in table.columns] == ["A", "D"]


def test_blank_rows_are_skipped_and_numbers_kept():
    """Fully blank rows do not exist, rows with any cell do, also outside the headed columns."""
    table = table_of(["Name"], ["a"], [], [None, " "], ["\u00a0"], [None, None, 0], [False], [ErrorCell("#N/A")])

    assert [number for number, _ in table.rows()] == [2, 6, 7, 8]


def test_headers_only_give_no_rows():
    """A sheet of headers alone is understood and has no rows."""
    assert list(table_of(["Key"], ["Name"]).rows()) == []


def test_headers_that_are_no_text_are_shown_as_their_text():
    """Whole numbers lose their point and errors show as they do in the sheet."""
    assert [column.header for column in table_of([2026.0, ErrorCell("#REF!"), "  a\nb "]).columns] == [
        "2026",
        "#REF!",
        "a\nb",
    ]


def test_sheet_with_an_update_row_is_chosen_first():
    """Without a name, the first marked sheet wins over earlier sheets; one marked in row 21 does not."""
    late = Grid.of("Late", [*[["x"]] * 20, ["Key"]])
    marked = Grid.of("Marked", [["Title"], ["Key"], ["Name"]])
    grids = [Grid.of("Notes", [["x"]]), late, marked, Grid.of("Other", [["Key"], ["City"]])]

    assert [has_update_row(grid) for grid in grids] == [False, False, True, True]
    assert choose_grid(grids).name == "Marked"
    assert choose_grid(grids[:2]).name == "Notes"


def test_first_sheet_that_holds_anything_is_chosen_next():
    """Blank sheets are passed over; a workbook of blank sheets is an error."""
    blank = Grid.of("Sheet1", [[None, " "], []])

    assert choose_grid([blank, Grid.of("Sheet2", [["Name"]])]).name == "Sheet2"
    with pytest.raises(SheetError) as caught:
        choose_grid([blank])
    assert caught.value.code == "empty-workbook"


def test_result_sheet_is_chosen_only_by_name():
    """Raccord's own result sheet is passed over, even with marks, unless it is asked for."""
    grids = [Grid.of("Raccord", [["Key"], ["Name"]]), Grid.of("Clients", [["Name"]])]

    assert choose_grid(grids).name == "Clients"
    assert choose_grid(grids, "Raccord").name == "Raccord"


def test_sheet_is_named_with_little_care():
    """A sheet's exact name wins, then one that differs in case, accents and spaces; else the names are listed."""
    grids = [Grid.of("Clients", [["a"]]), Grid.of("clients", [["b"]]), Grid.of("Été 2026", [["c"]])]

    assert [choose_grid(grids, name).name for name in ("clients", "CLIENTS", "ete2026")] == [
        "clients",
        "Clients",
        "Été 2026",
    ]
    with pytest.raises(SheetError) as caught:
        choose_grid(grids, "Kunden")
    assert caught.value.code == "no-such-sheet"
    assert "“Kunden”" in caught.value.title
    assert "“Été 2026”" in caught.value.message
    assert "--sheet" in caught.value.hint


def test_an_id_beside_other_targets_leaves_the_others():
    """`Overwrite → ID, Notes` feeds the notes; an id is never written."""
    table = table_of(("Key → Name", "Overwrite → ID, Notes"), ("Name", "Both"), ("a", "1"))
    assert fed(table)[1][1] == "notes"


def test_a_mark_over_nothing_is_reported():
    """A mark above a blank header, which names no field, is not dropped in silence."""
    table = table_of(("Key", "Overwrite"), ("Name", None), ("a", "b"))
    assert [(note.code, note.cell) for note in table.warnings] == [("unmapped", "Clients!B2")]


def test_targets_without_a_name_fall_back_to_the_header():
    """`Overwrite → , ,` names nothing, so the header does."""
    table = table_of(("Key", "Overwrite → , ,"), ("Name", "City"), ("a", "b"))
    assert [column.fields[0].name for column in table.columns] == ["name", "city"]


def test_a_column_ignored_on_purpose_is_not_reported():
    """A header that names nothing is reported when it has no mark, and not when its mark says Ignore."""
    table = table_of(("Key", "Ignorieren", None), ("Name", "Mood", "Weather"), ("a", "b", "c"))
    assert [(note.code, note.cell) for note in table.warnings] == [("unmapped", "Clients!C2")]


def test_a_column_that_the_configuration_ignores_is_not_reported():
    """In a sheet without marks, a header that names nothing is reported, and not when the configuration ignores it."""
    grid = Grid.of("Clients", [("Name", "Mood", "Weather"), ("a", "b", "c")])
    ignored = ColumnChoice((), UpdateMode.IGNORE)

    table = understand(grid, default_catalogue(), Marking(columns={"mood": ignored, "Name": ColumnChoice()}))

    assert [(note.code, note.cell) for note in table.warnings] == [("unmapped", "Clients!C1")]
