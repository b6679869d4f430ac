"""What a cell of a written file can hold, and what must be written as text so that nothing is lost (SPEC §9)."""

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeAlias

from raccord.cells import ErrorCell, RawCell, is_error
from raccord.translation import _
from raccord.values.numerals import decimal_text, number_text

WrittenCell: TypeAlias = bool | int | Decimal | str | date | datetime | time | None
WorkbookCell: TypeAlias = bool | int | float | str | date | datetime | time | timedelta | None

LONGEST_TEXT = 32_767
"""The characters of a cell, as Excel counts them: in UTF-16, where an emoji counts twice."""
NO_VALUE = "#N/A"
NO_NUMBER = "#NUM!"
FIRST_DAY = date(1900, 3, 1)
"""Spreadsheet programs disagree about the days before."""
_EXACT_DIGITS = 15
_NOT_IN_XLSX = re.compile("[\ufffe\uffff\ud800-\udfff]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NOT_IN_CSV = re.compile("[\x00\ud800-\udfff]")


class UnwritableTextError(ValueError):
    """A text that no cell of the file's format can hold: the cell's column, counted from 1, and the reason."""

    def __init__(self, column: int, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def check_xlsx_text(text: str, column: int) -> None:
    """Raise UnwritableTextError for what an xlsx cell cannot hold; control characters have an escape there."""
    _check_length(text, column)
    _check_characters(text, column, _NOT_IN_XLSX, _("an xlsx file"))


def check_ods_text(text: str, column: int) -> None:
    """Raise UnwritableTextError for what an ods cell cannot hold: XML has no control characters."""
    _check_length(text, column)
    _check_characters(text, column, _NOT_IN_XML, _("an ods file"))


def check_csv_text(text: str, column: int) -> None:
    """Raise UnwritableTextError for what a csv file cannot hold; the length of its cells has no limit."""
    _check_characters(text, column, _NOT_IN_CSV, _("a csv file"))


def workbook_cell(cell: WrittenCell) -> WorkbookCell:
    """Turn numbers of more than 15 digits and dates before March 1900 into text: a workbook would change them."""
    if cell is None or isinstance(cell, (str, bool)):
        return cell
    if isinstance(cell, int):
        return cell if len(str(abs(cell))) <= _EXACT_DIGITS else str(cell)
    if isinstance(cell, Decimal):
        return _number_or_text(decimal_text(cell))
    if isinstance(cell, time):
        return cell
    day = cell.date() if isinstance(cell, datetime) else cell
    return cell if day >= FIRST_DAY else cell.isoformat()


def copied_cell(cell: RawCell) -> WorkbookCell:
    """Give a cell that is copied its value; an error, or a formula without a value, becomes the text of an error."""
    if isinstance(cell, ErrorCell):
        return cell.text if is_error(cell.text) else NO_VALUE
    if isinstance(cell, float):
        return cell if math.isfinite(cell) else NO_NUMBER
    return cell if isinstance(cell, timedelta) else workbook_cell(cell)


def _number_or_text(text: str) -> float | str:
    digits = len(re.sub(r"\D", "", text).strip("0"))
    return float(text) if digits <= _EXACT_DIGITS and number_text(float(text)) == text else text


def _check_length(text: str, column: int) -> None:
    if len(text) * 2 <= LONGEST_TEXT:
        return
    length = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if length > LONGEST_TEXT:
        raise UnwritableTextError(
            column, _("the text has {length} characters, and a cell holds {most}", length=length, most=LONGEST_TEXT)
        )


def _check_characters(text: str, column: int, unwritable: re.Pattern[str], place: str) -> None:
    found = unwritable.search(text)
    if found:
        raise UnwritableTextError(
            column,
            _(
                "the text holds the character U+{number}, which {place} cannot",
                number=format(ord(found[0]), "04X"),
                place=place,
            ),
        )
