"""The warning of a preview whose keys look wrong: when it comes, what it says, and when it does not (SPEC §5)."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from support.command_line import Command

Sheet = Callable[..., Path]
HEADERS = ("External ID", "Name", "ZIP", "City", "Phone", "E-mail")
TOWNS = ("Paris", "Lyon", "Nice", "Brest")


def firm(number: int, **other: str) -> tuple[str, ...]:
    """A customer in one of four towns; every name is that of two customers."""
    known = {
        "External ID": f"K{number}",
        "Name": f"Firm {number // 2}",
        "ZIP": f"{75000 + number}",
        "City": TOWNS[number % 4],
        "Phone": f"01 00 {number:04}",
        "E-mail": f"f{number}@example.org",
    }
    return tuple((known | other).values())


@pytest.fixture
def base(raccord: Command, sheet: Sheet) -> None:
    """Forty customers."""
    assert raccord("import", sheet(HEADERS, *map(firm, range(40))), "--mode", "add").status == 0


def doubts(raccord: Command, path: Path, *options: str, command: str = "preview") -> list[dict[str, Any]]:
    """The warnings about keys in the report."""
    warnings = raccord(command, path, *options, "--json").json["warnings"]
    return [one for one in warnings if one["code"] in {"keys-find-few", "keys-unclear"}]


def renumbered(numbers: Sequence[int], **other: str) -> Iterator[tuple[str, ...]]:
    """The customers of some numbers under the external ids of another system."""
    return (firm(number, **{"External ID": f"X{number}", **other}) for number in numbers)


@pytest.mark.usefixtures("base")
def test_keys_that_find_few_are_doubted(raccord: Command, sheet: Sheet) -> None:
    """Where ids are of another system, the warning names the columns that would find the customers, with numbers."""
    path = sheet(HEADERS, *renumbered(range(30)), *(firm(number) for number in range(30, 35)))

    (doubt,) = doubts(raccord, path, "--key", "external_id")

    assert doubt["code"] == "keys-find-few"
    assert doubt["text"] == (
        "Most rows match no customer by “External ID”. With “Phone” as key, 35 of 35 sampled rows would match one "
        "customer; now 5 do. Change the marks, or see Suggest keys."
    )
    text = " ".join(raccord("preview", path, "--key", "external_id").out.split())
    assert doubt["text"] in text


@pytest.mark.usefixtures("base")
def test_the_better_keys_keep_what_they_promise(raccord: Command, sheet: Sheet) -> None:
    """A preview with the named keys matches as many rows as the warning says, and is not doubted."""
    path = sheet(("Code", *HEADERS[1:5]), *(row[:5] for row in renumbered(range(20), Phone="")))

    (doubt,) = doubts(raccord, path, "--key", "phone")

    assert "With “Name” + “ZIP” as key, 20 of 20 sampled rows would match one customer; now 0 do." in doubt["text"]
    report = raccord("preview", path, "--key", "name", "--key", "zip", "--json").json
    assert report["summary"]["matched"] == 20
    assert [one["code"] for one in report["warnings"]] == ["unmapped"]


@pytest.mark.usefixtures("base")
def test_many_ambiguous_rows_are_doubted(raccord: Command, sheet: Sheet) -> None:
    """Where two customers share each name, a column more settles it."""
    path = sheet(HEADERS[1:4], *(firm(number)[1:4] for number in range(20)))

    (doubt,) = doubts(raccord, path, "--key", "name")

    assert doubt["code"] == "keys-unclear"
    assert doubt["text"].startswith("Many rows match several customers by “Name”. With “Name” + “ZIP” as key, 20 of 20")
    assert doubts(raccord, path, "--key", "name", "zip") == []


@pytest.mark.usefixtures("base")
def test_a_column_without_a_mark_may_be_the_better_key(raccord: Command, sheet: Sheet) -> None:
    """Columns that the marks leave out are looked at as well, under the header they have."""
    marks = ("Key", "Keep", "Keep", "Keep", "", "")
    path = sheet(marks, (*HEADERS[:5], "Courriel"), *renumbered(range(20), Phone=""))

    (doubt,) = doubts(raccord, path)

    assert "With “Courriel” as key, 20 of 20" in doubt["text"]


@pytest.mark.usefixtures("base")
def test_new_customers_in_known_towns_raise_no_doubt(raccord: Command, sheet: Sheet) -> None:
    """A sheet of truly new customers, some in places where there is just one, is not doubted."""
    strangers = [firm(number, ZIP=f"{75000 + number % 40}", Name=f"Stranger {number}") for number in range(100, 140)]
    path = sheet(HEADERS, *strangers)

    assert doubts(raccord, path, "--key", "external_id") == []
    assert doubts(raccord, path, "--key", "name", "zip") == []


@pytest.mark.usefixtures("base")
def test_namesakes_elsewhere_raise_no_doubt(raccord: Command, sheet: Sheet) -> None:
    """Customers of the name of another, with all else different, are not taken for it."""
    raccord("import", sheet(HEADERS, *(firm(number, Name=f"Single {number}") for number in range(40, 60))))
    namesakes = [firm(number, Name=f"Single {number - 60}", City="Metz") for number in range(100, 120)]

    assert doubts(raccord, sheet(HEADERS, *namesakes), "--key", "external_id") == []


def test_a_first_import_raises_no_doubt(raccord: Command, sheet: Sheet) -> None:
    """Into a base that is empty or not there yet, everything is new."""
    path = sheet(HEADERS, *map(firm, range(40)))

    assert doubts(raccord, path, "--key", "external_id") == []
    assert doubts(raccord, path, "--key", "external_id", command="import") == []


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize(
    ("rows", "options"),
    [(range(30), ["--mode", "add"]), (range(9), ["--key", "external_id"])],
    ids=["mode add", "a sheet of a few rows"],
)
def test_where_nothing_is_judged(raccord: Command, sheet: Sheet, rows: range, options: list[str]) -> None:
    """Mode add matches nobody on purpose, and few rows are seen at a glance."""
    assert doubts(raccord, sheet(HEADERS, *renumbered(rows)), *options) == []


@pytest.mark.usefixtures("base")
def test_an_import_without_preview_is_doubted_too(raccord: Command, sheet: Sheet) -> None:
    """Who imports at once is told; who has seen the preview has been."""
    path = sheet(HEADERS, *renumbered(range(30)))
    previewed = raccord("preview", path, "--key", "external_id", "--json").json

    seen = doubts(raccord, path, "--key", "external_id", "--expect", previewed["fingerprint"], command="import")
    raccord("undo")
    unseen = doubts(raccord, path, "--key", "external_id", command="import")

    assert (seen, len(unseen)) == ([], 1)
    assert "Most rows match no customer" in previewed["warnings"][0]["text"]
