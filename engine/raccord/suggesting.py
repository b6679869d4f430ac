"""Suggesting keys: which columns of a sheet, alone or together, tell its rows and the customers apart (SPEC §8)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from raccord.catalogue import EXTERNAL_ID, ID, Field, FieldType
from raccord.columns import Column, Marking
from raccord.database import Database, open_database
from raccord.database.staging import Staging, stage
from raccord.jobs import Job
from raccord.marks import UpdateMode
from raccord.matching import find_matches, match_keys
from raccord.planning import ImportOptions
from raccord.progress import Progress, Step, counted, silent
from raccord.sheet import Table, understand
from raccord.typed_rows import typed_rows
from raccord.values import fold_value

IDENTIFYING_TYPES = frozenset({FieldType.TEXT, FieldType.EMAIL, FieldType.PHONE, FieldType.URL})
MOST_TOGETHER = 3
MOST_COMBINED_FIELDS = 8
MOST_TRIED = 60
MOST_MATCHED = 6
SUGGESTED = 5
JUDGED_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A set of key fields and how well it identifies.

    `unique_in_sheet` is the share of the sheet's rows, repeated ones left out, that have a value in one of the keys and
    share all of them, folded, with no other row; `unique_in_base` the same of the active customers in the scope, 1 for
    an empty base. The counts say what matching the rows by these keys gives.
    """

    keys: tuple[str, ...]
    unique_in_sheet: float
    unique_in_base: float
    matched: int
    ambiguous: int
    new: int

    @property
    def counts(self) -> tuple[int, int, int]:
        """Matched, ambiguous and new rows."""
        return self.matched, self.ambiguous, self.new

    def as_json(self) -> dict[str, Any]:
        """The suggestion as `raccord suggest-keys --json` prints it."""
        return {
            "keys": list(self.keys),
            "unique_in_sheet": round(self.unique_in_sheet, 4),
            "unique_in_base": round(self.unique_in_base, 4),
            "matched": self.matched,
            "ambiguous": self.ambiguous,
            "new": self.new,
        }


def suggest_keys(job: Job, *, progress: Progress = silent) -> list[Suggestion]:
    """Suggest keys for a job's sheet, the best first; nothing is written.

    The job's own keys do not count: every column whose field can identify a customer is tried.
    """
    table = _with_candidates_as_keys(understand(job.grid, job.catalogue, _without_modes(job.marking)))
    if not table.keys:
        return []
    with open_database(job.database, job.catalogue) as database, database.reading() as connection:
        rows = counted(typed_rows(table, job.locale), Step.READING, progress)
        sides = _Sides(connection, database, stage(connection, database, table.feeds, rows), job.options)
        progress(Step.MATCHING, sides.rows)
        best = sorted(_promising(sides, [feed.field for feed in table.keys]), key=lambda found: _rank(*found))
        suggestions = [_suggestion(sides, number, *found) for number, found in enumerate(best[:MOST_MATCHED])]
    ranked = sorted(suggestions, key=lambda found: _final_rank(*found))
    return [suggestion for suggestion, _ in ranked[:SUGGESTED]]


def keys_to_mark(job: Job, *, progress: Progress = silent) -> tuple[str, ...]:
    """The fields to mark as keys in a job's sheet: those that find the most of its customers, judged by its first rows.

    Identity fields are always among them. The name joins them with other fields that every customer has, where some
    rows have no identity, unless that would lose customers; never a town alone, which would match strangers. Without
    identity fields, suggested keys are taken where name, town and the like find nobody.
    """
    table = _with_candidates_as_keys(understand(job.grid, job.catalogue, _without_modes(job.marking)))
    fields = [feed.field for feed in table.keys]
    identity = [one for one in fields if one.name in {ID, EXTERNAL_ID}]
    with open_database(job.database, job.catalogue) as database, database.reading() as connection:
        rows = islice(counted(typed_rows(table, job.locale), Step.READING, progress), JUDGED_ROWS)
        sides = _Sides(connection, database, stage(connection, database, table.feeds, rows), job.options)
        progress(Step.MATCHING, sides.rows)
        sets = list(_sets_to_mark(fields, identity, job.catalogue.naming))
        best = max((_worth(sides, number, keys) for number, keys in enumerate(sets)), default=None)
    if identity or (best and best.customers):
        return best.keys if best else ()
    found = next((one for one in suggest_keys(job, progress=progress) if one.matched), None)
    return found.keys if found else ()


def _sets_to_mark(fields: Sequence[Field], identity: Sequence[Field], naming: Field | None) -> Iterator[list[Field]]:
    """The sets of keys to judge, of equally good ones the better first: the identity alone, then the strictest."""
    if identity:
        yield [*identity]
    if naming in fields:
        others = [one for one in fields if one.required and one not in {naming, *identity}]
        for size in range(len(others), -1, -1):
            for more in combinations(others, size):
                yield [one for one in fields if one in {*identity, naming, *more}]


