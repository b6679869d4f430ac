"""Xlsx files: values by calamine, and what it leaves out."""

import tracemalloc
from datetime import date, datetime, time, timedelta
from zipfile import ZipFile

import pytest
import xlsxwriter

from raccord.cells import FORMULA_WITHOUT_VALUE, CellRange, ErrorCell
from raccord.errors import FileError
from raccord.files import calamine_rows, read_grids
from raccord.files.faults import Faults
from raccord.translation import speaking
from support.workbooks import first_rows, rows, sheet_xml, write_xlsx


@pytest.fixture
def write(tmp_path):
    """Write a workbook by a function that gets its first sheet and the workbook, and give its path."""

    def run(fill, **options):
        path = tmp_path / "Clients.xlsx"
        with xlsxwriter.Workbook(path, options) as book:
            fill(book.add_worksheet("Clients"), book)
        return path

    return run


def test_text_stays_text(write):
    """Leading zeros, numbers stored as text, no-break spaces, emoji, right-to-left text and line breaks are kept."""
    texts = [
        "00750",
        "75001",
        "1\u00a0234,56",
        "🏭 Œuvre",
        "שלום עליכם",
        "Tel.\n(mobil)",
        " x ",
        "=1+1",
        "#N/A",
        "x" * 32_767,
    ]

    path = write(lambda sheet, _book: [sheet.write_string(0, column, text) for column, text in enumerate(texts)])

    assert first_rows(path) == [texts]


@pytest.mark.parametrize("is_1904", [False, True])
def test_dates_and_times_come_by_their_format(write, is_1904):
    """Date, date-and-time, time and duration formats give such values, in both date systems of Excel."""
    formats = ["yyyy-mm-dd", "dd/mm/yyyy hh:mm", "hh:mm:ss", "[h]:mm"]
    values = [date(2026, 11, 22), datetime.fromisoformat("2026-11-22T14:30"), time(14, 30, 15), timedelta(hours=30)]

    def fill(sheet, book):
        for column, (value, form) in enumerate(zip(values, formats, strict=True)):
            sheet.write_datetime(0, column, value, book.add_format({"num_format": form}))

    assert first_rows(write(fill, date_1904=is_1904)) == [values]


@pytest.mark.parametrize(("is_1904", "day"), [(False, date(1900, 1, 1)), (True, date(1904, 1, 2))])
def test_first_day_of_each_date_system(write, is_1904, day):
    """Day 1 is the first of January 1900, or the second of January 1904."""
    path = write(
        lambda sheet, book: sheet.write_number(0, 0, 1, book.add_format({"num_format": "d mmm yyyy"})),
        date_1904=is_1904,
    )

    assert first_rows(path) == [[day]]


def test_numbers_and_booleans(write):
    """Numbers come as they are under percent, currency and colour formats; booleans are booleans."""

    def fill(sheet, book):
        for column, form in enumerate(["0.00%", "#,##0.00 [$€-40C]", "[Red]-0.00", "General"]):
            sheet.write_number(0, column, 0.25, book.add_format({"num_format": form}))
        sheet.write_boolean(0, 4, True)
        sheet.write_boolean(0, 5, False)

    (row,) = first_rows(write(fill))

    assert row == [0.25, 0.25, 0.25, 0.25, True, False]
    assert [type(cell) for cell in row[4:]] == [bool, bool]


def test_formulas_count_as_their_stored_value(write):
    """A formula gives its stored number, text, boolean or blank text; one that was never calculated is an error."""

    def fill(sheet, _book):
        for column, value in enumerate([42, "Dupont", True, 0]):
            sheet.write_formula(0, column, "=1+1", value=value)
        sheet.write_formula(1, 0, "=1+1", value="")

    assert first_rows(write(fill)) == [[42, "Dupont", True, 0], [FORMULA_WITHOUT_VALUE]]


def test_formula_whose_result_is_blank_text_is_blank(tmp_path):
    """A stored result of empty text is blank, not a missing value."""
    row = '<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1" t="str"><f>""</f></c><c r="C1"><v>1</v></c></row>'

    assert first_rows(write_xlsx(tmp_path / "a.xlsx", sheet_xml(row))) == [[None, None, 1]]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B1"><f>A1</f></c>',
        '<c r="B1"><f>A1</f><v/></c>',
        '<c r="B1"><f>A1</f>\n<v> </v></c>',
        '<c r="B1"><f t="shared" si="0"/></c>',
        '<c r="B1" t="n"><f ca="1" >A1</f ><v></v></c>',
        '<c  s="1" r="B1"><f>A1</f></c>',
    ],
)
def test_every_way_to_write_an_uncalculated_formula(tmp_path, cell):
    """A formula without a value is found however its XML is written."""
    path = write_xlsx(tmp_path / "a.xlsx", sheet_xml(f'<row r="1"><c r="A1"><v>1</v></c>{cell}</row>'))

    assert first_rows(path) == [[1, FORMULA_WITHOUT_VALUE]]


