"""Inserting a row into a file: all that stands below moves, and all that leads there follows, without any program."""

from datetime import date

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import ColorScaleRule, FormulaRule
from openpyxl.pivot.cache import CacheDefinition, CacheField, CacheSource, WorksheetSource
from openpyxl.pivot.record import RecordList
from openpyxl.pivot.table import Location, TableDefinition
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table, TableFormula

from raccord_addin.hosts import HostError
from raccord_addin.hosts.workbook import WorkbookHost
from raccord_addin.hosts.workbook.references import Insertion, Removal, UntranslatableError
from raccord_addin.ops import InsertRow, RemoveSheet

ORDER = ("Jan", "My Clients", "Dec", "It's", "Last")


@pytest.fixture
def inserted(tmp_path):
    """Fill a workbook by a function, insert a row above one of its first sheet, and open what is saved."""

    def run(row, fill):
        book = openpyxl.Workbook()
        book.active.title = "Clients"
        book.create_sheet("Sums")
        fill(book, book.active)
        book.save(tmp_path / "before.xlsx")
        host = WorkbookHost(tmp_path / "before.xlsx")
        host.apply([InsertRow("Clients", row)])
        host.save(tmp_path / "after.xlsx")
        return openpyxl.load_workbook(tmp_path / "after.xlsx")

    return run


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("=B2", "=B2"),
        ("=B3+$B$3+B$4+$B5", "=B4+$B$4+B$5+$B6"),
        ("=SUM(B1:B2)", "=SUM(B1:B2)"),
        ("=SUM(B1:B3)", "=SUM(B1:B4)"),
        ("=SUM(B2:B2,B3:B9 B5)", "=SUM(B2:B2,B4:B10 B6)"),
        ("=SUM($3:$5)+SUM(2:2)", "=SUM($4:$6)+SUM(2:2)"),
        ("=SUM(B:C)+SUM($1:$1048576)+SUM(A1:A1048576)", "=SUM(B:C)+SUM($1:$1048576)+SUM(A1:A1048576)"),
        ("=SUM(B4:B1048576)", "=SUM(B5:B1048576)"),
        ("=B1048576", "=#REF!"),
        ("=Last!B3+Jan!B3:B4", "=Last!B3+Jan!B3:B4"),
        ("='my clients'!B3+'My Clients'!B3:B4", "='my clients'!B4+'My Clients'!B4:B5"),
        ("='My Clients'!B3:'My Clients'!C4", "='My Clients'!B4:'My Clients'!C5"),
        ("='It''s'!B3", "='It''s'!B3"),
        ("=[1]Jan!B3+'[1]My Clients'!B3", "=[1]Jan!B3+'[1]My Clients'!B3"),
        ("=Table1[[#This Row],[B3]]", "=Table1[[#This Row],[B3]]"),
        ('="B3"&IF(A1="\'My Clients\'!B3",1,#REF!)', '="B3"&IF(A1="\'My Clients\'!B3",1,#REF!)'),
        ("=LOG10(B3)+TOTAL3+XFE3+Z_3+B3000000", "=LOG10(B4)+TOTAL3+XFE3+Z_3+B3000000"),
        ("=_xlfn.ANCHORARRAY(B3)+{3,4;5,6}%", "=_xlfn.ANCHORARRAY(B4)+{3,4;5,6}%"),
        ("= B3 ", "= B4 "),
        ("=IF( B3 > 2 , -B3 , +B3 )", "=IF( B4 > 2 , -B4 , +B4 )"),
        ("=SUM(Jan:Jan!B3)+SUM('It''s:Last'!B3)", "=SUM(Jan:Jan!B3)+SUM('It''s:Last'!B3)"),
        ("=INDEX($1:$1048576,ROW(),COLUMN())", "=INDEX($1:$1048576,ROW(),COLUMN())"),
    ],
)
def test_references_follow_their_cells(before, after):
    """References to row 3 or below it on the sheet move, all that only looks like one stays."""
    assert Insertion("My Clients", 3, ORDER).applied(before, "My Clients") == after


def test_references_of_other_sheets_name_theirs():
    """On another sheet, a reference without a sheet's name leads to that sheet and stays."""
    assert Insertion("My Clients", 3, ORDER).applied("=B3+'My Clients'!B3", "Jan") == "=B3+'My Clients'!B4"


@pytest.mark.parametrize("formula", ["=SUM(Jan:Dec!B3)", "=SUM('Jan:It''s'!B3)", "=SUM(Jan:Gone!B3)", "=B3#", '="B3'])
def test_formulas_that_cannot_be_followed(formula):
    """A formula over several sheets, one that names unknown ones, and one that is none are not guessed at."""
    with pytest.raises(UntranslatableError):
        Insertion("My Clients", 3, ORDER).applied(formula, "Last")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("=B3+'My Clients'!B3", "=B3+#REF!"),
        ("=SUM('my clients'!B:B,Jan!B3)", "=SUM(#REF!,Jan!B3)"),
        ("='My Clients'!visits", "=#REF!"),
        ("='[1]My Clients'!B3", "='[1]My Clients'!B3"),
    ],
)
def test_references_to_a_removed_sheet(before, after):
    """What led to the sheet is `#REF!`, and nothing else changes."""
    assert Removal("My Clients", ORDER).applied(before, "Jan") == after


