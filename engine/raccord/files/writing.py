"""Writing one sheet, row by row, as xlsx, ods or csv: the one interface of the three formats (SPEC §9)."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from raccord.errors import FileError
from raccord.files.faults import MAX_ROWS
from raccord.files.layouts import HEAD_ROWS, SheetLayout
from raccord.files.replacing import replacing
from raccord.files.storable import WrittenCell
from raccord.translation import _


class SheetWriter(Protocol):
    """Takes the rows below the headers, in order; update row and header row are written already."""

    def write_row(self, cells: Iterable[WrittenCell]) -> None:
        """Write the next row, a cell a column.

        Raises:
            UnwritableTextError: a text that the format cannot hold.
        """


@contextmanager
def open_writer(out: Path, layout: SheetLayout, *, rows: int = 0) -> Iterator[SheetWriter]:
    """Write a sheet to `out`, in the format of its ending; `out` appears, whole, when the block ends without an error.

    Args:
        out: a path that ends in .xlsx, .ods or .csv.
        layout: the sheet without its rows.
        rows: how many rows there will be.

    Raises:
        FileError: another ending, more rows than the format holds, or a place that cannot be written.
    """
    ending = out.suffix.lower()
    _check(out, ending, rows)
    with replacing(out) as part, _writer(part, ending, layout) as writer:
        yield writer


def _check(out: Path, ending: str, rows: int) -> None:
    if ending not in {".xlsx", ".ods", ".csv"}:
        found = _("ends in {ending}", ending=ending) if ending else _("has no ending")
        raise FileError(
            "file-format-unwritten",
            _("{file} {found}, which is no format that Raccord writes.", file=out.name, found=found),
            hint=_("Use a name that ends in .xlsx, .ods or .csv."),
        )
    most = MAX_ROWS - HEAD_ROWS
    if ending != ".csv" and rows > most:
        raise FileError(
            "too-many-rows",
            _(
                "{rows} customers do not fit into one sheet of {file}, which holds {most}.",
                rows=rows,
                file=out.name,
                most=most,
            ),
            hint=_("Write a csv file, or choose fewer customers by a scope."),
        )


def _writer(part: Path, ending: str, layout: SheetLayout) -> AbstractContextManager[SheetWriter]:
    match ending:
        case ".xlsx":
            from raccord.files.xlsx_sheets import xlsx_sheet  # noqa: PLC0415 - XlsxWriter is slow to load

            return xlsx_sheet(part, layout)
        case ".ods":
            from raccord.files.ods_sheets import ods_sheet  # noqa: PLC0415

            return ods_sheet(part, layout)
        case _:
            from raccord.files.csv_sheets import csv_sheet  # noqa: PLC0415

            return csv_sheet(part, layout)
