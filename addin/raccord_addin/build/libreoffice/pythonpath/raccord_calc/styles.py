"""Cell styles that conditional formats give: a background, and on the result sheet text from the top of its cell."""

from __future__ import annotations

import os
import tempfile
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.table.CellVertJustify2 import TOP

_RESULT = "result"
"""The group of the rules whose cells are beside wrapped text; a style overrides how their own text stands."""
_STYLE = "com.sun.star.style.CellStyle"


def background_style(document: Any, colour: str, group: str) -> str:
    """The name of the style of a background (RRGGBB) in a group of rules, made if it is not there."""
    name = f"Raccord {colour} {group}" if group == _RESULT else f"Raccord {colour}"
    if not _styles(document).hasByName(name):
        sheets = map(document.Sheets.getByName, document.Sheets.ElementNames)
        if any(sheet.isProtected() for sheet in sheets):
            _load(document, name, colour)
        else:
            _make(document, name, colour)
    return name


def _styles(document: Any) -> Any:
    return document.StyleFamilies.getByName("CellStyles")


def _make(document: Any, name: str, colour: str) -> None:
    style = document.createInstance(_STYLE)
    _styles(document).insertByName(name, style)
    style.CellBackColor = int(colour, 16)
    if name.endswith(_RESULT):
        style.VertJustify = TOP


def _load(document: Any, name: str, colour: str) -> None:
    """Take the style from another document: one protected sheet keeps all styles of its document from being changed."""
    desktop = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.frame.Desktop")
    hidden = PropertyValue(Name="Hidden", Value=True)
    other = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, (hidden,))
    with tempfile.TemporaryDirectory() as folder:
        url = uno.systemPathToFileUrl(os.path.join(folder, "styles.ods"))
        try:
            _make(other, name, colour)
            other.storeToURL(url, ())
        finally:
            other.close(True)
        options = ("OverwriteStyles", "LoadPageStyles")
        document.StyleFamilies.loadStylesFromURL(url, tuple(PropertyValue(Name=one, Value=False) for one in options))
