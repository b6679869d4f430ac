"""Cells that are written, as the XML of ods."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from xml.sax.saxutils import escape

from raccord.files.layouts import ColumnKind
from raccord.files.storable import WorkbookCell, WrittenCell, check_ods_text, workbook_cell

_NOTE_CHARACTERS = 36
_SPACES = re.compile(r"^ | $| {2,}")


def cells_xml(cells: Iterable[WrittenCell]) -> str:
    """The cells of a row; raises UnwritableTextError for a text that ods cannot hold."""
    written, blanks = [], 0
    for column, cell in enumerate(cells, 1):
        if cell is None:
            blanks += 1
            continue
        if blanks:
            written.append(f'<table:table-cell table:number-columns-repeated="{blanks}"/>')
            blanks = 0
        written.append(_cell_xml(workbook_cell(cell), column))
    return "".join(written) or "<table:table-cell/>"


def _cell_xml(cell: WorkbookCell, column: int) -> str:  # noqa: PLR0911 - one line a type
    match cell:
        case None:
            return "<table:table-cell/>"
        case str():
            return text_cell_xml(cell, column)
        case bool():
            return _valued_xml(ColumnKind.BOOLEAN, "boolean", "boolean-value", str(cell).lower())
        case datetime():
            return _valued_xml(ColumnKind.DATETIME, "date", "date-value", cell.isoformat())
        case date():
            return _valued_xml(ColumnKind.DATE, "date", "date-value", cell.isoformat())
        case time():
            return _valued_xml(ColumnKind.TIME, "time", "time-value", f"PT{cell:%H}H{cell:%M}M{cell:%S}S", str(cell))
        case _:
            return _valued_xml(ColumnKind.NUMBER, "float", "value", str(cell))


def text_cell_xml(text: str, column: int, style: str = ColumnKind.TEXT, *, rule: str = "", note: str = "") -> str:
    """A cell of text in a style, with the name of its rule, and the XML of the note on it.

    Raises:
        UnwritableTextError: a text that ods cannot hold.
    """
    check_ods_text(text, column)
    ruled = f' table:content-validation-name="{rule}"' if rule else ""
    return _typed_xml(style, "string", ruled, note + _paragraphs_xml(text))


def note_xml(note: str, left: int) -> str:
    """A hidden note, `left` centimetres from the sheet's edge and as large as its text.

    LibreOffice makes a note without a place three centimetres wide.
    """
    lines = sum(1 + len(line) // _NOTE_CHARACTERS for line in note.split("\n"))
    place = {"x": left + 0.3, "y": 0.1, "width": 6.5, "height": 0.3 + 0.42 * lines}
    attributes = "".join(f' svg:{name}="{size:.2f}cm"' for name, size in place.items())
    return f"<office:annotation{attributes}>{_paragraphs_xml(note)}</office:annotation>"


def _valued_xml(kind: ColumnKind, value_type: str, attribute: str, value: str, shown: str = "") -> str:
    return _typed_xml(kind, value_type, f' office:{attribute}="{value}"', f"<text:p>{shown or value}</text:p>")


def _typed_xml(style: str, value_type: str, value: str, shown: str) -> str:
    attributes = f'table:style-name="{style}" office:value-type="{value_type}"{value}'
    return f"<table:table-cell {attributes}>{shown}</table:table-cell>"


def _paragraphs_xml(text: str) -> str:
    return "".join(f"<text:p>{_line_xml(line)}</text:p>" for line in text.split("\n"))


def _line_xml(line: str) -> str:
    """Keep every space: a reader of ODF takes several as one (ODF 1.3, part 3, 6.1.2)."""
    spaced = _SPACES.sub(lambda found: f'<text:s text:c="{len(found[0])}"/>', escape(line))
    return spaced.replace("\t", "<text:tab/>").replace("\r", "&#13;")
