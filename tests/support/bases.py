"""Small catalogues and SQLite bases for tests."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from raccord.catalogue import EXTERNAL_ID, Catalogue, Field, FieldType
from raccord.database import open_database
from raccord.job import Job
from raccord.marks import UpdateMode

CHOICES = ("A", "B", "Very important")


def catalogue_of_all_types() -> Catalogue:
    """A catalogue with a field of each type, named after it, that an import overwrites or clears."""
    fields = [
        Field(
            str(kind),
            kind,
            {"en": f"The {kind}", "fr": f"Le {kind}", "de": f"Das {kind}"},
            update=UpdateMode.OVERWRITE_OR_CLEAR,
            choices=CHOICES if kind in {FieldType.CHOICE, FieldType.CHOICES} else (),
        )
        for kind in FieldType
    ]
    external = Field(
        EXTERNAL_ID, FieldType.TEXT, {"en": "External ID"}, unique=True, immutable=True, case_sensitive=True
    )
    return Catalogue((external, *fields))


def base_url(path: Path) -> str:
    """The URL of a base file."""
    return f"sqlite:///{path}"


def fill_base(path: Path, catalogue: Catalogue, customers: Iterable[Mapping[str, Any]]) -> str:
    """Make a base of customers, given as they are stored, and give its URL."""
    with open_database(base_url(path), catalogue, create=True) as database, database.writing() as connection:
        for customer in customers:
            connection.execute(insert(database.customers.table).values(**customer))
    return base_url(path)


def job(grid: Any, catalogue: Catalogue, url: str, **options: Any) -> Job:
    """A job that imports a grid into a base."""
    return Job(grid, catalogue, url, "clients.xlsx", **options)
