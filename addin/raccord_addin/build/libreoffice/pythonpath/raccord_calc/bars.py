"""Bars behind numbers.

LibreOffice shows a format of its interfaces only where cells know of one already (see `rules`), so a condition that is
never true is set on the cells first, and the bars are added to it.
"""

from __future__ import annotations

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.sheet.ConditionOperator import FORMULA
from com.sun.star.sheet.DataBarEntryType import DATABAR_VALUE

from raccord_calc.areas import many_cells_of
from raccord_calc.book import Book, Op
from raccord_calc.styles import background_style

_GROUP = "bars"
_NEVER = f'AND(N("raccord-{_GROUP}")=0;FALSE())'
_DATABAR = uno.getConstantByName("com.sun.star.sheet.ConditionEntryType.DATABAR")


def set_bars(book: Book, op: Op) -> None:
    """Lay bars behind the numbers of areas: none at 0, as wide as the cell at `most`."""
    cells = many_cells_of(book.document, book.sheet(op), op["areas"])
    conditions = cells.ConditionalFormat
    conditions.clear()
    style = background_style(book.document, op["colour"], _GROUP)
    never = (("Operator", FORMULA), ("Formula1", _NEVER), ("StyleName", style))
    conditions.addNew(tuple(PropertyValue(Name=name, Value=value) for name, value in never))
    cells.ConditionalFormat = conditions
    formats = book.sheet(op).ConditionalFormats.getConditionalFormats()
    made = max(formats, key=lambda one: one.ID)
    made.createEntry(_DATABAR, 0)
    bar = next(one for one in map(made.getByIndex, range(made.Count)) if one.Type == _DATABAR)
    for end, value in zip(bar.DataBarEntries, (0, op["most"])):
        end.setType(DATABAR_VALUE)
        end.setFormula(str(value))
    bar.Color, bar.UseGradient = int(op["colour"], 16), False
