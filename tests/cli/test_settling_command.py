"""Rows settled by command: choices made in a result file, which is then previewed and imported itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from raccord.files import read_grids
from raccord.result_lines import CHOICE_COLUMN, HEAD_ROWS
from support.command_line import Command, Result, query
from support.workbooks import ods_cell, ods_row, ods_table, ods_text, rows, write_ods

Sheet = Callable[..., Path]
MARKS, HEADERS = ("Key", "Key", "Keep", "Overwrite"), ("Name", "ZIP", "City", "Phone")
ROWS = [("twin", "", "x", "5"), ("twin", "", "x", "6"), ("Other", "3", "x", "7"), ("Nouveau", "9", "x", "8")]


def outcomes(result: Result) -> list[tuple[str, Any]]:
    return [(row["outcome"], row["customer"]) for row in result.json["rows"]]


def choose(path: Path, *choices: Any) -> None:
    """Write choices into the lines of a result file, an Ellipsis for what shall stay."""
    book = load_workbook(path)
    for line, choice in enumerate(choices, HEAD_ROWS + 1):
        if choice is not ...:
            book["Raccord"].cell(line, CHOICE_COLUMN).value = choice
    book.save(path)


def as_ods(path: Path) -> Path:
    """The same cells in an ods file."""
    tables = [
        ods_table(*(ods_row(*map(_cell, row)) for row in rows(grid)), name=grid.name) for grid in read_grids(path)
    ]
    return write_ods(path.with_suffix(".ods"), *tables)


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return ods_text(value)
    return "<table:table-cell/>" if value is None else ods_cell(f'office:value-type="float" office:value="{value}"')


@pytest.fixture
def doubtful(raccord: Command, sheet: Sheet) -> Path:
    """A result file of two ambiguous rows (customers 1 and 2), an update (3) and a new customer."""
    base = [("Twin", "1", "x", ""), ("Twin", "2", "x", ""), ("Other", "3", "x", "")]
    assert raccord("import", sheet(MARKS, HEADERS, *base, name="start.csv"), "--mode", "add").status == 0
    result = raccord("preview", sheet(MARKS, HEADERS, *ROWS), "--result", "out.xlsx", "--json")
    assert outcomes(result) == [("ambiguous", None)] * 2 + [("updated", 3), ("created", None)]
    return Path("out.xlsx")


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_choices_in_a_result_file_settle_its_rows(raccord: Command, doubtful: Path, form: str) -> None:
    """A dropdown's text, a word, an emptied tick: preview and import of the result file do as they say."""
    choose(doubtful, "2 · Twin · 2 x", "skip", None, ...)
    path = doubtful if form == "xlsx" else as_ods(doubtful)

    seen = raccord("preview", path, "--json")
    done = raccord("import", path, "--json", "--expect", seen.json["fingerprint"])

    assert outcomes(seen) == [("updated", 2), ("ignored", None), ("ignored", 3), ("created", None)]
    assert (seen.status, done.status, done.json["applied"]) == (0, 0, True)
    assert query(Path("base.db"), "SELECT id, phone FROM customers ORDER BY id") == [
        (1, None), (2, "5"), (3, None), (4, "8"),
    ]  # fmt: skip


def test_choices_are_kept_from_result_to_result(raccord: Command, doubtful: Path) -> None:
    """A result made of a result shows what was chosen, as text, and so on."""
    choose(doubtful, 2, "skip", None, ...)

    for path, out in ((doubtful, "second.xlsx"), ("second.xlsx", "third.xlsx")):
        raccord("preview", path, "--result", out)

    lines = list(load_workbook("third.xlsx")["Raccord"].values)[HEAD_ROWS:]
    told = [(line[1], line[CHOICE_COLUMN - 1]) for line in lines]
    assert told == [("updated", "2 · Twin · 2 x"), ("skipped", "skip"), ("skipped", "skip"), ("created", "✓")]


def test_choices_follow_rows_that_moved(raccord: Command, doubtful: Path) -> None:
    """A row inserted above shifts no choice to another row, and an edited row loses its own, with a warning."""
    choose(doubtful, "2", "skip", ..., ...)
    book = load_workbook(doubtful)
    book.worksheets[0].insert_rows(3)
    for column, value in enumerate(("Zero", "0", "x"), 1):
        book.worksheets[0].cell(3, column).value = value
    book.worksheets[0]["D5"].value = "66"
    book.save(doubtful)

    seen = raccord("preview", doubtful, "--json")

    assert [outcome for outcome, _ in outcomes(seen)] == ["created", "updated", "ambiguous", "updated", "created"]
    (warning,) = seen.json["warnings"]
    assert (warning["code"], "1 (Raccord!H13)" in warning["text"]) == ("choices-dropped", True)


@pytest.mark.usefixtures("doubtful")
def test_a_row_made_new_is_chosen_by_its_number_after_the_import(raccord: Command, sheet: Sheet) -> None:
    """The result of an import names the customer that a `new` row has made, and a second import changes nothing."""
    path = sheet(("Key", "Keep", "Keep"), HEADERS[:3], ("twin", "9", "x"))
    raccord("preview", path, "--result", "first.xlsx")
    choose(Path("first.xlsx"), "new")

    done = raccord("import", "first.xlsx", "--result", "second.xlsx", "--json")
    again = raccord("import", "second.xlsx", "--json")

    assert [*outcomes(done), *outcomes(again)] == [("created", 4), ("unchanged", 4)]
    assert load_workbook("second.xlsx")["Raccord"].cell(HEAD_ROWS + 1, CHOICE_COLUMN).value == "4 · twin"
    assert outcomes(raccord("import", "first.xlsx", "--json")) == [("ambiguous", None)]


def test_skipped_rows_are_not_among_those_that_need_attention(raccord: Command, doubtful: Path) -> None:
    """The text lists the other ones, counts them, and says how many choices it has taken from the file."""
    choose(doubtful, ..., "skip", ..., ...)

    out = raccord("preview", doubtful).out

    assert "Rows that need attention: 1\n" in out
    assert "Choices in the sheet Raccord: 1\n" in out
    assert "ignored    1" in out


def test_nonsense_in_a_result_file_is_an_error(raccord: Command, doubtful: Path) -> None:
    """It names the cell, and nothing is read as if it were not there."""
    choose(doubtful, "whatever")

    result = raccord("preview", doubtful)

    assert result.status == 2
    assert "Raccord!H12" in result.err
