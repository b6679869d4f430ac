"""Writing a sheet as ods, streamed: the XML goes to a file of its own first, and then into the package (SPEC §9)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from xml.sax.saxutils import quoteattr

from raccord.files.faults import MAX_ROWS
from raccord.files.layouts import HEAD_ROWS, Page, PageLine, SheetColumn, SheetLayout
from raccord.files.ods_packages import pack_ods
from raccord.files.ods_rules import MARKS_RULE, rule_name, rules_xml
from raccord.files.ods_styles import column_style, column_width, page_style, styles_xml
from raccord.files.ods_written_cells import cells_xml, note_xml, text_cell_xml
from raccord.files.storable import WrittenCell

_NAMES = (
    "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long_name}:1.0"'
        for name, long_name in {
            "office": "office",
            "style": "style",
            "text": "text",
            "table": "table",
            "fo": "xsl-fo-compatible",
            "svg": "svg-compatible",
            "number": "datastyle",
        }.items()
    )
    + ' xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"'
)
_HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'


class _OdsSheet:
    """Rows of the sheet, one after the other."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self.rows = HEAD_ROWS

    def write_row(self, cells: Iterable[WrittenCell]) -> None:
        """Write the next row."""
        self.write_xml(f"<table:table-row>{cells_xml(cells)}</table:table-row>\n")
        self.rows += 1

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
        sheet.write_xml(f"{_blank_rows_xml(layout, MAX_ROWS - sheet.rows)}</table:table>")
        sheet.write_xml(_page_xml(layout.page) if layout.page else "")
        sheet.write_xml("</office:spreadsheet></office:body></office:document-content>")
        pack_ods(path, content, layout.name)


def _head_xml(layout: SheetLayout) -> str:
    columns = "".join(
        f'<table:table-column table:style-name="{column_style(column)}" table:default-cell-style-name="{column.kind}"/>'
        for column in layout.columns
    )
    return (
        f'{_HEADER}<office:document-content{_NAMES} office:version="1.3">'
        f"<office:automatic-styles>{styles_xml(layout)}</office:automatic-styles><office:body><office:spreadsheet>"
        f"{rules_xml(layout)}<table:table table:name={quoteattr(layout.name)}>{columns}"
        f"{_row_xml(_mark_cells(layout))}{_row_xml(_header_cells(layout))}\n"
    )


def _mark_cells(layout: SheetLayout) -> Iterator[str]:
    rule = MARKS_RULE if layout.marks else ""
    for number, column in enumerate(layout.columns, 1):
        yield text_cell_xml(column.mark, number, f"mark-{column.colour}", rule=rule)


def _header_cells(layout: SheetLayout) -> Iterator[str]:
    right = 0
    for number, column in enumerate(layout.columns, 1):
        right += column_width(column)
        note = note_xml(column.note, right) if column.note else ""
        yield text_cell_xml(column.header, number, f"head-{column.colour}", note=note)


def _row_xml(cells: Iterable[str]) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _blank_rows_xml(layout: SheetLayout, count: int) -> str:
    """The rows that a user may fill, in one element: a rule is a cell's own in ods, and no part of its column."""
    if count < 1 or not any(column.rule for column in layout.columns):
        return ""
    cells = "".join(_blank_cell_xml(number, column) for number, column in enumerate(layout.columns, 1))
    return f'<table:table-row table:number-rows-repeated="{count}">{cells}</table:table-row>'


def _blank_cell_xml(number: int, column: SheetColumn) -> str:
    ruled = f' table:content-validation-name="{rule_name(number)}"' if column.rule else ""
    return f'<table:table-cell table:style-name="{column.kind}"{ruled}/>'


def _page_xml(page: Page) -> str:
    columns = "".join(f'<table:table-column table:style-name="page-{name}"/>' for name in ("words", "texts"))
    rows = "".join(_row_xml(_page_cells(line)) for line in page.lines)
    return f"<table:table table:name={quoteattr(page.name)}>{columns}{rows}</table:table>"


def _page_cells(line: PageLine) -> Iterator[str]:
    if not line.word:
        yield "<table:table-cell/>"
        return
    yield text_cell_xml(line.word, 1, page_style(line.colour, bold=line.bold))
    if line.text:
        yield text_cell_xml(line.text, 2, "page-text")
