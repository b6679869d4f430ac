"""The page of a template that says how to fill it in: the update row, the modes, and the way to an import."""

from collections.abc import Iterator

from raccord.colours import MODE_COLOURS, Tint
from raccord.files.layouts import Page, PageLine
from raccord.marks import MODE_WORDS, UpdateMode
from raccord.sheet_choice import HELP_SHEET
from raccord.translation import Texts

_TITLES = Texts("Raccord: how to fill in this workbook")
_SHEET_PARTS = (
    Texts("The sheet “{sheet}”"),
    (
        Texts("Row 1: update row"),
        Texts("Says what each column does: choose from the cell's list. Blank: the column is left out."),
    ),
    (
        Texts("Row 2: headers"),
        Texts("Name the fields. Point at a header: its note says what the cells may hold."),
    ),
    (
        Texts("Row 3 and below"),
        Texts("One row a customer. Leave ID blank for a new one."),
    ),
    (
        Texts("Columns"),
        Texts("Move them as you like, and delete those you do not need."),
    ),
)
_MODES_TITLE = Texts("The modes")
_MODES: dict[UpdateMode, Texts] = {
    UpdateMode.KEY: Texts("Finds the customer. Up to 8 columns are keys together."),
    UpdateMode.KEEP: Texts("The customer keeps what it has; a new one gets the cell."),
    UpdateMode.OVERWRITE: Texts("The cell replaces the customer's value; a blank changes nothing."),
    UpdateMode.OVERWRITE_IF_GREATER: Texts("The cell replaces a smaller number or an earlier date."),
    UpdateMode.OVERWRITE_OR_CLEAR: Texts("The cell replaces the customer's value; a blank erases it."),
    UpdateMode.FILL: Texts("The cell counts only where the customer has no value."),
    UpdateMode.IGNORE: Texts("The column is left out."),
}
_STEPS = (
    Texts("From here to the base"),
    (
        Texts("1. Preview"),
        Texts("Shows what would become of each row and cell. Nothing is written yet."),
    ),
    (
        Texts("2. Import"),
        Texts("Writes exactly what the preview has shown, all of it or nothing."),
    ),
    (
        Texts("3. Undo last import"),
        Texts("Takes it back. What someone has changed since is kept."),
    ),
    (
        Texts("Without buttons"),
        Texts("raccord preview FILE, raccord import FILE, raccord undo"),
    ),
)
_HELP = (
    Texts("Help"),
    (
        Texts("In the workbook"),
        Texts("The button Help puts a page with every mode and button in the place of this one."),
    ),
    (
        Texts("On the command line"),
        Texts("raccord --help"),
    ),
)


def how_to_page(sheet: str, language: str) -> Page:
    """Explain the sheet named `sheet`, on a page that is Raccord's own and so never taken for customers."""
    modes = (PageLine(MODE_WORDS[mode][language], _MODES[mode][language], MODE_COLOURS[mode]) for mode in UpdateMode)
    return Page(
        HELP_SHEET,
        (
            PageLine(_TITLES[language], bold=True),
            *_section(language, *_SHEET_PARTS, sheet=sheet),
            *_section(language, _MODES_TITLE),
            *modes,
            *_section(language, *_STEPS),
            *_section(language, *_HELP),
        ),
    )


def _section(language: str, title: Texts, *lines: tuple[Texts, Texts], sheet: str = "") -> Iterator[PageLine]:
    yield PageLine("")
    yield PageLine(title[language].format(sheet=sheet), colour=Tint.HEADING, bold=True)
    for word, text in lines:
        yield PageLine(word[language], text[language])
