"""Looking at a workbook: what it is, and where the user is in it."""

from __future__ import annotations

from typing import Any, Mapping, Sequence
from urllib.parse import unquote

from raccord_calc.areas import Area, area_of


def look(document: Any, controller: Any, language: str) -> Mapping[str, Any]:
    """The workbook as a whole, in the engine's words."""
    sheets = [document.Sheets.getByName(name) for name in document.Sheets.ElementNames]
    return {
        "name": file_name(document),
        "sheets": [{"name": sheet.Name, "protected": bool(sheet.isProtected())} for sheet in sheets],
        "active": controller.ActiveSheet.Name,
        "selection": [list(area) for area in _selection(controller)],
        "language": language,
        "writable": not document.isReadonly(),
        "locked": bool(document.isProtected()),
    }


def file_name(document: Any) -> str:
    """The name of a document's file without its folder; of one that was never saved, its title."""
    return unquote(document.URL).rsplit("/", 1)[-1] or str(document.Title)


def _selection(controller: Any) -> Sequence[Area]:
    """The selected areas of the sheet in front, the one with the cursor first; none while a shape is selected."""
    selected = controller.getSelection()
    if hasattr(selected, "getRangeAddresses"):
        addresses = selected.getRangeAddresses()
    elif hasattr(selected, "getRangeAddress"):
        addresses = (selected.getRangeAddress(),)
    else:
        return ()
    shown = controller.ActiveSheet.getRangeAddress().Sheet
    areas = [area_of(address) for address in addresses if address.Sheet == shown]
    if len(areas) <= 1:
        return areas
    row, column = _cursor(controller, shown)
    return sorted(areas, key=lambda area: not (area[0] <= row <= area[2] and area[1] <= column <= area[3]))


def _cursor(controller: Any, sheet: int) -> tuple[int, int]:
    """Row and column of the cursor; only the text that a view stores about itself tells them apart from a selection."""
    stored = controller.getViewData().split(";")[3 + sheet]
    column, row = stored.split("+" if "+" in stored else "/")[:2]
    return int(row) + 1, int(column) + 1
