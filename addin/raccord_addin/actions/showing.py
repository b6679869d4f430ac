"""Showing a report in the workbook: the annotation that files get as well, as operations (SPEC §7)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from raccord.catalogue import ID
from raccord.cells import CellRange
from raccord.files.annotations import OWN_WIDTH, Annotation, ResultRow, RowNote
from raccord.files.dropdowns import DropdownCollector
from raccord.jobs import Report
from raccord.planning import Outcome
from raccord.progress import Progress, silent
from raccord.result_lines import CHOICE_COLUMN, TABLE_WIDTHS
from raccord.result_rules import PREVIEW_GROUP, RESULT_GROUP, column_areas
from raccord.results import annotation_of
from raccord_addin.ops import (
    Cell,
    Freeze,
    MakeSheet,
    Op,
    PutCells,
    PutLinks,
    SetBars,
    SetDropdown,
    SetFilter,
    SetRowDropdowns,
    SetRules,
    SetStyle,
    SetWidths,
)
from raccord_addin.snapshot import runs

MOST_WRAPPED = 1_000
"""So many lines of the result sheet have their long texts wrapped; a program must measure each of them."""


def preview_ops(report: Report, last_row: int, progress: Progress = silent) -> list[Op]:
    """Lay a report over its sheet, whose last filled row is `last_row`, and fill the result sheet.

    The result sheet comes first, so that what fails leaves the user's own sheet alone.
    """
    annotation = annotation_of(report, progress)
    notes: list[RowNote] = []
    lines: list[ResultRow] = [*annotation.head]
    for note, line in annotation.steps():
        if note:
            notes.append(note)
        if line:
            lines.append(line)
    return [*_result_ops(annotation, lines), *_sheet_ops(annotation, notes, last_row)]


def id_ops(report: Report) -> list[Op]:
    """Write the ids of new customers into the sheet's id column, if it has one; neighbouring rows as one block."""
    table = report.plan.sheet
    column = next((one.number for one in table.columns if any(field.name == ID for field in one.fields)), None)
    if column is None or not report.plan.summary.created:
        return []
    created = [(row.row, row.customer) for row in report.plan.rows([Outcome.CREATED])]
    runs = groupby(enumerate(created), key=lambda item: item[1][0] - item[0])
    blocks = [[pair for _, pair in run] for _, run in runs]
    return [PutCells(table.grid.name, block[0][0], column, [[customer] for _, customer in block]) for block in blocks]


def _result_ops(annotation: Annotation, lines: Sequence[ResultRow]) -> Iterator[Op]:
    sheet, head, width = annotation.result_sheet, len(annotation.head), len(annotation.widths)
    yield MakeSheet(sheet)
    yield SetWidths(sheet, 1, annotation.widths)
    yield from _cells(sheet, lines)
    links = [line[0].link for line in lines[head:]]
    if any(links):
        yield PutLinks(sheet, head + 1, 1, annotation.sheet, links)
    yield from _styles(sheet, lines)
    yield from _dropdowns(sheet, lines)
    if head < len(lines) <= MOST_WRAPPED:
        seen = (number for number, one in enumerate(annotation.widths, 1) if one)
        yield SetStyle(sheet, column_areas(seen, head + 1, len(lines)), wrap=True)
    yield SetRules(sheet, RESULT_GROUP, annotation.result_rules(len(lines)))
    if annotation.bars:
        yield SetBars(sheet, annotation.bars.areas, annotation.bars.most, annotation.bars.colour)
    yield Freeze(sheet, head)
    yield SetFilter(sheet, CellRange(head, 1, max(len(lines), head + 1), width))


def _cells(sheet: str, lines: Sequence[ResultRow]) -> Iterator[Op]:
    """The table as one block, and beside it what only some lines have: else a large sheet would be mostly blanks."""
    table = len(TABLE_WIDTHS)
    yield PutCells(sheet, 1, 1, [_values(line[:table], table) for line in lines])
    wide = [number for number, line in enumerate(lines, 1) if len(line) > table]
    spans = runs(wide) if len(wide) <= MOST_WRAPPED else [[wide[0], wide[-1]]]
    for first, last in spans:
        beside = [line[table:] for line in lines[first - 1 : last]]
        most = max(map(len, beside))
        yield PutCells(sheet, first, table + 1, [_values(line, most) for line in beside])


def _values(line: ResultRow, width: int) -> list[Cell]:
    """The line's values, without those that are links."""
    cells: list[Cell] = [None if cell.link else cell.value for cell in line]
    return [*cells, *[None] * (width - len(cells))]


def _styles(sheet: str, lines: Sequence[ResultRow]) -> Iterator[Op]:
    """Backgrounds and bold texts, all cells of one look together."""
    looks: dict[tuple[str, bool], list[CellRange]] = defaultdict(list)
    for number, line in enumerate(lines, 1):
        for column, cell in enumerate(line, 1):
            if cell.colour or cell.bold:
                looks[cell.colour, cell.bold].append(CellRange(number, column, number, column))
    for (colour, bold), areas in looks.items():
        yield SetStyle(sheet, areas, colour, bold)


def _dropdowns(sheet: str, lines: Sequence[ResultRow]) -> Iterator[Op]:
    """The lists that rows have of their own, all of them together, then the words that many cells offer."""
    collector = DropdownCollector()
    for number, line in enumerate(lines, 1):
        collector.see(number, line)
    dropdowns = list(collector.dropdowns())
    own = [one.source for one in dropdowns if one.source]
    if own:
        yield SetRowDropdowns(sheet, CHOICE_COLUMN, own)
    yield from (SetDropdown(sheet, one.areas, one.words) for one in dropdowns if one.words)


def _sheet_ops(annotation: Annotation, notes: Sequence[RowNote], last_row: int) -> Iterator[Op]:
    """The column of Raccord's own, whole, so that nothing of an earlier preview stays in it; then the colours."""
    first = annotation.header_row
    column: list[list[Cell]] = [[None] for _ in range(first, max(last_row, first) + 1)]
    for note in notes:
        column[note.row - first] = [note.text]
    yield PutCells(annotation.sheet, first, annotation.own_column, column)
    yield SetWidths(annotation.sheet, annotation.own_column, (OWN_WIDTH,))
    yield SetRules(annotation.sheet, PREVIEW_GROUP, annotation.rules)
