"""The commands `raccord addin …`: build the add-ins, install and remove them, tell what is where (SPEC §8)."""

from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from raccord.configuration.place import configuration_path
from raccord.errors import FileError, UsageError, Where
from raccord.translation import _
from raccord_addin.install.excel import PYTHON_VARIABLE, Places, excel_status, install_excel, uninstall_excel
from raccord_addin.install.interpreter import (
    check_interpreter,
    noted_interpreter,
    remove_interpreter,
    write_interpreter,
)
from raccord_addin.install.libreoffice import (
    OfficePlaces,
    install_libreoffice,
    libreoffice_status,
    office_file,
    uninstall_libreoffice,
)

EXCEL, LIBREOFFICE = "excel", "libreoffice"
PROGRAMS = (EXCEL, LIBREOFFICE)
_NAMES = {EXCEL: "Excel", LIBREOFFICE: "LibreOffice"}
_EXCEL_SYSTEMS = {"win32", "darwin"}


class Screen(Protocol):
    """What the command line offers for results."""

    def show(self, *parts: Any) -> None:
        """Write lines to standard output."""

    def json(self, value: Any) -> None:
        """Write one JSON value to standard output."""


@dataclass(frozen=True, slots=True)
class State:
    """An add-in: where it is, whether it is installed and as this version builds it, and the Python that it starts.

    `place` is Excel's add-in or LibreOffice's program; `named` says that RACCORD_PYTHON names the Python.
    """

    program: str
    place: str | None
    installed: bool
    current: bool
    python: str | None
    named: bool = False

    def as_json(self) -> dict[str, Any]:
        """The state as `raccord addin status --json` prints it."""
        return {
            "program": self.program,
            "place": self.place,
            "installed": self.installed,
            "current": self.current,
            "python": self.python,
        }


@dataclass(frozen=True, slots=True)
class Machine:
    """Where both programs keep their add-ins; tests give their own."""

    excel: Places
    office: OfficePlaces


def this_machine() -> Machine:
    """The machine that this runs on."""
    return Machine(Places(), OfficePlaces())


def run(action: str, args: Namespace, screen: Screen, machine: Machine | None = None) -> int:
    """Run an action of `raccord addin`: build, install, uninstall or status; gives the exit status.

    Raises:
        RaccordError: what the action needs is not here, or refuses.
    """
    here = machine or this_machine()
    actions: dict[str, Callable[[], tuple[Any, Sequence[str]]]] = {
        "build": lambda: _build(args.folder),
        "install": lambda: _install(_chosen(args.programs, here), here),
        "uninstall": lambda: _uninstall(_chosen(args.programs, here), here),
        "status": lambda: _status(here),
    }
    result, lines = actions[action]()
    if args.json:
        screen.json(result)
    else:
        screen.show(*lines)
    return 0


def _build(folder: Path) -> tuple[Any, list[str]]:
    from raccord_addin.build import oxt, xlam  # noqa: PLC0415 - the others need no builder

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise FileError(
            "no-build-folder",
            _("The folder cannot be made: {reason}.", reason=fault.strerror),
            hint=_("Name another one: raccord addin build FOLDER"),
            where=Where(file=str(folder)),
        ) from fault
    paths = [folder / xlam.NAME, folder / oxt.NAME]
    for path, build in zip(paths, (xlam.build_xlam, oxt.build_oxt), strict=True):
        build(path)
    return [str(path) for path in paths], [_("Wrote {file}", file=path) for path in paths]


def _chosen(asked: Sequence[str], here: Machine) -> list[str]:
    """The programs that were asked for, else those that are here."""
    if asked:
        return list(dict.fromkeys(asked))
    found = [
        *([EXCEL] if here.excel.platform in _EXCEL_SYSTEMS else []),
        *([LIBREOFFICE] if libreoffice_status(here.office).program else []),
    ]
    if not found:
        raise UsageError(
            "no-program",
            _("Neither Excel nor LibreOffice was found on this machine."),
            hint=_("Install one of them, or name it: raccord addin install libreoffice"),
        )
    return found


