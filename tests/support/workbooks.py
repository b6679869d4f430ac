"""Workbook files that no writing library makes: ods by hand, and xlsx with a sheet's XML of one's own."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from raccord.cells import Grid, RawRow
from raccord.files import read_grids

_ODF = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_NAMES = "".join(f' xmlns:{name}="{_ODF.format(name)}"' for name in ("office", "table", "text"))
_NAMES += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
_SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def rows(grid: Grid) -> list[RawRow]:
    """Read all rows of a grid, blank cells as None and without those at the end of a row."""
    return [_trimmed([None if cell == "" else cell for cell in row]) for row in grid.read()]


def _trimmed(row: RawRow) -> RawRow:
    end = max((number for number, cell in enumerate(row, 1) if cell is not None), default=0)
    return list(row[:end])


def first_rows(path: Path) -> list[RawRow]:
    """Read all rows of a file's first sheet."""
    return rows(read_grids(path)[0])


def ods_text(text: str) -> str:
    """Make an ods cell that holds a line of text."""
    return f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'


def ods_cell(attributes: str, text: str = "") -> str:
    """Make an ods cell of attributes and shown text."""
    return f"<table:table-cell {attributes}><text:p>{escape(text)}</text:p></table:table-cell>"


def ods_row(*cells: str, attributes: str = "") -> str:
    """Make an ods row of cells."""
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def ods_table(*ods_rows: str, name: str = "Clients") -> str:
    """Make an ods sheet of rows."""
    return f'<table:table table:name="{name}">{"".join(ods_rows)}</table:table>'


def write_ods(path: Path, *tables: str, manifest: str = "") -> Path:
    """Write an ods file of sheets."""
    content = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr(
            "META-INF/manifest.xml", f'<m:manifest xmlns:m="{_ODF.format("manifest")}">{manifest}</m:manifest>'
        )
        package.writestr("content.xml", f"<office:document-content{_NAMES}>{content}</office:document-content>")
    return path


def sheet_xml(*xlsx_rows: str, after: str = "") -> str:
    """Make the XML of an xlsx sheet from that of its rows."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{head}<worksheet {_SHEET}><sheetData>{''.join(xlsx_rows)}</sheetData>{after}</worksheet>"


def write_xlsx(path: Path, *sheets: str | bytes, targets: Sequence[str] = (), folder: str = "xl") -> Path:
    """Write an xlsx file from the XML of its sheets, named Sheet1, Sheet2 … or placed at `targets`."""
    targets = targets or [f"worksheets/sheet{number}.xml" for number in range(1, len(sheets) + 1)]
    listed = "".join(f'<sheet name="Sheet{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, len(sheets) + 1))
    parts = {
        "_rels/.rels": _relations({"officeDocument": f"{folder}/workbook.xml"}.items()),
        f"{folder}/workbook.xml": f'<workbook {_SHEET} xmlns:r="{_TYPES}"><sheets>{listed}</sheets></workbook>',
        f"{folder}/_rels/workbook.xml.rels": _relations(("worksheet", target) for target in targets),
    }
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, content)
        for target, sheet in zip(targets, sheets, strict=True):
            package.writestr(target[1:] if target.startswith("/") else f"{folder}/{target}", sheet)
    return path


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{_TYPES}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{listed}</Relationships>'
