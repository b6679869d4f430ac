"""A raw grid becomes a table: update row, header row, and columns that feed fields by a mode (SPEC §2)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from raccord.catalogue import ID, ORDERED_TYPES, Catalogue, Field
from raccord.cells import ErrorCell, Grid, RawCell, RawRow, cell_name, column_letters, is_blank
from raccord.errors import SheetError, Where
from raccord.marks import MODE_WORDS, ImportMode, Mark, UpdateMode, parse_mark, plain
from raccord.messages import Message

SEARCHED_ROWS = 20
MOST_KEYS = 8
OWN_HEADER = "Raccord"
RESULT_SHEET = "Raccord"


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What an import configuration says of one column: the fields it feeds and their mode."""

    fields: tuple[str, ...] = ()
    mode: UpdateMode | None = None


@dataclass(frozen=True, slots=True)
class Marking:
    """What options and an import configuration say about columns, beside the sheet's own marks.

    `modes` maps a field's name to the mode that an option gives it; `columns` maps a header to a configured column and
    counts only in a sheet without an update row (SPEC §9). `header_row` counts from 1.
    """

    modes: Mapping[str, UpdateMode] = field(default_factory=dict)
    columns: Mapping[str, ColumnChoice] = field(default_factory=dict)
    header_row: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet: its number from 1, its header, the mode, and the fields it feeds."""

    number: int
    header: str
    mode: UpdateMode
    fields: tuple[Field, ...]

    @property
    def letters(self) -> str:
        """The column as the user sees it: `A`."""
        return column_letters(self.number)

    @property
    def feeds(self) -> bool:
        """Tell whether the column's cells reach the customer."""
        return bool(self.fields) and self.mode is not UpdateMode.IGNORE


@dataclass(frozen=True, slots=True)
class Feed:
    """One field fed by one column: the field, its mode, the column's number from 1."""

    field: Field
    mode: UpdateMode
    column: int


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
        own = {column.number - 1 for column in self.columns if plain(column.header) == plain(OWN_HEADER)}
        for number, cells in enumerate(islice(self.grid.read(), self.header_row, None), self.header_row + 1):
            if any(
                cell is not None and cell != "" and not is_blank(cell) and at not in own
                for at, cell in enumerate(cells)
            ):
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


def has_update_row(grid: Grid) -> bool:
    """Tell whether one of the top rows is an update row."""
    return _find_update_row(_top_rows(grid)) is not None


def understand(grid: Grid, catalogue: Catalogue, marking: Marking | None = None) -> Table:
    """Find the marks and headers of a sheet; raises SheetError where they cannot be used (SPEC §2)."""
    marking = marking or Marking()
    top = _top_rows(grid, max(SEARCHED_ROWS, marking.header_row or 0) + 1)
    update_row = _find_update_row(top[:SEARCHED_ROWS])
    header_row = _header_row(grid, update_row, marking)
    headers = _headers(grid, top, header_row, marking)
    reader = _ColumnReader(grid, catalogue, marking, update_row, header_row)
    marks = top[update_row - 1] if update_row else ()
    columns = reader.columns(headers, marks)
    _check_one_column_a_field(grid, columns, update_row or header_row)
    _check_key_limit(grid, columns, update_row or header_row)
    return Table(grid, header_row, update_row, columns, tuple(_warnings(grid, columns, header_row)))


def check_keys(table: Table, mode: ImportMode) -> None:
    """Raise SheetError when no column is a key, which only mode add can do without (SPEC §2)."""
    if table.keys or mode is ImportMode.ADD:
        return
    row = table.update_row or table.header_row
    raise SheetError(
        "no-key",
        f"No column of “{table.grid.name}” is a key, so no customer can be found.",
        message="At least one column must be marked as a key, unless every row is a new customer (mode add).",
        hint=f"Write {MODE_WORDS[UpdateMode.KEY]['en']} above a column in row {row}, or use --key FIELD.",
        where=Where(sheet=table.grid.name, cell=table.cell(row, 1)),
    )


def choose_grid(grids: Sequence[Grid], name: str | None = None) -> Grid:
    """Choose the sheet to import: the one named, else the first marked one, else the first that holds anything.

    Result sheets of Raccord's own are chosen only by name. Raises SheetError when there is none to choose.
    """
    if name is not None:
        return _grid_named(grids, name)
    others = [grid for grid in grids if grid.name != RESULT_SHEET] or list(grids)
    marked = next((grid for grid in others if has_update_row(grid)), None)
    filled = marked or next(
        (grid for grid in others if any(not is_blank(cell) for row in grid.read() for cell in row)), None
    )
    if filled is None:
        raise SheetError(
            "empty-workbook", "The workbook has no sheet with anything in it.", hint="Choose another file."
        )
    return filled


