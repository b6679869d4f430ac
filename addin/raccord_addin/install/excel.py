"""Excel's add-in in place: where Excel starts add-ins from, and on the Mac also the script that starts Python."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from raccord.configuration.place import configuration_path
from raccord.errors import FileError, UsageError
from raccord.files.replacing import replacing, unwritable
from raccord.translation import _
from raccord_addin.build import applescript, xlam
from raccord_addin.install.interpreter import (
    check_interpreter,
    noted_interpreter,
    remove_interpreter,
    write_interpreter,
)

PYTHON_VARIABLE = "RACCORD_PYTHON"
_MAC_STARTUP = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
_MAC_SCRIPTS = "Library/Application Scripts/com.microsoft.Excel"


@dataclass(frozen=True, slots=True)
class Places:
    """The machine that Excel runs on, and the Python that Excel shall start.

    `base` is the installation below that Python, which differs from it in a virtual environment.
    """

    platform: str = sys.platform
    home: Path = field(default_factory=Path.home)
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    python: Path = field(default_factory=lambda: Path(sys.executable))
    base: Path = field(default_factory=lambda: Path(sys.base_prefix))


@dataclass(frozen=True, slots=True)
class ExcelStatus:
    """What is installed: the add-in's place, whether it is there and as this version builds it, and Excel's Python.

    `interpreter` is None where Excel would not know what to start; `interpreter_found` says whether the file is there.
    """

    path: Path
    installed: bool
    current: bool
    interpreter: str | None
    interpreter_found: bool


def install_excel(places: Places) -> Path:
    """Install the add-in, and tell it which Python to start; gives the add-in's path.

    Raises:
        UsageError: there is no Excel on this platform, or the add-in cannot start this Python.
        ConfigurationError: the user's configuration cannot take the interpreter.
        FileError: a file cannot be written; while Excel is open, that is the add-in's.
    """
    target = addin_path(places)
    _check_python(places)
    if script := _script_path(places):
        _write(script, applescript.render_script(str(places.python)).encode())
    else:
        write_interpreter(configuration_path(places.environ), places.python)
    _write(target, xlam.xlam_bytes())
    return target


def uninstall_excel(places: Places, *, keep_interpreter: bool = False) -> bool:
    """Remove the add-in and what names this Python; whether the add-in was there.

    `keep_interpreter` leaves the interpreter in the user's configuration, for LibreOffice's add-in.

    Raises:
        UsageError: there is no Excel on this platform.
        ConfigurationError: the user's configuration is not valid.
        FileError: a file cannot be removed; while Excel is open, that is the add-in's.
    """
    target = addin_path(places)
    installed = target.exists()
    for path in filter(None, (target, _script_path(places))):
        with explained(path):
            path.unlink(missing_ok=True)
    if places.platform == "win32" and not keep_interpreter:
        remove_interpreter(configuration_path(places.environ), places.python)
    return installed


def excel_status(places: Places) -> ExcelStatus:
    """Look what is installed, without changing anything; raises UsageError where there is no Excel."""
    target, script = addin_path(places), _script_path(places)
    current = _holds(target, xlam.xlam_bytes())
    if script:
        interpreter = _interpreter_of(script)
        current = current and _holds(script, applescript.render_script(interpreter or "").encode())
    else:
        interpreter = places.environ.get(PYTHON_VARIABLE) or noted_interpreter(configuration_path(places.environ))
    found = interpreter is not None and Path(interpreter).is_file()
    return ExcelStatus(target, target.exists(), current, interpreter, found)


def addin_path(places: Places) -> Path:
    """Where Excel starts the add-in from; raises UsageError where there is no Excel."""
    if places.platform == "win32":
        return _application_data(places) / "Microsoft" / "Excel" / "XLSTART" / xlam.NAME
    if places.platform == "darwin":
        return places.home / _MAC_STARTUP / xlam.NAME
    raise UsageError(
        "no-excel-here",
        _("Excel runs on Windows and macOS, not on this system."),
        hint=_("Install the add-in for LibreOffice here, or run this on the machine with Excel."),
    )


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn the system's refusal to touch an installed file into what the user can do about it."""
    try:
        yield
    except FileError as error:
        if isinstance(error.__cause__, PermissionError):
            raise _in_use(path) from error
        raise
    except PermissionError as error:
        raise _in_use(path) from error
    except OSError as error:
        raise unwritable(path, error) from error


def _in_use(path: Path) -> FileError:
    return FileError(
        "excel-is-open",
        _("{path} cannot be changed.", path=path),
        message=_("Excel keeps the add-in's file to itself while it runs."),
        hint=_("Close Excel and try again. If it is closed, check your rights in that folder."),
    )


def _application_data(places: Places) -> Path:
    folder = places.environ.get("APPDATA")
    if not folder:
        raise UsageError(
            "no-application-data",
            _("The environment variable APPDATA is missing, so that Excel's folder is not known."),
            hint=_("Run this as the user who works with Excel."),
        )
    return Path(folder)


def _check_python(places: Places) -> None:
    """Refuse a Python that Excel could not start, or whose files it would not see."""
    if places.platform == "win32" and "WindowsApps" in str(places.base):
        raise UsageError(
            "python-from-the-store",
            _("This Python comes from the Microsoft Store: {folder}", folder=places.base),
            message=_("Windows hides what it writes from other programs, so that Excel would not find the add-in."),
            hint=_(
                "Install Python from python.org, install Raccord with it, and run raccord addin install from there."
            ),
        )
    check_interpreter(places.python)


def _script_path(places: Places) -> Path | None:
    return places.home / _MAC_SCRIPTS / applescript.NAME if places.platform == "darwin" else None


def _write(path: Path, data: bytes) -> None:
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as part:
            part.write_bytes(data)


def _holds(path: Path, data: bytes) -> bool:
    with suppress(OSError):
        return path.read_bytes() == data
    return False


def _interpreter_of(script: Path) -> str | None:
    with suppress(OSError, UnicodeDecodeError):
        return applescript.interpreter_in(script.read_text(encoding="ascii"))
    return None
