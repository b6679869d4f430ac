"""Writing a sheet as csv: UTF-8 with its mark, semicolons, and no cell that a spreadsheet would run (SPEC §9, §10).

Excel splits a csv file at the list separator of the computer's region, a semicolon almost everywhere in Europe, and
reads
it as UTF-8 only with the byte order mark; a line `sep=;` would make it ignore that mark. Raccord detects the semicolon.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from raccord.files.formulas import guard_text
from raccord.files.layouts import SheetLayout
from raccord.files.storable import WrittenCell, check_csv_text
from raccord.values.numerals import decimal_text

DELIMITER = ";"
_TWO_READINGS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")


class _CsvSheet:
    """Rows of text."""

    def __init__(self, writer: Any) -> None:
        self._writer = writer

    def write_row(self, cells: Iterable[WrittenCell]) -> None:
        """Write the next row."""
        self._writer.writerow([csv_text(cell, column) for column, cell in enumerate(cells, 1)])


@contextmanager
def csv_sheet(path: Path, layout: SheetLayout) -> Iterator[_CsvSheet]:
    """Write a sheet's update row and headers, then its rows, to a csv file."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        sheet = _CsvSheet(csv.writer(file, delimiter=DELIMITER, lineterminator="\r\n"))
        sheet.write_row(column.mark for column in layout.columns)
        sheet.write_row(column.header for column in layout.columns)
        yield sheet


def csv_text(cell: WrittenCell, column: int) -> str:
    """Write a value as text that Raccord reads back as the same value, whatever the locale."""
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case Decimal():
            return _unambiguous(decimal_text(cell))
        case date() | time():
            return cell.isoformat()
        case str():
            check_csv_text(cell, column)
            return guard_text(cell)
        case _:
            return str(cell)


def _unambiguous(number: str) -> str:
    """Give `1.234` a fourth decimal: with three, only a locale could tell it from 1234 (SPEC, Readings, decimal)."""
    return f"{number}0" if _TWO_READINGS.fullmatch(number) else number
