"""Clearing: what a preview or an import has laid over a sheet is taken away again (SPEC §7)."""

from raccord.marks import is_own_header
from raccord.result_lines import BASE_CELL, RESTORE_POINT_CELL
from raccord.result_rules import PREVIEW_GROUP
from raccord.sheet import read_head
from raccord.sheet_choice import RESULT_SHEET
from raccord_addin.actions.head import subject
from raccord_addin.desk import Desk
from raccord_addin.ops import Op, PutCells, RemoveSheet, Reply, Say, SetRules, Show
from raccord_addin.snapshot import SheetCells, Snapshot


def clear_preview(snapshot: Snapshot, desk: Desk) -> Reply:
    """Take away all that a preview has laid over the sheet: every original colour is back."""
    cells = subject(snapshot)
    shown = [] if snapshot.book.active == cells.name else [Show(cells.name)]
    return Reply((*_sheet_ops(cells), RemoveSheet(RESULT_SHEET), *shown, Say(desk.words("cleared"))))


def taken_back_ops(snapshot: Snapshot, operations: tuple[int, ...], desk: Desk) -> list[Op]:
    """Take away what an import has laid over its sheet, if it is one of these operations; a protected sheet stays."""
    result, cells = (snapshot.own or {}).get(RESULT_SHEET), snapshot.subject
    if result is None or result.cell(*BASE_CELL) not in desk.names_of_base or _point(result) not in operations:
        return []
    state = snapshot.book.sheet(cells.name) if cells else None
    over = _sheet_ops(cells) if cells and state and not state.protected else []
    return [*over, RemoveSheet(RESULT_SHEET)]


def _point(result: SheetCells) -> int | None:
    """The restore point before the import that a result sheet tells of."""
    point = result.cell(*RESTORE_POINT_CELL)
    return int(point) if isinstance(point, float) else None


def _sheet_ops(cells: SheetCells) -> list[Op]:
    header_row = read_head(cells.grid()).header_row if cells.rows else 1
    return [SetRules(cells.name, PREVIEW_GROUP), *_emptied_column(cells, header_row)]


def _emptied_column(cells: SheetCells, header_row: int) -> list[Op]:
    headers = cells.rows[header_row - 1] if header_row <= len(cells.rows) else ()
    for column, header in enumerate(headers, 1):
        if isinstance(header, str) and is_own_header(header):
            blank = [[None]] * (len(cells.rows) - header_row + 1)
            return [PutCells(cells.name, header_row, column, blank)]
    return []
