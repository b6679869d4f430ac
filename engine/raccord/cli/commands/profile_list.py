"""raccord profile list: the bases of the user's configuration, and where their passwords come from."""

from argparse import Namespace
from dataclasses import asdict, dataclass

from raccord.cli.arguments import Parser, add_json
from raccord.cli.screen import Screen
from raccord.configuration.keychain import kept_password
from raccord.configuration.place import configuration_path
from raccord.configuration.user import UserConfiguration, load_user_configuration
from raccord.errors import RaccordError
from raccord.translation import N_, _

SHAPE = N_("""\
[{"profile": "team", "database": "postgresql://anna@server/customers", "default": true,
   "password": "keychain", "fault": null}]
  password is url, keychain or null; fault says why a URL or the keychain cannot be read""")
_SOURCES = {"url": N_("in the URL"), "keychain": N_("in the keychain"), None: ""}


@dataclass(frozen=True, slots=True)
class Listed:
    """A profile as it may be shown."""

    profile: str
    database: str | None
    default: bool
    password: str | None
    fault: str | None = None


def configure(parser: Parser) -> None:
    """Add the options."""
    add_json(parser, SHAPE)


def run(args: Namespace, screen: Screen) -> int:
    """Print the profiles."""
    configuration = load_user_configuration()
    found = [_listed(configuration, name) for name in configuration.profiles]
    if args.json:
        screen.json([asdict(one) for one in found])
        return 0
    lines = [
        (one.profile, one.database, _("yes") if one.default else "", one.fault or _(_SOURCES[one.password]))
        for one in found
    ]
    screen.show(
        _("The profiles of {file}:", file=configuration_path())
        if lines
        else _("No profiles in {file} yet.", file=configuration_path())
    )
    if lines:
        screen.table((_("Profile"), _("Database"), _("Default"), _("Password")), lines)
    return 0


def _listed(configuration: UserConfiguration, name: str) -> Listed:
    from raccord.database import urls  # noqa: PLC0415 - SQLAlchemy, which --help does without

    url, default = configuration.profiles[name], name == configuration.default_profile
    try:
        shown, user = urls.shown_url(url), urls.user_of(url)
        if urls.password_of(urls.read_url(url)):
            return Listed(name, shown, default, "url")
    except RaccordError as fault:
        return Listed(name, None, default, None, fault.title)
    try:
        kept = user is not None and kept_password(name, user) is not None
    except RaccordError as fault:
        return Listed(name, shown, default, None, fault.title)
    return Listed(name, shown, default, "keychain" if kept else None)
