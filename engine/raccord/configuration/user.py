"""The user's configuration file, and what comes before it: options and environment variables (SPEC §9)."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from raccord.catalogue import Catalogue
from raccord.catalogue_files import default_catalogue, load_catalogue
from raccord.configuration.keychain import with_kept_password
from raccord.configuration.place import CONFIG_VARIABLE, configuration_path
from raccord.errors import ConfigurationError, UsageError
from raccord.translation import LANGUAGES, N_, _
from raccord.yaml_files import Location, YamlDocument

DATABASE_VARIABLE = "RACCORD_DATABASE"
CATALOGUE_VARIABLE = "RACCORD_CATALOGUE"
_NOT_IN_NAMES = frozenset("@:=?")
OWN_BASE = N_("your own base")
"""What people call the base in their own data folder."""


@dataclass(frozen=True, slots=True)
class UserConfiguration:
    """What a user sets once: databases by profile, catalogue, language, and how long things are kept (days).

    `language` is None until the user says one. `python` is the interpreter that the add-ins start. A relative
    `catalogue` lies beside the configuration file.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    profiles: Mapping[str, str] = field(default_factory=dict)
    default_profile: str | None = None
    catalogue: Path | None = None
    language: str | None = None
    python: str | None = None
    bin_days: int = 14
    journal_days: int = 30


def load_user_configuration(environ: Mapping[str, str] = os.environ) -> UserConfiguration:
    """Read the configuration file; without one everything has its default.

    Raises ConfigurationError with file, line and key; also for a file that RACCORD_CONFIG names and that is missing.
    """
    path = configuration_path(environ)
    if not environ.get(CONFIG_VARIABLE) and not path.exists():
        return UserConfiguration()
    document = YamlDocument(path, ConfigurationError)
    if document.data is None:
        return UserConfiguration()
    configuration = document.checked(UserConfiguration)
    for location, title, allowed in _faults(configuration):
        raise document.fault(location, title, message=allowed, hint=_("Mend the file and try again."))
    if configuration.catalogue is None:
        return configuration
    return replace(configuration, catalogue=path.parent / configuration.catalogue.expanduser())


def _faults(given: UserConfiguration) -> Iterator[tuple[Location, str, str]]:
    """Each broken rule: the place, what was found, what is allowed. A URL is never shown, it may hold a password."""
    for name, url in given.profiles.items():
        if "://" in name:
            yield ("profiles", name), _("A profile's name looks like a URL."), _("Any text without :// is allowed.")
        if "://" not in url:
            allowed = _("A URL is allowed, such as sqlite:////srv/raccord/customers.db.")
            yield ("profiles", name), _("The profile holds no database URL."), allowed
    if given.default_profile is not None and given.default_profile not in given.profiles:
        yield (
            ("default_profile",),
            _("Found {found}.", found=quoted(given.default_profile)),
            _("Allowed: {allowed}.", allowed=_listed(given.profiles)),
        )
    if given.language not in {*LANGUAGES, None}:
        yield (
            ("language",),
            _("Found “{found}”.", found=given.language),
            _("Allowed: {allowed}.", allowed=", ".join(LANGUAGES)),
        )
    for key, days in (("bin_days", given.bin_days), ("journal_days", given.journal_days)):
        if days < 1:
            yield (key,), _("Found {days}.", days=days), _("A whole number of days from 1 on is allowed.")


def database_url(
    configuration: UserConfiguration, given: str | None = None, environ: Mapping[str, str] = os.environ
) -> str:
    """The database URL: by option, else RACCORD_DATABASE, else the default profile, else the user's own base.

    Each may be a URL or the name of a profile; raises UsageError for a name that is no profile.
    """
    named = _named_base(configuration, given, environ)
    if named is None:
        from raccord.database.reaching import default_url  # noqa: PLC0415 - loads SQLAlchemy

        return default_url()
    return named if "://" in named else profile_url(configuration, named)


def base_name(
    configuration: UserConfiguration, given: str | None = None, environ: Mapping[str, str] = os.environ
) -> str:
    """What people call the base of `database_url`: its profile, `OWN_BASE`, or the bare name of a URL's file."""
    named = _named_base(configuration, given, environ)
    if named is None or "://" not in named:
        return named or OWN_BASE
    from raccord.database import bare_name  # noqa: PLC0415 - loads SQLAlchemy

    return bare_name(named)


def shown_base(name: str) -> str:
    """A name that `base_name` has given, in the language spoken."""
    return _(name) if name == OWN_BASE else name


def quoted(name: str) -> str:
    """A name that is no profile's, as a message shows it: not if it may be a mistyped URL with a password."""
    return _("“{name}”", name="…" if set(name) & _NOT_IN_NAMES else name)


def catalogue_from(
    configuration: UserConfiguration, given: Path | None = None, environ: Mapping[str, str] = os.environ
) -> Catalogue:
    """The catalogue: by option, else RACCORD_CATALOGUE, else the configuration's, else the one of Raccord."""
    named = environ.get(CATALOGUE_VARIABLE)
    path = given or (Path(named).expanduser() if named else configuration.catalogue)
    return load_catalogue(path) if path else default_catalogue()


def _named_base(configuration: UserConfiguration, given: str | None, environ: Mapping[str, str]) -> str | None:
    return given or environ.get(DATABASE_VARIABLE) or configuration.default_profile


def profile_url(configuration: UserConfiguration, name: str) -> str:
    """The URL of a profile, with the password that the keychain keeps for it; raises UsageError for no profile."""
    return with_kept_password(name, written_url(configuration, name))


def written_url(configuration: UserConfiguration, name: str) -> str:
    """The URL of a profile as it stands in the configuration; raises UsageError for no profile."""
    if name not in configuration.profiles:
        raise UsageError(
            "unknown-profile",
            _("{name} is neither a database URL nor a profile.", name=quoted(name)),
            message=_(
                "The profiles are: {profiles}. They stand in {file}.",
                profiles=_listed(configuration.profiles),
                file=configuration_path(),
            ),
            hint=_("Give one of them, or a URL such as sqlite:///customers.db."),
        )
    return configuration.profiles[name]


def _listed(profiles: Mapping[str, str]) -> str:
    return ", ".join(profiles) or _("none yet")
