"""raccord restore-points, restore, undo, history and bin: what they print and leave behind."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from support.command_line import ANNA, HEADERS, MARKS, Command, query

Sheet = Callable[..., Path]


@pytest.fixture
def changed(raccord: Command, sheet: Sheet, base: Path) -> Path:
    """After import 1 of Anna and Bert, import 2 renames Anna, and import 3 deletes Bert."""
    raccord("import", sheet(MARKS, HEADERS, ("A1", "Anne", "", "", "")))
    assert raccord("import", sheet(MARKS, HEADERS, ANNA[:1]), "--mode", "update-delete").status == 0
    return base


def names(base: Path) -> list[str]:
    return [name for (name,) in query(base, "SELECT name FROM customers WHERE deleted_at IS NULL ORDER BY id")]


def test_restore_points_lists_the_newest_first(raccord: Command, changed: Path) -> None:
    """Each operation is a point, with what it was and how many customers it touched."""
    assert changed.exists()
    points = raccord("restore-points", "--json").json

    assert [(one["point"], one["kind"], one["customers"]) for one in points] == [
        (3, "import", 1),
        (2, "import", 1),
        (1, "import", 2),
    ]
    assert points[2]["file"] == "start.csv"
    assert points[2]["summary"]["created"] == 2
    assert points[2]["undone_by"] is None
    assert re.search(r"1\s+import\s.*start\.csv", raccord("restore-points").out)


def test_restore_point_can_be_made_by_hand(raccord: Command, changed: Path) -> None:
    """--create makes a labelled point, to which restore comes back."""
    assert raccord("restore-points", "--create", "before the fair", "--json").json == {"point": 4}
    query(changed, "DELETE FROM raccord_entry WHERE operation = 99")

    text = raccord("restore-points").out

    assert "before the fair" in text
    assert "raccord restore 5" in raccord("restore-points", "--create", "again").out


def test_an_undo_and_its_result_are_told_in_words(raccord: Command, changed: Path) -> None:
    """The list says what an undo and a restore were of, and their results say only what happened."""
    assert changed.exists()
    undone = raccord("undo", 2).out
    point = raccord("restore-points", "--create", "now", "--json").json["point"]
    nothing = raccord("restore", point).out
    labels = [(one["kind"], one["label"]) for one in raccord("restore-points", "--json").json[:3]]

    assert labels == [("restore", "to 5"), ("point", "now"), ("undo", "of 2")]
    assert undone.startswith("Taken back: operation 2\nChanged: 1 customer, 1 cell.\n")
    assert nothing.startswith("Taken back: operation 5\nNothing was changed in the customer base.\n")


def test_restore_takes_everything_back_to_a_point(raccord: Command, changed: Path) -> None:
    """Restore 2 undoes imports 2 and 3, and can itself be restored."""
    result = raccord("restore", 2, "--json")

    assert result.status == 0
    assert (result.json["operation"], result.json["kind"], result.json["reverted"]) == (4, "restore", [2, 3])
    assert names(changed) == ["Anna", "Bert"]
    assert "raccord restore 5" in raccord("restore", 4).out
    assert names(changed) == ["Anne"]


def test_undo_takes_back_the_last_import(raccord: Command, changed: Path) -> None:
    """Undo without a number takes back import 3, undo 2 the one before; what is undone shows in the points."""
    assert raccord("undo", "--json").json["reverted"] == [3]
    assert names(changed) == ["Anne", "Bert"]
    assert "Taken back: operation 2" in raccord("undo", 2).out
    assert names(changed) == ["Anna", "Bert"]
    assert "undone by 4" in " ".join(raccord("restore-points").out.split())


def test_what_changed_since_is_kept_unless_forced(raccord: Command, base: Path, sheet: Sheet) -> None:
    """A cell changed after the import stays, is listed as a conflict and exits 1; --force puts it back."""
    raccord("import", sheet(MARKS, HEADERS, ("A1", "Anne", "", "", "")))
    query(base, "UPDATE customers SET name = 'Hanna' WHERE id = 1")

    kept = raccord("undo", "--json")
    shown = raccord("restore", 2)

    assert kept.status == 1
    assert kept.json["conflict_count"] == 1
    assert kept.json["conflicts"][0] == {
        "customer": 1,
        "field": "name",
        "reason": "changed-since",
        "expected": "Anne",
        "current": "Hanna",
        "wanted": "Anna",
    }
    assert names(base) == ["Hanna", "Bert"]
    assert "Hanna" in shown.out or shown.status == 0


def test_force_overrules_later_changes(raccord: Command, base: Path, sheet: Sheet) -> None:
    """Undo --force puts back a cell that someone changed since."""
    raccord("import", sheet(MARKS, HEADERS, ("A1", "Anne", "", "", "")))
    query(base, "UPDATE customers SET name = 'Hanna' WHERE id = 1")

    told = raccord("undo").out
    assert "changed-since" in told
    assert re.search(r"1  Name +changed-since", told)
    assert raccord("restore", 2, "--force").status in {0, 1}
    assert raccord("undo", 1, "--force", "--json").json["removed"] == 2
    assert names(base) == []


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("restore", 99), "There is no restore point 99."),
        (("restore", "yesterday"), "“yesterday” is not a whole number"),
        (("restore",), "Missing: POINT.\nWrite: raccord restore POINT."),
        (("restore", 10**30), "is not a whole number"),
        (("restore", "-1"), "“-1” is not a whole number"),
        (("undo", 99), "There is no restore point 99."),
        (("history", 99), "There is no customer 99."),
        (("history", 10**30), "There is no customer"),
        (("history", "Z9"), "No customer has the id or external id “Z9”."),
        (("bin", "restore", 1), "Customer 1 is not in the recycle bin."),
        (("bin", "restore"), "Missing: CUSTOMER.\nWrite: raccord bin restore CUSTOMER."),
        (("bin", "empty"), "“bin empty” is no command."),
    ],
)
@pytest.mark.usefixtures("base")
def test_what_is_not_there_exits_2(raccord: Command, words: tuple[object, ...], text: str) -> None:
    """A point, import or customer that is not there is an error that says so."""
    result = raccord(*words, "--json")

    assert (result.status, result.out) == (2, "")
    assert text in result.err


@pytest.mark.parametrize(
    "words", [("restore-points",), ("restore", 1), ("undo",), ("history", 1), ("bin",), ("database", "check")]
)
def test_missing_base_is_told_and_not_made(raccord: Command, words: tuple[object, ...]) -> None:
    """Commands on an existing base say that there is none, and leave none behind."""
    result = raccord(*words)

    assert (result.status, result.out) == (2, "")
    assert "There is no customer base yet." in result.err
    assert not Path("base.db").exists()


@pytest.mark.parametrize("customer", ["1", "A1"])
@pytest.mark.usefixtures("changed")
def test_history_of_a_customer(raccord: Command, customer: str) -> None:
    """History lists the operations of a customer, the oldest first, by id or by external id."""
    found = raccord("history", customer, "--json").json
    text = " ".join(raccord("history", customer).out.split())

    assert found["customer"] == 1
    assert [entry["operation"] for entry in found["history"]] == [1, 2]
    assert found["history"][0]["before"] == "absent"
    assert found["history"][1]["changes"] == [{"field": "name", "old": "Anna", "new": "Anne"}]
    assert found["history"][1]["row"] == 3
    assert "Name: Anna → Anne" in text


def test_bin_lists_and_restores(raccord: Command, changed: Path) -> None:
    """A deleted customer is listed with its name and dates, and comes back."""
    binned = raccord("bin", "list", "--json").json
    text = raccord("bin").out

    assert [(one["customer"], one["external_id"], one["name"]) for one in binned] == [(2, "B2", "Bert")]
    assert binned[0]["deleted_at"] < binned[0]["purged_after"]
    assert "Bert" in text
    assert raccord("bin", "restore", 2, "--json").json == {"restored": [2], "restore_point": 4}
    assert names(changed) == ["Anne", "Bert"]
    assert raccord("bin", "--json").json == []
    assert "empty" in raccord("bin").out


def test_bin_days_come_from_the_configuration(raccord: Command, changed: Path, world: Path) -> None:
    """bin_days says until when a deleted customer is kept."""
    assert changed.exists()
    (world / "config.yaml").write_text("bin_days: 365\n", encoding="utf-8")

    one = raccord("bin", "--json").json[0]

    assert int(one["purged_after"][:4]) == int(one["deleted_at"][:4]) + 1
