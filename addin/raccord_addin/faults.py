"""The engine's errors in words for somebody who clicks: a hint that names an option of the command says what to do."""

from raccord.errors import RaccordError
from raccord.translation import N_, _

_HINTS = {
    "empty-sheet": N_("Fill in headers and rows, or go to the sheet with your customers, and click again."),
    "no-key": N_(
        "Select the column that finds the customer and click Key, or let Prepare suggest the marks.\n"
        "The headers, such as Name or ZIP, stand in one row right above the data."
    ),
    "bad-url": N_("Correct it in RACCORD_DATABASE or your configuration."),
    "no-folder": N_("Name another place in RACCORD_DATABASE or your configuration."),
    "no-free-column": N_("Delete the last column and click again."),
}


def told(fault: RaccordError) -> str:
    """The whole text of an error: place, title, message and what to do, a line each."""
    if fault.code in _HINTS:
        fault.hint = _(_HINTS[fault.code])
    return str(fault)
