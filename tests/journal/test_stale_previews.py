"""A preview that has become stale is refused, and the refusal says who changed what and when (SPEC §5)."""

import getpass
from typing import Any

import pytest

from raccord.errors import RefusedError
from raccord.jobs import import_sheet
from raccord.journal.operations import local_time
from support.journals import undone
from support.sheets import ANNA, BINNED, FULL, NOW, RENAME, CustomerBase, imported, job, preview

LINE = ["A1", "Anja", "75001", "Paris"]
AT = local_time(f"{NOW:%Y-%m-%dT%H:%M:%SZ}")
REFUSED = "Nothing was written."


def refusal(customers: CustomerBase, expect: str, *rows: list[Any]) -> RefusedError:
    """The refusal of an import that no longer fits its preview; the base is as it was."""
    held = customers.all()
    with import_sheet(job(customers, *FULL, *rows), expect=expect) as report:
        assert report.refusal is not None
        assert customers.all() == held
        return report.refusal


def test_another_import_is_told(two: CustomerBase) -> None:
    """Its file, user and time, and the fields that it changed of the sheet's customers, row by row."""
    before = preview(two, *FULL, ["B2", "Bert", "69001", "Lyon"], LINE).fingerprint
    imported(two, *FULL, ["A1", "Anne", "75001", "Rom"], file="visits.xlsx")

    told = refusal(two, before, ["B2", "Bert", "69001", "Lyon"], LINE)

    assert told.message == (
        f"Since then, an import of visits.xlsx by {getpass.getuser()} at {AT} changed customer 1 of row 4 (Name, City)."
        f"\n{REFUSED}"
    )


def test_customers_that_came_whole_are_told_as_such(two: CustomerBase) -> None:
    """A customer that the other import has created is new, whatever fields it has; one from the bin came back."""
    lines = [["N1", "New", "1", "Ulm"], ["B2", "Bert", "69001", "Lyon"]]
    two.edit(2, deleted_at=BINNED)
    before = preview(two, *FULL, *lines).fingerprint
    imported(two, *FULL, *lines, file="visits.xlsx")

    told = refusal(two, before, *lines).message

    assert "changed customer 3 of row 3 (new), customer 2 of row 4 (from the recycle bin)." in told


def test_newest_come_first_and_many_are_counted(two: CustomerBase) -> None:
    """Three operations are told, the newest first, with three customers each and how many more there are."""
    lines = [[f"N{number}", "New", "1", "Ulm"] for number in range(5)]
    before = preview(two, *FULL, LINE, *lines).fingerprint
    imported(two, *FULL, *lines, file="first.xlsx")
    for file in ("second.xlsx", "third.xlsx", "fourth.xlsx"):
        imported(two, *RENAME, ["A1", file], *[[line[0], file] for line in lines], file=file)
    undone(two)

    told = refusal(two, before, LINE, *lines).message.splitlines()

    assert [line.split(" by ")[0] for line in told] == [
        "Since then, an undo",
        "Since then, an import of fourth.xlsx",
        "Since then, an import of third.xlsx",
        REFUSED,
    ]
    assert told[1].endswith(
        "changed customer 1 of row 3 (Name), customer 3 of row 4 (Name), customer 4 of row 5 (Name), "
        "3 more of this sheet."
    )


def test_operations_on_the_sheets_customers_come_first(two: CustomerBase) -> None:
    """A newer operation on other customers stands behind the one that made the preview stale."""
    before = preview(two, *FULL, LINE).fingerprint
    imported(two, *RENAME, ["A1", "Anne"], file="first.xlsx")
    for name in ("Bart", "Bernd", "Berta"):
        imported(two, *RENAME, ["B2", name], file=f"{name}.xlsx")

    told = refusal(two, before, LINE).message.splitlines()

    assert [line.split()[5] for line in told[:3]] == ["first.xlsx", "Berta.xlsx", "Bernd.xlsx"]


def test_operation_on_other_customers_is_told_too(two: CustomerBase) -> None:
    """An import that has touched no customer of the sheet is named, as the sheet may have lost a match by it."""
    before = preview(two, *FULL, LINE).fingerprint
    imported(two, *RENAME, ["B2", "Bart"])
    two.edit(1, name="Hanna")

    assert "changed no customer of this sheet." in refusal(two, before, LINE).message


@pytest.mark.parametrize("known", [True, False])
def test_edit_of_another_program_is_told_as_such(two: CustomerBase, known: bool) -> None:
    """The journal does not know who it was; a fingerprint without its last part says nothing about imports."""
    imported(two, *RENAME, ["A1", "Anne"])
    before = preview(two, *FULL, LINE).fingerprint
    two.edit(1, name="Hanna")

    told = refusal(two, before if known else before.partition("-")[0], LINE)

    other = "Since then, Raccord has changed no customer: it was another program, or the sheet.\n"
    assert told.message == (other if known else "") + REFUSED


@pytest.mark.parametrize("change", ["edit", "delete", "create", "bin"])
def test_every_foreign_edit_is_noticed(two: CustomerBase, change: str) -> None:
    """A cell, a removed customer, one made again and one sent to the bin by another program: refused each time."""
    before = preview(two, *FULL, LINE).fingerprint
    if change in {"delete", "create"}:
        two.sql("DELETE FROM customers WHERE id = 1")
    if change == "create":
        two.add(**ANNA)
    if change == "bin":
        two.edit(1, deleted_at=BINNED)
    if change == "edit":
        two.edit(1, city="Rom")

    assert refusal(two, before, LINE).code == "plan-changed"


def test_fingerprint_ends_with_the_last_operation(two: CustomerBase) -> None:
    """What stands before the dash is the plan's alone: an import of other customers leaves it valid."""
    before = preview(two, *FULL, LINE).fingerprint
    imported(two, *RENAME, ["B2", "Bart"])
    after = preview(two, *FULL, LINE).fingerprint

    assert [before.partition("-")[2], after.partition("-")[2]] == ["0", "1"]
    assert before.partition("-")[0] == after.partition("-")[0]
    assert imported(two, *FULL, LINE, expect=before).applied
