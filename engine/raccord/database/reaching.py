"""Reaching a base: the family and the driver of its URL, whether it is there, and what its reports mean."""

from importlib import import_module

from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, DBAPIError

from raccord.database import faults
from raccord.database.family import PATIENCE, Family
from raccord.database.urls import bad_url, read_url, shown_url
from raccord.errors import DatabaseError
from raccord.secrecy import scrubbed_foreign
from raccord.translation import _

FAMILIES = {
    "sqlite": ("raccord.database.sqlite", "SQLiteFamily"),
    "postgresql": ("raccord.database.postgresql", "PostgreSQLFamily"),
    "postgres": ("raccord.database.postgresql", "PostgreSQLFamily"),
    "mariadb": ("raccord.database.mariadb", "MariaDBFamily"),
    "mysql": ("raccord.database.mariadb", "MariaDBFamily"),
}


def base_exists(url: str, patience: float = PATIENCE) -> bool:
    """Tell whether the base that `url` names is there; raises DatabaseError for a URL that can name none."""
    there, engine = reached(family_of(url), url, patience=patience, create=False)
    if engine is not None:
        engine.dispose()
    return there


def default_url() -> str:
    """The base in the user's data folder (SPEC §6)."""
    from platformdirs import user_data_path  # noqa: PLC0415 - only when no base is named

    return f"sqlite:///{user_data_path('raccord', appauthor=False) / 'customers.db'}"


def reached(family: Family, url: str, *, patience: float, create: bool) -> tuple[bool, Engine | None]:
    """Whether the base is there, and an engine for it, unless it is neither there nor to be made."""
    engine = engine_of(family, url, patience)
    try:
        there = family.exists(engine, url, patience)
    except DBAPIError as fault:
        raise error_of(family, fault, shown_url(url)) from fault
    except (ArgumentError, TypeError, ValueError) as fault:  # as drivers refuse an option
        raise faults.BAD_OPTION.error(shown_url(url)) from fault
    if create:
        family.make_place(url)
    return there, engine if there or create else None


def engine_of(family: Family, url: str, patience: float) -> Engine:
    """Make an engine; raises DatabaseError for a URL that its driver does not take, or a driver that is missing."""
    try:
        return family.connect(url, patience)
    except ArgumentError as fault:
        raise bad_url(_("The database URL has a part that its driver does not take.")) from fault
    except ModuleNotFoundError as fault:
        raise DatabaseError(
            "no-driver",
            _("The driver of {family} databases is not installed: {package}.", family=family.name, package=fault.name),
            hint=_("Install it with: pip install 'raccord[{family}]'", family=family.name),
        ) from fault


def family_of(url: str) -> Family:
    """Load the family that a URL names; raises DatabaseError for one that Raccord does not work on."""
    backend = read_url(url).get_backend_name()
    module, name = FAMILIES.get(backend, ("", ""))
    if not module:
        raise faults.unsupported(backend)
    family: Family = getattr(import_module(module), name)()
    return family


def error_of(family: Family, fault: DBAPIError, shown_url: str) -> DatabaseError:
    """What a report of the database, or of its driver, means to a user."""
    meaning = family.meaning(fault)
    if meaning is None:
        title = _("The database reports: {said}.", said=scrubbed_foreign(str(fault.orig)))
        meaning = faults.Meaning("database-fault", title, _("Nothing was written. Check the base and try again."))
    return meaning.error(shown_url)
