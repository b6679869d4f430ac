"""Each outcome with what it says, the modes of columns, and warnings (SPEC §3–§5)."""

import pytest

from raccord.planning import CellChange, Outcome
from support.sheets import ANNA, BERT, BINNED, FULL, CustomerBase, codes, counted, imported, preview, texts


def test_created(customers: CustomerBase) -> None:
    """An unmatched row with all required fields gives a customer all its values, those to keep included."""
    seen = preview(customers, "Key Keep Fill Overwrite", "external_id name zip city", ["A1", "Anna", "75001", "Paris"])

    assert (seen.row.outcome, seen.row.customer, seen.row.messages) == (Outcome.CREATED, None, ())
    assert seen.row.changes == tuple(CellChange(name, None, value) for name, value in ANNA.items())
    assert (counted(seen.summary), seen.exit_status) == ({"rows": 1, "created": 1, "cells_changed": 4}, 0)


def test_created_rows_get_ids_in_row_order(customers: CustomerBase) -> None:
    """An import gives new ids that were never used, in the order of the rows, and reports them."""
    customers.add(**ANNA)
    customers.sql("DELETE FROM customers")

    seen = imported(customers, *FULL, ["C3", "Carl", "1", "Ulm"], ["B2", "Bert", "2", "Bonn"])

    assert [row.customer for row in seen.rows] == [2, 3]
    assert customers.get(2) == {"external_id": "C3", "name": "Carl", "zip": "1", "city": "Ulm"}


def test_updated(customers: CustomerBase) -> None:
    """A matched row lists the cells that change, and only those."""
    number = customers.add(**ANNA)

    seen = preview(customers, *FULL, ["A1", "Anne", "75001", None])

    assert (seen.row.outcome, seen.row.customer) == (Outcome.UPDATED, number)
    assert seen.row.changes == (CellChange("name", "Anna", "Anne"),)
    assert counted(seen.summary) == {"rows": 1, "matched": 1, "updated": 1, "cells_changed": 1, "blanks_kept": 1}


def test_unchanged(customers: CustomerBase) -> None:
    """A row that changes nothing is unchanged, and its import journals no customer."""
    number = customers.add(**ANNA)

    seen = imported(customers, *FULL, ["A1", "Anna", "75001", "Paris"])

    assert (seen.row.outcome, seen.row.customer, seen.row.changes) == (Outcome.UNCHANGED, number, ())
    assert customers.sql("SELECT * FROM raccord_entry") == []


@pytest.mark.parametrize(
    ("mode", "cells"),
    [
        ("key", [(None, "5", "5")]),
        ("keep", [(None, "5", None), ("3", "5", "3")]),
        ("overwrite", [("3", "5", "5"), ("3", None, "3")]),
        ("overwrite_or_clear", [("3", None, None), (None, "5", "5")]),
        ("fill", [(None, "5", "5"), ("3", "5", "3")]),
        (
            "overwrite_if_greater",
            [
                ("10", "9.5", "10"),
                ("9.5", "10", "10"),
                ("10", "10.0", "10"),
                ("-2", "-10", "-2"),
                (None, "-10", "-10"),
                ("10", None, "10"),
            ],
        ),
    ],
)
def test_modes(customers: CustomerBase, mode: str, cells: list[tuple[str | None, str | None, str | None]]) -> None:
    """Each mode turns old and new value into the one of SPEC §4's table, in the preview and in the base."""
    numbers = customers.add_many(
        [{"external_id": f"C{at}", "annual_revenue": old} for at, (old, _, _) in enumerate(cells)]
    )
    rows = [[f"C{at}", new] for at, (_, new, _) in enumerate(cells)]

    seen = imported(customers, f"Key {mode}", "external_id annual_revenue", *rows)

    assert [row.changes for row in seen.rows] == [
        () if old == after else (CellChange("annual_revenue", old, after),) for old, _, after in cells
    ]
    assert [customers.get(number).get("annual_revenue") for number in numbers] == [after for _, _, after in cells]


def test_restored(customers: CustomerBase) -> None:
    """A row that names a binned customer by its external id brings it back and updates it."""
    number = customers.add(deleted_at=BINNED, **ANNA)

    seen = imported(customers, *FULL, ["A1", "Anne", None, None])

    assert (seen.row.outcome, seen.row.customer, seen.row.agreed) == (Outcome.RESTORED, number, ("external_id",))
    assert texts(seen.row) == [f"Customer {number} comes back from the recycle bin."]
    assert customers.get(number) == {**ANNA, "name": "Anne"}
    assert (seen.summary.matched, seen.exit_status) == (0, 0)


