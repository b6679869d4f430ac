"""Ods files, streamed from their XML."""

import tracemalloc
from datetime import date, datetime, time, timedelta

import pytest

from raccord.cells import FORMULA_WITHOUT_VALUE, CellRange, ErrorCell
from raccord.errors import FileError
from raccord.files import read_grids
from support.workbooks import first_rows, ods_cell, ods_row, ods_table, ods_text, rows, write_ods

BLANK_ROW = '<table:table-cell table:number-columns-repeated="16384"/>'


@pytest.fixture
def read(tmp_path):
    """Write an ods file with one sheet of rows and give its grid."""

    def run(*ods_rows):
        (grid,) = read_grids(write_ods(tmp_path / "Clients.ods", ods_table(*ods_rows)))
        return grid

    return run


@pytest.mark.parametrize(
    ("attributes", "text", "value"),
    [
        ('office:value-type="float" office:value="75001"', "75 001", 75001.0),
        ('office:value-type="percentage" office:value="0.25"', "25 %", 0.25),
        ('office:value-type="currency" office:currency="EUR" office:value="12.5"', "12,50 €", 12.5),
        ('office:value-type="boolean" office:boolean-value="true"', "WAHR", True),
        ('office:value-type="boolean" office:boolean-value="false"', "FALSCH", False),
        ('office:value-type="date" office:date-value="2026-11-22"', "22.11.26", date(2026, 11, 22)),
        ('office:value-type="date" office:date-value="1904-01-01"', "1.1.1904", date(1904, 1, 1)),
        (
            'office:value-type="date" office:date-value="2026-11-22T14:30:00.000000000"',
            "22.11.26 14:30",
            datetime.fromisoformat("2026-11-22T14:30"),
        ),
        ('office:value-type="time" office:time-value="PT14H30M15S"', "14:30", time(14, 30, 15)),
        ('office:value-type="time" office:time-value="PT30H00M00S"', "30:00", timedelta(hours=30)),
        ('office:value-type="time" office:time-value="-PT01H30M00S"', "-1:30", timedelta(hours=-1.5)),
        ('office:value-type="string" office:string-value="hidden"', "shown", "hidden"),
        ('office:value-type="string"', "00750", "00750"),
        ('office:value-type="string"', "🏭 שלום 1\u00a0234", "🏭 שלום 1\u00a0234"),
        ('office:value-type="string"', "x" * 32_767, "x" * 32_767),
        ('office:value-type="string"', "#N/A", "#N/A"),
        ('office:value-type="date" office:date-value="-0044-03-15"', "15.3.44 v. Chr.", "15.3.44 v. Chr."),
        ('office:value-type="float" office:value="1E999"', "1E999", "1E999"),
        ('office:value-type="time" office:time-value="soon"', "soon", "soon"),
    ],
)
def test_cell_values(read, attributes, text, value):
    """A cell gives its typed value, or the text it shows when the typed one cannot be read."""
    ((cell,),) = rows(read(ods_row(ods_cell(attributes, text))))

    assert cell == value
    assert type(cell) is type(value)


@pytest.mark.parametrize(
    ("attributes", "text", "cell"),
    [
        ('office:value-type="string" office:string-value="" calcext:value-type="error"', "#N/A", ErrorCell("#N/A")),
        ('office:value-type="float" office:value="0"', "Err:502", ErrorCell("Err:502")),
        ('office:value-type="string" office:string-value=""', "#REF!", ErrorCell("#REF!")),
        ("", "", FORMULA_WITHOUT_VALUE),
        ('office:value-type="string" office:string-value=""', "", None),
        ('office:value-type="float" office:value="2"', "2", 2.0),
    ],
)
def test_formulas_and_errors(read, attributes, text, cell):
    """A formula counts as its stored value; errors keep the text they show, and a missing value is an error."""
    grid = read(ods_row(ods_cell(f'table:formula="of:=1+1" {attributes}', text), ods_text("end")))

    assert rows(grid) == [[cell, "end"]]


def test_text_with_breaks_tabs_spaces_links_and_comments(read):
    """Lines, tabs, runs of spaces and linked text are kept, comments and drawings are not part of the text."""
    cell = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>comment</text:p></office:annotation>'
        '<text:p>a<text:tab/>b<text:s text:c="3"/>c<text:line-break/>'
        "<text:a>li<text:span>nk</text:span></text:a></text:p>"
        "<text:p/><text:p>third</text:p><frame><box><text:p>drawing</text:p></box></frame></table:table-cell>"
    )

    assert rows(read(ods_row(cell, ods_text("x")))) == [["a\tb   c\nlink\n\nthird", "x"]]


