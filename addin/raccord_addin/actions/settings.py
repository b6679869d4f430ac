"""The settings sheet: made, brought up to date, shown; and the import mode, which it holds (SPEC §7)."""

from raccord.cells import CellRange
from raccord.colours import Tint
from raccord.configuration.workbook import (
    FIRST_ROW,
    LABELS,
    ON_DUPLICATE_WORDS,
    VALUE_COLUMN,
    Setting,
    setting_rows,
)
from raccord.marks import IMPORT_MODE_WORDS, ImportMode, OnDuplicate
from raccord.sheet_choice import RESULT_SHEET, SETTINGS_SHEET
from raccord.translation import Texts
from raccord_addin.actions.marking import button_label
from raccord_addin.actions.pages import page_ops
from raccord_addin.desk import Desk
from raccord_addin.ops import Cell, Op, Reply, Say, SetDropdown, SetStyle, Show
from raccord_addin.settings import EXPLANATIONS, FIELDS_COLUMN, field_marks
from raccord_addin.snapshot import SheetCells, Snapshot

_TITLES = Texts("Raccord: the settings of this workbook")
_HEADERS = (Texts("Setting"), Texts("Value"), Texts("What it does"), None, Texts("Fields, each with its usual mark"))
_WIDTHS = (24, 34, 90, 3, 44)


def show_settings(snapshot: Snapshot, desk: Desk) -> Reply:
    """Show the settings sheet, made or brought up to date."""
    return Reply((*settings_ops(snapshot, desk), Show(SETTINGS_SHEET, FIRST_ROW, VALUE_COLUMN), Say("")))


def choose_mode(mode: ImportMode, snapshot: Snapshot, desk: Desk) -> Reply:
    """Write the import mode into the settings sheet."""
    said = desk.words("mode-chosen", mode=IMPORT_MODE_WORDS[mode][desk.language])
    if snapshot.book.sheet(RESULT_SHEET):
        said += " " + desk.words("stale-preview", button=button_label("preview", desk))
    return Reply((*settings_ops(snapshot, desk, mode), Say(said)))


def settings_ops(snapshot: Snapshot, desk: Desk, mode: ImportMode | None = None) -> list[Op]:
    """Make the settings sheet or bring its labels and lists up to date; values stay, but for a new import mode."""
    values = _values((snapshot.own or {}).get(SETTINGS_SHEET), desk)
    if mode:
        values[Setting.MODE] = IMPORT_MODE_WORDS[mode][desk.language]
    language, fields = desk.language, field_marks(desk.catalogue, desk.language)
    lines: list[list[Cell]] = [
        [LABELS[one][language], values[one], EXPLANATIONS[one][language], None, None] for one in Setting
    ]
    lines.extend([None] * FIELDS_COLUMN for _ in range(len(fields) - len(lines)))
    for line, text in zip(lines, fields, strict=False):
        line[FIELDS_COLUMN - 1] = text
    last = FIRST_ROW + len(Setting) - 1
    head: list[list[Cell]] = [[_TITLES[language]], [], [None if one is None else one[language] for one in _HEADERS]]
    return [
        *page_ops(SETTINGS_SHEET, _WIDTHS, [*head, *lines], [FIRST_ROW - 1]),
        SetStyle(SETTINGS_SHEET, [CellRange(FIRST_ROW, VALUE_COLUMN, last, VALUE_COLUMN)], Tint.INPUT),
        *_dropdowns(desk),
    ]


def _values(cells: SheetCells | None, desk: Desk) -> dict[Setting, Cell]:
    rows = setting_rows(cells.rows if cells else ())
    values: dict[Setting, Cell] = {}
    for one in Setting:
        given = cells.cell(rows[one], VALUE_COLUMN) if cells and one in rows else None
        values[one] = None if given is None else str(given)
    values[Setting.MODE] = values[Setting.MODE] or IMPORT_MODE_WORDS[ImportMode.UPDATE][desk.language]
    values[Setting.ON_DUPLICATE] = values[Setting.ON_DUPLICATE] or ON_DUPLICATE_WORDS[OnDuplicate.REJECT][desk.language]
    return values


def _dropdowns(desk: Desk) -> list[Op]:
    offered = {
        Setting.MODE: [IMPORT_MODE_WORDS[mode][desk.language] for mode in ImportMode],
        Setting.ON_DUPLICATE: [words[desk.language] for words in ON_DUPLICATE_WORDS.values()],
        Setting.PROFILE: [name for name in desk.configuration.profiles if "," not in name],
    }
    places = {one: FIRST_ROW + at for at, one in enumerate(Setting)}
    return [
        SetDropdown(SETTINGS_SHEET, [CellRange(places[one], VALUE_COLUMN, places[one], VALUE_COLUMN)], words)
        for one, words in offered.items()
        if words
    ]
