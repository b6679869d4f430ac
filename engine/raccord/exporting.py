"""Exporting: the customers as a sheet that, imported unchanged, changes nothing (SPEC §9).

Two things cannot come back: a text spelled like a spreadsheet error, such as `#N/A`, which every import takes for that
error (SPEC, Readings), and what a program other than Raccord put into the base in a form that no import gives it.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, func, select

from raccord.catalogue import ID_FIELD, Field, FieldType
from raccord.database import Database
from raccord.errors import FileError, Where
from raccord.files.storable import UnwritableTextError, WrittenCell
from raccord.files.writing import SheetWriter, open_writer
from raccord.planning import ScopeCondition
from raccord.progress import Progress, Step, counted, silent
from raccord.sheet_layouts import sheet_layout
from raccord.translation import LANGUAGES, _
from raccord.values import fold_value, json_value
from raccord.values.numerals import decimal_text

_Moment = TypeVar("_Moment", date, datetime, time)


def export(
    database: Database,
    out: Path,
    language: str = LANGUAGES[0],
    *,
    scope: Sequence[ScopeCondition] = (),
    progress: Progress = silent,
) -> int:
    """Write the active customers, by id, to an xlsx, ods or csv file, and return how many there are.

    The customers are streamed; equal bases give equal files, byte for byte.

    Args:
        database: the open base.
        out: where to write; a file that is there is replaced when the new one is complete.
        language: the language of marks and headers, `en`, `fr` or `de`.
        scope: only the customers whose fields have these values.
        progress: is told how many customers are written.

    Raises:
        FileError: the file cannot be written, or cannot hold the customers.
    """
    layout = sheet_layout(database.catalogue, language)
    database.keep_ids()
    with database.reading() as connection:
        chosen = _chosen(connection, database, scope)
        count: int = connection.execute(select(func.count()).select_from(chosen.subquery())).scalar_one()
        with open_writer(out, layout, rows=count) as writer:
            rows = database.streamed(connection, chosen.order_by(database.customers.id))
            _write(writer, (ID_FIELD, *database.catalogue.fields), counted(rows, Step.REPORTING, progress), out)
    return count


def sheet_cell(one: Field, stored: Any) -> WrittenCell:
    """Give a stored value the cell that reads back as the same value; what has no such cell is text."""
    value = json_value(one, stored)
    if value is None or isinstance(value, bool) or (isinstance(value, int) and one.type is FieldType.INTEGER):
        return value
    text = str(value)
    match one.type:
        case FieldType.DECIMAL:
            return _decimal(text)
        case FieldType.DATE:
            return _moment(date.fromisoformat, text)
        case FieldType.DATETIME:
            return _moment(datetime.fromisoformat, text)
        case FieldType.TIME:
            return _moment(time.fromisoformat, text)
        case _:
            return text


def _chosen(connection: Connection, database: Database, scope: Sequence[ScopeCondition]) -> Select[Any]:
    customers, folded = database.customers, database.family.folded
    within = [
        folded(connection, one.field, customers.column(one.field)) == fold_value(one.field, one.value)
        for one in scope
        if one.value is not None
    ]
    columns = (customers.column(one) for one in database.catalogue.fields)
    return select(customers.id, *columns).where(customers.active, *within)


def _write(writer: SheetWriter, fields: tuple[Field, ...], rows: Iterator[Row[Any]], out: Path) -> None:
    for row in rows:
        try:
            writer.write_row(sheet_cell(one, stored) for one, stored in zip(fields, row, strict=True))
        except UnwritableTextError as fault:
            raise _unwritable(fields[fault.column - 1], row[0], fault, out) from fault


def _unwritable(one: Field, customer: int, fault: UnwritableTextError, out: Path) -> FileError:
    return FileError(
        "cell-unwritable",
        _(
            "{label} of customer {customer} cannot be written: {reason}.",
            label=one.label_in(),
            customer=customer,
            reason=fault.reason,
        ),
        message=_("No file was written."),
        hint=_("Correct the customer's text, or export to another format (xlsx, csv)."),
        where=Where(file=out.name),
    )


def _decimal(text: str) -> WrittenCell:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return number if number.is_finite() and decimal_text(number) == text else text


def _moment(read: Callable[[str], _Moment], text: str) -> _Moment | str:
    try:
        moment = read(text)
    except ValueError:
        return text
    return moment if moment.isoformat() == text else text
