"""Which matcher an import takes: only a large base of Raccord's own is matched in memory, where that can be."""

import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, literal, select, union_all

from raccord.matching import Matcher, base, base_of, find_matches, match_keys
from support.fresh_python import run_python
from support.sheets import CustomerBase, catalogue_with, preview

PREVIEW = """
import sys
from raccord.matching import base
from support.sheets import CustomerBase, catalogue_with, preview
base.LARGE = {large}
customers = CustomerBase("sqlite:///{path}", catalogue_with())
customers.add_many([dict(name="Dupont"), dict(name="Durand")])
found = preview(customers, "Key Keep", "{key} city", ["{value}", "Paris"]).row.customer
print(found, "polars" in sys.modules)
"""


@pytest.mark.parametrize(("large", "loaded"), [(2, True), (3, False)])
def test_a_large_base_is_matched_in_memory(tmp_path, large, loaded):
    """The library is loaded from the given number of customers on, and not before; the match is the same."""
    code = PREVIEW.format(large=large, path=tmp_path / "customers.db", key="name", value="durand")

    assert run_python(code).split() == ["2", str(loaded)]


def test_an_index_needs_no_columns(tmp_path):
    """Where an index finds the customers, a large base is not read."""
    code = PREVIEW.format(large=1, path=tmp_path / "customers.db", key="id", value="2")

    assert run_python(code).split() == ["2", "False"]


@pytest.mark.parametrize("name", ["id", "external_id"])
def test_a_looked_up_key_finds_what_the_other_matchers_find(customers: CustomerBase, name: str) -> None:
    """A single key with an index gives the pairs of the general way: no blank, no unknown value, nobody in the bin."""
    customers.add_many([{"external_id": one} for one in ("C-1", "C-2", "c-3")])
    customers.add(external_id="C-4", deleted_at="2026-11-20T08:00:00Z")
    values = [2, 2, 4, 9, None] if name == "id" else ["C-2", "C-2", "C-4", "C-3", None]
    with customers.opened() as database, database.reading() as connection:
        key = match_keys([database.catalogue.by_name[name]])
        kind = database.customers.column(key[0].field).type
        one_by_one = [
            select(literal(row).label("id"), literal(value, kind).label("key0")) for row, value in enumerate(values, 3)
        ]
        seen = base_of(connection, database.customers, key, indexed=True)

        found = find_matches(connection, "one", key, union_all(*one_by_one).subquery().select(), seen)
        same = find_matches(
            connection, "two", key, union_all(*one_by_one).subquery().select(), seen, matcher=Matcher.SQL
        )

        rows = [sorted(connection.execute(select(each.best))) for each in (found, same)]
    assert [row.row for row in rows[0]] == [3, 4]
    assert rows[0] == rows[1]


def test_an_external_id_is_found_by_its_index_alone(tmp_path: Path) -> None:
    """SQLite looks at the index, and the customer's row may lie wherever it likes."""
    customers = CustomerBase(f"sqlite:///{tmp_path}/customers.db", catalogue_with())
    customers.add(external_id="C-1")
    with customers.opened() as database, database.reading() as connection:
        key = match_keys([database.catalogue.by_name["external_id"]])
        seen = base_of(connection, database.customers, key, indexed=True)
        plans: list[str] = []

        def explain(_connection: object, cursor: Any, statement: str, parameters: Any, *_more: object) -> None:
            if statement.startswith("INSERT INTO one_best"):
                plans.extend(row[-1] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters))

        event.listen(connection, "before_cursor_execute", explain)
        find_matches(connection, "one", key, select(literal(3).label("id"), literal("C-1").label("key0")), seen)

    assert any("COVERING INDEX customers_external_id" in plan for plan in plans), plans


@pytest.mark.parametrize(("large", "is_large"), [(2, True), (3, False)])
def test_customers_in_the_bin_do_not_make_a_base_large(
    customers: CustomerBase, monkeypatch: pytest.MonkeyPatch, large: int, is_large: bool
) -> None:
    """Only the customers that a match looks at count, on each family."""
    customers.add_many(
        [{"name": "Dupont"}, {"name": "Durand"}, {"name": "Duval", "deleted_at": "2026-11-20T08:00:00Z"}]
    )
    monkeypatch.setattr(base, "LARGE", large)
    with customers.opened() as database, database.reading() as connection:
        keys = match_keys([database.catalogue.by_name["name"]])
        seen = base_of(connection, database.customers, keys)

        assert seen.is_large(connection) is is_large


def test_matching_does_without_the_library(customers: CustomerBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra is not installed, the database matches a large base too."""
    number = customers.add(name="Dupont")
    monkeypatch.setattr(base, "LARGE", 0)
    monkeypatch.setitem(sys.modules, "polars", None)
    monkeypatch.delitem(sys.modules, "raccord.matching.columnar", raising=False)

    assert preview(customers, "Key Keep", "name city", ["dupont", "Paris"]).row.customer == number
