"""The files that are measured on, a base and a sheet, written once into the work folder and reused when complete."""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import raccord
from benchmarks import data
from benchmarks.data import COLUMNS, KEY_SETS, Cell, Shape, sheet_rows, stored_customer
from benchmarks.measuring import run_process

BATCH = 50_000
FOLDER = Path(tempfile.gettempdir()) / "raccord-benchmarks"
"""Where the files are kept unless another folder is named."""
_ENGINE = Path(raccord.__file__).parent
_MADE_BY = (Path(data.__file__), Path(__file__), _ENGINE / "database/schema.py", _ENGINE / "resources/catalogue.yaml")


@dataclass(frozen=True, slots=True)
class Inputs:
    """Where the base and the sheet of a shape are; the names change with the code that writes them."""

    base: Path
    sheet: Path


def inputs_of(folder: Path, shape: Shape) -> Inputs:
    """Name the files of a shape."""
    made_by = sha256(b"".join(path.read_bytes() for path in _MADE_BY)).hexdigest()[:8]
    kind = "" if shape.newcomers else "-known"
    sheet = f"sheet-{shape.rows}-{shape.customers}-{'-'.join(shape.keys)}{kind}-{made_by}.xlsx"
    return Inputs(folder / f"base-{shape.customers}-{made_by}.db", folder / sheet)


def written_inputs(folder: Path, shape: Shape) -> Inputs:
    """The files of a shape, written by a process of their own if they are not there yet; raises StepFailedError."""
    inputs = inputs_of(folder, shape)
    if not (inputs.base.exists() and inputs.sheet.exists()):
        print(f"Writing base and sheet to {folder} …", file=sys.stderr)
        sizes = (str(shape.rows), str(shape.customers), ",".join(shape.keys), str(shape.newcomers))
        run_process(["-m", "benchmarks.inputs", str(folder), *sizes], folder)
    return inputs


def write_inputs(folder: Path, shape: Shape) -> None:
    """Write the files of a shape that are not there yet."""
    inputs = inputs_of(folder, shape)
    write_once(inputs.base, lambda path: write_base(path, shape.customers))
    write_once(inputs.sheet, lambda path: write_sheet(path, shape))


def write_once(path: Path, write: Callable[[Path], None]) -> None:
    """Write a file that is not there yet, whole or not at all."""
    if not path.exists():
        part = path.with_stem(path.stem + "-part")
        part.unlink(missing_ok=True)
        write(part)
        part.rename(path)


def write_base(path: Path, customers: int) -> None:
    """Make a base of customers by direct SQL, in a schema that Raccord made."""
    from raccord.database import open_database  # noqa: PLC0415 - naming the files does without

    with (
        open_database(f"sqlite:///{path}", raccord.default_catalogue(), create=True) as database,
        database.writing() as connection,
    ):
        places = ",".join("?" * len(COLUMNS))
        text = f"INSERT INTO customers ({','.join(COLUMNS)}) VALUES ({places})"
        for start in range(1, customers + 1, BATCH):
            numbers = range(start, min(start + BATCH, customers + 1))
            connection.exec_driver_sql(text, [(number, *stored_customer(number)) for number in numbers])


def write_sheet(path: Path, shape: Shape) -> None:
    """Write the sheet: update row, headers, rows, with dates, numbers and booleans as real cells."""
    import xlsxwriter  # noqa: PLC0415 - naming the files does without

    fields = raccord.default_catalogue().by_name
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("Clients")
    formats: dict[type, Any] = {
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    sheet.write_row(0, 0, shape.marks())
    sheet.write_row(1, 0, [fields[name].label_in("fr") for name in COLUMNS])
    for number, row in enumerate(sheet_rows(shape), 2):
        _write_row(sheet, number, row, formats)
    book.close()


def _write_row(sheet: Any, number: int, row: list[Cell], formats: dict[type, Any]) -> None:
    for column, cell in enumerate(row):
        match cell:
            case None:
                pass
            case str():
                sheet.write_string(number, column, cell)
            case bool():
                sheet.write_boolean(number, column, cell)
            case date():
                sheet.write_datetime(number, column, cell, formats[type(cell)])
            case _:
                sheet.write_number(number, column, cell)


if __name__ == "__main__":
    write_inputs(
        Path(sys.argv[1]), Shape(int(sys.argv[2]), int(sys.argv[3]), KEY_SETS[sys.argv[4]], sys.argv[5] == "True")
    )