def test_errors_are_found(write):
    """Error cells keep the text they show, at the right place, also beyond the last value."""

    def fill(sheet, _book):
        sheet.write(1, 1, "Name")
        sheet.write_formula(2, 2, "=NA()", value="#N/A")
        sheet.write_formula(4, 5, "=A0", value="#REF!")

    assert first_rows(write(fill)) == [
        [],
        [None, "Name"],
        [None, None, ErrorCell("#N/A")],
        [],
        [None, None, None, None, None, ErrorCell("#REF!")],
    ]


@pytest.mark.parametrize(
    "cell",
    ["<c r='B2' t='e'><v>#N/A</v></c>", '<c t = "e"  r="B2" ><v>#N/A</v></c>', '<c r="B2" t="e"><v>#N/A</v></c>'],
)
def test_errors_are_found_however_they_are_written(tmp_path, cell):
    """Quotes, spaces and the order of attributes do not hide an error cell."""
    path = write_xlsx(tmp_path / "a.xlsx", sheet_xml(f'<row r="2">{cell}</row>'))

    assert first_rows(path) == [[], [None, ErrorCell("#N/A")]]


def test_prefixed_xml_and_cells_without_names(tmp_path):
    """Namespace prefixes, and rows and cells that leave out where they stand, are understood."""
    sheet = (
        "<x:worksheet xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><x:sheetData>"
        "<x:row r='2' hidden = 'true'><x:c r='B2' t='e'><x:v>#N/A</x:v></x:c><x:c><x:f>1</x:f></x:c></x:row>"
        "<x:row><x:c><x:v>5</x:v></x:c><x:c t='e'><x:v>#REF!</x:v></x:c></x:row></x:sheetData>"
        "<x:mergeCells><x:mergeCell ref = 'A1:B1'/></x:mergeCells></x:worksheet>"
    )
    (grid,) = read_grids(write_xlsx(tmp_path / "a.xlsx", sheet))

    assert rows(grid) == [[], [None, ErrorCell("#N/A"), FORMULA_WITHOUT_VALUE], [5, ErrorCell("#REF!")]]
    assert grid.hidden_rows == {2}
    assert grid.merged == (CellRange(1, 1, 1, 2),)


def test_faults_at_every_place_of_a_long_sheet(tmp_path):
    """Errors and merged ranges are found where the pieces of a streamed sheet meet."""
    filler = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 40_000))
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 40_000))
    bad = '<row r="40001"><c r="B40001" t="e"><v>#NUM!</v></c></row>'
    path = write_xlsx(tmp_path / "a.xlsx", sheet_xml(filler, bad, after=f"<mergeCells>{merges}</mergeCells>"))

    (grid,) = read_grids(path)

    assert rows(grid)[40_000] == [None, ErrorCell("#NUM!")]
    assert [each.first_row for each in grid.merged] == list(range(1, 40_000))


def test_hidden_and_filtered_rows_are_read_and_named(write):
    """Rows that are hidden, by hand or by a filter, are read, and listed by their numbers; hidden columns are not."""

    def fill(sheet, _book):
        sheet.write_column(0, 0, ["Name", "a", "b", "c"])
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.set_column(2, 3, None, None, {"hidden": True})
        sheet.autofilter(0, 0, 3, 0)

    (grid,) = read_grids(write(fill))

    assert grid.hidden_rows == {2, 4}
    assert rows(grid) == [["Name"], ["a"], ["b"], ["c"]]


def test_hidden_rows_beside_errors(tmp_path):
    """Hidden rows are found in every way to write them, with and without a fault elsewhere in the sheet."""
    hidden = ['<row r="1" hidden="1">', "<row hidden = 'true' r = '2'>", '<row r="3" hidden="0">', '<row r="4">']
    for cell in ("<v>1</v>", "<f>1</f>"):
        sheet = sheet_xml(*(f'{row}<c r="A{number}">{cell}</c></row>' for number, row in enumerate(hidden, 1)))

        assert read_grids(write_xlsx(tmp_path / "a.xlsx", sheet))[0].hidden_rows == {1, 2}


def test_merged_ranges(write):
    """Merged ranges are listed; their value stands in their first cell alone."""
    (grid,) = read_grids(write(lambda sheet, _book: sheet.merge_range(1, 1, 2, 3, "Address")))

    assert grid.merged == (CellRange(2, 2, 3, 4),)
    assert rows(grid)[:2] == [[], [None, "Address"]]


def test_empty_rows_and_columns_are_kept(write):
    """Blank rows and columns before and between the data keep every cell at its place."""

    def fill(sheet, _book):
        sheet.write(3, 2, "Name")
        sheet.write(3, 6, "City")
        sheet.write(6, 2, "Dupont")

    assert first_rows(write(fill)) == [
        [],
        [],
        [],
        [None, None, "Name", None, None, None, "City"],
        [],
        [],
        [None, None, "Dupont"],
    ]


