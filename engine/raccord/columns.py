"""Columns: what a header and its mark make of each, with what options and configurations say beside them (SPEC §2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from raccord.catalogue import ID, ORDERED_TYPES, Catalogue, Field
from raccord.cells import Grid, RawRow, cell_name, column_letters
from raccord.errors import SheetError, Where
from raccord.marks import Mark, UpdateMode, is_own_header, parse_mark, plain
from raccord.translation import _


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
    def is_own(self) -> bool:
        """Tell whether the column is the one of Raccord's own remarks."""
        return is_own_header(self.header)

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
class ColumnReader:
    """Turns headers and marks into columns."""

    grid: Grid
    catalogue: Catalogue
    marking: Marking
    update_row: int | None
    header_row: int

    def columns(self, headers: Sequence[str], marks: RawRow) -> tuple[Column, ...]:
        """Give a column for each header and each mark; raises SheetError for a mark that cannot be used."""
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
        if is_own_header(header):
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
                    _("“{name}” names no field.", name=name.strip()),
                    hint=_(
                        "Use one of: {allowed}.",
                        allowed=", ".join(one.label_in() for one in self.catalogue.by_name.values()),
                    ),
                )
        return tuple(dict.fromkeys(one for one in found.values() if one))

    def _with_option(self, column: Column) -> Column:
        given = [mode for one in column.fields if (mode := self.marking.modes.get(one.name))]
        column = _with_id_as_key(replace(column, mode=given[0] if given else column.mode))
        self._check_mode(column)
        return column

    def _check_mode(self, column: Column) -> None:
        mode = column.mode
        if mode is UpdateMode.KEY and not column.fields:
            raise self._error(
                "unmapped-key",
                column.number,
                _("The column “{header}” is marked as a key, but its header names no field.", header=column.header),
                hint=_("Name the field in the mark, for example: Key → External ID."),
            )
        if mode is UpdateMode.OVERWRITE_IF_GREATER:
            for one in column.fields:
                if one.type not in ORDERED_TYPES:
                    raise self._error(
                        "no-order",
                        column.number,
                        _(
                            "{label} cannot be overwritten if greater: it is {type}.",
                            label=one.label_in(),
                            type=one.type,
                        ),
                        hint=_("This mode is for numbers, dates and datetimes. Use another mark."),
                    )

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


def _with_id_as_key(column: Column) -> Column:
    """An id is a key or is ignored: it is never written (SPEC §2)."""
    if column.mode is UpdateMode.KEY or not any(one.name == ID for one in column.fields):
        return column
    others = tuple(one for one in column.fields if one.name != ID)
    return replace(column, fields=others) if others else replace(column, mode=UpdateMode.IGNORE)


def _without_key(column: Column) -> Column:
    if column.mode is not UpdateMode.KEY:
        return column
    is_id = any(one.name == ID for one in column.fields)
    return Column(column.number, column.header, UpdateMode.IGNORE if is_id else UpdateMode.KEEP, column.fields)
