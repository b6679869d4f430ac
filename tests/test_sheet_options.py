"""Marks from options and from an import configuration, beside the sheet's own."""

import pytest

from raccord.columns import ColumnChoice, Marking
from raccord.errors import SheetError
from raccord.marks import UpdateMode
from support.front_half import fed, table_of

HEADERS = ["ID", "External ID", "Name", "Phone"]


def options(**modes: str) -> Marking:
    return Marking(modes={name: UpdateMode(mode) for name, mode in modes.items()})


def test_options_replace_the_marks_of_their_columns():
    """A field named by an option takes its mode over the catalogue's default and over the update row."""
    marking = options(name="overwrite", phone="fill")

    assert [mode for _, _, mode in fed(table_of(HEADERS, marking=marking))] == ["key", "key", "overwrite", "fill"]
    assert fed(table_of(["Key", "Key", "Keep", None], HEADERS, marking=marking))[2:] == [
        ("C", "name", "overwrite"),
        ("D", "phone", "fill"),
    ]


def test_key_options_replace_default_keys():
    """An explicit set of keys stands alone: `id` is then ignored and `external_id` kept."""
    table = table_of(HEADERS, marking=options(name="key"))

    assert fed(table) == [("B", "external_id", "keep"), ("C", "name", "key"), ("D", "phone", "keep")]


def test_key_options_add_to_marked_keys():
    """Keys marked in an update row stay beside the option's."""
    table = table_of(["Key", "Key", "Keep", "Keep"], HEADERS, marking=options(name="key"))

    assert [feed.field.name for feed in table.keys] == ["id", "external_id", "name"]


def test_option_reaches_an_unmarked_column_of_a_marked_sheet():
    """A column without a mark is ignored only until an option names its field."""
    table = table_of(["Key", None], ["External ID", "Name"], marking=options(name="overwrite"))

    assert fed(table) == [("A", "external_id", "key"), ("B", "name", "overwrite")]


def test_option_without_an_order_names_the_header_cell():
    """Overwrite if greater on text is an error also when it comes from an option."""
    with pytest.raises(SheetError) as caught:
        table_of([], HEADERS, marking=options(phone="overwrite_if_greater"))

    assert (caught.value.code, str(caught.value.where)) == ("no-order", "Clients!D2")


def test_id_is_no_field_to_overwrite_by_option():
    """Any other mode than key leaves the id column ignored."""
    assert fed(table_of(HEADERS, marking=options(id="overwrite")))[0] == ("B", "external_id", "key")


CONFIGURED = Marking(
    columns={
        "Kunden-Nr": ColumnChoice(("external_id",), UpdateMode.KEY),
        "Firma": ColumnChoice((), UpdateMode.OVERWRITE),
        "Rufnummern": ColumnChoice(("phone", "mobile")),
        "ID": ColumnChoice(("id",), UpdateMode.IGNORE),
    }
)


def test_configured_columns_are_found_by_their_headers():
    """A configuration names fields and modes by header, through case and punctuation; what it leaves out is ignored."""
    table = table_of(["KUNDEN NR", "firma", "Rufnummern", "id", "City"], ["K1", "a", "1", 1, "b"], marking=CONFIGURED)

    assert fed(table) == [
        ("A", "external_id", "key"),
        ("B", "name", "overwrite"),
        ("C", "phone", "keep"),
        ("C", "mobile", "keep"),
    ]


def test_marks_of_the_sheet_win_over_the_configuration():
    """A sheet with an update row needs no configuration, and its own marks count."""
    table = table_of(["Keep", "Key"], ["Kunden-Nr", "Firma"], marking=CONFIGURED)

    assert fed(table) == [("A", "external_id", "keep"), ("B", "name", "key")]


def test_options_win_over_the_configuration():
    """An option replaces what the configuration says of its field's column."""
    marking = Marking(modes={"name": UpdateMode.FILL}, columns=CONFIGURED.columns)

    assert fed(table_of(["Kunden-Nr", "Firma"], marking=marking)) == [
        ("A", "external_id", "key"),
        ("B", "name", "fill"),
    ]


@pytest.mark.parametrize("row", [2, 25])
def test_configured_header_row_is_used(row):
    """The headers are where the configuration says, also far down; what lies above is no data."""
    table = table_of(*[["Title"]] * (row - 1), ["Name"], ["a"], marking=Marking(header_row=row))

    assert (table.header_row, table.columns[0].header) == (row, "Name")
    assert list(table.rows()) == [(row + 1, ("a",))]


@pytest.mark.parametrize("row", [2, 9])
def test_blank_configured_header_row_is_an_error(row):
    """A header row without headers, or below the sheet, is named."""
    with pytest.raises(SheetError) as caught:
        table_of(["Name"], [None], ["a"], marking=Marking(header_row=row))

    assert (caught.value.code, str(caught.value.where)) == ("no-headers", f"Clients!A{row}")
    assert f"Row {row}" in caught.value.title
