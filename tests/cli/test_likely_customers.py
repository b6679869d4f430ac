"""New rows that look like customers, on the command line: in the report, in the terminal, in French (SPEC §8)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from raccord.reporting import json_schema
from support.command_line import Command

Sheet = Callable[..., Path]
HEADERS = ("External ID", "Name", "Street", "ZIP", "City")
KNOWN = ("C1", "Café de la Gare", "12 quai du Rhône", "69003", "Lyon")
ALIKE = ("C9", "Cafe de la Gare SARL", "14, quai du Rhone", "69003", "Lyon")


@pytest.fixture
def alike(raccord: Command, sheet: Sheet) -> Path:
    """A sheet of one row that looks like the only customer."""
    assert raccord("import", sheet(HEADERS, KNOWN, name="start.csv"), "--mode", "add").status == 0
    return sheet(HEADERS, ALIKE)


def test_the_report_lists_likely_customers(raccord: Command, alike: Path) -> None:
    """The row has the customer with its name and score, by the schema; nothing needs attention."""
    seen = raccord("preview", alike, "--json")

    Draft202012Validator(json_schema()).validate(seen.json)
    (row,) = seen.json["rows"]
    assert (seen.status, row["outcome"]) == (0, "created")
    assert row["likely"] == [{"customer": 1, "name": "Café de la Gare", "score": 0.89}]
    assert [one["code"] for one in row["messages"]] == ["resembles"]
    assert [one["code"] for one in seen.json["warnings"]] == ["resembling"]


def test_the_terminal_says_whom_a_row_looks_like(raccord: Command, alike: Path) -> None:
    """The message stands beside the new row's cells, the warning below."""
    said = " ".join(raccord("preview", alike).out.split())

    assert "New rows that look like a customer who is there already: 1." in said
    assert "Looks like customer 1" in said


def test_it_is_said_in_the_language_of_the_run(raccord: Command, alike: Path) -> None:
    """In German and French as in English."""
    texts = {
        language: raccord("--language", language, "preview", alike, "--json").json["rows"][0]["messages"][0]["text"]
        for language in ("fr", "de")
    }

    assert texts["fr"].startswith("Ressemble au client 1, Café de la Gare (89\u00a0%).")
    assert texts["de"].startswith("Ähnelt Kunde 1, Café de la Gare (89\u00a0%).")