def test_cells_with_their_looks_move(inserted):
    """Values, formats, comments and links move with their cells; the inserted row is blank."""

    def fill(_book, sheet):
        sheet.append(["Name", "Since"])
        sheet.append(["Anna", date(2026, 11, 22)])
        sheet["A2"].font = Font(bold=True)
        sheet["A2"].fill = PatternFill("solid", fgColor="FFFFFF00")
        sheet["A2"].comment = Comment("careful", "Anna")
        sheet["A2"].hyperlink = "https://example.org/"
        sheet["B2"].hyperlink = Hyperlink(ref="B2", location="Clients!A1")

    sheet = inserted(2, fill)["Clients"]

    assert [[cell.value for cell in row] for row in sheet.iter_rows(max_row=2)] == [["Name", "Since"], [None, None]]
    anna, since = sheet["A3"], sheet["B3"]
    assert (anna.value, anna.font.b, anna.fill.fgColor.rgb, anna.comment.text) == ("Anna", True, "FFFFFF00", "careful")
    assert (anna.hyperlink.target, since.hyperlink.location) == ("https://example.org/", "Clients!A1")
    assert (anna.hyperlink.ref, since.hyperlink.ref, since.is_date) == ("A3", "B3", True)
    assert sheet["A2"].hyperlink is None


@pytest.mark.parametrize(("row", "merged"), [(1, "B3:C5"), (2, "B3:C5"), (3, "B2:C5"), (4, "B2:C5"), (5, "B2:C4")])
def test_merged_cells_move_or_grow(inserted, row, merged):
    """A merged area below moves, one across grows, one above stays; its text and frame stay its own."""

    def fill(_book, sheet):
        sheet["B2"] = "title"
        sheet["B2"].border = Border(left=Side("thick"))
        sheet.merge_cells("B2:C4")
        sheet["A5"] = "below"

    sheet = inserted(row, fill)["Clients"]

    assert [span.coord for span in sheet.merged_cells.ranges] == [merged]
    start, end = merged.split(":")
    assert (sheet[start].value, sheet[start].border.left.style, sheet[end].value) == ("title", "thick", None)


def test_row_dimensions_move(inserted):
    """Heights, hidden rows and outlines move; the inserted row has the usual height and is in sight."""

    def fill(_book, sheet):
        sheet.append(["Name"])
        sheet.row_dimensions[2].height = 40
        sheet.row_dimensions[2].hidden = True
        sheet.row_dimensions[3].outline_level = 1

    rows = inserted(2, fill)["Clients"].row_dimensions

    assert (rows[2].height, rows[2].hidden) == (None, False)
    assert (rows[3].height, rows[3].hidden, rows[4].outline_level) == (40, True, 1)


def test_checks_move(inserted):
    """Validations move or grow with their cells, and their formulas follow."""

    def fill(_book, sheet):
        sheet.add_data_validation(DataValidation("list", "$D$2:$D$5", sqref="A2:A9 B1:B1048576"))
        sheet.add_data_validation(DataValidation("whole", "Sums!A3", "D3", operator="between", sqref="C3"))

    first, second = inserted(3, fill)["Clients"].data_validations.dataValidation

    assert (str(first.sqref), first.formula1) == ("A2:A10 B1:B1048576", "$D$2:$D$6")
    assert (str(second.sqref), second.formula1, second.formula2) == ("C4", "Sums!A3", "D4")


def test_whole_columns_stay_whole(inserted):
    """What covers whole columns covers them after a row was inserted above all."""

    def fill(book, sheet):
        sheet.append(["Name"])
        sheet.add_data_validation(DataValidation("list", '"a,b"', sqref="B1:B1048576"))
        book["Sums"]["A1"] = "=SUM(Clients!$1:$1048576)+SUM(Clients!B1:B1048576)"

    book = inserted(1, fill)

    assert str(book["Clients"].data_validations.dataValidation[0].sqref) == "B1:B1048576"
    assert book["Sums"]["A1"].value == "=SUM(Clients!$1:$1048576)+SUM(Clients!B1:B1048576)"


