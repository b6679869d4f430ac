"""Doubts about the chosen keys, on every family, and what they cost where there is none (SPEC §5)."""

from typing import Any

from raccord.judging.doubts import doubts_about_keys
from raccord.messages import Message
from raccord.planning import UseCustomer
from raccord.planning.plan import make_plan
from raccord.sheet import understand
from raccord.typed_rows import typed_rows
from support.sheets import CustomerBase, job, preview
from support.statements import at_statement

HEADERS = "external_id name zip city"
BY_ID = "Key Keep Keep Keep"
STAGING = "\nCREATE TEMPORARY TABLE sampled_stage"


def doubts(customers: CustomerBase, marks: str, headers: str, *rows: list[Any], **options: Any) -> list[Message]:
    """The warnings of a preview that speak of its keys."""
    warnings = preview(customers, marks, headers, *rows, **options).warnings
    return [one for one in warnings if one.code.startswith("keys-")]


def lines(customers: CustomerBase, count: int, mark: str) -> list[list[Any]]:
    """Customers in a base, and rows that know them by external ids with another mark."""
    known = [
        {"external_id": f"K{number}", "name": f"Ébène {number}", "zip": str(number), "city": "Paris"}
        for number in range(count)
    ]
    customers.add_many(known)
    return [[f"{mark}{number}", f"ÉBÈNE  {number}", str(number), "Paris"] for number in range(count)]


def test_better_keys_are_named_on_every_family(customers: CustomerBase) -> None:
    """Values are compared folded, as the match does it."""
    rows = lines(customers, 12, "X")

    (doubt,) = doubts(customers, BY_ID, HEADERS, *rows)

    assert doubt.code == "keys-find-few"
    assert doubt.facts == {"keys": "“external_id”", "better": "“name”", "would": 12, "now": 0, "sampled": 12}


def test_only_a_sample_of_the_rows_is_judged(customers: CustomerBase) -> None:
    """Of more than a thousand rows, a thousand are looked at, and the numbers are theirs."""
    rows = lines(customers, 1_100, "X")

    (doubt,) = doubts(customers, BY_ID, HEADERS, *rows)

    assert (doubt.facts["sampled"], doubt.facts["would"]) == (1_000, 1_000)


def test_customers_outside_the_scope_are_no_better_match(customers: CustomerBase) -> None:
    """Keys that would find only customers that the import may not see are not better."""
    rows = lines(customers, 12, "X")

    assert doubts(customers, BY_ID, HEADERS, *rows, scope={"country": "FR"}) == []


def test_settled_rows_are_not_ambiguous(customers: CustomerBase) -> None:
    """Ambiguous rows for which the user has chosen a customer count as matched."""
    ids = customers.add_many([{"name": f"N{n % 6}", "zip": str(n), "city": "Paris"} for n in range(12)])
    rows = [[f"N{n}", str(n)] for n in range(6)] + [[f"N{n - 6}", str(n)] for n in range(6, 12)]
    decisions = {row: UseCustomer(customer) for row, customer in enumerate(ids, 3)}

    (doubt,) = doubts(customers, "Key Keep", "name zip", *rows)

    assert doubt.code == "keys-unclear"
    assert doubts(customers, "Key Keep", "name zip", *rows, decisions=decisions) == []


def test_nothing_is_looked_at_without_suspicion(customers: CustomerBase) -> None:
    """Where most rows match, no sample is staged; where most are new, one is."""
    rows = lines(customers, 12, "X")
    fitting = [[f"K{row[0][1:]}", *row[1:]] for row in rows]

    staged: list[str] = []
    with at_statement(STAGING, lambda: staged.append("fitting")):
        assert doubts(customers, BY_ID, HEADERS, *fitting) == []
    with at_statement(STAGING, lambda: staged.append("new")):
        preview(customers, BY_ID, HEADERS, *rows)

    assert staged == ["new"]


def doubts_by_part(customers: CustomerBase, rows: list[list[Any]]) -> tuple[Message, ...]:
    """The doubts about a plan, with a few customers looked at before all are."""
    task = job(customers, BY_ID, HEADERS, *rows)
    table = understand(task.grid, task.catalogue)
    with customers.opened() as database, database.reading() as connection:
        plan = make_plan(connection, database, table, typed_rows(table), task.options)
        return doubts_about_keys(plan, None, first_customers=50)


def test_a_large_base_is_looked_at_in_part_first(customers: CustomerBase) -> None:
    """Keys that only look unique in a part of the customers are not named, and strangers stay without a doubt."""
    names = [[f"X{number}", f"N{number // 2}", str(number), "Paris"] for number in range(600)]
    customers.add_many([{"name": name, "zip": place, "city": city} for _, name, place, city in names])
    strangers = [[f"Y{number}", f"S{number}", str(number), "Paris"] for number in range(600)]

    (doubt,) = doubts_by_part(customers, names)

    assert doubt.facts == {"keys": "“external_id”", "better": "“name” + “zip”", "would": 600, "now": 0, "sampled": 600}
    assert doubts_by_part(customers, strangers) == ()
