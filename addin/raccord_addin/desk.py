"""The desk: what every action works with beside the snapshot: language, catalogue, base, the workbook's settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from raccord.catalogue import Catalogue
from raccord.configuration.user import (
    OWN_BASE,
    UserConfiguration,
    base_name,
    catalogue_from,
    database_url,
    load_user_configuration,
)
from raccord.configuration.workbook import Settings, read_settings
from raccord.errors import ConfigurationError
from raccord.formats import grouped
from raccord.progress import Progress, Step, silent
from raccord.setup import Setup, existing_base
from raccord.sheet_choice import SETTINGS_SHEET
from raccord.translation import Texts, in_language, language
from raccord_addin.snapshot import Snapshot
from raccord_addin.texts import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from raccord.database import Database

PATIENCE = 5.0
"""For how many seconds a click waits for a base that somebody else has locked: the program's window waits with it."""


@dataclass(frozen=True)
class Desk:
    """The user's configuration, the language, and what the workbook's settings sheet asks for.

    What costs time to load is loaded when it is first asked for.
    """

    configuration: UserConfiguration
    words: Words
    snapshot: Snapshot
    progress: Progress = silent

    @property
    def language(self) -> str:
        """The language of labels, marks and texts: `en`, `fr` or `de`."""
        return self.words.language

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue of the user's configuration."""
        return catalogue_from(self.configuration)

    @cached_property
    def settings(self) -> Settings:
        """What the workbook's settings sheet says; raises SheetError or UsageError for what it may not say."""
        sheet = (self.snapshot.own or {}).get(SETTINGS_SHEET)
        return read_settings(sheet.rows if sheet else (), self.catalogue, self.configuration)

    @cached_property
    def url(self) -> str:
        """The base of the profile that the workbook names, else that of the configuration."""
        return database_url(self.configuration, self.settings.profile)

    @cached_property
    def base_name(self) -> str:
        """What people call that base, in English."""
        return base_name(self.configuration, self.settings.profile)

    @property
    def shown_base(self) -> str:
        """What people call that base, in the user's language."""
        return in_language(self.language, OWN_BASE) if self.base_name == OWN_BASE else self.base_name

    @property
    def names_of_base(self) -> frozenset[str]:
        """The same in every language, as a sheet may be of a time when another one was spoken."""
        return frozenset(Texts(self.base_name).values()) if self.base_name == OWN_BASE else frozenset({self.base_name})

    def has_base(self) -> bool:
        """Tell whether the base is there; raises DatabaseError for a URL that can name none."""
        from raccord.database import base_exists  # noqa: PLC0415 - loads SQLAlchemy

        return base_exists(self.url, PATIENCE)

    @contextmanager
    def base(self) -> "Iterator[Database]":
        """The base, open; raises DatabaseError when there is none yet."""
        setup = Setup(self.configuration, self.catalogue, self.url, self.settings.profile, PATIENCE)
        with existing_base(setup) as database:
            yield database


def open_desk(snapshot: Snapshot, tell: "Callable[[str], None]", *, configured: bool = True) -> Desk:
    """Settle what an action works with; `tell` shows progress.

    What is said is in the language that is spoken. Raises ConfigurationError for a configuration that cannot be read,
    unless the action does without one.
    """
    configuration = load_user_configuration() if configured else _readable_configuration()
    words = Words(language())

    def progress(step: Step, rows: int) -> None:
        tell(words("step", step=words(f"step.{step}"), rows=grouped(rows, words.language)))

    return Desk(configuration, words, snapshot, progress)


def _readable_configuration() -> UserConfiguration:
    try:
        return load_user_configuration()
    except ConfigurationError:
        return UserConfiguration()