@pytest.mark.parametrize(("mode", "outcome"), [("add", "invalid"), ("update_only", "ignored"), ("update", "restored")])
def test_only_updating_modes_restore(customers: CustomerBase, mode: str, outcome: str) -> None:
    """Mode add meets a reserved external id, update_only finds nobody."""
    customers.add(deleted_at=BINNED, **ANNA)

    assert preview(customers, *FULL, list(ANNA.values()), mode=mode).outcomes == outcome


def test_two_binned_customers_are_ambiguous(customers: CustomerBase) -> None:
    """An id and an external id of two different binned customers leave the row open, without candidates."""
    customers.add(deleted_at=BINNED, **ANNA)
    second = customers.add(deleted_at=BINNED, **BERT)

    row = preview(customers, "Key Key", "id external_id", [second, "A1"]).row

    assert (row.outcome, row.candidates, row.candidate_count) == (Outcome.AMBIGUOUS, (), 0)
    assert texts(row) == ["Customers 1 and 2 in the recycle bin both match this row. Correct its id or external id."]


def test_ignored_for_missing_fields(customers: CustomerBase) -> None:
    """A new row without the required fields is ignored, and the message names them."""
    seen = preview(customers, "Key Overwrite", "external_id name", ["A1", "Anna"])

    assert (seen.row.outcome, seen.row.changes, seen.exit_status) == (Outcome.IGNORED, (), 1)
    assert texts(seen.row) == ["No customer matches, and a new one needs ZIP and City."]


def test_ignored_by_update_only(customers: CustomerBase) -> None:
    """Mode update_only never creates."""
    seen = preview(customers, *FULL, list(ANNA.values()), mode="update_only")

    assert texts(seen.row) == ["No customer matches, and mode update-only never creates one."]
    assert seen.row.outcome is Outcome.IGNORED


def test_duplicate_in_mode_add(customers: CustomerBase) -> None:
    """Mode add refuses a row that matches a customer, and names it."""
    number = customers.add(**ANNA)

    seen = preview(customers, *FULL, list(ANNA.values()), mode="add")

    assert (seen.row.outcome, seen.row.customer, seen.summary.matched) == (Outcome.DUPLICATE, number, 1)
    assert texts(seen.row) == ["Customer 1 matches this row, and mode add only creates customers."]


def test_mode_add_needs_no_key(customers: CustomerBase) -> None:
    """Without a key, mode add makes every row a customer."""
    seen = imported(customers, ". . .", "name zip city", ["Anna", "1", "Ulm"], ["Bert", "2", "Ulm"], mode="add")

    assert seen.outcomes == "created created"
    assert customers.active() == [1, 2]


@pytest.mark.parametrize(
    ("on_duplicate", "outcomes", "name"),
    [
        ("reject", "duplicate duplicate duplicate", "Anna"),
        ("first", "updated duplicate duplicate", "X"),
        ("last", "duplicate duplicate updated", "Z"),
    ],
)
def test_rows_for_one_customer(customers: CustomerBase, on_duplicate: str, outcomes: str, name: str) -> None:
    """Rows that match one customer are duplicates that name each other; one may be kept."""
    number = customers.add(**ANNA)
    rows = (["A1", "X"], ["A1", "Y"], ["A1", "Z"])

    seen = imported(customers, "Key Overwrite", "external_id name", *rows, on_duplicate=on_duplicate)

    assert (seen.outcomes, customers.get(number)["name"]) == (outcomes, name)
    assert texts(seen.rows[1]) == ["The same customer matches rows 3 and 5. Keep one of these rows."]
    assert seen.rows[1].customer == number


def test_repeated(customers: CustomerBase) -> None:
    """Rows whose mapped values are equal collapse into the first; the others name it and harm nothing."""
    customers.add(**ANNA)
    rows = (["A1", "Anne", 1, "x"], ["B", "-", 2, "y"], [" A1 ", "Anne ", 3, None], ["A1", "Anne", 4, "z"])

    seen = imported(customers, "Key Overwrite . Ignore", "external_id name zip city", *rows)

    assert seen.outcomes == "updated ignored repeated repeated"
    assert texts(seen.rows[3]) == ["The row repeats row 3."]
    assert seen.rows[3].customer is None


