"""Oracle worlds put into real bases, and what Raccord makes of them."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from oracle import Customer, World
from raccord.catalogue import ID, Catalogue
from raccord.catalogue_files import load_catalogue
from raccord.columns import Marking
from raccord.database import Database, open_database
from raccord.job import Job
from raccord.jobs import import_sheet, preview
from raccord.marks import ImportMode, OnDuplicate, UpdateMode
from raccord.planning import ImportOptions, ScopeCondition
from raccord.reporting import write_json
from raccord.values import Fault, cell_parser, json_value, sheet_locale
from support.every_family import new_base
from support.sheets import noon

DELETED_AT = "2026-11-20T08:00:00Z"


def catalogue_of(world: World, folder: Path) -> Catalogue:
    """Load the world's catalogue the way a user's is."""
    path = folder / "catalogue.yaml"
    path.write_text(yaml.safe_dump(dict(world.catalogue_data), allow_unicode=True), encoding="utf-8")
    return load_catalogue(path)


def job_of(world: World, folder: Path, url: str) -> Job:
    """The job that previews or imports the world's sheet."""
    catalogue, options = catalogue_of(world, folder), world.options
    locale = sheet_locale(options.locale) if options.locale else None
    scope = []
    for name, text in options.scope.items():
        one = catalogue.by_name[name]
        value = cell_parser(one, locale)(text)
        assert not isinstance(value, Fault)
        scope.append(ScopeCondition(one, value))
    return Job(
        world.grid,
        catalogue,
        url,
        world.file,
        Marking(modes={name: UpdateMode(mode) for name, mode in options.marks.items()}),
        ImportOptions(ImportMode(options.mode), OnDuplicate(options.on_duplicate), tuple(scope)),
        locale,
    )


def fill_base(world: World, job: Job) -> None:
    """Put the world's customers into the base, with their ids."""
    with open_database(job.database, job.catalogue, create=True) as database, database.writing() as connection:
        rows = [
            {ID: number, **customer.fields, "deleted_at": DELETED_AT if customer.binned else None}
            for number, customer in world.customers.items()
        ]
        if rows:
            connection.execute(database.customers.table.insert(), rows)


def state_of(database: Database) -> dict[int, Customer]:
    """Every customer of a base, as the oracle knows them."""
    fields = database.catalogue.fields
    with database.reading() as connection:
        rows = connection.execute(database.customers.table.select()).mappings().all()
    return {
        row[ID]: Customer({one.name: json_value(one, row[one.name]) for one in fields}, row["deleted_at"] is not None)
        for row in rows
    }


@contextmanager
def open_world(world: World, folder: Path, family: str = "sqlite") -> Iterator[Job]:
    """A job whose base, on a database family, holds the world's customers."""
    with new_base(family, folder) as url:
        job = job_of(world, folder, url)
        fill_base(world, job)
        yield job


def previewed(job: Job) -> dict[str, Any]:
    """The JSON report of a preview."""
    with preview(job) as report:
        return _json(report)


def imported(job: Job, confirm_deletions: int | None = None, expect: str | None = None) -> dict[str, Any]:
    """The JSON report of an import."""
    with import_sheet(job, confirm_deletions=confirm_deletions, expect=expect, clock=noon) as report:
        return _json(report)


def _json(report: Any) -> dict[str, Any]:
    stream = io.StringIO()
    write_json(report, stream)
    return json.loads(stream.getvalue())
