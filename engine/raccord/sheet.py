"""A raw grid becomes a table: update row, header row, and columns that feed fields by a mode (SPEC §2)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from raccord.catalogue import Catalogue
from raccord.cells import ErrorCell, Grid, RawCell, RawRow, cell_name, is_blank
from raccord.columns import Column, ColumnReader, Feed, Marking
from raccord.errors import SheetError, Where
from raccord.marks import MODE_WORDS, ImportMode, UpdateMode, parse_mark, plain
from raccord.messages import Message
from raccord.translation import _, language

SEARCHED_ROWS = 20
MOST_KEYS = 8
LONGEST_HEADERS = 200
"""So many characters of the headers are told in an error."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet understood: where its rows start, what its columns mean, and what the user should know about it."""

    grid: Grid
    header_row: int
    update_row: int | None
    columns: tuple[Column, ...]
    warnings: tuple[Message, ...] = ()

    def rows(self) -> Iterator[tuple[int, RawRow]]:
        """Give every row below the header that holds anything, with its number in the sheet."""
        own = {column.number - 1 for column in self.columns if column.is_own}
        for number, cells in enumerate(islice(self.grid.read(), self.header_row, None), self.header_row + 1):
            if _holds_anything(cells, own):
                yield number, cells

    @property
    def feeds(self) -> tuple[Feed, ...]:
        """Every field that the sheet feeds, in the order of the columns."""
        return tuple(
            Feed(one, column.mode, column.number) for column in self.columns if column.feeds for one in column.fields
        )

    @property
    def keys(self) -> tuple[Feed, ...]:
        """The feeds that are keys, in the order of the columns."""
        return tuple(feed for feed in self.feeds if feed.mode is UpdateMode.KEY)

    def cell(self, row: int, column: int) -> str:
        """Name a cell: `Clients!C7`."""
        return cell_name(self.grid.name, row, column)


@dataclass(frozen=True, slots=True)
class Head:
    """The top of a sheet: where its marks (None: nowhere) and headers stand, and what stands there."""

    update_row: int | None
    header_row: int
    marks: RawRow
    headers: tuple[str, ...]


def _holds_anything(cells: RawRow, own: set[int]) -> bool:
    """Tell whether a row has a cell that is not blank, besides those of Raccord's own column."""
    for at, cell in enumerate(cells):
        if cell is not None and cell != "" and at not in own and not is_blank(cell):
            return True
    return False


def has_update_row(grid: Grid) -> bool:
    """Tell whether one of the top rows is an update row."""
    return _find_update_row(_top_rows(grid)) is not None


def read_head(grid: Grid, header_row: int | None = None) -> Head:
    """Find the marks and headers of a sheet, the headers in `header_row` where no update row says otherwise (SPEC §2).

    Raises:
        SheetError: the sheet is empty, or has no headers in that row.
    """
    top = _top_rows(grid, max(SEARCHED_ROWS, header_row or 0) + 1)
    update_row = _find_update_row(top[:SEARCHED_ROWS])
    row = _header_row(grid, update_row, header_row)
    headers = _headers(grid, top, row, asked=header_row == row)
    return Head(update_row, row, top[update_row - 1] if update_row else (), tuple(headers))


def understand(grid: Grid, catalogue: Catalogue, marking: Marking | None = None) -> Table:
    """Find the marks and headers of a sheet; raises SheetError where they cannot be used (SPEC §2)."""
    marking = marking or Marking()
    head = read_head(grid, marking.header_row)
    columns = ColumnReader(grid, catalogue, marking, head.update_row, head.header_row).columns(head.headers, head.marks)
    _check_one_column_a_field(grid, columns, head.update_row or head.header_row)
    _check_key_limit(grid, columns, head.update_row or head.header_row)
    warnings = tuple(_warnings(grid, columns, head, _left_out(columns, head, marking)))
    return Table(grid, head.header_row, head.update_row, columns, warnings)


def check_keys(table: Table, mode: ImportMode) -> None:
    """Raise SheetError when no column is a key, which only mode add can do without (SPEC §2)."""
    if table.keys or mode is ImportMode.ADD:
        return
    row = table.update_row or table.header_row
    headers = ", ".join(column.header for column in table.columns if column.header)[:LONGEST_HEADERS]
    raise SheetError(
        "no-key",
        _("No column of “{sheet}” is a key, so no customer can be found.", sheet=table.grid.name),
        message=_(
            "At least one column must be marked as a key, unless every row is a new customer (mode add).\n"
            "Row {row} was read as the headers: {headers}.",
            row=table.header_row,
            headers=headers,
        ),
        hint=_(
            "Write {mark} above a column in row {row}, or use --key FIELD. If the headers stand in another row: "
            "--header-row N.",
            mark=MODE_WORDS[UpdateMode.KEY][language()],
            row=row,
        ),
        where=Where(sheet=table.grid.name, cell=table.cell(row, 1)),
    )


