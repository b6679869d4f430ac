"""The page of a template that says how to fill it in: the update row, the modes, and the way to an import."""

from collections.abc import Iterator

from raccord.colours import MODE_COLOURS, Tint
from raccord.files.layouts import Page, PageLine
from raccord.marks import MODE_WORDS, UpdateMode
from raccord.sheet_choice import HELP_SHEET

_TITLES = {
    "en": "Raccord: how to fill in this workbook",
    "fr": "Raccord : comment remplir ce classeur",
    "de": "Raccord: so wird diese Mappe ausgefüllt",
}
_SHEET_PARTS = {
    "en": (
        "The sheet “{sheet}”",
        (
            "Row 1: update row",
            "Says what each column does: choose from the cell's list. Blank: the column is left out.",
        ),
        ("Row 2: headers", "Name the fields. Point at a header: its note says what the cells may hold."),
        ("Row 3 and below", "One row a customer. Leave ID blank for a new one."),
        ("Columns", "Move them as you like, and delete those you do not need."),
    ),
    "fr": (
        "La feuille « {sheet} »",
        ("Ligne 1 : mise à jour", "Dit ce que fait chaque colonne : choisissez dans la liste. Vide : colonne ignorée."),
        ("Ligne 2 : en-têtes", "Nomment les champs. Pointez un en-tête : sa note dit ce que les cellules acceptent."),
        ("À partir de la ligne 3", "Une ligne par client. Laissez ID vide pour un nouveau."),
        ("Colonnes", "Déplacez-les à votre gré, et supprimez celles qui ne servent pas."),
    ),
    "de": (
        "Das Blatt „{sheet}“",
        (
            "Zeile 1: Modus-Zeile",
            "Sagt, was jede Spalte tut: aus der Liste der Zelle wählen. Leer: Spalte bleibt außer Acht.",
        ),
        (
            "Zeile 2: Überschriften",
            "Nennen die Felder. Auf eine zeigen: ihre Notiz sagt, was die Zellen enthalten dürfen.",
        ),
        ("Ab Zeile 3", "Eine Zeile je Kunde. Bei neuen Kunden die ID leer lassen."),
        ("Spalten", "Beliebig verschieben, und löschen, was nicht gebraucht wird."),
    ),
}
_MODES_TITLE = {"en": "The modes", "fr": "Les modes", "de": "Die Modi"}
_MODES: dict[UpdateMode, dict[str, str]] = {
    UpdateMode.KEY: {
        "en": "Finds the customer. Up to 8 columns are keys together.",
        "fr": "Retrouve le client. Jusqu'à 8 colonnes sont clés ensemble.",
        "de": "Findet den Kunden. Bis zu 8 Spalten sind zusammen Schlüssel.",
    },
    UpdateMode.KEEP: {
        "en": "The customer keeps what it has; a new one gets the cell.",
        "fr": "Le client garde sa valeur ; un nouveau reçoit la cellule.",
        "de": "Der Kunde behält seinen Wert; ein neuer erhält die Zelle.",
    },
    UpdateMode.OVERWRITE: {
        "en": "The cell replaces the customer's value; a blank changes nothing.",
        "fr": "La cellule remplace la valeur du client ; vide, elle ne change rien.",
        "de": "Die Zelle ersetzt den Wert des Kunden; eine leere ändert nichts.",
    },
    UpdateMode.OVERWRITE_IF_GREATER: {
        "en": "The cell replaces a smaller number or an earlier date.",
        "fr": "La cellule remplace un nombre plus petit ou une date plus ancienne.",
        "de": "Die Zelle ersetzt eine kleinere Zahl oder ein früheres Datum.",
    },
    UpdateMode.OVERWRITE_OR_CLEAR: {
        "en": "The cell replaces the customer's value; a blank erases it.",
        "fr": "La cellule remplace la valeur du client ; vide, elle l'efface.",
        "de": "Die Zelle ersetzt den Wert des Kunden; eine leere löscht ihn.",
    },
    UpdateMode.FILL: {
        "en": "The cell counts only where the customer has no value.",
        "fr": "La cellule ne compte que si le client n'a pas de valeur.",
        "de": "Die Zelle zählt nur, wo der Kunde keinen Wert hat.",
    },
    UpdateMode.IGNORE: {
        "en": "The column is left out.",
        "fr": "La colonne est laissée de côté.",
        "de": "Die Spalte bleibt außer Acht.",
    },
}
_STEPS = {
    "en": (
        "From here to the base",
        ("1. Preview", "Shows what would become of each row and cell. Nothing is written yet."),
        ("2. Import", "Writes exactly what the preview has shown, all of it or nothing."),
        ("3. Undo last import", "Takes it back. What someone has changed since is kept."),
        ("Without buttons", "raccord preview FILE, raccord import FILE, raccord undo"),
    ),
    "fr": (
        "D'ici à la base",
        ("1. Aperçu", "Montre ce que deviendraient chaque ligne et chaque cellule. Rien n'est encore écrit."),
        ("2. Importer", "Écrit exactement ce que l'aperçu a montré, en entier ou pas du tout."),
        ("3. Annuler le dernier import", "Revient en arrière. Ce que quelqu'un a changé depuis est gardé."),
        ("Sans boutons", "raccord preview FICHIER, raccord import FICHIER, raccord undo"),
    ),
    "de": (
        "Von hier in die Datenbank",
        ("1. Vorschau", "Zeigt, was aus jeder Zeile und Zelle würde. Noch ist nichts geschrieben."),
        ("2. Importieren", "Schreibt genau das, was die Vorschau gezeigt hat, ganz oder gar nicht."),
        ("3. Letzten Import zurücknehmen", "Nimmt ihn zurück. Was seither jemand geändert hat, bleibt."),
        ("Ohne Schaltflächen", "raccord preview DATEI, raccord import DATEI, raccord undo"),
    ),
}
_HELP = {
    "en": (
        "Help",
        ("In the workbook", "The button Help puts a page with every mode and button in the place of this one."),
        ("On the command line", "raccord --help"),
    ),
    "fr": (
        "Aide",
        ("Dans le classeur", "Le bouton Aide met à la place de celle-ci une page avec chaque mode et chaque bouton."),
        ("En ligne de commande", "raccord --help"),
    ),
    "de": (
        "Hilfe",
        ("In der Mappe", "Die Schaltfläche Hilfe setzt an diese Stelle eine Seite mit allen Modi und Schaltflächen."),
        ("Auf der Befehlszeile", "raccord --help"),
    ),
}


def how_to_page(sheet: str, language: str) -> Page:
    """Explain the sheet named `sheet`, on a page that is Raccord's own and so never taken for customers."""
    modes = (PageLine(MODE_WORDS[mode][language], _MODES[mode][language], MODE_COLOURS[mode]) for mode in UpdateMode)
    return Page(
        HELP_SHEET,
        (
            PageLine(_TITLES[language], bold=True),
            *_section(*_SHEET_PARTS[language], sheet=sheet),
            *_section(_MODES_TITLE[language]),
            *modes,
            *_section(*_STEPS[language]),
            *_section(*_HELP[language]),
        ),
    )


def _section(title: str, *lines: tuple[str, str], sheet: str = "") -> Iterator[PageLine]:
    yield PageLine("")
    yield PageLine(title.format(sheet=sheet), colour=Tint.HEADING, bold=True)
    for word, text in lines:
        yield PageLine(word, text)