def test_conditional_formats_move(inserted):
    """Conditional formats move or grow with their cells in their order, and their formulas follow."""

    def fill(book, sheet):
        fill = PatternFill(bgColor="FF00FF00")
        sheet.conditional_formatting.add("A3:A9", FormulaRule(formula=["$B3>Sums!$B$3"], fill=fill, stopIfTrue=True))
        sheet.conditional_formatting.add("A1:A9 C5", FormulaRule(formula=["$B1>2"], fill=fill))
        limits = ColorScaleRule("formula", "$D$3", "FFFF0000", None, None, None, "max", None, "FF00FF00")
        sheet.conditional_formatting.add("E1:E2", limits)
        book["Sums"].conditional_formatting.add("A1", FormulaRule(formula=["Clients!$B$3=1"], fill=fill))

    book = inserted(3, fill)

    found = {str(one.sqref): one.rules[0] for one in book["Clients"].conditional_formatting}
    assert {span: rule.formula for span, rule in found.items()} == {
        "A4:A10": ["$B4>Sums!$B$3"],
        "A1:A10 C6": ["$B1>2"],
        "E1:E2": [],
    }
    assert found["E1:E2"].colorScale.cfvo[0].val == "$D$4"
    assert (found["A4:A10"].priority, found["A4:A10"].stopIfTrue) == (1, True)
    assert next(iter(book["Sums"].conditional_formatting)).rules[0].formula == ["Clients!$B$4=1"]


@pytest.mark.parametrize(("row", "area"), [(1, "A3:B6"), (2, "A3:B6"), (3, "A2:B6"), (6, "A2:B5")])
def test_tables_and_filters_move_or_grow(inserted, row, area):
    """A table moves as a whole with its filter, or grows by a row; what it computes follows."""

    def fill(_book, sheet):
        for line in ([], ["Name", "Visits"], ["Anna", 1], ["Bert", 2], ["Cara", 3]):
            sheet.append(line)
        table = Table(displayName="Visits", ref="A2:B5")
        table._initialise_columns()
        for column, name in zip(table.tableColumns, ["Name", "Visits"], strict=True):
            column.name = name
        table.tableColumns[1].calculatedColumnFormula = TableFormula(attr_text="Clients!$D$1048575")
        sheet.add_table(table)

    table = inserted(row, fill)["Clients"].tables["Visits"]

    assert (table.ref, table.autoFilter.ref) == (area, area)
    assert table.tableColumns[1].calculatedColumnFormula.attr_text == "Clients!$D$1048576"


def test_sheet_filter_moves(inserted):
    """The filter buttons stay on the header, with what they hide and how they sort."""

    def fill(_book, sheet):
        sheet.append(["Name"])
        sheet.auto_filter.ref = "A1:B9"
        sheet.auto_filter.add_filter_column(0, ["Anna"])
        sheet.auto_filter.add_sort_condition("A2:A9")

    moved = inserted(1, fill)["Clients"].auto_filter

    assert (moved.ref, moved.sortState.ref, moved.sortState.sortCondition[0].ref) == ("A2:B10", "A2:B10", "A3:A10")
    assert moved.filterColumn[0].filters.filter == ["Anna"]


@pytest.mark.parametrize(("row", "frozen", "first"), [(1, 3, "B4"), (2, 3, "B4"), (3, 2, "B3"), (9, 2, "B3")])
def test_frozen_rows_grow(inserted, row, frozen, first):
    """A row inserted among the frozen ones is frozen with them; below them, nothing moves."""

    def fill(_book, sheet):
        sheet.append(["Name"])
        sheet.freeze_panes = "B3"

    pane = inserted(row, fill)["Clients"].sheet_view.pane

    assert (pane.ySplit, pane.xSplit, pane.topLeftCell) == (frozen, 1, first)


def test_printing_moves(inserted):
    """Print areas, title rows and page breaks move."""

    def fill(_book, sheet):
        sheet.append(["Name"])
        sheet.print_area = "A1:C9"
        sheet.print_title_rows = "1:2"
        sheet.row_breaks.append(Break(id=1))
        sheet.row_breaks.append(Break(id=5))

    sheet = inserted(2, fill)["Clients"]

    assert (sheet.print_area, sheet.print_title_rows) == ("'Clients'!$A$1:$C$10", "$1:$3")
    assert [one.id for one in sheet.row_breaks.brk] == [1, 6]


def test_formulas_everywhere_follow(inserted):
    """Formulas on both sheets, array formulas, what-if tables, and names of the workbook and of a sheet follow."""

    def fill(book, sheet):
        sheet["A1"] = "=B3"
        sheet["A4"] = "=SUM(B1:B5)"
        sheet["C4"] = ArrayFormula("C4:C6", "=B4:B6*2")
        sheet["E4"] = DataTableFormula("E4:E6", r1="B3")
        book["Sums"]["A3"] = "=Clients!B3+A3"
        book.defined_names["visits"] = DefinedName("visits", attr_text="Clients!$B$3:$B$5")
        sheet.defined_names["own"] = DefinedName("own", attr_text="Clients!$B$1")

    book = inserted(3, fill)

    sheet = book["Clients"]
    assert (sheet["A1"].value, sheet["A5"].value, book["Sums"]["A3"].value) == ("=B4", "=SUM(B1:B6)", "=Clients!B4+A3")
    assert (sheet["C5"].value.ref, sheet["C5"].value.text) == ("C5:C7", "=B5:B7*2")
    assert (sheet["E5"].value.ref, sheet["E5"].value.r1) == ("E5:E7", "B4")
    assert book.defined_names["visits"].attr_text == "Clients!$B$4:$B$6"
    assert sheet.defined_names["own"].attr_text == "Clients!$B$1"


