"""Typed rows: values per feed, faults, repeated rows, and the date format of each column."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import pytest
import xlsxwriter

from raccord.cells import ErrorCell
from raccord.files import read_grids
from raccord.sheet import Table, understand
from raccord.sheet_choice import choose_grid
from raccord.typed_rows import Faults, TypedRows, typed_rows
from raccord.values import Value, sheet_locale
from support.front_half import CATALOGUE, table_of


class Row(NamedTuple):
    """One row of a batch."""

    number: int
    values: tuple[Value, ...]
    faults: Faults
    repeats: int | None
    digest: int


def rows_of(*rows, locale=None) -> list[Row]:
    return read_rows(table_of(*rows), locale)


def read_rows(table: Table, locale=None) -> list[Row]:
    return [row for batch in typed_rows(table, sheet_locale(locale) if locale else None) for row in _each(batch)]


def _each(batch: TypedRows) -> Iterator[Row]:
    for place, (number, digest) in enumerate(zip(batch.numbers, batch.digests, strict=True)):
        values = tuple(column[place] for column in batch.columns)
        yield Row(number, values, batch.faults.get(place, ()), batch.repeats.get(place), digest)


def codes_of(row: Row) -> list[tuple[int, str]]:
    return [(at, fault.code) for at, fault in row.faults]


def test_each_feed_gives_a_value_in_the_order_of_the_columns():
    """A column of two fields gives two values, a column that feeds nothing none, and missing cells are blank."""
    rows = rows_of(
        ["Key", None, "Overwrite → Phone, Mobile", "Keep", "Keep"],
        ["External ID", "City", "Tel", "Annual revenue", "Shoe size"],
        [4711.0, "x", " 0123 ", "1 234,50"],
        [],
        ["K2"],
    )

    read = [(row.number, row.values) for row in rows]
    assert read == [(3, ("4711", "0123", "0123", "1234.5")), (5, ("K2", None, None, None))]


def test_a_bad_cell_is_a_fault_at_its_feed():
    """Every bad cell of a row is reported, its value is blank and the row's other values are read."""
    (row,) = rows_of(
        ["Name", "E-mail", "Call interval", "Protected"],
        ["Dupont", "nobody", 7.5, "yes"],
    )

    assert row.values == ("Dupont", None, None, True)
    assert codes_of(row) == [(1, "not-an-email"), (2, "not-an-integer")]


def test_a_column_of_two_fields_has_a_fault_for_each():
    """An error cell is invalid for both fields that it feeds."""
    (row,) = rows_of(["Key", "Keep → Phone, Mobile"], ["Name", "Tel"], ["a", ErrorCell("#N/A")])

    assert codes_of(row) == [(1, "error-cell"), (2, "error-cell")]


def test_errors_in_ignored_and_unmapped_columns_harm_nothing():
    """Only columns that feed a field are read."""
    (row,) = rows_of(["Key", "Ignore", None, "Keep"], ["Name", "City", "ZIP", "Mood"], ["a", *[ErrorCell("#REF!")] * 3])

    assert (row.values, row.faults) == (("a",), ())


def test_rows_of_equal_typed_values_repeat_the_first():
    """What is equal once typed is equal; each later row names the first one."""
    rows = rows_of(
        ["Key", "Keep", None],
        ["Name", "Call interval", "City"],
        ["Dupont", "7", "Paris"],
        ["Dupond", 7, "Paris"],
        [" Dupont ", 7.0, "Lyon"],
        ["Dupont", "+7", None],
    )

    assert [row.repeats for row in rows] == [None, None, 3, 3]
    assert rows[2].values == rows[0].values


@pytest.mark.parametrize("other", ["DUPONT", "Du pont", "Dupont.", "Dupönt", None])
def test_rows_that_differ_in_any_value_do_not_repeat(other):
    """Folding does not count here: values must be equal, and blank equals only blank."""
    assert [row.repeats for row in rows_of(["Name", "City"], ["Dupont", "x"], [other, "x"])] == [None, None]


def test_values_do_not_run_into_each_other():
    """The same characters in other columns are another row."""
    rows = rows_of(["Name", "City", "ZIP"], ["ab", "c", None], ["a", "bc", None], ["ab", None, "c"], [None, "ab", "c"])

    assert [row.repeats for row in rows] == [None] * 4


def test_rows_with_a_bad_cell_repeat_nothing():
    """Two rows alike with an invalid cell are both invalid, and no row repeats them."""
    rows = rows_of(["Name", "E-mail"], ["a", "bad"], ["a", "bad"], ["a", None], ["a", None])

    assert [row.repeats for row in rows] == [None, None, None, 4]