def test_headers_alone_and_nothing_at_all(write):
    """A sheet of headers has one row, an empty sheet none."""
    assert first_rows(write(lambda sheet, _book: sheet.write_row(0, 0, ["Name", "Zip"]))) == [["Name", "Zip"]]
    assert first_rows(write(lambda _sheet, _book: None)) == []


def test_sheets_come_in_order_without_charts(write):
    """All worksheets come in the workbook's order, hidden ones too; chart sheets are left out."""

    def fill(sheet, book):
        sheet.write(0, 0, 1)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Clients!$A$1:$A$2"})
        book.add_chartsheet("Chart").set_chart(chart)
        book.add_worksheet("Zürich & Co <1>").write(0, 0, "second")
        book.add_worksheet("Hidden").hide()

    grids = read_grids(write(fill))

    assert [grid.name for grid in grids] == ["Clients", "Zürich & Co <1>", "Hidden"]
    assert rows(grids[1]) == [["second"]]


@pytest.mark.parametrize("target", ["worksheets/sheet9.xml", "/xl/worksheets/sheet9.xml", "other/s.xml"])
def test_sheet_parts_are_found_by_their_relation(tmp_path, target):
    """A sheet's part is found by the workbook's relation, relative or absolute."""
    sheet = sheet_xml('<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>')

    assert first_rows(write_xlsx(tmp_path / "a.xlsx", sheet, targets=[target])) == [[ErrorCell("#N/A")]]


def test_workbook_is_found_in_any_folder(tmp_path):
    """The package's own relation names the workbook, wherever it stands."""
    sheet = sheet_xml('<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>')

    assert first_rows(write_xlsx(tmp_path / "a.xlsx", sheet, folder="book")) == [[ErrorCell("#N/A")]]


def test_rich_text_and_coded_characters(write):
    """Text of several fonts is joined, and a carriage return that Excel writes as a code is one again."""

    def fill(sheet, book):
        sheet.write_rich_string(0, 0, "Du", book.add_format({"bold": True}), "pon", "t")
        sheet.write_string(0, 1, "a\rb")

    assert first_rows(write(fill)) == [["Dupont", "a\rb"]]


def test_each_read_is_a_fresh_pass_that_holds_few_rows(write):
    """A sheet can be read again and again, and a pass over 200,000 cells holds few of them in Python."""

    def fill(sheet, _book):
        for number in range(20_000):
            sheet.write_row(number, 0, [f"text {number} {column}" for column in range(10)])

    path = write(fill, constant_memory=True)
    tracemalloc.start()
    try:
        (grid,) = read_grids(path)
        counts = [sum(1 for _ in grid.read()) for _pass in range(2)]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert counts == [20_000, 20_000]
    assert peak < 8_000_000


def test_a_sheet_that_was_let_go_is_read_again(write):
    """A grid whose workbook was let go of loads it anew, in the midst of another sheet's pass too."""

    def fill(sheet, book):
        sheet.write_column(0, 0, ["Dupont", "Durand"])
        book.add_worksheet("Other").write(0, 0, "Martin")

    clients, other = read_grids(write(fill))
    passing = clients.read()
    first = next(passing)
    clients.release()

    assert [list(row) for row in other.read()] == [["Martin"]]
    assert [list(row) for row in [first, *passing]] == [["Dupont"], ["Durand"]]
    assert [list(row) for row in clients.read()] == [["Dupont"], ["Durand"]]


def test_what_calamine_meets_is_told_in_the_language_spoken(write):
    """A part that calamine cannot read is refused in French to who speaks French."""
    path = write(lambda sheet, _book: sheet.write(0, 0, "Dupont"))
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"<v>0</v>", b"<v>7</v>")
    with ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)

    with speaking("fr"), pytest.raises(FileError) as caught:
        first_rows(path)

    assert caught.value.code == "file-damaged"
    assert "est endommagé" in caught.value.title


def test_a_small_sheet_does_not_drive_a_large_one_out(write, monkeypatch):
    """Looking into a settings sheet leaves the data loaded; another large sheet takes their place."""

    def fill(sheet, book):
        sheet.write(0, 0, "Dupont")
        for name in ("More", "Settings"):
            book.add_worksheet(name).write(0, 0, name)

    loaded, opened = [], calamine_rows.opened
    monkeypatch.setattr(calamine_rows, "opened", lambda path: loaded.append(path) or opened(path))
    path = write(fill)
    for small, expected in ((set(), 5), ({"Settings"}, 3)):
        loaded.clear()
        sheets = calamine_rows.LoadedSheets(path, small)
        for name in ("Clients", "Settings", "Clients", "More", "Settings"):
            assert len(list(sheets.rows_of(name, Faults()))) == 1
        assert len(loaded) == expected
