"""What Excel starts for a button: `python -I -m raccord_addin BUTTON [--hwnd HANDLE]`.

With `-I`, nothing that lies in a workbook's folder can be loaded. The environment brings the rest, so that no text of
a workbook ever stands on a command line: `RACCORD_WORKBOOK` is the workbook's name, and `RACCORD_ERRORS` a file for
what could not be told in Excel. The exit status is 0, or 2 for that.
"""

import os
import re
import sys
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

from raccord.configuration.place import usual_language
from raccord.translation import _, speaking
from raccord_addin.buttons import find_button

COULD_NOT_RUN = 2
_HANDLE = "--hwnd"
_NUMBER = re.compile("-?[0-9]+")


class StartError(Exception):
    """Arguments that start nothing."""


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Press a button in the workbook that Excel names; returns the exit status."""
    with speaking(usual_language()):
        return _main(arguments, environment)


def _main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    try:
        button, handle = understood(arguments)
        _press(button, handle, environment.get("RACCORD_WORKBOOK") or None)
    except StartError as fault:
        return _complain(str(fault), environment)
    except Exception as failure:  # noqa: BLE001 - a user never sees a traceback; the log has it
        return _complain(_told(failure), environment)
    return 0


def understood(arguments: Sequence[str]) -> tuple[str, int | None]:
    """Read a button's id and Excel's window handle out of the arguments; raises StartError."""
    match list(arguments):
        case [button]:
            handle = None
        case [button, flag, digits] if flag == _HANDLE and _NUMBER.fullmatch(digits):
            handle = int(digits)
        case _:
            raise StartError(
                _("Raccord cannot be started with “{words}”.\nInstall the add-in again.", words=" ".join(arguments))
            )
    if find_button(button) is None:
        raise StartError(_("“{button}” is no button of Raccord's.\nInstall the add-in again.", button=button))
    return button, handle


def _press(button: str, handle: int | None, workbook: str | None) -> None:
    # Excel's user waits for each of these imports.
    from raccord_addin.hosts.excel import ExcelHost, caller_book  # noqa: PLC0415
    from raccord_addin.pressing import press  # noqa: PLC0415

    press(button, ExcelHost(caller_book(handle, workbook)))


def _told(failure: Exception) -> str:
    from raccord.failures import log_failure  # noqa: PLC0415
    from raccord_addin.hosts import HostError  # noqa: PLC0415

    return str(failure) if isinstance(failure, HostError) else log_failure(failure)


def _complain(text: str, environment: Mapping[str, str]) -> int:
    """Leave a text where Excel looks for it, in the one encoding that Windows' scripts read; else say it aloud."""
    place = environment.get("RACCORD_ERRORS")
    try:
        if place:
            Path(place).write_bytes(f"\ufeff{text}".encode("utf-16-le", "replace"))
            return COULD_NOT_RUN
    except OSError:
        pass
    if sys.stderr:
        sys.stderr.write(f"{text}\n")
    return COULD_NOT_RUN


if __name__ == "__main__":
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # what libraries tell developers is no message for users
    sys.exit(main(sys.argv[1:], os.environ))
