"""A base before an import that meets a fault: remembered whole, so that a test sees what survived."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from raccord.jobs import import_sheet
from support.every_family import new_base
from support.importing import HEADERS, MARKS, customer, import_all, sheet
from support.sheets import CustomerBase, catalogue_with, job, noon, preview

ROWS = 40
TABLES = ("customers", "raccord_meta", "raccord_operation", "raccord_entry", "raccord_field")
Tables = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class World:
    """A base of thirty customers, what it held before the fault, and what it holds after the whole import."""

    family: str
    customers: CustomerBase
    before: Tables
    after: Tables

    def hasty(self, url: str | None = None, patience: float = 0.3) -> None:
        """Import, waiting hardly for a lock; by another way to the base, if a URL is given."""
        whole = job(self.customers, MARKS, HEADERS, *sheet(ROWS), mode="update_delete")
        with import_sheet(replace(whole, database=url or self.customers.url, patience=patience), clock=noon) as report:
            assert report.refusal is None

    def previewed(self, url: str | None = None) -> str:
        """Preview the sheet; gives the outcomes of the first rows."""
        looked = replace(self.customers, url=url or self.customers.url)
        return preview(looked, MARKS, HEADERS, *sheet(ROWS)[:2]).outcomes

    @property
    def is_as_before(self) -> bool:
        """Whether no row of any table differs."""
        return whole_base(self.customers) == self.before

    @property
    def is_imported(self) -> bool:
        """Whether all of the import is there."""
        return told_by_names(self.customers) == self.after

    def next_import_works(self) -> bool:
        """Import once more, now that the fault is over; tells whether it has done all."""
        import_all(self.customers, rows=ROWS)
        return self.is_imported


def whole_base(customers: CustomerBase) -> Tables:
    """Every row of a base."""
    return {table: sorted((tuple(row.values()) for row in customers.rows(table)), key=repr) for table in TABLES}


def told_by_names(customers: CustomerBase) -> Tables:
    """Every row but for the counters, with names for the ids, which a server leaves out after a fault."""
    names = {row["id"]: row["external_id"] for row in customers.rows("customers")}
    ranks = {number: rank for rank, number in enumerate(sorted(row["id"] for row in customers.rows(TABLES[2])))}

    def named(table: str, row: dict[str, Any]) -> tuple[Any, ...]:
        of = {"customers": names, "raccord_operation": ranks}.get(table, {})
        found = {"id": of, "operation": ranks, "customer": names}
        return tuple(found[key].get(value, value) if key in found else value for key, value in row.items())

    return {
        table: sorted((named(table, row) for row in customers.rows(table)), key=repr)
        for table in TABLES
        if table != "raccord_meta"
    }


@contextmanager
def world(family: str, folder: Path) -> Iterator[World]:
    """A world on the tests' server of a family, or in a folder."""
    with new_base(family, folder) as url:
        yield world_at(family, url)


def world_at(family: str, url: str) -> World:
    """A world in a base that is not there yet."""
    customers = CustomerBase(url, catalogue_with())
    fill(customers)
    return World(family, customers, whole_base(customers), _imported(family))


def fill(customers: CustomerBase) -> None:
    """Add the customers that are there before."""
    customers.add_many([customer(number) for number in range(ROWS * 3 // 4)])


@cache
def _imported(family: str) -> Tables:
    """What a base holds after an import that meets no fault."""
    with TemporaryDirectory() as folder, new_base(family, Path(folder)) as url:
        customers = CustomerBase(url, catalogue_with())
        fill(customers)
        import_all(customers, rows=ROWS)
        return told_by_names(customers)
