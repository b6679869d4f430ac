"""The one registry of buttons (SPEC §7): ribbon, toolbar, menus and the documentation are rendered from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from raccord.marks import IMPORT_MODE_WORDS, ImportMode, UpdateMode
from raccord.sheet_choice import POINTS_SHEET, RESULT_SHEET
from raccord_addin.snapshot import Reach

if TYPE_CHECKING:
    from raccord_addin.ops import Reply

Texts = Mapping[str, str]


class Group(StrEnum):
    """The groups of the ribbon and the toolbar, in order."""

    COLUMNS = "columns"
    IMPORT = "import"
    BACK = "back"
    CUSTOMERS = "customers"
    MORE = "more"


class Size(StrEnum):
    """How a button stands in the ribbon: large, small, or inside its group's menu `menu`."""

    LARGE = "large"
    SMALL = "small"
    MENU = "menu"


class Touches(StrEnum):
    """What a button changes: nothing, only sheets of Raccord's own, or the sheet that is worked on as well.

    What Raccord itself has laid over a sheet counts as its own.
    """

    NOTHING = "nothing"
    OWN = "own"
    SHEET = "sheet"


@dataclass(frozen=True, slots=True)
class Button:
    """One button: its id, its labels and tips in three languages, its icon and place, and the action behind it.

    `icon` is the name of one of Office's own pictures; LibreOffice shows the picture of the same id that ships with
    the extension. `menu` names the menu that holds the button, by its key in `MENUS`. `action` is `module.function`
    under `raccord_addin.actions`, called with the snapshot and the desk, and with `argument` first if there is one.
    `reads` says how much of the worked-on sheet the action needs, `own` which of Raccord's own sheets it needs beyond
    their head, `touches` what it changes in the workbook. Without `needs_configuration` the button also works while the
    user's configuration cannot be read.
    """

    id: str
    label: Texts
    tip: Texts
    icon: str
    group: Group
    size: Size
    action: str
    reads: Reach = Reach.HEAD
    touches: Touches = Touches.SHEET
    own: tuple[str, ...] = ()
    argument: Any = None
    menu: str = ""
    needs_configuration: bool = True

    def load(self) -> "Callable[..., Reply]":
        """The action's function, its module loaded."""
        module, _, name = self.action.partition(".")
        function = getattr(import_module(f"raccord_addin.actions.{module}"), name)
        return function if self.argument is None else partial(function, self.argument)


GROUPS: dict[Group, Texts] = {
    Group.COLUMNS: {"en": "Columns", "fr": "Colonnes", "de": "Spalten"},
    Group.IMPORT: {"en": "Import", "fr": "Import", "de": "Import"},
    Group.BACK: {"en": "Taking back", "fr": "Retour en arrière", "de": "Zurücknehmen"},
    Group.CUSTOMERS: {"en": "Customers", "fr": "Clients", "de": "Kunden"},
    Group.MORE: {"en": "More", "fr": "Plus", "de": "Mehr"},
}
MENUS: dict[str, Texts] = {
    "more_modes": {"en": "More modes", "fr": "Autres modes", "de": "Weitere Modi"},
    "import_mode": {"en": "Import mode", "fr": "Mode d'import", "de": "Importmodus"},
}
MENU_ICONS = {"more_modes": "ColumnsDialog", "import_mode": "ImportMoreMenu"}


def _mode(mode: UpdateMode, label: Texts, tip: Texts, icon: str, size: Size = Size.SMALL, menu: str = "") -> Button:
    return Button(mode.value, label, tip, icon, Group.COLUMNS, size, "marking.mark", argument=mode, menu=menu)


def _import_mode(mode: ImportMode, tip: Texts, icon: str) -> Button:
    return Button(
        f"mode_{mode.value}", IMPORT_MODE_WORDS[mode], tip, icon, Group.IMPORT, Size.MENU, "settings.choose_mode",
        Reach.NOTHING, Touches.OWN, argument=mode, menu="import_mode",
    )  # fmt: skip