def _grid_named(grids: Sequence[Grid], name: str) -> Grid:
    found = next((grid for grid in grids if grid.name == name), None)
    found = found or next((grid for grid in grids if plain(grid.name) == plain(name)), None)
    if found is None:
        there = ", ".join(f"“{grid.name}”" for grid in grids)
        raise SheetError(
            "no-such-sheet", f"The workbook has no sheet “{name}”.", message=f"It has {there}.", hint="Correct --sheet."
        )
    return found


def _top_rows(grid: Grid, count: int = SEARCHED_ROWS) -> list[RawRow]:
    return [tuple(row) for row in islice(grid.read(), count)]


def _find_update_row(top: Sequence[RawRow]) -> int | None:
    for number, row in enumerate(top, 1):
        filled = [cell for cell in row if not is_blank(cell)]
        if filled and all(isinstance(cell, str) and parse_mark(cell) for cell in filled):
            return number
    return None


def _header_row(grid: Grid, update_row: int | None, marking: Marking) -> int:
    if update_row:
        return update_row + 1
    if marking.header_row:
        return marking.header_row
    for number, row in enumerate(grid.read(), 1):
        if any(not is_blank(cell) for cell in row):
            return number
    raise SheetError(
        "empty-sheet",
        f"The sheet “{grid.name}” is empty.",
        hint="Choose another sheet with --sheet, or fill in headers and rows.",
        where=Where(sheet=grid.name),
    )


def _headers(grid: Grid, top: Sequence[RawRow], header_row: int, marking: Marking) -> list[str]:
    row = top[header_row - 1] if header_row <= len(top) else next(islice(grid.read(), header_row - 1, None), ())
    headers = [_header_text(cell) for cell in row]
    if not any(headers) and header_row == marking.header_row:
        raise SheetError(
            "no-headers",
            f"Row {header_row} of “{grid.name}” should hold the headers, but it is blank.",
            hint="Correct the header row of the configuration.",
            where=Where(sheet=grid.name, cell=cell_name(grid.name, header_row, 1)),
        )
    return headers


def _header_text(cell: RawCell) -> str:
    if isinstance(cell, ErrorCell):
        return cell.text
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if is_blank(cell) else str(cell).strip()


@dataclass(frozen=True, slots=True)
class _ColumnReader:
    """Turns headers and marks into columns."""

    grid: Grid
    catalogue: Catalogue
    marking: Marking
    update_row: int | None
    header_row: int

    def columns(self, headers: Sequence[str], marks: RawRow) -> tuple[Column, ...]:
        width = max(len(headers), len(marks))
        columns = []
        for number in range(1, width + 1):
            header = headers[number - 1] if number <= len(headers) else ""
            mark_cell = marks[number - 1] if number <= len(marks) else None
            mark = parse_mark(mark_cell) if isinstance(mark_cell, str) else None
            if header or mark:
                columns.append(self._column(number, header, mark))
        return self._with_option_keys(tuple(columns))

    def _column(self, number: int, header: str, mark: Mark | None) -> Column:
        if plain(header) == plain(OWN_HEADER):
            return Column(number, header, UpdateMode.IGNORE, ())
        if self.update_row is None:
            return self._unmarked_column(number, header)
        if mark is None:
            found = self.catalogue.named(header)
            return self._with_option(Column(number, header, UpdateMode.IGNORE, (found,) if found else ()))
        fields = self._fields(number, mark.targets or header, named_by_mark=bool(mark.targets))
        return self._with_option(Column(number, header, mark.mode, fields))

    def _unmarked_column(self, number: int, header: str) -> Column:
        choice = self._choice(header)
        if choice and choice.fields:
            fields = tuple(one for name in choice.fields if (one := self.catalogue.named(name)))
        else:
            found = self.catalogue.named(header)
            fields = (found,) if found else ()
        default = fields[0].default_mode if fields else UpdateMode.IGNORE
        if self.marking.columns and not choice:
            default = UpdateMode.IGNORE
        return self._with_option(Column(number, header, (choice and choice.mode) or default, fields))

    def _choice(self, header: str) -> ColumnChoice | None:
        return next((choice for name, choice in self.marking.columns.items() if plain(name) == plain(header)), None)

    def _fields(self, number: int, names: str, *, named_by_mark: bool) -> tuple[Field, ...]:
        whole = self.catalogue.named(names)
        if whole or not named_by_mark:
            return (whole,) if whole else ()
        found = {name: self.catalogue.named(name) for name in names.split(",") if name.strip()}
        for name, one in found.items():
            if one is None:
                raise self._error(
                    "unknown-target",
                    number,
                    f"“{name.strip()}” names no field.",
                    hint="Use one of: "
                    + ", ".join(one.label_in("en") for one in self.catalogue.by_name.values())
                    + ".",
                )
        return tuple(dict.fromkeys(one for one in found.values() if one))

    def _with_option(self, column: Column) -> Column:
        given = [mode for one in column.fields if (mode := self.marking.modes.get(one.name))]
        mode = given[0] if given else column.mode
        if any(one.name == ID for one in column.fields) and mode is not UpdateMode.KEY:
            mode = UpdateMode.IGNORE
        if mode is UpdateMode.KEY and not column.fields:
            raise self._error(
                "unmapped-key",
                column.number,
                f"The column “{column.header}” is marked as a key, but its header names no field.",
                hint="Name the field in the mark, for example: Key → External ID.",
            )
        if mode is UpdateMode.OVERWRITE_IF_GREATER:
            for one in column.fields:
                if one.type not in ORDERED_TYPES:
                    raise self._error(
                        "no-order",
                        column.number,
                        f"{one.label_in('en')} cannot be overwritten if greater: it is {one.type}.",
                        hint="This mode is for numbers, dates and datetimes. Use another mark.",
                    )
        return Column(column.number, column.header, mode, column.fields)

    def _with_option_keys(self, columns: tuple[Column, ...]) -> tuple[Column, ...]:
        """Let an explicit set of keys replace the default ones in a sheet without an update row."""
        keys = {name for name, mode in self.marking.modes.items() if mode is UpdateMode.KEY}
        if self.update_row or self.marking.columns or not keys:
            return columns
        return tuple(
            column if keys & {one.name for one in column.fields} else _without_key(column) for column in columns
        )

    def _error(self, code: str, number: int, title: str, *, hint: str) -> SheetError:
        cell = cell_name(self.grid.name, self.update_row or self.header_row, number)
        return SheetError(code, title, hint=hint, where=Where(sheet=self.grid.name, cell=cell))