def test_repeated_rows_alone_are_fine(customers: CustomerBase) -> None:
    """A repeated row needs no attention."""
    assert preview(customers, *FULL, list(ANNA.values()), list(ANNA.values())).exit_status == 0


def test_invalid_cell(customers: CustomerBase) -> None:
    """One unreadable cell makes the whole row invalid; the message names the cell, and the match is still told."""
    number = customers.add(**ANNA)

    seen = preview(customers, "Key Overwrite Overwrite", "external_id name call_interval", ["A1", "Anne", "weekly"])

    assert (seen.row.outcome, seen.row.customer, seen.row.changes) == (Outcome.INVALID, number, ())
    assert texts(seen.row) == ["Clients!C3: “weekly” is not a whole number, which Call interval (days) needs."]
    assert (seen.summary.matched, seen.summary.cells_changed, seen.exit_status) == (1, 0, 1)


def test_unreadable_key_matches_nobody(customers: CustomerBase) -> None:
    """A row whose key cell is an error is not matched by its other keys."""
    customers.add(**ANNA)

    seen = preview(customers, "Key Key", "external_id name", ["#N/A", "Anna"])

    assert (seen.row.outcome, seen.row.customer, seen.summary.matched) == (Outcome.INVALID, None, 0)
    assert codes(seen.row) == ["error-cell"]


def test_rows_are_applied_whole_or_not_at_all(customers: CustomerBase) -> None:
    """Beside rows that cannot be applied, the others are applied."""
    customers.add(**ANNA)
    customers.add(**BERT)

    seen = imported(
        customers, "Key Overwrite Overwrite", "external_id name protected", ["A1", "X", "?"], ["B2", "Y", 1]
    )

    assert seen.outcomes == "invalid updated"
    assert customers.get(1) == ANNA
    assert customers.get(2) == {**BERT, "name": "Y", "protected": 1}


@pytest.mark.parametrize(
    ("name", "old", "new", "warned"),
    [
        ("zip", "01234", "1234", True),
        ("zip", "01234", 1234.0, True),
        ("zip", "1234", "01234", False),
        ("zip", "01234", "12a", False),
        ("zip", "2A345", "123", False),
        ("phone", "01234", "1234", False),
    ],
)
def test_lost_leading_zeros(customers: CustomerBase, name: str, old: str, new: str | float, warned: bool) -> None:
    """A text of digits that gets shorter is changed as the sheet says, with a warning at the cell."""
    customers.add(external_id="A1", **{name: old})

    seen = preview(customers, "Key Overwrite", f"external_id {name}", ["A1", new])

    assert (seen.row.outcome, seen.exit_status) == (Outcome.UPDATED, 0)
    assert texts(seen.row) == (
        ["Clients!B3: ZIP would go from “01234” to “1234”: leading zeros look lost."] if warned else []
    )


def test_keyless_new_rows_are_warned_about(customers: CustomerBase) -> None:
    """Rows without any key would be created again by the next import, and the preview says how many they are."""
    customers.add(**ANNA)
    rows = ([None, "Anna", "1", "Ulm"], [" ", "Bert", "2", "Ulm"], ["A1", "Anna", "3", "Ulm"])

    seen = preview(customers, *FULL, *rows)

    assert seen.outcomes == "created created updated"
    assert [(warning.code, warning.facts) for warning in seen.warnings] == [("blank-keys", {"count": 2})]


def test_sheet_without_rows(customers: CustomerBase) -> None:
    """A sheet that ends with its headers is fine, does nothing, and says so."""
    customers.add(**ANNA)

    seen = imported(customers, *FULL)

    assert [warning.code for warning in seen.warnings] == ["no-rows"]
    assert (counted(seen.summary), seen.applied, seen.exit_status) == ({}, False, 0)


def test_missing_base_is_told_by_a_preview(customers: CustomerBase) -> None:
    """A preview without a base treats every row as new and says that importing makes it."""
    seen = preview(customers, *FULL, list(ANNA.values()))

    assert (seen.outcomes, [warning.code for warning in seen.warnings]) == ("created", ["new-base"])
