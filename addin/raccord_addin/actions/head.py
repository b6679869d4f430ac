"""The head of the worked-on sheet as buttons see it: its marks, and what they write into its update row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from raccord.cells import Grid, column_letters, is_blank
from raccord.errors import SheetError, Where
from raccord.marks import is_own_header, parse_mark
from raccord.result_rules import column_areas
from raccord.sheet import SEARCHED_ROWS, read_head, understand
from raccord.sheet_layouts import dropdown_words
from raccord.translation import _
from raccord_addin.desk import Desk
from raccord_addin.mark_rules import MARKS_GROUP, mark_rules
from raccord_addin.ops import InsertRow, Op, PutCells, SetDropdown, SetRules
from raccord_addin.snapshot import SheetCells, Snapshot


@dataclass(frozen=True, slots=True)
class SheetHead:
    """Where marks are, or will be: row `update_row`, inserted above the headers when `inserts` is true.

    `marks` and `headers` are by column number, without blank ones; `width` is the last column of the table.
    """

    sheet: str
    update_row: int
    header_row: int
    inserts: bool
    marks: Mapping[int, str]
    headers: Mapping[int, str]
    width: int

    def is_own(self, column: int) -> bool:
        """Tell whether a column is the one of Raccord's own remarks."""
        return is_own_header(self.headers.get(column, ""))

    def target(self, column: int) -> str:
        """The field that the column's mark names, or nothing."""
        mark = parse_mark(self.marks.get(column, ""))
        return mark.targets if mark else ""


def head_of(snapshot: Snapshot, header_row: int | None = None) -> SheetHead:
    """The head of the worked-on sheet, its headers in `header_row` where no marks say otherwise.

    Raises:
        SheetError: the sheet is empty.
    """
    cells = subject(snapshot)
    head = read_head(cells.grid(), header_row)
    headers = {at: text for at, text in enumerate(head.headers, 1) if text}
    if head.update_row:
        marks = {at: str(cell) for at, cell in enumerate(head.marks, 1) if not is_blank(cell)}
        width = max([*headers, *marks])
        return SheetHead(cells.name, head.update_row, head.header_row, False, marks, headers, width)
    above = cells.rows[head.header_row - 2] if head.header_row > 1 else (0,)
    covered = any(span.first_row < head.header_row <= span.last_row + 1 for span in cells.merged)
    inserts = covered or any(not is_blank(cell) for cell in above)
    update_row = head.header_row if inserts else head.header_row - 1
    return SheetHead(cells.name, update_row, update_row + 1, inserts, {}, headers, max(headers))


def subject(snapshot: Snapshot) -> SheetCells:
    """The worked-on sheet of a snapshot that has one."""
    if snapshot.subject is None:
        raise ValueError("the button's action needs a sheet")
    return snapshot.subject


def selected_columns(snapshot: Snapshot, head: SheetHead) -> list[int]:
    """The selected columns of the table, each once, in order; Raccord's own are left out.

    Raises:
        SheetError: nothing of the table is selected.
    """
    book = snapshot.book
    areas = book.selection if book.active == head.sheet else ()
    chosen = {
        column
        for area in areas
        for column in range(area.first_column, min(area.last_column, head.width) + 1)
        if column in head.headers or column in head.marks
    }
    columns = sorted(column for column in chosen if not head.is_own(column))
    if not columns:
        raise SheetError(
            "no-column-selected",
            _("No column of the table in “{sheet}” is selected.", sheet=head.sheet),
            hint=_(
                "Click into a column that has a header in row {row}, and click the button again.", row=head.header_row
            ),
            where=Where(sheet=head.sheet),
        )
    return columns


def mark_ops(head: SheetHead, new: Mapping[int, str], desk: Desk) -> list[Op]:
    """Write marks into the update row, with its dropdown and the colours of the modes."""
    columns = [column for column in range(1, max([head.width, *new]) + 1) if not head.is_own(column)]
    words = dropdown_words(desk.language)
    inserted: list[Op] = [InsertRow(head.sheet, head.update_row)] if head.inserts else []
    return [
        *inserted,
        *_put_marks(head, new),
        SetDropdown(head.sheet, column_areas(columns, head.update_row, head.update_row), words),
        SetRules(head.sheet, MARKS_GROUP, mark_rules(head.update_row, head.header_row, columns)),
    ]


def marked_grid(cells: SheetCells, head: SheetHead, new: Mapping[int, str]) -> Grid:
    """The sheet as it will be with its new marks."""
    rows = [list(row) for row in cells.rows]
    if head.inserts:
        rows.insert(head.update_row - 1, [])
    row = rows[head.update_row - 1]
    row.extend([None] * (max([*new, 0]) - len(row)))
    for column, text in new.items():
        row[column - 1] = text
    return Grid.of(cells.name, rows)


def check_marks(cells: SheetCells, head: SheetHead, new: Mapping[int, str], desk: Desk) -> None:
    """Raise SheetError where a new mark cannot be used; what is wrong with older marks waits for the preview."""
    grid = marked_grid(cells, head, new)
    try:
        understand(grid, desk.catalogue)
    except SheetError as fault:
        place = (fault.where.cell or "").rpartition("!")[2]
        if place in {name for column in new for name in _places(column, head)}:
            raise


def better_header_row(cells: SheetCells, desk: Desk) -> int | None:
    """The top row that names the most fields, which may stand below a title; None when no row names any."""
    counts = {
        number: sum(isinstance(cell, str) and desk.catalogue.named(cell) is not None for cell in row)
        for number, row in enumerate(cells.rows[:SEARCHED_ROWS], 1)
    }
    best = max(counts, key=lambda number: (counts[number], -number), default=0)
    return best if counts.get(best) else None


def _places(column: int, head: SheetHead) -> Sequence[str]:
    return [f"{column_letters(column)}{row}" for row in (head.update_row, head.header_row)]


def _put_marks(head: SheetHead, new: Mapping[int, str]) -> list[Op]:
    """One block for each run of neighbouring columns."""
    blocks: list[tuple[int, list[str]]] = []
    for column in sorted(new):
        if blocks and column == blocks[-1][0] + len(blocks[-1][1]):
            blocks[-1][1].append(new[column])
        else:
            blocks.append((column, [new[column]]))
    return [PutCells(head.sheet, head.update_row, column, (tuple(texts),)) for column, texts in blocks]