def _without_key(column: Column) -> Column:
    if column.mode is not UpdateMode.KEY:
        return column
    is_id = any(one.name == ID for one in column.fields)
    return Column(column.number, column.header, UpdateMode.IGNORE if is_id else UpdateMode.KEEP, column.fields)


def _check_one_column_a_field(grid: Grid, columns: Sequence[Column], row: int) -> None:
    feeders: dict[str, Column] = {}
    for column in columns:
        for one in column.fields if column.feeds else ():
            first = feeders.setdefault(one.name, column)
            if first is not column:
                cells = [cell_name(grid.name, row, number) for number in (first.number, column.number)]
                raise SheetError(
                    "field-fed-twice",
                    f"{cells[0]} and {cells[1]} both feed {one.label_in('en')}.",
                    message="A field takes its value from one column.",
                    hint=f"Mark one as {MODE_WORDS[UpdateMode.IGNORE]['en']}, or give it another field after →.",
                    where=Where(sheet=grid.name, cell=cells[1]),
                )


def _check_key_limit(grid: Grid, columns: Sequence[Column], row: int) -> None:
    keys = [column for column in columns if column.mode is UpdateMode.KEY for _ in column.fields]
    if len(keys) > MOST_KEYS:
        cell = cell_name(grid.name, row, keys[MOST_KEYS].number)
        others = ", ".join(dict.fromkeys(column.letters for column in keys[:MOST_KEYS]))
        raise SheetError(
            "too-many-keys",
            "This marks a ninth key.",
            message=f"A match can use at most {MOST_KEYS} keys; columns {others} are keys already.",
            hint=f"Change the mark in {cell}, or one of the others.",
            where=Where(sheet=grid.name, cell=cell),
        )


def _warnings(grid: Grid, columns: Sequence[Column], header_row: int) -> Iterator[Message]:
    for column in columns:
        if not column.fields and column.header and plain(column.header) != plain(OWN_HEADER):
            cell = cell_name(grid.name, header_row, column.number)
            yield Message("unmapped", cell, {"header": column.header})
    hidden = sum(row > header_row for row in grid.hidden_rows)
    if hidden:
        yield Message("hidden-rows", None, {"count": hidden})
    merged = [span for span in grid.merged if span.last_row >= header_row]
    if merged:
        cell = cell_name(grid.name, merged[0].first_row, merged[0].first_column)
        yield Message("merged-cells", cell, {"count": len(merged)})
