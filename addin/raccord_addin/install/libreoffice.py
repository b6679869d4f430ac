"""LibreOffice's extension in place: added, removed and looked for in the profile of the user who runs this."""

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from raccord.errors import UsageError
from raccord.translation import N_, _
from raccord_addin.build.oxt import IDENTIFIER, NAME, build_oxt, oxt_bytes

_SCRIPT = Path(__file__).with_name("office_extensions.py")
_PATIENCE = 300
_DEBIAN = N_("On Debian and Ubuntu, install the packages libreoffice-calc and python3-uno.")


@dataclass(frozen=True, slots=True)
class OfficePlaces:
    """The machine that LibreOffice runs on; `profile` is a profile folder other than the user's own."""

    platform: str = sys.platform
    home: Path = field(default_factory=Path.home)
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    profile: Path | None = None
    is_root: bool = field(default_factory=lambda: hasattr(os, "geteuid") and os.geteuid() == 0)


@dataclass(frozen=True, slots=True)
class OfficeStatus:
    """What is installed: LibreOffice's programs, whether the extension is there, and whether as this version's."""

    program: Path | None
    installed: bool
    current: bool


def install_libreoffice(places: OfficePlaces) -> Path:
    """Install the extension for the user; gives the program folder of the LibreOffice that has it now.

    Raises:
        UsageError: there is no LibreOffice, it is running, or it refuses the extension.
    """
    program = office_program(places)
    _check_closed(places)
    with tempfile.TemporaryDirectory() as folder:
        oxt = Path(folder, NAME)
        build_oxt(oxt)
        _change(places, program, ["add", "--force", str(oxt)], ["add", str(oxt)])
    return program


def uninstall_libreoffice(places: OfficePlaces) -> bool:
    """Remove the extension; whether it was there.

    Raises:
        UsageError: there is no LibreOffice, it is running, or it refuses.
    """
    if _installed_folder(places) is None:
        return False
    program = office_program(places)
    _check_closed(places)
    _change(places, program, ["remove", IDENTIFIER], ["remove", IDENTIFIER])
    return True


def libreoffice_status(places: OfficePlaces) -> OfficeStatus:
    """Look what is installed, without starting LibreOffice."""
    program = next(_programs(places), None)
    folder = _installed_folder(places)
    return OfficeStatus(program, folder is not None, folder is not None and _is_current(folder))


def office_program(places: OfficePlaces) -> Path:
    """The folder of LibreOffice's programs; raises UsageError where there is none."""
    found = next(_programs(places), None)
    if found is None:
        raise UsageError(
            "no-libreoffice",
            _("LibreOffice was not found on this machine."),
            hint=_("Install LibreOffice, or put its program folder on the PATH.") + " " + _(_DEBIAN),
        )
    return found


def office_file(program: Path, places: OfficePlaces) -> Path:
    """The file that starts the LibreOffice whose programs lie in a folder."""
    return program / ("soffice.exe" if places.platform == "win32" else "soffice")


def profile_folder(places: OfficePlaces) -> Path:
    """Where LibreOffice keeps what belongs to the user."""
    if places.profile is not None:
        return places.profile
    if places.platform == "win32":
        return Path(places.environ.get("APPDATA") or places.home / "AppData/Roaming") / "LibreOffice" / "4"
    if places.platform == "darwin":
        return places.home / "Library/Application Support/LibreOffice/4"
    return Path(places.environ.get("XDG_CONFIG_HOME") or places.home / ".config") / "libreoffice" / "4"


def _programs(places: OfficePlaces) -> Iterator[Path]:
    """The program folders that hold `unopkg`, the one on the PATH first."""
    name = _tool(places)
    on_path = shutil.which(name, path=places.environ.get("PATH", ""))
    folders = [Path(on_path).resolve().parent] if on_path else []
    yield from (folder for folder in (*folders, *_usual_folders(places)) if (folder / name).exists())


def _tool(places: OfficePlaces) -> str:
    return "unopkg.com" if places.platform == "win32" else "unopkg"


def _usual_folders(places: OfficePlaces) -> Iterator[Path]:
    if places.platform == "win32":
        for variable in ("ProgramW6432", "ProgramFiles", "ProgramFiles(x86)"):
            if folder := places.environ.get(variable):
                yield Path(folder, "LibreOffice", "program")
    elif places.platform == "darwin":
        for root in (Path("/"), places.home):
            yield root / "Applications/LibreOffice.app/Contents/MacOS"
    else:
        yield from (Path("/usr/lib/libreoffice/program"), Path("/usr/lib64/libreoffice/program"))
        yield from sorted(Path("/opt").glob("libreoffice*/program"), reverse=True)


def _change(places: OfficePlaces, program: Path, by_unopkg: list[str], by_office: list[str]) -> None:
    """Change the user's extensions by LibreOffice's own tool; where that refuses, by LibreOffice itself.

    The tool refuses to work for root, whom containers run as.
    """
    verb, *rest = by_unopkg
    profile = f"-env:UserInstallation={places.profile.as_uri()}" if places.profile else None
    tool = [str(program / _tool(places)), verb, *([profile] if profile else []), *rest]
    said = "" if places.is_root else _failure(tool)
    if said is None:
        return
    python = _office_python(program)
    uri = places.profile.as_uri() if places.profile else ""
    if python is not None:
        said = _failure([python, str(_SCRIPT), str(program / "soffice"), uri, *by_office])
    if said is not None:
        raise UsageError(
            "libreoffice-refuses",
            _("LibreOffice did not change its extensions."),
            message=said or _("No Python here can speak with LibreOffice."),
            hint=_("Close LibreOffice and try again.") + " " + _(_DEBIAN),
        )


def _failure(command: list[str]) -> str | None:
    """Run a program of LibreOffice's; what it said if it failed, None if not."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    try:
        done = subprocess.run(  # noqa: S603 - programs of LibreOffice's, found in its own folders
            command, env=clean, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return None if done.returncode == 0 else (done.stderr.strip() or done.stdout.strip() or _("no reason given"))


def _office_python(program: Path) -> str | None:
    """A Python that can speak with this LibreOffice: the one it brings along, else the system's."""
    own = (program / "python.exe", program / "python", program.parent / "Resources" / "python")
    usual = (*(str(path) for path in own if path.exists()), "/usr/bin/python3")
    return next((python for python in usual if _failure([python, "-c", "import uno"]) is None), None)


def _check_closed(places: OfficePlaces) -> None:
    lock = profile_folder(places) / ".lock"
    if lock.exists():
        raise UsageError(
            "libreoffice-is-running",
            _("LibreOffice is running, so its extensions cannot be changed."),
            hint=_(
                "Close all its windows and try again. If none is open, it once crashed: delete {lock} first.", lock=lock
            ),
        )


def _installed_folder(places: OfficePlaces) -> Path | None:
    """The folder of the installed extension's files, as the list of the user's extensions names it."""
    cache = profile_folder(places) / "user" / "uno_packages" / "cache"
    try:
        entries = (cache / "uno_packages.pmap").read_bytes().split(b"\n")
    except OSError:
        return None
    for name, entry in zip(entries[::2], entries[1::2], strict=False):
        if name.endswith(IDENTIFIER.encode()):
            return cache / "uno_packages" / f"{entry.split(bytes([255]))[0].decode()}_" / NAME
    return None


def _is_current(folder: Path) -> bool:
    """Tell whether an installed extension is the one that this version of Raccord builds."""
    with zipfile.ZipFile(BytesIO(oxt_bytes())) as built:
        return all(
            (folder / name).is_file() and (folder / name).read_bytes() == built.read(name) for name in built.namelist()
        )
