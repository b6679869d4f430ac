"""Values that very many share, and rows that fit each other (SPEC §3)."""

import pytest

from raccord.matching.coding import HOT
from raccord.planning import Outcome
from support.sheets import CustomerBase, codes, preview, texts

pytestmark = pytest.mark.usefixtures("matcher")


def test_a_hot_value_still_finds_the_one_customer(customers: CustomerBase) -> None:
    """Among many customers of one city, the other key finds the right one."""
    customers.add_many([{"name": f"Firm {number}", "city": "Paris"} for number in range(HOT + 2)])

    seen = preview(customers, "Key Key", "name city", ["Firm 7", "paris"], ["Firm 8", None], ["Firm 9", "Lyon"])

    assert [row.customer for row in seen.rows] == [8, 9, None]
    assert [row.agreed for row in seen.rows] == [("name", "city"), ("name",), ()]


def test_a_hot_group_of_one_is_a_match(customers: CustomerBase) -> None:
    """When two hot values single out one customer, it is the match."""
    crowd = [{"city": "Paris", "country": "Texas"}, {"city": "London", "country": "France"}]
    customers.add_many([one for one in crowd for _ in range(HOT + 1)])
    single = customers.add(city="Paris", country="France")

    seen = preview(
        customers, "Key Key Overwrite", "city country name", ["Paris", "France", "Dupont"], ["Paris", "Texas", "Durand"]
    )

    assert (seen.rows[0].customer, seen.rows[0].agreed) == (single, ("city", "country"))
    assert (seen.rows[1].outcome, seen.rows[1].candidate_count) == (Outcome.AMBIGUOUS, HOT + 1)


def test_hot_and_rare_candidates_count_together(customers: CustomerBase) -> None:
    """Customers found by a shared value and by a rare one are equally good when as many keys agree."""
    customers.add_many([{"city": "Paris"}] * (HOT + 1))
    rare = customers.add(name="Dupont")

    row = preview(customers, "Key Key", "name city", ["Dupont", "Paris"]).row

    assert (row.outcome, row.candidate_count, rare) == (Outcome.AMBIGUOUS, HOT + 2, HOT + 2)
    assert [one.customer for one in row.candidates] == list(range(1, 51))


# Rows against rows


def test_new_rows_that_fit_each_other_are_duplicates(customers: CustomerBase) -> None:
    """Two new rows that agree by the same rule, jokers included, are duplicates that name each other."""
    rows = (["Dupont", "75001", "Paris"], ["DUPONT", None, "Lyon"], ["Durand", "75001", "Paris"])

    seen = preview(customers, "Key Key Overwrite", "name zip city", *rows)

    assert seen.outcomes == "duplicate duplicate created"
    assert texts(seen.rows[0]) == ["This new customer and row 4 match each other. Keep one of these rows."]
    assert texts(seen.rows[1]) == ["This new customer and row 3 match each other. Keep one of these rows."]


def test_relation_is_not_passed_on(customers: CustomerBase) -> None:
    """A row with a joker is related to two others that are not related to each other; it names both, they it alone."""
    rows = (["Dupont", "75001"], ["Dupont", "69001"], ["Dupont", None])

    seen = preview(customers, "Key Key", "name zip", *rows)

    assert [texts(row) for row in seen.rows] == [
        ["This new customer and row 5 match each other. Keep one of these rows."],
        ["This new customer and row 5 match each other. Keep one of these rows."],
        ["This new customer and rows 3 and 4 match each other. Keep one of these rows."],
    ]


@pytest.mark.parametrize(
    ("on_duplicate", "outcomes"),
    [
        ("reject", "duplicate duplicate duplicate"),
        ("first", "created created duplicate"),
        ("last", "duplicate duplicate ignored"),
    ],
)
def test_first_and_last_keep_a_row_without_earlier_or_later_relatives(
    customers: CustomerBase, on_duplicate: str, outcomes: str
) -> None:
    """`first` and `last` keep the rows that no earlier (later) row is related to."""
    rows = (["Dupont", "75001", "Paris"], ["Dupont", "69001", "Lyon"], ["Dupont", None, "Lille"])

    seen = preview(customers, "Key Key Overwrite", "name zip city", *rows, on_duplicate=on_duplicate)

    assert seen.outcomes == outcomes


@pytest.mark.parametrize(("on_duplicate", "kept"), [("reject", []), ("first", [3]), ("last", [202])])
def test_many_new_rows_that_share_a_value(customers: CustomerBase, on_duplicate: str, kept: list[int]) -> None:
    """200 new rows of one name, more than are enumerated, are all related; each names ten others."""
    rows = [["Dupont", None, "75001", f"{number}"] for number in range(200)]

    seen = preview(customers, "Key Key Keep Keep", "name street zip city", *rows, on_duplicate=on_duplicate)

    assert [row.row for row in seen.rows if row.outcome is not Outcome.DUPLICATE] == kept
    losers = [row for row in seen.rows if row.outcome is Outcome.DUPLICATE]
    assert {code for row in losers for code in codes(row)} == {"duplicate-new"}
    assert texts(seen.rows[100]) == [
        "This new customer and rows 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and more match each other. Keep one of these rows."
    ]


def test_many_new_rows_of_one_city_differ_by_name(customers: CustomerBase) -> None:
    """A value that all new rows share relates none of them when another key differs."""
    rows = [[f"Firm {number}", "Paris", "75001"] for number in range(HOT + 10)]

    seen = preview(customers, "Key Key Keep", "name city zip", *rows, ["Firm 7", None, "75002"])

    assert [row.row for row in seen.rows if row.outcome is Outcome.DUPLICATE] == [10, 3 + HOT + 10]