def test_repeated_rows_and_cells_are_spread(read):
    """Repeated cells and rows stand as often as they say; blank ones at the end do not exist."""
    blanks = '<table:table-cell table:number-columns-repeated="2"/><table:covered-table-cell/>'
    two = ods_cell('office:value-type="float" office:value="7" table:number-columns-repeated="2"', "7")
    grid = read(
        ods_row(BLANK_ROW, attributes='table:number-rows-repeated="2"'),
        ods_row(blanks, two, BLANK_ROW, attributes='table:number-rows-repeated="3"'),
        ods_row(BLANK_ROW, attributes='table:number-rows-repeated="1048571"'),
    )

    assert rows(grid) == [[], [], *[[None, None, None, 7.0, 7.0]] * 3]


def test_hidden_and_filtered_rows_are_read_and_named(read):
    """Collapsed and filtered rows are read and listed, those below the data are not."""
    grid = read(
        f"<table:table-header-rows>{ods_row(ods_text('Name'))}</table:table-header-rows>",
        ods_row(ods_text("a"), attributes='table:visibility="collapse" table:number-rows-repeated="2"'),
        f"<table:table-row-group>{ods_row(ods_text('b'))}</table:table-row-group>",
        ods_row(ods_text("c"), attributes='table:visibility="filter"'),
        ods_row(BLANK_ROW, attributes='table:visibility="collapse" table:number-rows-repeated="1000000"'),
    )

    assert grid.hidden_rows == {2, 3, 5}
    assert rows(grid) == [["Name"], ["a"], ["a"], ["b"], ["c"]]


def test_merged_ranges(read):
    """Merged ranges are listed at their place."""
    merged = ods_cell('office:value-type="string" table:number-columns-spanned="3" table:number-rows-spanned="2"', "x")
    grid = read(ods_row(ods_text("a")), ods_row("<table:table-cell/>", merged))

    assert grid.merged == (CellRange(2, 2, 3, 4),)


def test_sheets_come_in_order(tmp_path):
    """All sheets come in order, each with its own rows; tables inside cells and of links are none."""
    inner = '<table:table table:is-sub-table="true"></table:table>'
    first = ods_table(ods_row(f"<table:table-cell>{inner}</table:table-cell>", ods_text("1")), name="B &amp; C")
    linked = f"<table:dde-links><table:dde-link>{ods_table(ods_row(ods_text('0')))}</table:dde-link></table:dde-links>"

    grids = read_grids(write_ods(tmp_path / "a.ods", first, ods_table(ods_row(ods_text("2")), name="A"), linked))

    assert [grid.name for grid in grids] == ["B & C", "A"]
    assert [rows(grid) for grid in grids] == [[[None, "1"]], [["2"]]]
    assert rows(grids[0]) == [[None, "1"]]


def test_empty_sheet(tmp_path):
    """An empty sheet has no rows."""
    assert first_rows(write_ods(tmp_path / "a.ods", ods_table(ods_row(BLANK_ROW)))) == []


@pytest.mark.parametrize(
    ("row", "columns"), [("1048577", "1"), ("1", "16385"), ("1000000", "16000"), ("99999999999999999999", "1")]
)
def test_repetition_beyond_every_sheet_is_refused(tmp_path, row, columns):
    """Values that are repeated beyond what a sheet can hold are refused before they are spread."""
    cell = ods_cell(f'office:value-type="string" table:number-columns-repeated="{columns}"', "x")
    path = write_ods(tmp_path / "a.ods", ods_table(ods_row(cell, attributes=f'table:number-rows-repeated="{row}"')))

    with pytest.raises(FileError) as caught:
        read_grids(path)

    assert caught.value.code == "file-too-large"


@pytest.mark.parametrize("broken", ["</wrong>", '<text:s text:c="x"/>', "&unknown;"])
def test_broken_xml_is_a_clear_error(tmp_path, broken):
    """XML that does not parse is refused as damaged."""
    path = write_ods(tmp_path / "a.ods", ods_table(ods_row(ods_text("a").replace("</text:p>", broken + "</text:p>"))))

    with pytest.raises(FileError) as caught:
        first_rows(path)

    assert caught.value.code == "file-damaged"


def test_endless_spaces_are_refused(tmp_path):
    """A run of spaces longer than any cell is refused."""
    path = write_ods(tmp_path / "a.ods", ods_table(ods_row(ods_text("@").replace("@", '<text:s text:c="999999999"/>'))))

    with pytest.raises(FileError) as caught:
        first_rows(path)

    assert caught.value.code == "file-too-large"


def test_file_is_streamed(tmp_path):
    """A million cells, most of them repeated, are read with few of them in memory."""
    cells = ods_cell('office:value-type="string" table:number-columns-repeated="100"', "x")
    table = ods_table(*(ods_row(cells, attributes='table:number-rows-repeated="100"') for _ in range(100)))
    path = write_ods(tmp_path / "a.ods", table)
    tracemalloc.start()
    try:
        count = sum(len(row) for row in read_grids(path)[0].read())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert count == 1_000_000
    assert peak < 5_000_000
