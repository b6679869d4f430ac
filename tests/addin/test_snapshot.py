"""Snapshots: one form for every cell, and the same values after they have been JSON."""

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raccord.cells import CellRange, ErrorCell
from raccord_addin.snapshot import (
    VERSION,
    Book,
    SheetCells,
    SheetState,
    Snapshot,
    canonical,
    moment,
    runs,
)

CALENDAR = st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 31, 23, 59, 59, 999_000))
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
    st.datetimes(datetime(1800, 1, 1)),
    st.dates(date(1800, 1, 1)),
    st.times(),
    st.timedeltas(timedelta(days=-400), timedelta(days=4_000_000)),
    st.sampled_from(["#N/A", "#REF!", "Err:502", ""]).map(ErrorCell),
)
GRIDS = st.lists(st.lists(CELLS, max_size=5), max_size=6)
AREAS = st.builds(
    lambda row, column, down, right: CellRange(row, column, row + down, column + right),
    *[st.integers(1, 9)] * 2,
    *[st.integers(0, 9)] * 2,
)


def through_json(value):
    """The value as it comes out of a pipe."""
    return json.loads(json.dumps(value))


@given(GRIDS, st.sets(st.integers(1, 9)), st.lists(AREAS, max_size=3))
def test_cells_are_the_same_after_json(rows, hidden, merged):
    """Cells of any kind and size come back equal and of the same types."""
    cells = SheetCells.of("Clients", rows, hidden, merged)

    back = SheetCells.from_json(through_json(cells.to_json()))

    assert back == cells
    assert [[type(cell) for cell in row] for row in back.rows] == [[type(cell) for cell in row] for row in cells.rows]


@given(GRIDS)
def test_one_form_is_final(rows):
    """Cells that have the one form keep it, and no row or sheet ends in blanks."""
    cells = SheetCells.of("Clients", rows)

    assert SheetCells.of("Clients", cells.rows) == cells
    assert all(row[-1] is not None for row in cells.rows if row)
    assert not cells.rows or cells.rows[-1]


@pytest.mark.parametrize(
    ("cell", "form"),
    [
        ("", None),
        (" ", " "),
        (0, 0.0),
        (False, False),
        (True, True),
        (75001, 75001.0),
        (Decimal("12.50"), 12.5),
        (datetime(2026, 11, 22), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 0, 0, 0, 1000), datetime(2026, 11, 22, 0, 0, 0, 1000)),
        (datetime(2026, 11, 21, 23, 59, 59, 999_600), date(2026, 11, 22)),
        (time(9, 5, 0, 400), time(9, 5)),
        (timedelta(hours=2), time(2)),
        (timedelta(days=1), timedelta(days=1)),
        (timedelta(hours=-2), timedelta(hours=-2)),
        (ErrorCell("#N/A"), ErrorCell("#N/A")),
        (ErrorCell(""), ErrorCell("")),
        (" #DIV/0!\n", " #DIV/0!\n"),
        ("#1", "#1"),
    ],
)
def test_each_cell_has_one_form(cell, form):
    """Numbers are floats, blanks None, midnights dates, less than a day is a time, and texts of errors are errors."""
    found = canonical(cell)

    assert (found, type(found)) == (form, type(form))


@pytest.mark.parametrize(
    ("serial", "kind", "shown"),
    [
        (46348.0, "date", date(2026, 11, 22)),
        (46348.604340277777, "date", datetime(2026, 11, 22, 14, 30, 15)),
        (46347.9999999999, "date", date(2026, 11, 22)),
        (46348.0000000001, "date", date(2026, 11, 22)),
        (46347.99999999, "date", datetime(2026, 11, 21, 23, 59, 59, 999_000)),
        (0.0, "date", time()),
        (0.5, "date", time(12)),
        (0.0, "time", time()),
        (0.37847222222222227, "time", time(9, 5)),
        (0.9999999999, "time", timedelta(days=1)),
        (1.25, "time", timedelta(hours=30)),
        (-0.5, "time", timedelta(hours=-12)),
        (61.0, "date", date(1900, 3, 1)),
        (2.0, "date", date(1900, 1, 1)),
        (1.0, "date", date(1899, 12, 31)),
        (-1.0, "date", date(1899, 12, 29)),
        (2_958_465.0, "date", date(9999, 12, 31)),
        (2_958_466.0, "date", 2_958_466.0),
        (1e300, "date", 1e300),
        (1e300, "time", 1e300),
        (-1e9, "date", -1e9),
    ],
)
def test_days_become_moments(serial, kind, shown):
    """Days since 1899-12-30 are what their format shows, to the millisecond; beyond the calendar they stay numbers."""
    found = moment(serial, kind)

    assert (found, type(found)) == (shown, type(shown))


