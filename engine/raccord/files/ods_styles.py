"""The styles of an ods sheet: how each kind of cell is shown, the colours of the head, and the page behind it."""

from collections.abc import Iterator

from raccord.files.layouts import ColumnKind, SheetColumn, SheetLayout

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
    ColumnKind.INTEGER: '<number:number-style style:name="nf-integer"><number:number number:decimal-places="0"'
    ' number:min-integer-digits="1"/></number:number-style>',
    ColumnKind.NUMBER: '<number:number-style style:name="nf-number"><number:number number:min-integer-digits="1"/>'
    "</number:number-style>",
}


_WIDTHS = {"column": 4, "wide-column": 6, "page-words": 6, "page-texts": 18}
"""In centimetres."""
_LONG_HEADER = 18


def styles_xml(layout: SheetLayout) -> str:
    """The automatic styles of a sheet and of the page behind it."""
    widths = "".join(
        f'<style:style style:name="{name}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}cm"/></style:style>'
        for name, width in _WIDTHS.items()
    )
    kinds = "".join(
        f'{data}<style:style style:name="{kind}" style:family="table-cell" style:data-style-name="nf-{kind}"/>'
        for kind, data in _DATA_STYLES.items()
    )
    return f"{widths}{kinds}{''.join(_coloured_styles(layout))}{''.join(_page_styles(layout))}"


def _coloured_styles(layout: SheetLayout) -> Iterator[str]:
    for colour in dict.fromkeys(column.colour for column in layout.columns):
        yield _text_style(f"mark-{colour}", _background(colour))
        yield _text_style(f"head-{colour}", _background(colour), bold=True)


def _page_styles(layout: SheetLayout) -> Iterator[str]:
    if layout.page:
        yield _text_style("page-text", "")
        for colour, bold in dict.fromkeys((line.colour, line.bold) for line in layout.page.lines):
            yield _text_style(page_style(colour, bold=bold), _background(colour), bold=bold)


def column_style(column: SheetColumn) -> str:
    """The name of the style of a column: the wide one where the header needs it."""
    return "wide-column" if len(column.header) > _LONG_HEADER else "column"


def column_width(column: SheetColumn) -> int:
    """The width of a column in centimetres."""
    return _WIDTHS[column_style(column)]


def page_style(colour: str, *, bold: bool) -> str:
    """The name of the style of a page's word."""
    return f"page-{'bold' if bold else 'word'}-{colour or 'plain'}"


def _background(colour: str) -> str:
    return f'<style:table-cell-properties fo:background-color="#{colour}"/>' if colour else ""


def _text_style(name: str, properties: str, *, bold: bool = False) -> str:
    weight = "bold" if bold else "normal"
    return (
        f'<style:style style:name="{name}" style:family="table-cell" style:data-style-name="nf-text">{properties}'
        f'<style:text-properties fo:font-weight="{weight}"/></style:style>'
    )
