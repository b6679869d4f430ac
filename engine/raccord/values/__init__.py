"""Cells become values by the field's type (SPEC §2), and values become comparable (SPEC §3).

Values are canonical scalars, the same in every database: text as str; integers as int; booleans as bool; decimals as
text without exponent or trailing zeros; dates, times and datetimes as ISO text; blank as None.
"""

from raccord.values.folding import fold_digits, fold_text, fold_value, value_folder
from raccord.values.locales import SheetLocale, sheet_locale
from raccord.values.parsing import ColumnParser, Fault, Value, cell_parser, column_parser, needs_column_format
from raccord.values.showing import json_value, shown

__all__ = [
    "ColumnParser",
    "Fault",
    "SheetLocale",
    "Value",
    "cell_parser",
    "column_parser",
    "fold_digits",
    "fold_text",
    "fold_value",
    "json_value",
    "needs_column_format",
    "sheet_locale",
    "shown",
    "value_folder",
]
