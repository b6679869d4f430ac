"""The system's keychain, through the keyring library: the passwords of profiles (SPEC §9).

A profile's URL that names a user and no password gets the one that is kept under `raccord:PROFILE` and the user's name.
Where none is kept, or there is no keychain, the driver looks in its own places, such as PostgreSQL's .pgpass.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from raccord.errors import ConfigurationError
from raccord.secrecy import scrubbed_foreign
from raccord.translation import N_, _

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

NO_KEYCHAIN = "no-keychain"
_INSTEAD = N_("Or keep it in your driver's own file, or in the URL of your configuration (docs/servers.md).")


def service_of(profile: str) -> str:
    """The name under which the keychain has a profile's password."""
    return f"raccord:{profile}"


def with_kept_password(profile: str, url: str) -> str:
    """A profile's URL, with its kept password where it lacks one; raises ConfigurationError for a locked keychain."""
    if "@" not in url:
        return url
    from raccord.database import urls  # noqa: PLC0415 - loads SQLAlchemy, which bases without a user need not

    user = urls.user_of(url)
    if user is None or urls.password_of(urls.read_url(url)):
        return url
    password = kept_password(profile, user)
    return url if password is None else urls.with_password(url, password)


def kept_password(profile: str, user: str) -> str | None:
    """The password that is kept; None where there is none, or no keychain."""
    try:
        with _keychain() as chain:
            return chain.get_password(service_of(profile), user)
    except ConfigurationError as fault:
        if fault.code != NO_KEYCHAIN:
            raise
        return None


def keep_password(profile: str, user: str, password: str) -> None:
    """Keep a password; raises ConfigurationError where that cannot be."""
    with _keychain() as chain:
        chain.set_password(service_of(profile), user, password)
        kept = chain.get_password(service_of(profile), user)
    if kept != password:
        raise ConfigurationError(
            "keychain-refuses",
            _("The keychain of this computer has not kept the password."),
            hint=_("Look which one the library keyring uses: keyring --list-backends") + "\n" + _(_INSTEAD),
        )


def forget_password(profile: str, user: str) -> bool:
    """Remove a kept password; tells whether there was one."""
    with _keychain() as chain:
        if chain.get_password(service_of(profile), user) is None:
            return False
        chain.delete_password(service_of(profile), user)
    return True


@contextmanager
def _keychain() -> "Iterator[KeyringBackend]":
    """The keychain of this system; what goes wrong with it becomes a ConfigurationError."""
    try:
        import keyring  # noqa: PLC0415 - an extra, and slow to load
        from keyring.errors import NoKeyringError  # noqa: PLC0415 - as above

        chain = keyring.get_keyring()
    except Exception as fault:
        raise _unloaded(fault) from fault
    try:
        yield chain
    except NoKeyringError as fault:
        raise ConfigurationError(
            NO_KEYCHAIN,
            _("This computer has no keychain that the library keyring can use."),
            hint=_("Start or install one, such as GNOME Keyring or KWallet.") + " " + _(_INSTEAD),
        ) from fault
    except Exception as fault:
        # Each system's keychain has errors of its own.
        said = scrubbed_foreign(str(fault)) or type(fault).__name__
        raise ConfigurationError(
            "keychain-refuses",
            _("The keychain of this computer does not answer: {said}.", said=said),
            hint=_("Unlock it and try again.") + " " + _(_INSTEAD),
        ) from fault


def _unloaded(fault: Exception) -> ConfigurationError:
    if isinstance(fault, ModuleNotFoundError) and fault.name == "keyring":
        title = _("The library that asks the keychain of this computer is not installed: keyring.")
        return ConfigurationError(
            NO_KEYCHAIN, title, hint=_("Install it with: pip install 'raccord[keyring]'.") + " " + _(_INSTEAD)
        )
    title = _(
        "The keychain that PYTHON_KEYRING_BACKEND or keyring's own configuration names cannot be loaded: {fault}.",
        fault=fault,
    )
    return ConfigurationError("keychain-refuses", title, hint=_("Correct its name.") + " " + _(_INSTEAD))
