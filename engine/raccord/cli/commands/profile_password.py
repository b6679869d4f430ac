"""raccord profile password: a profile's password into the system's keychain, and out of it.

It is typed at a prompt or comes on standard input, so that neither the command line nor the shell's history has it.
"""

import sys
from argparse import SUPPRESS, Namespace
from getpass import getpass

from raccord.cli.arguments import Parser, add_json
from raccord.cli.screen import Screen
from raccord.configuration.keychain import forget_password, keep_password
from raccord.configuration.user import load_user_configuration, written_url
from raccord.errors import UsageError
from raccord.translation import _


def configure(parser: Parser) -> None:
    """Add the options."""
    parser.add_argument("profile", metavar="PROFILE", help=_("a profile of your configuration"))
    parser.add_argument("typed", nargs="*", help=SUPPRESS)
    parser.add_argument("--remove", action="store_true", help=_("remove the password from the keychain"))
    add_json(parser, '{"profile": "team", "user": "anna", "kept": true}')


def run(args: Namespace, screen: Screen) -> int:
    """Keep the password, or remove it."""
    name: str = args.profile
    if args.typed:
        raise UsageError(
            "password-typed",
            _("A password does not belong on the command line, which others can see and the shell remembers."),
            hint=_("Write: raccord profile password {name}. It asks for the password.", name=name),
        )
    user = _user(name, written_url(load_user_configuration(), name))
    if args.remove:
        done = forget_password(name, user)
        text = (
            _("The keychain has forgotten the password of {user} for “{name}”.", user=user, name=name)
            if done
            else _("The keychain keeps no password of {user} for “{name}”.", user=user, name=name)
        )
    else:
        keep_password(name, user, _asked(_("Password of {user} for {name}: ", user=user, name=name)))
        text = _("The keychain keeps the password of {user} for “{name}”.", user=user, name=name)
    if args.json:
        screen.json({"profile": name, "user": user, "kept": not args.remove})
    else:
        screen.show(text)
    return 0


def _user(name: str, url: str) -> str:
    from raccord.database import urls  # noqa: PLC0415 - SQLAlchemy, which --help does without

    user = urls.user_of(url)
    if user is None:
        raise UsageError(
            "no-user",
            _("The URL of “{name}” names no user, whose password could be kept.", name=name),
            hint=_("Write it with one: postgresql://anna@server/customers"),
        )
    if urls.password_of(urls.read_url(url)):
        raise UsageError(
            "password-in-url",
            _("The URL of “{name}” has a password, which comes before the keychain's.", name=name),
            hint=_("Take it out of your configuration first: postgresql://anna@server/customers"),
        )
    return user


def _asked(prompt: str) -> str:
    password = getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise UsageError("no-password", _("No password was given."), hint=_("Type it at the prompt, or pipe it in."))
    return password