def _top_rows(grid: Grid, count: int = SEARCHED_ROWS) -> list[RawRow]:
    return [tuple(row) for row in islice(grid.read(), count)]


def _find_update_row(top: Sequence[RawRow]) -> int | None:
    for number, row in enumerate(top, 1):
        filled = [cell for cell in row if not is_blank(cell)]
        if filled and all(isinstance(cell, str) and parse_mark(cell) for cell in filled):
            return number
    return None


def _header_row(grid: Grid, update_row: int | None, asked: int | None) -> int:
    if update_row:
        return update_row + 1
    if asked:
        return asked
    for number, row in enumerate(grid.read(), 1):
        if any(not is_blank(cell) for cell in row):
            return number
    raise SheetError(
        "empty-sheet",
        _("The sheet “{sheet}” is empty.", sheet=grid.name),
        hint=_("Choose another sheet with --sheet, or fill in headers and rows."),
        where=Where(sheet=grid.name),
    )


def _headers(grid: Grid, top: Sequence[RawRow], header_row: int, *, asked: bool) -> list[str]:
    row = top[header_row - 1] if header_row <= len(top) else next(islice(grid.read(), header_row - 1, None), ())
    headers = [_header_text(cell) for cell in row]
    if not any(headers) and asked:
        raise SheetError(
            "no-headers",
            _("Row {row} of “{sheet}” should hold the headers, but it is blank.", row=header_row, sheet=grid.name),
            hint=_("Correct the header row of the configuration."),
            where=Where(sheet=grid.name, cell=cell_name(grid.name, header_row, 1)),
        )
    return headers


def _header_text(cell: RawCell) -> str:
    if isinstance(cell, ErrorCell):
        return cell.text
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if is_blank(cell) else str(cell).strip()


def _check_one_column_a_field(grid: Grid, columns: Sequence[Column], row: int) -> None:
    feeders: dict[str, Column] = {}
    for column in columns:
        for one in column.fields if column.feeds else ():
            first = feeders.setdefault(one.name, column)
            if first is not column:
                cells = [cell_name(grid.name, row, number) for number in (first.number, column.number)]
                raise SheetError(
                    "field-fed-twice",
                    _(
                        "{first} and {second} both feed {label}.",
                        first=cells[0],
                        second=cells[1],
                        label=one.label_in(),
                    ),
                    message=_("A field takes its value from one column."),
                    hint=_(
                        "Mark one as {mark}, or give it another field after →.",
                        mark=MODE_WORDS[UpdateMode.IGNORE][language()],
                    ),
                    where=Where(sheet=grid.name, cell=cells[1]),
                )


def _check_key_limit(grid: Grid, columns: Sequence[Column], row: int) -> None:
    keys = [column for column in columns if column.mode is UpdateMode.KEY for _ in column.fields]
    if len(keys) > MOST_KEYS:
        cell = cell_name(grid.name, row, keys[MOST_KEYS].number)
        others = ", ".join(dict.fromkeys(column.letters for column in keys[:MOST_KEYS]))
        raise SheetError(
            "too-many-keys",
            _("This marks a ninth key."),
            message=_(
                "A match can use at most {most} keys; columns {others} are keys already.", most=MOST_KEYS, others=others
            ),
            hint=_("Change the mark in {cell}, or one of the others.", cell=cell),
            where=Where(sheet=grid.name, cell=cell),
        )


def _left_out(columns: Sequence[Column], head: Head, marking: Marking) -> set[int]:
    """The columns that a mark ignores, or in a sheet without marks the configuration."""
    if head.update_row:
        return {number for number, cell in enumerate(head.marks, 1) if _says_ignore(cell)}
    ignored = {plain(header) for header, choice in marking.columns.items() if choice.mode is UpdateMode.IGNORE}
    return {column.number for column in columns if plain(column.header) in ignored}


def _warnings(grid: Grid, columns: Sequence[Column], head: Head, left_out: set[int]) -> Iterator[Message]:
    for column in columns:
        if not (column.fields or column.is_own or column.number in left_out):
            cell = cell_name(grid.name, head.header_row, column.number)
            yield Message("unmapped", cell, {"header": column.header})
    merged = [span for span in grid.merged if span.last_row >= head.header_row]
    if merged:
        cell = cell_name(grid.name, merged[0].first_row, merged[0].first_column)
        yield Message("merged-cells", cell, {"count": len(merged)})


def _says_ignore(cell: RawCell) -> bool:
    mark = parse_mark(cell) if isinstance(cell, str) else None
    return mark is not None and mark.mode is UpdateMode.IGNORE
