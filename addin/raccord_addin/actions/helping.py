"""Help: marks, matching and every button, explained on a sheet of its own (SPEC §7)."""

from raccord import __version__
from raccord.cells import CellRange
from raccord.marks import MODE_WORDS, UpdateMode
from raccord.sheet_choice import HELP_SHEET
from raccord.translation import Texts, in_language
from raccord_addin.actions.pages import page_ops
from raccord_addin.buttons import BUTTONS, GROUPS, MENUS, Button
from raccord_addin.desk import Desk
from raccord_addin.ops import Cell, Reply, Say, SetStyle, Show
from raccord_addin.snapshot import Snapshot

_TITLE = Texts("Raccord {version}: update your customers from this workbook")
_STEPS = (
    Texts(
        "1. Prepare: a row of marks appears above your headers. Key columns find the customer; other marks say what"
        " happens to a field."
    ),
    Texts("2. Check the marks: choose from a cell's list, or select columns and click a mode."),
    Texts(
        "3. Preview: the column Raccord tells what becomes of each row, colours show each cell that would change,"
        " and the sheet Raccord lists it all. Nothing is written yet."
    ),
    Texts("4. Import: exactly the preview is applied, all of it or nothing, with a restore point before it."),
    Texts("5. Undo last import, or Restore to any point: what someone changed since is kept and listed."),
)
_SECTIONS = (Texts("How it goes"), Texts("Marks"), Texts("Buttons"))
_MATCHING = Texts(
    "A key agrees when both sides have it and are equal, case and spaces aside. With two to "
    "eight keys a blank on either side is a joker; a key that differs rules the customer out. "
    "Two equally good customers: the row waits for you, nothing is guessed."
)
_SETTLING = Texts(
    "In the sheet Raccord the column “Your choice” settles rows: choose a customer from the cell's list, or write new"
    " or skip; take a ✓ away to leave its row out. Then preview again."
)
_WIDTHS = (32, 110)


def show_help(_snapshot: Snapshot, desk: Desk) -> Reply:
    """Write the help sheet in the user's language, and show it."""
    rows, headings = _rows(desk.language)
    return Reply(
        (
            *page_ops(HELP_SHEET, _WIDTHS, rows, headings),
            SetStyle(HELP_SHEET, [CellRange(2, 2, len(rows), 2)], wrap=True),
            Show(HELP_SHEET),
            Say(""),
        )
    )


def _rows(language: str) -> tuple[list[list[Cell]], list[int]]:
    """The lines of the sheet, and the numbers of those that are headings."""
    how, marks, buttons = (one[language] for one in _SECTIONS)
    rows: list[list[Cell]] = [[_TITLE[language].format(version=__version__), None]]
    headings: list[int] = []

    def section(title: str, lines: list[list[Cell]]) -> None:
        rows.append([None, None])
        rows.append([title, None])
        headings.append(len(rows))
        rows.extend(lines)

    section(how, [[None, text] for text in (one[language] for one in (*_STEPS, _MATCHING, _SETTLING))])
    section(marks, [_mark_line(mode, language) for mode in UpdateMode])
    for group, title in GROUPS.items():
        members = [one for one in BUTTONS if one.group is group]
        section(
            in_language(language, "{label}: {text}", label=buttons, text=title[language]),
            [_button_line(one, language) for one in members],
        )
    return rows, headings


def _mark_line(mode: UpdateMode, language: str) -> list[Cell]:
    tip = next(one.tip[language] for one in BUTTONS if one.id == mode.value)
    return [MODE_WORDS[mode][language], tip]


def _button_line(one: Button, language: str) -> list[Cell]:
    menu = f"{MENUS[one.menu][language]} > " if one.menu else ""
    return [menu + one.label[language], one.tip[language]]
