"""The demo's base as a profile of the user's configuration, so that the buttons find it."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from raccord.configuration.place import CONFIG_VARIABLE, configuration_path
from raccord.configuration.user import load_user_configuration
from raccord.errors import ConfigurationError, Where
from raccord.files.replacing import replacing
from raccord.translation import _

PROFILE = "demo"
_BASES = re.compile(r"^(profiles|default_profile)\b", re.MULTILINE)


def profile_lines(url: str) -> tuple[str, ...]:
    """The lines of a configuration that make a base the one of buttons and commands."""
    return "profiles:", f"  {PROFILE}: {url}", f"default_profile: {PROFILE}"


def check_free(environ: Mapping[str, str] = os.environ) -> None:
    """Raise ConfigurationError where the user's configuration names bases, which the demo must not replace."""
    configuration = load_user_configuration(environ)
    if set(configuration.profiles) - {PROFILE} or configuration.default_profile not in {PROFILE, None}:
        raise _refused(configuration_path(environ), _("it names a base already"))


def name_base(url: str, environ: Mapping[str, str] = os.environ) -> Path:
    """Make the demo's base the usual one in the configuration, all other lines of which stay; gives the file.

    Raises:
        ConfigurationError: the lines do not fit into the file.
        FileError: the file cannot be written.
    """
    path = configuration_path(environ)
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as part:
        part.write_text("\n".join([*_without_bases(text), *profile_lines(url)]) + "\n", encoding="utf-8")
        try:
            load_user_configuration({CONFIG_VARIABLE: str(part)})
        except ConfigurationError as fault:
            raise _refused(path, _("its keys do not stand each at the beginning of a line")) from fault
    return path


def _without_bases(text: str) -> list[str]:
    """The lines of a configuration but those of an earlier demo's base."""
    kept, dropping = [], False
    for line in text.splitlines():
        dropping = bool(_BASES.match(line)) or (dropping and line[:1] in {" ", "\t"})
        if not dropping:
            kept.append(line)
    return kept


def _refused(path: Path, reason: str) -> ConfigurationError:
    return ConfigurationError(
        "demo-not-named",
        _("The demo's base cannot be written into your configuration: {reason}.", reason=reason),
        hint=_("Run the demo without --buttons. It shows the lines that belong into this file."),
        where=Where(file=str(path)),
    )
