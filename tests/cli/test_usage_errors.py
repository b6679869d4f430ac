"""What raccord preview and raccord import refuse to run, and how they say so."""

from collections.abc import Callable
from pathlib import Path

import pytest

from support.command_line import ANNA, HEADERS, Command

Sheet = Callable[..., Path]

USAGE_ERRORS = [
    ((), "No FILE is given"),
    (("--key", "name"), "No FILE is given"),
    (("--key", "name", "a.csv", "--fill", "city", "b.csv"), "No FILE is given"),
    (("--key", "name", "x" * 300), "No FILE is given"),
    (("FILE", "--key", "shoe size"), "--key: “shoe size” names no field."),
    (("FILE", "--fill", "mobile"), "--fill: no column of “clients” holds Mobile."),
    (("FILE", "--key", "name", "--fill", "name"), "Name is given two modes: key and fill."),
    (("FILE", "--mode", "upsert"), "invalid choice: 'upsert'"),
    (("FILE", "--on-duplicate", "both"), "invalid choice: 'both'"),
    (("FILE", "--over", "name"), "Unrecognized arguments: --over name"),
    (("FILE", "--scope", "owner"), "--scope: “owner” has no “=”."),
    (("FILE", "--scope", "boss=x@example.org"), "--scope: “boss” names no field."),
    (("FILE", "--scope", "owner=nobody"), "The scope's value for Owner cannot be used."),
    (("FILE", "--scope", "owner="), "The scope's value for Owner is blank."),
    (("FILE", "--scope", "city=A", "--scope", "Ville=B"), "--scope names City twice."),
    (("FILE", "--locale", "klingon"), "“klingon” is no locale."),
    (("FILE", "--sheet", "Orders"), "The workbook has no sheet “Orders”."),
    (("FILE", "--delimiter", "ab"), "ab"),
    (("FILE", "--encoding", "utf-99"), "utf-99"),
    (("FILE", "--database", "office"), "“office” is neither a database URL nor a profile."),
    (("FILE", "--catalogue", "nowhere.yaml"), "nowhere.yaml: cannot be read"),
    (("FILE", "--config", "nowhere.yaml"), "nowhere.yaml: cannot be read"),
    (("nowhere.xlsx",), "nowhere.xlsx"),
    (("FILE", "--result", "no/where.xlsx"), "there is no folder no"),
    (("FILE", "--result", "FILE"), "--result names the file that is read."),
    (("FILE", "--result", "out.ods"), "--result: out.ods does not end in .xlsx."),
    (("FILE", "--result", "."), "it is a folder"),
    (("FILE", "--result", f"{'x' * 300}.xlsx"), "cannot be written"),
    ((f"{'x' * 300}.xlsx",), "xxx"),
    (("FILE", "--save-config", "FILE"), "--save-config names the file that is read."),
]


@pytest.mark.parametrize(("words", "text"), USAGE_ERRORS, ids=[" ".join(words) for words, _ in USAGE_ERRORS])
@pytest.mark.parametrize("command", ["preview", "import"])
def test_what_cannot_run_exits_2_and_prints_nothing(
    raccord: Command, sheet: Sheet, command: str, words: tuple[str, ...], text: str
) -> None:
    """A mistake in the command line is told on standard error; standard output stays empty, no base is made."""
    path = sheet(HEADERS, ANNA)

    result = raccord(command, *(path if word == "FILE" else word for word in words), "--json")

    assert result.status == 2
    assert result.out == ""
    assert text in result.err
    assert "Traceback" not in result.err
    assert not Path("base.db").exists()


def test_unknown_field_lists_the_fields(raccord: Command, sheet: Sheet) -> None:
    """The error for an unknown field names those there are."""
    err = raccord("preview", sheet(HEADERS, ANNA), "--key", "shoe size").err

    assert "The fields are: id, external_id, name" in err


def test_error_has_place_title_and_hint(raccord: Command, sheet: Sheet) -> None:
    """An error of the sheet names the cell, says what is wrong and what to do, a line each."""
    result = raccord("preview", sheet(("Key", "Key"), ("External ID", "Shoe size"), ("A1", "42")))

    lines = result.err.splitlines()
    assert lines[0].startswith("clients!B1: The column “Shoe size” is marked as a key")
    assert len(lines) == 2
