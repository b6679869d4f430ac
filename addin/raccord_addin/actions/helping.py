"""Help: marks, matching and every button, explained on a sheet of its own (SPEC §7)."""

from raccord import __version__
from raccord.cells import CellRange
from raccord.marks import MODE_WORDS, UpdateMode
from raccord.sheet_choice import HELP_SHEET
from raccord_addin.actions.pages import page_ops
from raccord_addin.buttons import BUTTONS, GROUPS, MENUS, Button
from raccord_addin.desk import Desk
from raccord_addin.ops import Cell, Reply, Say, SetStyle, Show
from raccord_addin.snapshot import Snapshot

_TITLES = {
    "en": f"Raccord {__version__}: update your customers from this workbook",
    "fr": f"Raccord {__version__} : mettez à jour vos clients depuis ce classeur",
    "de": f"Raccord {__version__}: aktualisieren Sie Ihre Kunden aus dieser Mappe",
}
_STEPS = {
    "en": (
        (
            "1. Prepare: a row of marks appears above your headers. Key columns find the customer; other marks say what"
            " happens to a field."
        ),
        "2. Check the marks: choose from a cell's list, or select columns and click a mode.",
        (
            "3. Preview: the column Raccord tells what becomes of each row, colours show each cell that would change,"
            " and the sheet Raccord lists it all. Nothing is written yet."
        ),
        "4. Import: exactly the preview is applied, all of it or nothing, with a restore point before it.",
        "5. Undo last import, or Restore to any point: what someone changed since is kept and listed.",
    ),
    "fr": (
        (
            "1. Préparer : une ligne de modes apparaît au-dessus des en-têtes. Les colonnes clés retrouvent le client ;"
            " les autres modes disent ce que devient un champ."
        ),
        (
            "2. Vérifiez les modes : choisissez dans la liste d'une cellule, ou sélectionnez des colonnes et cliquez un"
            " mode."
        ),
        (
            "3. Aperçu : la colonne Raccord dit ce que devient chaque ligne, les couleurs montrent chaque cellule qui"
            " changerait, et la feuille Raccord liste tout. Rien n'est encore écrit."
        ),
        "4. Importer : exactement l'aperçu est appliqué, en entier ou pas du tout, avec un point avant.",
        "5. Annuler le dernier import, ou Restaurer un point : ce que quelqu'un a changé depuis est gardé et listé.",
    ),
    "de": (
        (
            "1. Vorbereiten: über den Überschriften erscheint eine Zeile mit Modi. Schlüsselspalten finden den Kunden;"
            " die anderen Modi sagen, was mit einem Feld geschieht."
        ),
        "2. Modi prüfen: aus der Liste einer Zelle wählen, oder Spalten auswählen und einen Modus anklicken.",
        (
            "3. Vorschau: die Spalte Raccord sagt, was aus jeder Zeile wird, Farben zeigen jede Zelle, die sich ändern"
            " würde, und das Blatt Raccord listet alles. Noch ist nichts geschrieben."
        ),
        "4. Importieren: genau die Vorschau wird ausgeführt, ganz oder gar nicht, mit einem Punkt davor.",
        "5. Letzten Import zurücknehmen, oder Wiederherstellen: seither Geändertes bleibt und wird gelistet.",
    ),
}
_SECTIONS = {
    "en": ("How it goes", "Marks", "Buttons"),
    "fr": ("Comment faire", "Modes", "Boutons"),
    "de": ("So geht es", "Modi", "Schaltflächen"),
}
_MATCHING = {
    "en": "A key agrees when both sides have it and are equal, case and spaces aside. With two to eight keys a blank on"
    " either side is a joker; a key that differs rules the customer out. Two equally good customers: the row waits for"
    " you, nothing is guessed.",
    "fr": "Une clé concorde quand les deux côtés l'ont et sont égaux, sans tenir compte de la casse ni des espaces."
    " Avec deux à huit clés, un vide est un joker ; une clé qui diffère exclut le client. Deux clients aussi bons : la"
    " ligne vous attend, rien n'est deviné.",
    "de": "Ein Schlüssel stimmt überein, wenn beide Seiten ihn haben und gleich sind, ohne Groß/Klein und Leerzeichen."
    " Bei zwei bis acht Schlüsseln ist ein leerer ein Joker; ein abweichender schließt den Kunden aus. Zwei gleich gute"
    " Kunden: die Zeile wartet auf Sie, nichts wird geraten.",
}
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
    how, marks, buttons = _SECTIONS[language]
    rows: list[list[Cell]] = [[_TITLES[language], None]]
    headings: list[int] = []

    def section(title: str, lines: list[list[Cell]]) -> None:
        rows.append([None, None])
        rows.append([title, None])
        headings.append(len(rows))
        rows.extend(lines)

    section(how, [[None, text] for text in (*_STEPS[language], _MATCHING[language])])
    section(marks, [_mark_line(mode, language) for mode in UpdateMode])
    for group, title in GROUPS.items():
        members = [one for one in BUTTONS if one.group is group]
        section(f"{buttons}: {title[language]}", [_button_line(one, language) for one in members])
    return rows, headings


def _mark_line(mode: UpdateMode, language: str) -> list[Cell]:
    tip = next(one.tip[language] for one in BUTTONS if one.id == mode.value)
    return [MODE_WORDS[mode][language], tip]


def _button_line(one: Button, language: str) -> list[Cell]:
    menu = f"{MENUS[one.menu][language]} > " if one.menu else ""
    return [menu + one.label[language], one.tip[language]]