@given(CALENDAR)
def test_moments_are_exact_to_the_millisecond(when):
    """Every moment of the calendar survives as a number of days."""
    whole = when.replace(microsecond=when.microsecond // 1000 * 1000)
    days = (whole - datetime(1899, 12, 30)) / timedelta(days=1)

    assert moment(days, "date") == (whole if whole.time() != time() else whole.date())


def test_kinds_may_cover_more_than_their_cells():
    """A program may name a whole column a date: blanks, texts and rows beyond the sheet are left alone."""
    given_cells = {
        "name": "Clients",
        "rows": [["Since", ""], [46348.0, "x"], ["", "y"], [1, 0]],
        "kinds": [["date", 1, 1, 1_048_576, 1], ["boolean", 4, 2, 4, 9]],
        "errors": [[2, 2, "#N/A"]],
        "hidden": [[2, 3], [900, 950]],
        "merged": [[1, 1, 1, 2]],
    }

    cells = SheetCells.from_json(given_cells)

    assert cells.rows == [["Since"], [date(2026, 11, 22), ErrorCell("#N/A")], [None, "y"], [date(1899, 12, 31), False]]
    assert (cells.hidden_rows, cells.merged) == ({2, 3}, (CellRange(1, 1, 1, 2),))


def test_hidden_rows_and_merged_areas_end_with_the_cells():
    """What is hidden or merged below the last filled row does not exist, whatever a program says of it."""
    cells = SheetCells.of("Clients", [["a"], ["b"], []], {2, 3, 900}, [CellRange(2, 1, 9, 1), CellRange(3, 1, 3, 2)])

    assert (cells.hidden_rows, cells.merged) == ({2}, (CellRange(2, 1, 9, 1),))


def test_cells_by_their_place():
    """A cell is found by row and column from 1; beyond the sheet there is None."""
    cells = SheetCells.of("Clients", [["a"], [], [None, "b"]])

    assert [cells.cell(*place) for place in [(1, 1), (3, 2), (1, 2), (2, 1), (4, 1), (0, 1), (1, 0), (-1, -1)]] == [
        "a",
        "b",
        *[None] * 6,
    ]
    assert (cells.width, SheetCells.of("Empty", []).width) == (2, 0)


def test_engine_reads_the_cells():
    """As a grid, the sheet can be read more than once, with its hidden rows and merged areas."""
    cells = SheetCells.of("Clients", [["a"], ["b"]], {2}, [CellRange(1, 1, 1, 2)])

    grid = cells.grid()

    assert [list(grid.read()), list(grid.read())] == [[["a"], ["b"]]] * 2
    assert (grid.name, grid.hidden_rows, grid.merged) == ("Clients", {2}, (CellRange(1, 1, 1, 2),))


@given(st.sets(st.integers(1, 50)))
def test_runs_hold_the_same_rows(rows):
    """Runs of consecutive rows are as few as possible, and hold each row once."""
    found = runs(rows)

    assert [row for first, last in found for row in range(first, last + 1)] == sorted(rows)
    assert all(before[1] + 1 < after[0] for before, after in pairwise(found))


BOOK = Book(
    "Kunden äöü.xlsx",
    (SheetState("Clients"), SheetState("Été & 'co'", protected=True)),
    "Clients",
    (CellRange(2, 2, 9, 9), CellRange(1, 1, 1, 1)),
    "fr-CH",
    writable=False,
    locked=True,
)


def test_sheets_are_found_without_case():
    """Spreadsheet programs do not tell `clients` from `Clients`, and neither does a book."""
    assert (BOOK.sheet("CLIENTS"), BOOK.sheet("été & 'CO'"), BOOK.sheet("Client")) == (*BOOK.sheets, None)


@pytest.mark.parametrize(
    "snapshot",
    [
        Snapshot(BOOK, own={}),
        Snapshot(BOOK, SheetCells.of("Clients", [["a"]]), {"Raccord": SheetCells.of("Raccord", [[1]])}, "token"),
        Snapshot(Book("a.ods", (), ""), SheetCells.of("", []), {}),
    ],
)
def test_snapshot_is_the_same_after_json(snapshot):
    """Book, sheet, own sheets and answer come back equal."""
    assert Snapshot.from_json(through_json(snapshot.to_json())) == snapshot


@pytest.mark.parametrize("version", [VERSION - 1, VERSION + 1, None])
def test_another_version_is_refused(version):
    """A message of another version is refused before anything of it is read, and both versions are named."""
    with pytest.raises(ValueError, match=f"version {version} of the messages instead of {VERSION}"):
        Snapshot.from_json({"version": version})
