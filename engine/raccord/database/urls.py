"""Database URLs: what they say, and what of them may be shown."""

from pathlib import PureWindowsPath

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from raccord.errors import DatabaseError
from raccord.secrecy import HIDDEN, remember
from raccord.translation import N_, _

# All other options are hidden: a driver may know a secret by any name.
_SHOWN_OPTIONS = frozenset({
    *("host", "port", "user", "dbname", "database", "db", "options", "service", "passfile", "connect_timeout"),
    *("application_name", "target_session_attrs", "client_encoding", "charset", "unix_socket", "read_default_file"),
    *("read_default_group", "sslmode", "sslrootcert", "sslcert", "channel_binding", "gssencmode", "krbsrvname"),
    *("ssl_ca", "ssl_cert", "ssl_disabled", "ssl_check_hostname", "mode", "uri", "cache", "timeout", "nolock"),
    *("immutable", "vfs"),
})  # fmt: skip
BAD_URL = "bad-url"
_LOOKS = N_("A URL looks like sqlite:///customers.db or postgresql://user@server/database.")
_ESCAPES = N_("In a user's name or password write @ as %40, : as %3A, / as %2F, ? as %3F and % as %25.")
_HINT = N_("Correct it in --database, RACCORD_DATABASE or your configuration.")


def read_url(url: str) -> URL:
    """The parts of a URL, whose password is a secret from now on; raises DatabaseError for what is no URL."""
    try:
        found = make_url(url)
        found.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError) as fault:
        raise bad_url(_("The database URL cannot be understood.")) from fault
    if found.host and _has_stray_at(url):
        raise bad_url(_("The database URL has an @ too many, so it is not clear where its password ends."))
    for secret in _secrets(found):
        remember(secret)
    return found


def bad_url(title: str) -> DatabaseError:
    """The error of a URL, which is not shown itself."""
    return DatabaseError(BAD_URL, title, message=f"{_(_LOOKS)}\n{_(_ESCAPES)}", hint=_(_HINT))


def shown_url(url: str | URL) -> str:
    """A URL without its password and without options that may be secrets."""
    found = read_url(url) if isinstance(url, str) else url
    options = {name: value if name in _SHOWN_OPTIONS else HIDDEN for name, value in found.query.items()}
    shown = found.set(query=options).render_as_string(hide_password=True)
    return shown.replace(f"={HIDDEN.replace('*', '%2A')}", f"={HIDDEN}")


def bare_name(url: str) -> str:
    """The name of the file or database that a URL names: no folder, no server, no password."""
    return PureWindowsPath(read_url(url).database or "").name


def password_of(url: URL) -> str | None:
    """The password that a URL brings; one among its options comes first, as drivers take it."""
    return next(iter(_secrets(url)), None)


def user_of(url: str) -> str | None:
    """The user that a URL names."""
    return read_url(url).username or None


def with_password(url: str, password: str) -> str:
    """The URL with a password, which is a secret from now on."""
    remember(password)
    return read_url(url).set(password=password).render_as_string(hide_password=False)


def _secrets(url: URL) -> list[str]:
    given = [url.query.get("password"), url.password, url.query.get("passwd")]
    return [str(each) for one in given if one for each in (one if isinstance(one, tuple) else (one,))]


def _has_stray_at(url: str) -> bool:
    """Tell whether the server or the database of a URL have what is rather a part of a password."""
    rest, _, options = url.partition("://")[2].partition("@")[2].partition("?")
    return "@" in rest or "@" in options.partition("=")[0]
