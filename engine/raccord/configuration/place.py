"""Where the user's configuration file lies, and the language it names, which is needed before the rest."""

import os
from collections.abc import Mapping
from pathlib import Path

from raccord.translation import LANGUAGES, spoken_of, system_language, wished_language

CONFIG_VARIABLE = "RACCORD_CONFIG"


def configuration_path(environ: Mapping[str, str] = os.environ) -> Path:
    """The configuration file: the one RACCORD_CONFIG names, else `config.yaml` in the platform's config folder."""
    if named := environ.get(CONFIG_VARIABLE):
        return Path(named).expanduser()
    from platformdirs import user_config_path  # noqa: PLC0415 - only when nothing names the file

    return user_config_path("raccord", appauthor=False) / "config.yaml"


def configured_language(environ: Mapping[str, str] = os.environ) -> str | None:
    """The language of the configuration file, also of one with other faults; None where it names none."""
    path = configuration_path(environ)
    if not path.exists():
        return None
    import yaml  # noqa: PLC0415 - only where there is a file

    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError, yaml.YAMLError):
        return None
    chosen = given.get("language") if isinstance(given, dict) else None
    return chosen if chosen in LANGUAGES else None


def usual_language(program: str = "") -> str:
    """The language where no option names one: RACCORD_LANGUAGE's, the configuration's, the program's; else English.

    `program` is what a spreadsheet program speaks, such as `de-AT`; without one, the system's own variables count.
    """
    outside = spoken_of(program) if program else system_language()
    return wished_language() or configured_language() or outside or LANGUAGES[0]
