"""Exact counts of staged rows beside the customers: who is told apart, who is found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, FromClause, Select, Table, func, insert, or_, select

from raccord.catalogue import ID, Field
from raccord.database import Database
from raccord.database.staging import Staging, fold_type
from raccord.database.temporary import temporary_table
from raccord.database.types import CUSTOMER_ID
from raccord.matching import Base, MatchKey, find_matches, match_keys
from raccord.planning import ImportOptions
from raccord.values import fold_value


@dataclass(frozen=True)
class Sides:
    """The staged rows and the customers; `fields` are those of the sheet's that can identify, in its order.

    Only customers whose id `every` divides are seen, which gives a part of a large base. `copy`, if there is one, holds
    the active customers in the scope: `id` and the fold of each field, by its name.
    """

    connection: Connection
    database: Database
    staging: Staging
    options: ImportOptions
    last_row: int | None = None
    copy: Table | None = None
    every: int = 1

    @property
    def fields(self) -> list[Field]:
        """The sheet's fields that can identify a customer."""
        return [feed.field for feed in self.staging.keys]

    def first(self, rows: int) -> "Sides":
        """The same sides, with no more than the first staged rows."""
        number = self.staging.rows.c.row
        last = self.connection.execute(select(number).order_by(number).offset(rows - 1).limit(1)).scalar()
        return replace(self, last_row=last)

    def copied(self, fields: Sequence[Field]) -> "Sides":
        """The same sides, with the customers' fields folded once and for all that is asked of them afterwards."""
        columns = [Column(one.name, fold_type(one)) for one in fields if one.name != ID]
        table = temporary_table(
            self.connection, "judged_customers", Column("id", CUSTOMER_ID, primary_key=True), *columns
        )
        folds = [self._folded(one) for one in fields if one.name != ID]
        source = select(self.database.customers.id, *folds).where(*self._seen)
        self.connection.execute(insert(table).from_select(list(table.c.keys()), source))
        return replace(self, copy=table)

    def row_numbers(self) -> list[int]:
        """The numbers of the rows that count, in order."""
        row = self.staging.rows.c.row
        return list(self.connection.scalars(select(row).where(*self._staged).order_by(row)))

    def customers_at(self, places: Sequence[int]) -> list[int]:
        """The ids of the customers at some places of their order, counted from 0; of those with a positive id."""
        place = func.row_number().over(order_by=self._customer) - 1
        placed = select(self._customer.label("id"), place.label("place")).where(*self._numbered).subquery()
        return list(
            self.connection.scalars(select(placed.c.id).where(placed.c.place.in_(places)).order_by(placed.c.id))
        )

    def keyed_rows(self, keys: Sequence[MatchKey], only: Sequence[int] | None = None) -> Select[Any]:
        """A select of the rows that count, or of some: `id`, and the fold `key<n>` per key."""
        folds = [self.staging.folded(key.field).label(f"key{key.position}") for key in keys]
        row = self.staging.rows.c.row
        within = [] if only is None else [row.in_(only)]
        return select(row.label("id"), *folds).where(*self._staged, *within)

    def keyed_customers(self, keys: Sequence[MatchKey], only: Sequence[int] | None = None) -> Select[Any]:
        """The same of the customers."""
        folds = [self._folded(key.field).label(f"key{key.position}") for key in keys]
        within = [] if only is None else [self._customer.in_(only)]
        return select(self._customer.label("id"), *folds).where(*self._seen, *within)

    @property
    def rows(self) -> int:
        """How many rows count: all but the repeated ones."""
        return self._count(self.staging.rows, *self._staged)

    @property
    def customers(self) -> int:
        """How many customers are seen."""
        return self._count(self._customers, *self._seen)

    @property
    def numbered(self) -> int:
        """How many of them have a positive id."""
        return self._count(self._customers, *self._numbered)

    @property
    def _numbered(self) -> list[ColumnElement[bool]]:
        return [*self._seen, self._customer > 0]

    @property
    def _staged(self) -> list[ColumnElement[bool]]:
        rows = self.staging.rows.c
        within = [] if self.last_row is None else [rows.row <= self.last_row]
        return [rows.repeats.is_(None), *within]

    @property
    def _seen(self) -> list[ColumnElement[bool]]:
        """The conditions that a customer is active and in the scope; the copy holds no other."""
        if self.copy is not None:
            return []
        scope = self.options.scope
        same = [self._folded(one.field) == fold_value(one.field, one.value) for one in scope if one.value is not None]
        part = [self.database.customers.id % self.every == 0] if self.every > 1 else []
        return [self.database.customers.active, *part, *same]

    @property
    def _customers(self) -> FromClause:
        return self.database.customers.table if self.copy is None else self.copy

    @property
    def _customer(self) -> ColumnElement[Any]:
        return self.database.customers.id if self.copy is None else self.copy.c.id

    def _folded(self, one: Field) -> ColumnElement[Any]:
        if self.copy is not None:
            return self.copy.c[one.name]
        return self.database.family.folded(self.connection, one, self.database.customers.column(one))

    def unique_in_sheet(self, fields: Sequence[Field]) -> float:
        """The share of rows that the fields tell apart."""
        return self._unique([self.staging.folded(one) for one in fields], self.staging.rows, *self._staged)

    def unique_in_base(self, fields: Sequence[Field]) -> float:
        """The share of customers that the fields tell apart."""
        return self._unique([self._folded(one) for one in fields], self._customers, *self._seen)

    def matches(self, fields: Sequence[Field], name: str) -> tuple[int, int, int]:
        """How many rows match one customer, how many several, and how many customers the former are."""
        keys = match_keys(fields)
        base = Base(self.database.family, lambda: self.keyed_customers(keys), None)
        best = find_matches(self.connection, name, keys, self.keyed_rows(keys), base).best
        single = self._count(best, best.c.candidates == 1)
        found = select(func.count(best.c.customer.distinct())).where(best.c.candidates == 1)
        return single, self._count(best) - single, self.connection.execute(found).scalar_one()

    def keyless(self, fields: Sequence[Field]) -> int:
        """How many rows have a value in none of the fields."""
        blank = [self.staging.folded(one).is_(None) for one in fields]
        return self._count(self.staging.rows, *self._staged, *blank)

    def _unique(self, keys: Sequence[ColumnElement[Any]], table: Any, *conditions: ColumnElement[bool]) -> float:
        total = self._count(table, *conditions)
        named = [key.label(f"key{number}") for number, key in enumerate(keys)]
        folded = select(*named).select_from(table).where(*conditions).subquery()
        given = or_(*(column.is_not(None) for column in folded.c))
        alone = select(folded.c[0]).where(given).group_by(*folded.c).having(func.count() == 1)
        return self._count(alone.subquery()) / total if total else 1.0

    def _count(self, table: Any, *conditions: ColumnElement[bool]) -> int:
        counted_rows = select(func.count()).select_from(table).where(*conditions)
        return self.connection.execute(counted_rows).scalar_one()
