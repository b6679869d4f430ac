"""A user's workbook that every host changes, and the operations of Raccord on it."""

from pathlib import Path

import openpyxl
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from raccord.cells import CellRange
from raccord.files.annotations import Rule
from raccord_addin.ops import (
    Cell,
    Freeze,
    InsertRow,
    MakeSheet,
    Op,
    PutCells,
    PutLinks,
    RemoveSheet,
    SetDropdown,
    SetFilter,
    SetRules,
    SetStyle,
    SetWidths,
    Show,
)

GREEN, RED, YELLOW = "C6EFCE", "FFC7CE", "FFFF00"


def rule(group: str, condition: str, colour: str, *areas: CellRange) -> Rule:
    """A rule the way Raccord writes them."""
    return Rule(areas, f'=AND(N("raccord-{group}")=0,{condition})', colour)


MODE = rule("modes", 'INDEX($1:$1048576,1,COLUMN())="Key"', GREEN, CellRange(1, 1, 2, 3), CellRange(4, 1, 4, 1))
OTHER_MODE = rule("modes", '$A$1="Overwrite, blank clears"', RED, CellRange(1, 1, 1, 3))
PREVIEW = rule("preview", "TRUE()", RED, CellRange(2, 2, 4, 2))


def write_clients(path: Path) -> Path:
    """Write the workbook: a sheet with formats of all kinds, one that computes from it, and a protected one."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "My clients"
    for row in (["Name", "City", "Visits"], ["Anna", "Paris", 1], ["Bert", "Lyon", 2], ["Cara", "Nice", 3]):
        sheet.append(row)
    sheet["B2"].fill = PatternFill("solid", fgColor=f"FF{YELLOW}")
    sheet["A1"].font = Font(bold=True)
    red = PatternFill(bgColor=f"FF{RED}")
    sheet.conditional_formatting.add("C2:C4", CellIsRule("greaterThan", ["2"], fill=red))
    check = DataValidation("whole", "0", "99", operator="between", showErrorMessage=True, sqref="C2:C4")
    sheet.add_data_validation(check)
    sheet.row_dimensions[3].hidden = True
    sheet.merge_cells("E3:F4")
    sums = book.create_sheet("Sums")
    sums["A1"] = "=SUM('My clients'!C2:C4)"
    sums["A2"] = "='My clients'!$C$1"
    book.defined_names["visits"] = DefinedName("visits", attr_text="'My clients'!$C$2:$C$4")
    guarded = book.create_sheet("Guarded")
    guarded["A1"] = "Name"
    guarded.protection.sheet = True
    book.save(path)
    return path


def whole_preview() -> list[Op]:
    """What Prepare, Preview and a second Preview do, in one go."""
    own = "Raccord"
    table: list[list[Cell]] = [["Row", "Customer", "Change"], [None, "=Anna", "Paris → Reims"], [None, "Bert", "-"]]
    preview: list[Op] = [
        PutCells("My clients", 2, 4, [["Raccord"], ["updated: 1"], ["invalid"], [None]]),
        SetWidths("My clients", 4, [22.0]),
        SetRules("My clients", "preview", [PREVIEW, rule("preview", '$D$3<>""', GREEN, CellRange(3, 4, 5, 4))]),
        MakeSheet(own),
        PutCells(own, 1, 1, [["Raccord preview"], [], ["Rows", 3.0], *table]),
        PutLinks(own, 5, 1, "My clients", [3, 4]),
        SetStyle(own, [CellRange(1, 1, 1, 1), CellRange(4, 1, 4, 3)], bold=True),
        SetStyle(own, [CellRange(4, 1, 4, 3)], GREEN),
        SetStyle(own, [CellRange(5, 3, 6, 3)], wrap=True),
        SetWidths(own, 1, [8.0, 30.0, 60.0]),
        SetRules(own, "result", [rule("result", '$B5="=Anna"', RED, CellRange(5, 1, 6, 3))]),
        Freeze(own, 4),
        SetFilter(own, CellRange(4, 1, 6, 3)),
        Show(own, 5, 1),
    ]
    head: list[Op] = [
        InsertRow("My clients", 1),
        PutCells("My clients", 1, 1, [["Key", "Overwrite", "Keep"]]),
        SetRules("My clients", "modes", [MODE, OTHER_MODE]),
        SetDropdown("My clients", [CellRange(1, 1, 1, 3)], ["Key", "Overwrite", "Keep"]),
    ]
    return [*head, *preview, *preview, MakeSheet("Raccord help"), RemoveSheet("Raccord help")]
