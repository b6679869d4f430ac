"""A short way to write a test of the engine: customers in a real base, a sheet in three strings and a few lists."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, insert, make_url, update
from sqlalchemy.pool import NullPool

from raccord.catalogue import Catalogue
from raccord.catalogue_files import default_catalogue
from raccord.cells import Grid
from raccord.database import Database, open_database
from raccord.job import Job, Keeping
from raccord.jobs import Report, import_sheet
from raccord.jobs import preview as previewing
from raccord.journal.operations import Clock
from raccord.marks import ImportMode, OnDuplicate
from raccord.messages import Message
from raccord.planning import Decision, Deletion, GivenDecision, ImportOptions, PlanRow, ScopeCondition, Summary

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BINNED = "2026-11-20T08:00:00Z"
ANNA = {"external_id": "A1", "name": "Anna", "zip": "75001", "city": "Paris"}
BERT = {"external_id": "B2", "name": "Bert", "zip": "69001", "city": "Lyon"}
FULL = ("Key Overwrite Overwrite Overwrite", "external_id name zip city")
RENAME = ("Key Overwrite", "external_id name")


def noon() -> datetime:
    """The time of an import, unless a test gives another: two days after `BINNED`."""
    return NOW


@cache
def catalogue_with(**rules: str) -> Catalogue:
    """The default catalogue, with more rules on some fields: `catalogue_with(email="unique immutable")`."""
    every = default_catalogue()
    added: dict[str, dict[str, Any]] = {name: dict.fromkeys(words.split(), True) for name, words in rules.items()}
    return replace(every, fields=tuple(replace(one, **added.get(one.name, {})) for one in every.fields))


@dataclass(frozen=True)
class CustomerBase:
    """A base whose customers a test adds, edits and reads without an import."""

    url: str
    catalogue: Catalogue

    @property
    def path(self) -> Path:
        """The file of an SQLite base."""
        return Path(make_url(self.url).database or "")

    @contextmanager
    def opened(self) -> Iterator[Database]:
        """The base, open."""
        with open_database(self.url, self.catalogue, create=True) as database:
            yield database

    def add(self, **values: Any) -> int:
        """Add a customer, its values as they are stored; gives its id."""
        return self.add_many([values])[0]

    def add_many(self, customers: Sequence[dict[str, Any]]) -> list[int]:
        """Add customers in one go, making the base where it is missing; gives their ids."""
        self._make()
        with self.connected() as connection:
            table = Table("customers", MetaData(), autoload_with=connection)
            return [connection.execute(insert(table).values(values)).inserted_primary_key[0] for values in customers]

    def edit(self, customer: int, **values: Any) -> None:
        """Change a customer behind Raccord's back."""
        with self.connected() as connection:
            table = Table("customers", MetaData(), autoload_with=connection)
            connection.execute(update(table).where(table.c.id == customer).values(values))

    def sql(self, text: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run one statement behind Raccord's back, and give what it finds."""
        with self.connected() as connection:
            result = connection.exec_driver_sql(text, values)
            return [tuple(row) for row in result] if result.returns_rows else []

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Every row of a table, by the names of its columns."""
        with self.connected() as connection:
            return [dict(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}").mappings()]

    def get(self, customer: int) -> dict[str, Any]:
        """A customer's filled columns, without its id; empty when there is none."""
        return self.all().get(customer, {})

    def all(self) -> dict[int, dict[str, Any]]:
        """Every customer's filled columns by id; those in the bin have `deleted_at`."""
        with self.connected() as connection:
            found = connection.exec_driver_sql("SELECT * FROM customers ORDER BY id").mappings()
            rows = [dict(row) for row in found]
        return {row.pop("id"): {name: value for name, value in row.items() if value is not None} for row in rows}

    def active(self) -> list[int]:
        """The ids of the customers outside the bin."""
        return [number for number, values in self.all().items() if "deleted_at" not in values]

    def _make(self) -> None:
        if self.url.startswith("sqlite"):
            if not self.path.exists():
                self.path.write_bytes(_empty_base(self.catalogue))
            return
        with self.opened():
            pass

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """A connection behind Raccord's back, with a transaction that is committed."""
        with _engine(self.url).begin() as connection:
            yield connection


@lru_cache(maxsize=4)
def _engine(url: str) -> Engine:
    """An engine that holds no connection; the last ones are kept, for each asks its server what it is like."""
    settings = {"connect_args": {"charset": "utf8mb4"}} if url.startswith("mariadb") else {}
    return create_engine(url, poolclass=NullPool, **settings)


@cache
def _empty_base(catalogue: Catalogue) -> bytes:
    """The file of a base without customers; made once, as tests need many of them."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        with open_database(f"sqlite:///{path}", catalogue, create=True):
            pass
        return path.read_bytes()


@dataclass(frozen=True)
class Seen:
    """A report, read while it was open."""

    rows: tuple[PlanRow, ...]
    summary: Summary
    deletions: tuple[Deletion, ...]
    blocked: Message | None
    warnings: tuple[Message, ...]
    fingerprint: str
    exit_status: int
    applied: bool
    restore_point: int | None
    refusal: str | None

    @property
    def row(self) -> PlanRow:
        """The only row."""
        (row,) = self.rows
        return row

    @property
    def outcomes(self) -> str:
        """The rows' outcomes as words."""
        return " ".join(row.outcome for row in self.rows)

    @property
    def deleted(self) -> list[int]:
        """The ids of the customers that go to the bin."""
        return [one.customer for one in self.deletions]


@dataclass(frozen=True)
class Options:
    """The options of a job, with their defaults; `decisions` by row, or as a result sheet has them."""

    mode: str = "update"
    on_duplicate: str = "reject"
    scope: dict[str, Any] = field(default_factory=dict)
    decisions: dict[int, Decision] | tuple[GivenDecision, ...] = ()
    keeping: Keeping = field(default_factory=Keeping)
    file: str = "clients.xlsx"
    sheet: str = "Clients"


def job(customers: CustomerBase, marks: str, headers: str, *rows: Sequence[Any], **options: Any) -> Job:
    """A job of a sheet; `marks` and `headers` are words, `.` for a blank one, and the data starts in row 3."""
    chosen = Options(**options)
    top = [[None if word == "." else word for word in line.split()] for line in (marks, headers)]
    scope = [ScopeCondition(customers.catalogue.by_name[name], value) for name, value in chosen.scope.items()]
    given = _given(chosen.decisions)
    planning = ImportOptions(ImportMode(chosen.mode), OnDuplicate(chosen.on_duplicate), tuple(scope), given)
    grid = Grid.of(chosen.sheet, [*top, *rows])
    return Job(grid, customers.catalogue, customers.url, chosen.file, options=planning, keeping=chosen.keeping)


def _given(decisions: dict[int, Decision] | tuple[GivenDecision, ...]) -> tuple[GivenDecision, ...]:
    if isinstance(decisions, tuple):
        return decisions
    return tuple(GivenDecision(row, decision) for row, decision in decisions.items())


def preview(customers: CustomerBase, marks: str, headers: str, *rows: Sequence[Any], **options: Any) -> Seen:
    """Preview a sheet."""
    with previewing(job(customers, marks, headers, *rows, **options)) as report:
        return _seen(report)


def imported(
    customers: CustomerBase,
    marks: str,
    headers: str,
    *rows: Sequence[Any],
    expect: str | None = None,
    confirm_deletions: int | None = None,
    clock: Clock = noon,
    **options: Any,
) -> Seen:
    """Import a sheet."""
    task = job(customers, marks, headers, *rows, **options)
    with import_sheet(task, expect=expect, confirm_deletions=confirm_deletions, clock=clock) as report:
        return _seen(report)


def _seen(report: Report) -> Seen:
    plan = report.plan
    return Seen(
        tuple(plan.rows()),
        plan.summary,
        tuple(plan.deleted()),
        plan.deletions_blocked,
        plan.warnings,
        report.fingerprint,
        report.exit_status,
        report.applied,
        report.restore_point,
        report.refusal.code if report.refusal else None,
    )


def counted(summary: Summary) -> dict[str, int]:
    """The totals that are not zero."""
    return {one.name: getattr(summary, one.name) for one in fields(summary) if getattr(summary, one.name)}


def codes(row: PlanRow) -> list[str]:
    """The codes of a row's messages."""
    return [message.code for message in row.messages]


def texts(row: PlanRow) -> list[str]:
    """A row's messages as the user reads them, each with the cell it speaks of."""
    return [f"{message.cell}: {message.text}" if message.cell else message.text for message in row.messages]
