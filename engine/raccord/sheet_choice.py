"""Which sheet of a workbook is meant."""

from collections.abc import Sequence

from raccord.cells import Grid, is_blank
from raccord.errors import SheetError
from raccord.marks import plain
from raccord.sheet import has_update_row

RESULT_SHEET = "Raccord"
"""The name of the result sheet that Raccord writes."""


def choose_grid(grids: Sequence[Grid], name: str | None = None) -> Grid:
    """Choose the sheet to import: the one named, else the first marked one, else the first that holds anything.

    Result sheets of Raccord's own are chosen only by name. Raises SheetError when there is none to choose.
    """
    if name is not None:
        return _grid_named(grids, name)
    others = [grid for grid in grids if grid.name != RESULT_SHEET] or list(grids)
    marked = next((grid for grid in others if has_update_row(grid)), None)
    filled = marked or next(
        (grid for grid in others if any(not is_blank(cell) for row in grid.read() for cell in row)), None
    )
    if filled is None:
        raise SheetError(
            "empty-workbook", "The workbook has no sheet with anything in it.", hint="Choose another file."
        )
    return filled


def _grid_named(grids: Sequence[Grid], name: str) -> Grid:
    found = next((grid for grid in grids if grid.name == name), None)
    found = found or next((grid for grid in grids if plain(grid.name) == plain(name)), None)
    if found is None:
        there = ", ".join(f"“{grid.name}”" for grid in grids)
        raise SheetError(
            "no-such-sheet", f"The workbook has no sheet “{name}”.", message=f"It has {there}.", hint="Correct --sheet."
        )
    return found