def test_text_dates_share_one_format_in_their_column():
    """Each column has its own format; real date cells and blanks do not disturb it."""
    rows = rows_of(
        ["Name", "Blocked until", "Last call"],
        ["a", "03/04/2026", "04/13/2026 9:05"],
        ["b", date(2026, 11, 22), None],
        ["c", "25/04/2026", "04/05/2026"],
    )

    assert [row.values[1:] for row in rows] == [
        ("2026-04-03", "2026-04-13T09:05:00"),
        ("2026-11-22", None),
        ("2026-04-25", "2026-04-05T00:00:00"),
    ]


@pytest.mark.parametrize(
    ("cells", "passes"), [([date(2026, 4, 3), None, ""], 1), ([date(2026, 4, 3), "03.04.2026"], 2)]
)
def test_only_text_dates_need_a_pass_of_their_own(cells, passes):
    """A column of real dates is read in the one pass over the rows; the first text date asks for another, once."""
    table = table_of(["Blocked until", "Last call"], *([cell, cell] for cell in cells))
    read, begun = table.grid.read, []
    watched = replace(table, grid=replace(table.grid, read=lambda: begun.append(1) or read()))

    rows = read_rows(watched)

    assert rows[0].values == ("2026-04-03", "2026-04-03T00:00:00")
    assert len(begun) == passes


def test_one_bad_cell_spoils_only_its_row():
    """Among dates of one format, another text and an error cell are invalid alone."""
    rows = rows_of(["Name", "Blocked until"], ["a", "22.11.2026"], ["b", "soon"], ["c", "#N/A"], ["d", " 3.1.2026 "])

    assert [row.values[1] for row in rows] == ["2026-11-22", None, None, "2026-01-03"]
    assert [codes_of(row) for row in rows] == [[], [(1, "not-a-date")], [(1, "error-cell")], []]


def test_spaces_around_text_dates_do_not_count():
    """A column of untrimmed dates has their format."""
    (row,) = rows_of(["Name", "Blocked until"], ["a", " 22.11.2026\u00a0"])

    assert row.values == ("a", "2026-11-22")


def test_an_ambiguous_column_needs_a_locale():
    """Without one, its text dates are invalid and its date cells are not; with one they are read by it."""
    sheet = [["Name", "Blocked until"], ["a", "03/04/2026"], ["b", date(2026, 11, 22)]]

    assert [codes_of(row) for row in rows_of(*sheet)] == [[(1, "ambiguous-date")], []]
    assert [row.values[1] for row in rows_of(*sheet, locale="en-US")] == ["2026-03-04", "2026-11-22"]
    assert [row.values[1] for row in rows_of(*sheet, locale="de")] == ["2026-04-03", "2026-11-22"]


def test_locale_reads_numbers_too():
    """The chosen locale settles a number that could be two."""
    sheet = [["Name", "Annual revenue", "Call interval"], ["a", "1,234", "1,234"]]

    assert codes_of(rows_of(*sheet)[0]) == [(1, "ambiguous-number"), (2, "not-an-integer")]
    assert rows_of(*sheet, locale="en-US")[0].values == ("a", "1234", 1234)


def test_cells_of_a_real_workbook_become_values(tmp_path):
    """Text with leading zeros, numbers, percent and date formats, booleans and errors come from a file as typed."""
    path = tmp_path / "clients.xlsx"
    headers = [
        "Externe ID",
        "PLZ",
        "Jahresumsatz",
        "Gesperrt bis",
        "Letzter Besuch",
        "Geschützt",
        "Latitude",
        "Notizen",
    ]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Kunden")
        sheet.write_row(0, 0, headers)
        sheet.write_number(1, 0, 4711)
        sheet.write_string(1, 1, "01067")
        sheet.write_string(1, 2, "1.234,56 €")
        sheet.write_number(1, 3, 46348, book.add_format({"num_format": "dd.mm.yyyy"}))
        sheet.write_number(1, 4, 46348.604340277778, book.add_format({"num_format": "dd.mm.yyyy hh:mm"}))
        sheet.write_boolean(1, 5, True)
        sheet.write_number(1, 6, 0.25, book.add_format({"num_format": "0 %"}))
        sheet.write_string(1, 7, "Tür\r\nhinten ")
        sheet.write_formula(2, 0, "=NA()", None, "#N/A")
        sheet.write_number(2, 3, 46348)

    first, second = read_rows(understand(choose_grid(read_grids(path)), CATALOGUE))

    assert first.values == (
        "4711",
        "01067",
        "1234.56",
        "2026-11-22",
        "2026-11-22T14:30:15",
        True,
        "0.25",
        "Tür\nhinten",
    )
    assert codes_of(second) == [(0, "error-cell"), (3, "not-a-date")]
