"""Writing a sheet as ods, streamed: the XML goes to a file of its own first, and then into the package (SPEC §9)."""

import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from raccord.files.layouts import ColumnKind, SheetLayout
from raccord.files.storable import WorkbookCell, WrittenCell, check_ods_text, workbook_cell

_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_LARGE = 2**30
_NAMES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long_name}:1.0"'
    for name, long_name in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "fo": "xsl-fo-compatible",
        "number": "datastyle",
    }.items()
)
_HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MANIFEST = (
    f'{_HEADER}<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" m:version="1.3">'
    f'<m:file-entry m:full-path="/" m:version="1.3" m:media-type="{_MIMETYPE}"/>'
    '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
)
_DATE_PARTS = (
    '<number:year number:style="long"/><number:text>-</number:text><number:month number:style="long"/>'
    '<number:text>-</number:text><number:day number:style="long"/>'
)
_TIME_PARTS = (
    '<number:hours number:style="long"/><number:text>:</number:text><number:minutes number:style="long"/>'
    '<number:text>:</number:text><number:seconds number:style="long"/>'
)
_DATA_STYLES = {
    ColumnKind.TEXT: '<number:text-style style:name="nf-text"><number:text-content/></number:text-style>',
    ColumnKind.DATE: f'<number:date-style style:name="nf-date">{_DATE_PARTS}</number:date-style>',
    ColumnKind.DATETIME: '<number:date-style style:name="nf-datetime">'
    f"{_DATE_PARTS}<number:text> </number:text>{_TIME_PARTS}</number:date-style>",
    ColumnKind.TIME: f'<number:time-style style:name="nf-time">{_TIME_PARTS}</number:time-style>',
    ColumnKind.BOOLEAN: '<number:boolean-style style:name="nf-boolean"><number:boolean/></number:boolean-style>',
    ColumnKind.NUMBER: '<number:number-style style:name="nf-number"><number:number number:min-integer-digits="1"/>'
    "</number:number-style>",
}
_SPACES = re.compile(r"^ | $| {2,}")


class _OdsSheet:
    """Rows of the one table."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content

    def write_row(self, cells: Iterable[WrittenCell]) -> None:
        """Write the next row."""
        self.write_xml(f"<table:table-row>{_cells_xml(cells)}</table:table-row>\n")

    def write_xml(self, xml: str) -> None:
        """Write XML as it is."""
        self._content.write(xml.encode())


@contextmanager
def ods_sheet(path: Path, layout: SheetLayout) -> Iterator[_OdsSheet]:
    """Write a sheet's update row and headers, then its rows, to an ods file."""
    with TemporaryFile(dir=path.parent) as content:
        sheet = _OdsSheet(content)
        sheet.write_xml(_head_xml(layout))
        yield sheet
        sheet.write_xml("</table:table></office:spreadsheet></office:body></office:document-content>")
        size = content.tell()
        content.seek(0)
        _pack(path, content, size)


def _pack(path: Path, content: IO[bytes], size: int) -> None:
    with ZipFile(path, "w") as package:
        package.writestr(_entry("mimetype", ZIP_STORED), _MIMETYPE)
        package.writestr(_entry("META-INF/manifest.xml"), _MANIFEST)
        with package.open(_entry("content.xml"), "w", force_zip64=size > _LARGE) as packed:
            shutil.copyfileobj(content, packed)


def _entry(name: str, compression: int = ZIP_DEFLATED) -> ZipInfo:
    entry = ZipInfo(name, _FIXED_TIME)
    entry.compress_type = compression
    return entry


def _head_xml(layout: SheetLayout) -> str:
    columns = "".join(
        f'<table:table-column table:style-name="wide" table:default-cell-style-name="{column.kind}"/>'
        for column in layout.columns
    )
    rows = "".join(
        f"<table:table-row>{''.join(cells)}</table:table-row>"
        for cells in (
            [
                _cell_xml(column.mark, number, f"mark-{column.colour}")
                for number, column in enumerate(layout.columns, 1)
            ],
            [
                _cell_xml(column.header, number, f"head-{column.colour}")
                for number, column in enumerate(layout.columns, 1)
            ],
        )
    )
    return (
        f'{_HEADER}<office:document-content{_NAMES} office:version="1.3">'
        f"<office:automatic-styles>{_styles_xml(layout)}</office:automatic-styles><office:body><office:spreadsheet>"
        f"<table:table table:name={quoteattr(layout.name)}>{columns}{rows}\n"
    )


def _styles_xml(layout: SheetLayout) -> str:
    kinds = "".join(
        f'{data}<style:style style:name="{kind}" style:family="table-cell" style:data-style-name="nf-{kind}"/>'
        for kind, data in _DATA_STYLES.items()
    )
    colours = "".join(
        f'<style:style style:name="{name}-{colour}" style:family="table-cell" style:data-style-name="nf-text">'
        f'<style:table-cell-properties fo:background-color="#{colour}"/>'
        f'<style:text-properties fo:font-weight="{weight}"/></style:style>'
        for colour in dict.fromkeys(column.colour for column in layout.columns)
        for name, weight in (("mark", "normal"), ("head", "bold"))
    )
    wide = '<style:style style:name="wide" style:family="table-column">'
    return f'{wide}<style:table-column-properties style:column-width="4cm"/></style:style>{kinds}{colours}'


def _cells_xml(cells: Iterable[WrittenCell]) -> str:
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


def _cell_xml(cell: WorkbookCell, column: int, style: str = "") -> str:  # noqa: PLR0911 - one line a type
    match cell:
        case None:
            return "<table:table-cell/>"
        case str():
            check_ods_text(cell, column)
            return _typed_xml(style or ColumnKind.TEXT, "string", "", _paragraphs_xml(cell))
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