@dataclass(frozen=True, slots=True, order=True)
class _Worth:
    """How good keys are: the customers they find, then rows without any key, ambiguous rows and keys, each negative."""

    customers: int
    keyless: int
    ambiguous: int
    number: int
    keys: tuple[str, ...]


def _worth(sides: "_Sides", number: int, keys: Sequence[Field]) -> _Worth:
    _, ambiguous, customers = sides.matches(keys, f"mark{number}")
    return _Worth(customers, -sides.keyless(keys), -ambiguous, -number, tuple(one.name for one in keys))


def _without_modes(marking: Marking) -> Marking:
    return replace(marking, modes={})


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


@dataclass(frozen=True)
class _Sides:
    """The staged rows and the customers, as far as suggesting asks for them."""

    connection: Connection
    database: Database
    staging: Staging
    options: ImportOptions

    @property
    def rows(self) -> int:
        """How many rows count: all but the repeated ones."""
        return self._count(self.staging.rows, self._staged)

    @property
    def _staged(self) -> ColumnElement[bool]:
        return self.staging.rows.c.repeats.is_(None)

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
        return self._unique([self.staging.folded(one) for one in fields], self.staging.rows, self._staged)

    def unique_in_base(self, fields: Sequence[Field]) -> float:
        """The share of customers that the fields tell apart."""
        return self._unique([self._folded(one) for one in fields], self.database.customers.table, *self._seen)

    def matches(self, fields: Sequence[Field], name: str) -> tuple[int, int, int]:
        """How many rows match one customer, how many several, and how many customers the former are."""
        keys, staged, customers = match_keys(fields), self.staging.rows, self.database.customers
        left = [self.staging.folded(key.field).label(f"key{key.position}") for key in keys]
        right = [self._folded(key.field).label(f"key{key.position}") for key in keys]
        rows = select(staged.c.row.label("id"), *left).where(self._staged)
        seen = select(customers.id.label("id"), *right).where(*self._seen)
        best = find_matches(self.connection, name, keys, rows, seen).best
        single = self._count(best, best.c.candidates == 1)
        found = select(func.count(best.c.customer.distinct())).where(best.c.candidates == 1)
        return single, self._count(best) - single, self.connection.execute(found).scalar_one()

    def keyless(self, fields: Sequence[Field]) -> int:
        """How many rows have a value in none of the fields."""
        blank = [self.staging.folded(one).is_(None) for one in fields]
        return self._count(self.staging.rows, self._staged, *blank)

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


def _promising(sides: _Sides, fields: Sequence[Field]) -> Iterator[tuple[tuple[Field, ...], float]]:
    """Each set of fields that tells rows apart, with the share; one field more must tell more rows apart."""
    shares: dict[frozenset[str], float] = {}
    singles = sorted(fields, key=lambda one: -shares.setdefault(frozenset({one.name}), sides.unique_in_sheet([one])))
    for one in singles:
        if shares[frozenset({one.name})]:
            yield (one,), shares[frozenset({one.name})]
    together = [one for one in fields if one in singles[:MOST_COMBINED_FIELDS]]
    sets = (chosen for size in range(2, MOST_TOGETHER + 1) for chosen in combinations(together, size))
    for chosen in islice((chosen for chosen in sets if _best_part(shares, chosen) < 1), MOST_TRIED):
        share = shares[frozenset(one.name for one in chosen)] = sides.unique_in_sheet(chosen)
        if share > _best_part(shares, chosen):
            yield chosen, share


def _best_part(shares: dict[frozenset[str], float], chosen: Sequence[Field]) -> float:
    """The best share of any smaller set within a set of fields; a part that is perfect was never tried with more."""
    names = {one.name for one in chosen}
    return max((share for part, share in shares.items() if part < names), default=0.0)


def _rank(fields: Sequence[Field], share: float) -> tuple[float, int, int]:
    return (-round(share, 2), len(fields), -sum(one.unique for one in fields))


def _suggestion(sides: _Sides, number: int, fields: Sequence[Field], share: float) -> tuple[Suggestion, int]:
    """A suggestion, and how many of its rows share their customer with an earlier row."""
    matched, ambiguous, customers = sides.matches(fields, f"suggest{number}")
    new = sides.rows - matched - ambiguous
    keys = tuple(one.name for one in fields)
    suggestion = Suggestion(keys, share, sides.unique_in_base(fields), matched, ambiguous, new)
    return suggestion, matched - customers


def _final_rank(one: Suggestion, crowded: int) -> tuple[float, int, int, int]:
    """What tells apart on both sides comes first, then what leaves no doubt, what matches most, the fewest keys."""
    return (-round(one.unique_in_sheet * one.unique_in_base, 2), one.ambiguous + crowded, -one.matched, len(one.keys))