def _install(programs: Sequence[str], here: Machine) -> tuple[Any, list[str]]:
    for program in programs:
        if program == EXCEL:
            install_excel(here.excel)
        else:
            check_interpreter(here.excel.python)
            write_interpreter(configuration_path(here.office.environ), here.excel.python)
            install_libreoffice(here.office)
    states = [one for one in _states(here) if one.program in programs]
    return [one.as_json() for one in states], [_installed_line(one) for one in states]


def _uninstall(programs: Sequence[str], here: Machine) -> tuple[Any, list[str]]:
    """Remove add-ins; the line that names Python stays as long as one of them needs it."""
    removed = {}
    for program in programs:
        if program == EXCEL:
            removed[program] = uninstall_excel(here.excel, keep_interpreter=True)
        else:
            removed[program] = uninstall_libreoffice(here.office)
    if not any(one.installed for one in _states(here)):
        remove_interpreter(configuration_path(here.office.environ), here.excel.python)
    lines = [
        _("{program}: the add-in is removed.", program=_NAMES[program])
        if done
        else _("{program}: the add-in was not installed.", program=_NAMES[program])
        for program, done in removed.items()
    ]
    return [{"program": program, "removed": done} for program, done in removed.items()], lines


def _status(here: Machine) -> tuple[Any, list[str]]:
    states = _states(here)
    config = configuration_path(here.office.environ)
    place = _("Your configuration, which names the customer base: {file}", file=config)
    missing = "" if config.exists() else " " + _("(not there yet: everything has its default)")
    lines = [*map(_status_line, states), place + missing]
    return [one.as_json() for one in states], lines


def _states(here: Machine) -> list[State]:
    return [_excel_state(here.excel), _libreoffice_state(here)]


def _excel_state(places: Places) -> State:
    if places.platform not in _EXCEL_SYSTEMS:
        return State(EXCEL, None, installed=False, current=False, python=None)
    found = excel_status(places)
    named = places.platform == "win32" and bool(places.environ.get(PYTHON_VARIABLE))
    return State(EXCEL, str(found.path), found.installed, found.current, found.interpreter, named)


def _libreoffice_state(here: Machine) -> State:
    found = libreoffice_status(here.office)
    named = here.office.environ.get(PYTHON_VARIABLE)
    python = named or noted_interpreter(configuration_path(here.office.environ))
    place = str(office_file(found.program, here.office)) if found.program else None
    return State(LIBREOFFICE, place, found.installed, found.current, python, bool(named))


def _installed_line(one: State) -> str:
    return _(
        "{program}: the add-in is installed ({place}). Start the program anew to see it.",
        program=_NAMES[one.program],
        place=one.place,
    )


def _status_line(one: State) -> str:
    name = _NAMES[one.program]
    command = f"raccord addin install {one.program}"
    if one.place is None:
        return _("{program}: not found on this machine.", program=name)
    if not one.installed:
        return _("{program}: the add-in is not installed. Install it with: {command}", program=name, command=command)
    python = _python_words(one)
    if one.current:
        return _("{program}: the add-in is installed and up to date. Its Python: {python}", program=name, python=python)
    return _(
        "{program}: the add-in is installed and of another version; renew it with: {command}. Its Python: {python}",
        program=name,
        command=command,
        python=python,
    )


def _python_words(one: State) -> str:
    """The Python that an add-in starts, who named it, and what to do if it is not there."""
    command = f"raccord addin install {one.program}"
    if one.python is None:
        return _("none; set it with: {command}", command=command)
    there = Path(one.python).is_file()
    if one.named and there:
        remark = _("{variable} names it", variable=PYTHON_VARIABLE)
    elif one.named:
        remark = _("{variable} names it; not there: correct or unset that variable", variable=PYTHON_VARIABLE)
    else:
        remark = "" if there else _("not there any more; renew it with: {command}", command=command)
    return f"{one.python} ({remark})" if remark else one.python
