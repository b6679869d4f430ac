"""Which Python the add-ins start: the line `python: …` of the user's configuration file (SPEC §9).

The add-ins read that line without a YAML parser: the path in single or double quotes, or without any. Raccord writes
it in single quotes. Everything else in the file stays as it is, to the byte.
"""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml

from raccord.configuration.place import CONFIG_VARIABLE
from raccord.configuration.user import UserConfiguration, load_user_configuration
from raccord.errors import ConfigurationError, FileError, UsageError, Where
from raccord.files.replacing import replacing, unwritable
from raccord.translation import _
from raccord_addin.build.libreoffice.pythonpath.raccord_calc.interpreter import noted_python

_BOM = "\ufeff"


def check_interpreter(python: Path) -> None:
    """Start an interpreter the way the add-ins do; raises UsageError when it does not find Raccord then."""
    command = [str(python), "-I", "-c", "import raccord_addin"]
    try:
        found = subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 - our own
    except OSError:
        found = False
    if not found:
        raise UsageError(
            "interpreter-without-raccord",
            _("{python} does not find Raccord when an add-in starts it.", python=python),
            message=_("The add-ins start Python in isolated mode, which leaves out packages of the user's own folder."),
            hint=_("Install Raccord with pipx, or in a virtual environment, and run raccord addin install from there."),
        )


def noted_interpreter(config: Path) -> str | None:
    """The interpreter that the add-ins read from a configuration file; None when they find none."""
    noted: str | None = noted_python(config)
    return noted


def write_interpreter(config: Path, python: Path) -> None:
    """Put the interpreter into a configuration file, or replace the one that stands there.

    Raises:
        ConfigurationError: the file is not valid, or not written with a key a line.
        FileError: the file cannot be written.
    """
    bom, body = _split(config)
    line = f"python: {_quoted(str(python))}"
    span = _python_span(config, body)
    if span:
        changed = body[: span[0]] + line + body[span[1] :]
    else:
        newline = "\r\n" if "\r\n" in body else "\n"
        ended = not body or body.endswith(("\n", "\r"))
        changed = body + ("" if ended else newline) + line + newline
    if changed != body:
        _store(config, bom + changed, {**_data(body), "python": str(python)})


def remove_interpreter(config: Path, python: Path) -> bool:
    """Take the interpreter out of a configuration file if it is `python`; whether it was.

    A file that held nothing else goes with it. Raises what `write_interpreter` raises.
    """
    bom, body = _split(config)
    span = _python_span(config, body)
    if span is None or _data(body)["python"] != str(python):
        return False
    before, after = body[: span[0]], body[span[1] :]
    rest, newline, below = after.partition("\r\n" if "\r\n" in body else "\n")
    changed = before + (below if not rest.strip() else rest.lstrip() + newline + below)
    _store(config, changed and bom + changed, {key: value for key, value in _data(body).items() if key != "python"})
    return True


def _split(config: Path) -> tuple[str, str]:
    """The byte order mark and the text of a file that is valid; both empty when there is none."""
    if not config.exists():
        return "", ""
    _load(config)
    text = config.read_bytes().decode("utf-8")
    return (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)


def _load(config: Path) -> UserConfiguration:
    return load_user_configuration({CONFIG_VARIABLE: str(config)})


def _data(body: str) -> dict[str, Any]:
    return yaml.safe_load(body) or {}


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _python_span(config: Path, body: str) -> tuple[int, int] | None:
    """Where the key `python` and its value stand in the text."""
    root = yaml.compose(body, Loader=yaml.SafeLoader)
    if root is None:
        return None
    if not isinstance(root, yaml.MappingNode) or root.flow_style or root.start_mark.column:
        raise _refused(config, _("its keys do not stand each at the beginning of a line"))
    for key, value in root.value:
        if key.value == "python":
            if key.start_mark.line != value.end_mark.line or value.start_mark.index < key.end_mark.index:
                raise _refused(config, _("the value of python is not on the line of its key"))
            return key.start_mark.index, value.end_mark.index
    return None


def _store(config: Path, text: str, expected: dict[str, Any]) -> None:
    """Write the file whole or not at all, if it says what is expected; without a text it is removed."""
    try:
        meant = _data(text.removeprefix(_BOM))
    except yaml.YAMLError as error:
        raise _refused(config, _("the new line would break it")) from error
    if meant != expected:
        raise _refused(config, _("its text around the new line would mean something else"))
    try:
        _replace(config, text, expected.get("python"))
    except OSError as error:
        raise _with_hint(unwritable(config, error), config) from error
    except FileError as error:
        raise _with_hint(error, config) from error


def _replace(config: Path, text: str, python: str | None) -> None:
    """Put the text into the file, once Raccord has read from it what the add-ins will."""
    if not text:
        config.unlink()
        return
    config.parent.mkdir(parents=True, exist_ok=True)
    with replacing(config) as part:
        part.write_bytes(text.encode())
        if config.exists():
            shutil.copymode(config, part)
        if _load(part).python != python:
            raise _refused(config, _("Raccord reads another interpreter from the new line"))


def _with_hint(error: FileError, config: Path) -> FileError:
    hint = _("Allow writing to {file}, or set the environment variable RACCORD_PYTHON to the interpreter.", file=config)
    return FileError(error.code, error.title, message=error.message, hint=hint)


def _refused(config: Path, reason: str) -> ConfigurationError:
    return ConfigurationError(
        "interpreter-not-written",
        _("The Python interpreter cannot be noted here: {reason}.", reason=reason),
        message=_("The line for it has the form: python: '/path/to/python'"),
        hint=_("Remove the old line if there is one, write one key a line from its beginning, and try again."),
        where=Where(file=str(config)),
    )
