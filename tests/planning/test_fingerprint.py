"""The fingerprint: equal for equal plans, another for every other plan (SPEC §5)."""

from typing import Any

import pytest

from support.sheets import FULL, CustomerBase, imported, preview

LINE = ["A1", "Anne", "75001", None]


def print_of(
    customers: CustomerBase, *rows: list[Any], marks: str = FULL[0], headers: str = FULL[1], **options: Any
) -> str:
    """The fingerprint of a preview."""
    return preview(customers, marks, headers, *rows, **options).fingerprint


def test_fingerprint_follows_the_rows(two: CustomerBase) -> None:
    """Another value, customer, outcome, row or number of a row gives another fingerprint."""
    sheets: list[list[list[Any]]] = [
        [LINE],
        [["A1", "Anja", "75001", None]],
        [["A1", "Anna", "75001", None]],
        [["B2", "Anne", "75001", None]],
        [["A1", "Anne", "75002", None]],
        [LINE, ["B2"]],
        [LINE, ["Z9"]],
        [[], LINE],
        [],
    ]

    assert len({print_of(two, *rows) for rows in sheets}) == len(sheets)


def test_fingerprint_follows_the_mode(two: CustomerBase) -> None:
    """Each mode has its own fingerprint, even when every row and deletion is the same."""
    two.sql("DELETE FROM customers WHERE id = 2")

    assert len({print_of(two, LINE, mode=mode) for mode in ("add", "update", "update_only", "update_delete")}) == 4


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE customers SET name = 'Hanna' WHERE id = 1",
        "UPDATE customers SET zip = '1' WHERE id = 1",
        "UPDATE customers SET external_id = 'A9' WHERE id = 1",
        "UPDATE customers SET deleted_at = '2026-11-20T08:00:00Z' WHERE id = 1",
        "UPDATE customers SET deleted_at = '2026-11-20T08:00:00Z' WHERE id = 2",
        "INSERT INTO customers (name) VALUES ('Carl')",
        "DELETE FROM customers WHERE id = 2",
    ],
)
def test_fingerprint_follows_the_base(two: CustomerBase, change: str) -> None:
    """An old value, a match or a deletion that changed in the base gives another one, and the import is refused."""
    before = print_of(two, LINE, mode="update_delete")
    two.sql(change)
    held = two.all()

    seen = imported(two, *FULL, LINE, mode="update_delete", expect=before)

    assert seen.fingerprint != before
    assert (seen.refusal, seen.exit_status, seen.applied) == ("plan-changed", 3, False)
    assert two.all() == held


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE customers SET notes = 'Rang' WHERE id = 1",
        "UPDATE customers SET name = 'Bart' WHERE id = 2",
        "UPDATE raccord_meta SET value = '99' WHERE name = 'last_customer'",
        "INSERT INTO customers (name) VALUES ('Carl')",
    ],
)
def test_fingerprint_ignores_what_the_plan_does_not_touch(two: CustomerBase, change: str) -> None:
    """Other fields, other customers and the next id leave the plan as it is, and it is imported."""
    new = ["D4", "Dora", "1", "Ulm"]
    before = print_of(two, LINE, new)
    two.sql(change)

    assert imported(two, *FULL, LINE, new, expect=before).applied


def test_fingerprint_follows_the_customer(two: CustomerBase) -> None:
    """The same changes to another customer are another plan."""
    before = print_of(two, LINE)
    two.sql("UPDATE customers SET id = 9 WHERE id = 1")

    assert print_of(two, LINE) != before


def test_fingerprint_ignores_names_and_what_is_not_mapped(two: CustomerBase) -> None:
    """The names of file and sheet, the wording of headers and columns that feed nothing do not count."""
    same = print_of(
        two,
        [*LINE, "remark", 5],
        marks="Clé Écraser Overwrite Overwrite Ignore .",
        headers="kundennummer company PLZ town notes street",
        file="other.csv",
        sheet="Kunden",
        on_duplicate="last",
    )

    assert same == print_of(two, LINE)


def test_preview_and_import_have_one_fingerprint(two: CustomerBase) -> None:
    """What is imported is what was previewed, and importing it a second time is another plan that does nothing."""
    new = ["D4", "Dora", "1", "Ulm"]
    before = print_of(two, LINE, new)

    seen = imported(two, *FULL, LINE, new, expect=before)
    again = imported(two, *FULL, LINE, new)

    assert (seen.fingerprint, seen.applied, seen.restore_point) == (before, True, 1)
    assert (again.outcomes, again.summary.cells_changed) == ("unchanged unchanged", 0)
