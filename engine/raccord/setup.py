"""What every front end starts from: the user's configuration, the catalogue, and the base that is meant."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from raccord.catalogue import Catalogue
from raccord.configuration.user import (
    UserConfiguration,
    base_name,
    catalogue_from,
    database_url,
    load_user_configuration,
)
from raccord.errors import DatabaseError, Where
from raccord.translation import _

if TYPE_CHECKING:
    from raccord.database import Database


@dataclass(frozen=True)
class Setup:
    """Configuration, catalogue, the URL of the base, the name given for it, and how long a locked one is waited for."""

    configuration: UserConfiguration
    catalogue: Catalogue
    url: str
    named: str | None = None
    patience: float | None = None

    @cached_property
    def base_name(self) -> str:
        """What people call the base; loads SQLAlchemy where the name is a URL."""
        return base_name(self.configuration, self.named)


def settled(catalogue: Path | None = None, database: str | None = None) -> Setup:
    """Settle what counts: what is given comes before the environment, that before the user's configuration.

    `database` is a URL or the name of a profile.
    """
    configuration = load_user_configuration()
    url = database_url(configuration, database)
    return Setup(configuration, catalogue_from(configuration, catalogue), url, database)


@contextmanager
def existing_base(setup: Setup) -> "Iterator[Database]":
    """Open a base that is there already; raises DatabaseError when it is not."""
    from raccord.database import open_database  # noqa: PLC0415 - SQLAlchemy loads after the options are checked

    with open_database(setup.url, setup.catalogue, patience=setup.patience) as database:
        if database.stands_in:
            raise DatabaseError(
                "no-base",
                _("There is no customer base yet."),
                hint=_("Import a sheet into it, or make it with: raccord database create"),
                where=Where(file=database.shown_url),
            )
        yield database
