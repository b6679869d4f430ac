"""Raw rows as columns with modes and rows of typed values (SPEC §2); for sheets without sheet-level errors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from oracle.catalogue import Field, named, plain
from oracle.values import Typed, convert_column, is_blank
from oracle.world import Options
from raccord.cells import RawCell

MODE_WORDS = {
    "key": ("Key", "Clé", "Schlüssel"),
    "keep": ("Keep", "Garder", "Behalten"),
    "overwrite": ("Overwrite", "Écraser", "Überschreiben"),
    "overwrite_if_greater": ("Overwrite if greater", "Écraser si plus grand", "Überschreiben wenn größer"),
    "overwrite_or_clear": ("Overwrite, blank clears", "Écraser, vide efface", "Überschreiben, leer löscht"),
    "fill": ("Fill if blank", "Compléter si vide", "Ergänzen wenn leer"),
    "ignore": ("Ignore", "Ignorer", "Ignorieren"),
}
MODE_OF = {plain(word): mode for mode, words in MODE_WORDS.items() for word in (mode, *words)}


@dataclass(frozen=True, slots=True)
class Column:
    """A column with a header or a mark: its place from 0, its header, the fields it names and its mode."""

    place: int
    header: str
    fields: tuple[str, ...]
    mode: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that is not fully blank: its number in the sheet and its typed values by mapped field."""

    number: int
    values: Mapping[str, Typed]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that was read; `modes` holds the mode of every mapped and not ignored field, in column order."""

    header_row: int
    columns: tuple[Column, ...]
    modes: Mapping[str, str]
    rows: tuple[SheetRow, ...]

    @property
    def keys(self) -> list[str]:
        """The key fields in column order."""
        return [name for name, mode in self.modes.items() if mode == "key"]


def read(rows: Sequence[Sequence[RawCell]], catalogue: Mapping[str, Field], options: Options) -> Sheet:
    """Read a sheet: find update row and header row, map the columns, type the values."""
    width = max(map(len, rows))
    grid = [[*row, *[None] * (width - len(row))] for row in rows]
    update, header = _update_and_header(grid)
    marks = grid[update] if update is not None else [None] * width
    places = [(place, grid[header][place], marks[place]) for place in range(width)]
    found = [_column(*place, catalogue, options, by_default=update is None) for place in places]
    columns = [column for column in found if column]
    raccord = {place for place, cell in enumerate(grid[header]) if _is_raccord(cell)}
    body = [
        (header + 2 + below, row)
        for below, row in enumerate(grid[header + 1 :])
        if not all(is_blank(cell) for place, cell in enumerate(row) if place not in raccord)
    ]
    return Sheet(header + 1, tuple(columns), _modes(columns), _typed(columns, body, catalogue, options))


def _update_and_header(grid: Sequence[Sequence[RawCell]]) -> tuple[int | None, int]:
    """Give the places from 0 of the update row, if there is one, and of the header row."""
    for place, row in enumerate(grid[:20]):
        cells = [cell for cell in row if not is_blank(cell)]
        if cells and all(_mark(cell) for cell in cells):
            return place, place + 1
    return None, next(place for place, row in enumerate(grid) if not all(map(is_blank, row)))


def _mark(cell: RawCell) -> tuple[str, list[str]] | None:
    """Split a mark into its mode and the words of its targets; None when it is no mark."""
    if not isinstance(cell, str):
        return None
    word, _, targets = cell.replace("->", "→").partition("→")
    mode = MODE_OF.get(plain(word))
    return (mode, targets.split(",") if targets.strip() else []) if mode else None


def _is_raccord(header: RawCell) -> bool:
    return isinstance(header, str) and plain(header) == "raccord"


def _column(
    place: int, header: RawCell, mark: RawCell, catalogue: Mapping[str, Field], options: Options, *, by_default: bool
) -> Column | None:
    if (is_blank(header) and is_blank(mark)) or _is_raccord(header):
        return None
    text = "" if header is None else str(header).strip()
    mode, targets = _mark(mark) or ("ignore", [])
    names = tuple(name for words in targets or [text] if (name := named(catalogue, words)))
    if by_default and names:
        mode = _default_mode(catalogue[names[0]], options)
    mode = next((options.marks[name] for name in names if name in options.marks), mode)
    return Column(place, text, names, "ignore" if "id" in names and mode != "key" else mode)


def _default_mode(field: Field, options: Options) -> str:
    """An explicit set of keys replaces the default ones: `id` is ignored then, other keys are kept."""
    if field.update == "key" and "key" in options.marks.values():
        return "keep"
    return field.update


def _modes(columns: Sequence[Column]) -> dict[str, str]:
    return {name: column.mode for column in columns for name in column.fields if column.mode != "ignore"}


def _typed(
    columns: Sequence[Column],
    body: Sequence[tuple[int, Sequence[RawCell]]],
    catalogue: Mapping[str, Field],
    options: Options,
) -> tuple[SheetRow, ...]:
    values: list[dict[str, Typed]] = [{} for _ in body]
    for column in columns:
        if column.mode == "ignore":
            continue
        cells = [row[column.place] for _, row in body]
        for name in column.fields:
            for row, value in zip(values, convert_column(catalogue[name], cells, options.locale), strict=True):
                row[name] = value
    return tuple(SheetRow(number, row) for (number, _), row in zip(body, values, strict=True))
