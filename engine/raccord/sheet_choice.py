"""Which sheet of a workbook is meant."""

from collections.abc import Sequence

from raccord.cells import Grid, is_blank
from raccord.errors import SheetError
from raccord.marks import plain
from raccord.sheet import has_update_row
from raccord.translation import _

RESULT_SHEET = "Raccord"
"""The name of the result sheet that Raccord writes."""
SETTINGS_SHEET = "Raccord settings"
POINTS_SHEET = "Raccord points"
KEYS_SHEET = "Raccord keys"
HELP_SHEET = "Raccord help"
OWN_SHEETS = (RESULT_SHEET, SETTINGS_SHEET, POINTS_SHEET, KEYS_SHEET, HELP_SHEET)


def is_own_sheet(name: str) -> bool:
    """Tell whether a sheet has the name of one that Raccord writes, compared as spreadsheet programs do."""
    return name.casefold() in {own.casefold() for own in OWN_SHEETS}


def choose_grid(grids: Sequence[Grid], name: str | None = None) -> Grid:
    """Choose the sheet to import: the one named, else the first marked one, else the first that holds anything.

    Sheets of Raccord's own are chosen only by name. Raises SheetError when there is none to choose.
    """
    if name is not None:
        return _grid_named(grids, name)
    others = [grid for grid in grids if not is_own_sheet(grid.name)] or list(grids)
    marked = next((grid for grid in others if has_update_row(grid)), None)
    filled = marked or next(
        (grid for grid in others if any(not is_blank(cell) for row in grid.read() for cell in row)), None
    )
    if filled is None:
        raise SheetError(
            "empty-workbook", _("The workbook has no sheet with anything in it."), hint=_("Choose another file.")
        )
    return filled


def _grid_named(grids: Sequence[Grid], name: str) -> Grid:
    found = next((grid for grid in grids if grid.name == name), None)
    found = found or next((grid for grid in grids if plain(grid.name) == plain(name)), None)
    if found is None:
        there = ", ".join(_("“{name}”", name=grid.name) for grid in grids)
        raise SheetError(
            "no-such-sheet",
            _("The workbook has no sheet “{name}”.", name=name),
            message=_("It has {there}.", there=there),
            hint=_("Correct --sheet."),
        )
    return found