BUTTONS: tuple[Button, ...] = (
    Button(
        "prepare",
        {"en": "Prepare", "fr": "Préparer", "de": "Vorbereiten"},
        {
            "en": "Write the update row above the headers, and suggest a mark for each column.",
            "fr": "Écrit la ligne de mise à jour au-dessus des en-têtes et propose un mode pour chaque colonne.",
            "de": "Schreibt die Modus-Zeile über die Überschriften und schlägt für jede Spalte einen Modus vor.",
        },
        "TableInsert", Group.COLUMNS, Size.LARGE, "preparing.prepare", Reach.ROWS,
    ),
    _mode(
        UpdateMode.KEY,
        {"en": "Key", "fr": "Clé", "de": "Schlüssel"},
        {
            "en": "The selected columns find the customer.",
            "fr": "Les colonnes sélectionnées servent à retrouver le client.",
            "de": "Die ausgewählten Spalten finden den Kunden.",
        },
        "AdpPrimaryKey", Size.LARGE,
    ),
    _mode(
        UpdateMode.KEEP,
        {"en": "Keep", "fr": "Garder", "de": "Behalten"},
        {
            "en": "The customer keeps what it has; new customers get the sheet's value.",
            "fr": "Le client garde sa valeur ; un nouveau client reçoit celle de la feuille.",
            "de": "Der Kunde behält seinen Wert; neue Kunden erhalten den Wert des Blatts.",
        },
        "Lock",
    ),
    _mode(
        UpdateMode.OVERWRITE,
        {"en": "Overwrite", "fr": "Écraser", "de": "Überschreiben"},
        {
            "en": "The sheet's value replaces the customer's; a blank changes nothing.",
            "fr": "La valeur de la feuille remplace celle du client ; une cellule vide ne change rien.",
            "de": "Der Wert des Blatts ersetzt den des Kunden; eine leere Zelle ändert nichts.",
        },
        "EditQuery",
    ),
    _mode(
        UpdateMode.OVERWRITE_IF_GREATER,
        {"en": "Overwrite if greater", "fr": "Écraser si plus grand", "de": "Überschreiben wenn größer"},
        {
            "en": "The sheet's number or date replaces a smaller or earlier one.",
            "fr": "Le nombre ou la date de la feuille remplace une valeur plus petite ou plus ancienne.",
            "de": "Zahl oder Datum des Blatts ersetzt einen kleineren oder früheren Wert.",
        },
        "SortUp",
    ),
    _mode(
        UpdateMode.OVERWRITE_OR_CLEAR,
        {"en": "Overwrite, blank clears", "fr": "Écraser, vide efface", "de": "Überschreiben, leer löscht"},
        {
            "en": "The sheet's value replaces the customer's, and a blank cell erases it.",
            "fr": "La valeur de la feuille remplace celle du client, et une cellule vide l'efface.",
            "de": "Der Wert des Blatts ersetzt den des Kunden, und eine leere Zelle löscht ihn.",
        },
        "Clear", Size.MENU, "more_modes",
    ),
    _mode(
        UpdateMode.FILL,
        {"en": "Fill if blank", "fr": "Compléter si vide", "de": "Ergänzen wenn leer"},
        {
            "en": "The sheet's value is taken only where the customer has none.",
            "fr": "La valeur de la feuille n'est prise que si le client n'en a pas.",
            "de": "Der Wert des Blatts zählt nur, wo der Kunde keinen hat.",
        },
        "FillDown", Size.MENU, "more_modes",
    ),
    _mode(
        UpdateMode.IGNORE,
        {"en": "Ignore", "fr": "Ignorer", "de": "Ignorieren"},
        {
            "en": "The selected columns are left out of the import.",
            "fr": "Les colonnes sélectionnées sont laissées de côté.",
            "de": "Die ausgewählten Spalten bleiben beim Import außer Acht.",
        },
        "RefreshCancel", Size.MENU, "more_modes",
    ),
    Button(
        "assign_field",
        {"en": "Assign field", "fr": "Affecter un champ", "de": "Feld zuordnen"},
        {
            "en": "Choose which field of the customer the selected columns feed.",
            "fr": "Choisir le champ du client que les colonnes sélectionnées alimentent.",
            "de": "Wählt, welches Feld des Kunden die ausgewählten Spalten füllen.",
        },
        "FieldList", Group.COLUMNS, Size.SMALL, "assigning.assign_field",
    ),
    Button(
        "suggest_keys",
        {"en": "Suggest keys", "fr": "Proposer des clés", "de": "Schlüssel vorschlagen"},
        {
            "en": "Find the columns that tell the customers apart, best first.",
            "fr": "Cherche les colonnes qui distinguent le mieux les clients.",
            "de": "Sucht die Spalten, welche die Kunden am besten unterscheiden.",
        },
        "FindDialog", Group.COLUMNS, Size.SMALL, "preparing.list_keys", Reach.ROWS, Touches.OWN,
    ),
    _import_mode(
        ImportMode.UPDATE,
        {
            "en": "Rows update the customers they match and create the others.",
            "fr": "Les lignes mettent à jour les clients trouvés et créent les autres.",
            "de": "Zeilen aktualisieren gefundene Kunden und legen die anderen an.",
        },
        "Refresh",
    ),
    _import_mode(
        ImportMode.UPDATE_ONLY,
        {
            "en": "Rows update the customers they match; the others are ignored.",
            "fr": "Les lignes mettent à jour les clients trouvés ; les autres sont ignorées.",
            "de": "Zeilen aktualisieren gefundene Kunden; die anderen werden ignoriert.",
        },
        "RefreshStatus",
    ),
    _import_mode(
        ImportMode.ADD,
        {
            "en": "Rows that match no customer become new ones; rows that match are left out as duplicates.",
            "fr": "Les lignes sans client en créent un ; les autres sont écartées comme doublons.",
            "de": "Zeilen ohne Kunden legen einen an; die anderen bleiben als Dubletten aus.",
        },
        "RecordsAddFromOutlook",
    ),
    _import_mode(
        ImportMode.UPDATE_DELETE,
        {
            "en": "Rows update and create; customers that no row mentions go to the recycle bin.",
            "fr": "Met à jour et crée ; les clients absents de la feuille vont à la corbeille.",
            "de": "Aktualisiert und legt an; Kunden, die keine Zeile nennt, gehen in den Papierkorb.",
        },
        "RecordsDeleteRecord",
    ),
    Button(
        "preview",
        {"en": "Preview", "fr": "Aperçu", "de": "Vorschau"},
        {
            "en": "Show every cell that the import would change. Nothing is written to the customer base.",
            "fr": "Montre chaque cellule que l'import changerait. Rien n'est écrit dans la base clients.",
            "de": "Zeigt jede Zelle, die der Import ändern würde. Nichts wird in die Kundendatenbank geschrieben.",
        },
        "FilePrintPreview", Group.IMPORT, Size.LARGE, "importing.preview", Reach.ROWS,
        own=(RESULT_SHEET,),
    ),
    Button(
        "import",
        {"en": "Import", "fr": "Importer", "de": "Importieren"},
        {
            "en": "Apply exactly what the preview shows, with a restore point before it.",
            "fr": "Applique exactement ce que montre l'aperçu, avec un point de restauration avant.",
            "de": "Führt genau die Vorschau aus, mit einem Wiederherstellungspunkt davor.",
        },
        "ImportSavedImports", Group.IMPORT, Size.LARGE, "importing.import_previewed", Reach.ROWS,
        own=(RESULT_SHEET,),
    ),
    Button(
        "clear_preview",
        {"en": "Clear preview", "fr": "Effacer l'aperçu", "de": "Vorschau löschen"},
        {
            "en": "Remove the column Raccord, the colours and the result sheet.",
            "fr": "Retire la colonne Raccord, les couleurs et la feuille de résultat.",
            "de": "Entfernt die Spalte Raccord, die Farben und das Ergebnisblatt.",
        },
        "ClearFormats", Group.IMPORT, Size.SMALL, "clearing.clear_preview", Reach.ROWS,
    ),
    Button(
        "undo",
        {"en": "Undo last import", "fr": "Annuler le dernier import", "de": "Letzten Import zurücknehmen"},
        {
            "en": "Take the last import back, customer by customer.",
            "fr": "Annule le dernier import, client par client.",
            "de": "Nimmt den letzten Import zurück, Kunde für Kunde.",
        },
        "Undo", Group.BACK, Size.LARGE, "taking_back.undo_last", Reach.SHOWN, Touches.OWN,
    ),
    Button(
        "restore_points",
        {"en": "Restore points", "fr": "Points de restauration", "de": "Wiederherstellungspunkte"},
        {
            "en": "List all that was imported or taken back, each with the point before it.",
            "fr": "Liste tous les imports et retours, chacun avec le point qui le précède.",
            "de": "Listet alle Importe und Rücknahmen, je mit dem Punkt davor.",
        },
        "ReviewHighlightChanges", Group.BACK, Size.SMALL, "taking_back.list_points", Reach.NOTHING, Touches.OWN,
    ),
    Button(
        "restore",
        {"en": "Restore", "fr": "Restaurer", "de": "Wiederherstellen"},
        {
            "en": "Take the customer base back to the restore point of the selected line.",
            "fr": "Ramène la base clients au point de restauration de la ligne sélectionnée.",
            "de": "Setzt die Kundendatenbank auf den Punkt der ausgewählten Zeile zurück.",
        },
        "RestoreImageSize", Group.BACK, Size.SMALL, "taking_back.restore_selected", Reach.SHOWN, Touches.OWN,
        own=(POINTS_SHEET,),
    ),
    Button(
        "export",
        {"en": "Export customers", "fr": "Exporter les clients", "de": "Kunden exportieren"},
        {
            "en": "Write all customers to a new workbook that comes back with its marks.",
            "fr": "Écrit tous les clients dans un nouveau classeur, prêt à revenir.",
            "de": "Schreibt alle Kunden in eine neue Mappe, die markiert zurückkommt.",
        },
        "ExportExcel", Group.CUSTOMERS, Size.LARGE, "files.export_customers", Reach.NOTHING, Touches.NOTHING,
    ),
    Button(
        "template",
        {"en": "New from template", "fr": "Nouveau modèle", "de": "Neu aus Vorlage"},
        {
            "en": "Open a new workbook with all columns, marked and explained.",
            "fr": "Ouvre un nouveau classeur avec toutes les colonnes, marquées et expliquées.",
            "de": "Öffnet eine neue Mappe mit allen Spalten, markiert und erklärt.",
        },
        "FileNew", Group.CUSTOMERS, Size.SMALL, "files.new_from_template", Reach.NOTHING, Touches.NOTHING,
    ),
    Button(
        "settings",
        {"en": "Settings", "fr": "Réglages", "de": "Einstellungen"},
        {
            "en": "Show this workbook's settings: import mode, duplicates, base, scope.",
            "fr": "Montre les réglages du classeur : mode d'import, doublons, base, périmètre.",
            "de": "Zeigt die Einstellungen der Mappe: Importmodus, Dubletten, Datenbank, Bereich.",
        },
        "PropertySheet", Group.MORE, Size.SMALL, "settings.show_settings", Reach.NOTHING, Touches.OWN,
    ),
    Button(
        "help",
        {"en": "Help", "fr": "Aide", "de": "Hilfe"},
        {
            "en": "Explain marks, matching and every button on a sheet of its own.",
            "fr": "Explique les modes, la recherche et chaque bouton sur une feuille à part.",
            "de": "Erklärt Modi, Zuordnung und jede Schaltfläche auf einem eigenen Blatt.",
        },
        "Help", Group.MORE, Size.SMALL, "helping.show_help", Reach.NOTHING, Touches.OWN, needs_configuration=False,
    ),
)  # fmt: skip
_BY_ID = {button.id: button for button in BUTTONS}


def find_button(name: str) -> Button | None:
    """The button of an id."""
    return _BY_ID.get(name)
