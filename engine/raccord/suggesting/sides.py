"""What suggesting asks of a sheet's staged rows and of the customers: who is told apart, who is found."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from raccord.catalogue import ID, Field, FieldType
from raccord.columns import Column
from raccord.database import Database, open_database
from raccord.database.staging import Staging, stage
from raccord.job import Job
from raccord.marks import UpdateMode
from raccord.matching import base_of, find_matches, match_keys
from raccord.planning import ImportOptions
from raccord.progress import Progress, Step, counted
from raccord.sheet import Table, understand
from raccord.typed_rows import typed_rows
from raccord.values import fold_value

IDENTIFYING_TYPES = frozenset({FieldType.TEXT, FieldType.EMAIL, FieldType.PHONE, FieldType.URL})


@dataclass(frozen=True)
class Sides:
    """The staged rows and the customers; `fields` are those of the sheet's that can identify, in its order."""

    connection: Connection
    database: Database
    staging: Staging
    options: ImportOptions
    last_row: int | None = None

    @property
    def fields(self) -> list[Field]:
        """The sheet's fields that can identify a customer."""
        return [feed.field for feed in self.staging.keys]

    def first(self, rows: int) -> "Sides":
        """The same sides, with no more than the first staged rows."""
        number = self.staging.rows.c.row
        last = self.connection.execute(select(number).order_by(number).offset(rows - 1).limit(1)).scalar()
        return replace(self, last_row=last)

    @property
    def rows(self) -> int:
        """How many rows count: all but the repeated ones."""
        return self._count(self.staging.rows, *self._staged)

    @property
    def _staged(self) -> list[ColumnElement[bool]]:
        rows = self.staging.rows.c
        within = [] if self.last_row is None else [rows.row <= self.last_row]
        return [rows.repeats.is_(None), *within]

    @property
    def _seen(self) -> list[ColumnElement[bool]]:
        """The conditions that a customer is active and in the scope."""
        scope = self.options.scope
        same = [self._folded(one.field) == fold_value(one.field, one.value) for one in scope if one.value is not None]
        return [self.database.customers.active, *same]

    def _folded(self, one: Field) -> ColumnElement[Any]:
        return self.database.family.folded(self.connection, one, self.database.customers.column(one))

    def unique_in_sheet(self, fields: Sequence[Field]) -> float:
        """The share of rows that the fields tell apart."""
        return self._unique([self.staging.folded(one) for one in fields], self.staging.rows, *self._staged)

    def unique_in_base(self, fields: Sequence[Field]) -> float:
        """The share of customers that the fields tell apart."""
        return self._unique([self._folded(one) for one in fields], self.database.customers.table, *self._seen)

    def matches(self, fields: Sequence[Field], name: str) -> tuple[int, int, int]:
        """How many rows match one customer, how many several, and how many customers the former are."""
        keys, staged = match_keys(fields), self.staging.rows
        left = [self.staging.folded(key.field).label(f"key{key.position}") for key in keys]
        rows = select(staged.c.row.label("id"), *left).where(*self._staged)
        base = base_of(self.connection, self.database.customers, keys, self._seen)
        best = find_matches(self.connection, name, keys, rows, base).best
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


@contextmanager
def opened_sides(job: Job, progress: Progress, rows: int | None = None) -> Iterator[Sides]:
    """A job's rows, the first ones if a number is given, beside its customers; the job's own keys do not count."""
    table = _with_candidates_as_keys(understand(job.grid, job.catalogue, replace(job.marking, modes={})))
    opened = open_database(job.database, job.catalogue, patience=job.patience)
    with opened as database, database.reading() as connection:
        typed = islice(counted(typed_rows(table, job.locale), Step.READING, progress), rows)
        sides = Sides(connection, database, stage(connection, database, table.feeds, typed), job.options)
        progress(Step.MATCHING, sides.rows)
        yield sides


def _with_candidates_as_keys(table: Table) -> Table:
    """Every column that can identify becomes a key; one that is ignored only if no other feeds its field."""
    fed = {feed.field.name for feed in table.feeds}
    columns: list[Column] = []
    for column in table.columns:
        free = not column.feeds and len(column.fields) == 1 and column.fields[0].name not in fed
        if (column.feeds or free) and column.fields and all(map(_identifies, column.fields)):
            fed |= {one.name for one in column.fields}
            column = replace(column, mode=UpdateMode.KEY)  # noqa: PLW2901 - the same column, marked
        elif column.mode is UpdateMode.KEY:
            column = replace(column, mode=UpdateMode.KEEP)  # noqa: PLW2901 - as above
        columns.append(column)
    return replace(table, columns=tuple(columns))


def _identifies(one: Field) -> bool:
    if one.type is FieldType.INTEGER:
        return one.name == ID or one.unique
    return one.type in IDENTIFYING_TYPES