def test_charts_follow(inserted):
    """A chart shows the same cells as before, and stands beside the same ones."""

    def fill(book, sheet):
        for line in (["Name", "Visits"], ["Anna", 1], ["Bert", 2]):
            sheet.append(line)
        for home in (sheet, book["Sums"], book.create_chartsheet("Chart")):
            chart = BarChart()
            chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
            chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=3))
            home.add_chart(chart, *(["D5"] if home.title != "Chart" else []))

    book = inserted(1, fill)

    for sheet, row in ((book["Clients"], 5), (book["Sums"], 4), (book["Chart"], None)):
        (chart,) = sheet._charts
        series = chart.series[0]
        assert series.tx.strRef.f == "'Clients'!B2"
        assert (series.val.numRef.f, series.cat.numRef.f) == ("'Clients'!$B$3:$B$4", "'Clients'!$A$3:$A$4")
        assert row is None or chart.anchor._from.row == row


def test_pivot_tables_follow(inserted):
    """A pivot table moves with its cells, and its source, which two of them share, moves once."""

    def fill(book, sheet):
        for line in (["Name", "Visits"], ["Anna", 1]):
            sheet.append(line)
        source = CacheSource(type="worksheet", worksheetSource=WorksheetSource(ref="A1:B2", sheet="Clients"))
        cache = CacheDefinition(cacheSource=source, cacheFields=[CacheField(name=one) for one in "ab"], id="rId1")
        cache.records = RecordList()
        for home in (sheet, book["Sums"]):
            place = Location(ref="D3:E5", firstHeaderRow=1, firstDataRow=1, firstDataCol=1)
            pivot = TableDefinition(name="Visits", cacheId=1, dataCaption="Values", location=place)
            pivot.cache = cache
            home.add_pivot(pivot)

    book = inserted(1, fill)

    found = [(one.location.ref, one.cache.cacheSource.worksheetSource.ref) for sheet in book for one in sheet._pivots]
    assert found == [("D4:E6", "A2:B3"), ("D3:E5", "A2:B3")]


def test_other_sheet_stays(inserted):
    """Nothing moves on the sheets that no row was inserted into."""

    def fill(book, _sheet):
        sums = book["Sums"]
        sums["A3"] = "=B3"
        sums.merge_cells("C3:D4")
        sums.row_dimensions[3].height = 40
        sums.auto_filter.ref = "A3:B9"

    sums = inserted(1, fill)["Sums"]

    assert (sums["A3"].value, sums.row_dimensions[3].height, sums.auto_filter.ref) == ("=B3", 40, "A3:B9")
    assert [span.coord for span in sums.merged_cells.ranges] == ["C3:D4"]


def refusing(tmp_path, fill):
    """A host on a workbook of three sheets, filled by a function."""
    book = openpyxl.Workbook()
    book.active.title = "Clients"
    book.active.append(["Name"])
    book.create_sheet("Raccord")
    book.create_sheet("Last")
    fill(book)
    book.save(tmp_path / "clients.xlsx")
    return WorkbookHost(tmp_path / "clients.xlsx")


@pytest.mark.parametrize("op", [InsertRow("Clients", 1), RemoveSheet("Raccord")], ids=lambda op: op.kind)
def test_formula_over_several_sheets_refuses(tmp_path, op):
    """A formula that adds up sheets one behind the other names its cell, and the workbook is as it was."""
    host = refusing(tmp_path, lambda book: book["Last"].__setitem__("B2", "=SUM(Clients:Raccord!A1)"))
    before = [host.read(one.name) for one in host.look().sheets]

    with pytest.raises(HostError, match=r"^Last!B2: the formula =SUM\(Clients:Raccord!A1\) .*\n.*spreadsheet program"):
        host.apply([op])

    assert [host.read(one.name) for one in host.look().sheets] == before


def test_full_sheet_refuses(tmp_path):
    """A sheet whose last row is in use has no room for another one."""
    host = refusing(tmp_path, lambda book: book["Clients"].cell(1_048_576, 1, "end"))

    with pytest.raises(HostError, match="no room for another row"):
        host.apply([InsertRow("Clients", 1)])

    assert host.read("Clients", 3).rows == [["Name"]]
