"""The engine's errors in words for somebody who clicks: a hint that names an option of the command says what to do."""

from raccord.errors import RaccordError

_HINTS = {
    "empty-sheet": "Fill in headers and rows, or go to the sheet with your customers, and click again.",
    "no-key": "Select the column that finds the customer and click Key, or let Prepare suggest the marks.\n"
    "The headers, such as Name or ZIP, stand in one row right above the data.",
    "bad-url": "Correct it in RACCORD_DATABASE or your configuration.",
    "no-folder": "Name another place in RACCORD_DATABASE or your configuration.",
    "no-free-column": "Delete the last column and click again.",
}


def told(fault: RaccordError) -> str:
    """The whole text of an error: place, title, message and what to do, a line each."""
    fault.hint = _HINTS.get(fault.code, fault.hint)
    return str(fault)
