"""raccord suggest-keys: the table on an 80-column terminal."""

from collections.abc import Callable
from pathlib import Path

import pytest

from support.command_line import Command

Sheet = Callable[..., Path]
HEADERS = ("External ID", "Name", "ZIP", "City", "Contact", "Phone", "E-mail")


def firm(number: int) -> tuple[str, ...]:
    """A customer; a name and a zip are those of several, and every third has no e-mail address."""
    own = "" if number % 3 == 0 else f"f{number}@example.org"
    return (f"K{number}", f"Firm {number // 9}", f"{75000 + number % 9}", "Paris", f"M. {number % 7}", "01 11", own)


@pytest.fixture
def base(raccord: Command, sheet: Sheet) -> None:
    """Three hundred customers."""
    assert raccord("import", sheet(HEADERS, *map(firm, range(300))), "--mode", "add").status == 0


@pytest.mark.usefixtures("base")
def test_the_table_fits_a_terminal(raccord: Command, sheet: Sheet) -> None:
    """Counts and shares stand in columns, no line is longer than 80 characters, the words are explained."""
    headers = ("Name", "ZIP", "E-mail")
    known = [(name, place, mail) for _, name, place, *_, mail in map(firm, range(0, 300, 2))]
    new = [(f"New {number}", "1", "") for number in range(50)]

    table, legend, hint = raccord("suggest-keys", sheet(headers, *known, *new)).out.split("\n\n")

    head, first, *others = table.split("\n")
    assert head.split() == ["Keys", "Sheet", "Base", "Matched", "Ambiguous", "New", "No", "key"]
    assert first.split() == ["name,", "zip", "100%", "100%", "150", "75%", "0", "0%", "50", "25%", "0"]
    mail = next(line for line in others if line.split()[0] == "email")
    assert mail.split() == ["email", "50%", "67%", "100", "50%", "0", "0%", "100", "50%", "100"]
    assert max(map(len, table.split("\n"))) <= 80
    assert "what becomes of 200 rows" in legend
    assert "--key name zip" in hint


@pytest.mark.usefixtures("base")
def test_shares_never_claim_all_or_none_where_there_are_others(raccord: Command, sheet: Sheet) -> None:
    """One row in 250 is less than a percent, and the others are not all."""
    rows = [(f"K{number}", "Firm") for number in range(249)]

    out = raccord("suggest-keys", sheet(HEADERS[:2], *rows, ("X1", "Firm"))).out

    line = next(line for line in out.split("\n") if line.startswith("external_id"))
    assert line.split()[3:] == ["249", "99%", "0", "0%", "1", "<1%", "0"]
