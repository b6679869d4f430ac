"""Which matcher an import takes: only a large base of Raccord's own is matched in memory, where that can be."""

import sys

import pytest

from raccord.matching import base, base_of, match_keys
from support.fresh_python import run_python
from support.sheets import CustomerBase, preview

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
        seen = base_of(connection, database.customers, keys, [database.customers.active])

        assert seen.is_large(connection) is is_large


def test_matching_does_without_the_library(customers: CustomerBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra is not installed, the database matches a large base too."""
    number = customers.add(name="Dupont")
    monkeypatch.setattr(base, "LARGE", 0)
    monkeypatch.setitem(sys.modules, "polars", None)
    monkeypatch.delitem(sys.modules, "raccord.matching.columnar", raising=False)

    assert preview(customers, "Key Keep", "name city", ["dupont", "Paris"]).row.customer == number
