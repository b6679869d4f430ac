"""What the add-in itself says, in three languages; what the engine says of rows and plans comes from the engine."""

TEXTS: dict[str, dict[str, str]] = {
    # what was done, and what comes next
    "marked": {
        "en": "{mode}: {columns}.",
        "fr": "{mode} : {columns}.",
        "de": "{mode}: {columns}.",
    },
    "no-field": {
        "en": "“{header}” names no field of a customer: choose one with {button}.",
        "fr": "« {header} » ne nomme aucun champ d'un client : choisissez-en un avec {button}.",
        "de": "„{header}“ nennt kein Feld eines Kunden: wählen Sie eines mit {button}.",
    },
    "prepared": {
        "en": "Row {row} holds the marks; keys: {keys}. Check them, then click {button}.",
        "fr": "La ligne {row} porte les modes ; clés : {keys}. Vérifiez-les, puis cliquez sur {button}.",
        "de": "Zeile {row} trägt die Modi; Schlüssel: {keys}. Prüfen Sie sie, dann klicken Sie auf {button}.",
    },
    "prepared-without-key": {
        "en": "Row {row} holds the marks, but no column is a key yet: select the one that finds the customer and click"
        " {key}, then {button}.",
        "fr": "La ligne {row} porte les modes, mais aucune colonne n'est une clé : sélectionnez celle qui retrouve le"
        " client et cliquez sur {key}, puis sur {button}.",
        "de": "Zeile {row} trägt die Modi, aber noch ist keine Spalte ein Schlüssel: wählen Sie die Spalte, die den"
        " Kunden findet, klicken Sie auf {key}, dann auf {button}.",
    },
    "no-rows": {
        "en": "There are no rows below the headers yet.",
        "fr": "Il n'y a pas encore de lignes sous les en-têtes.",
        "de": "Unter den Überschriften stehen noch keine Zeilen.",
    },
    "unmapped": {
        "en": "Left out, because their headers name no field: {headers}.",
        "fr": "Laissées de côté, car leur en-tête ne nomme aucun champ : {headers}.",
        "de": "Ausgelassen, weil ihre Überschriften kein Feld nennen: {headers}.",
    },
    "field-taken": {
        "en": "Left out, because another column has their field already: {headers}. To use one, mark it and set the"
        " other to Ignore; or give it another field with {button}.",
        "fr": "Laissées de côté, car une autre colonne a déjà leur champ : {headers}. Pour en utiliser une, donnez-lui"
        " un mode et mettez l'autre sur Ignorer ; ou donnez-lui un autre champ avec {button}.",
        "de": "Ausgelassen, weil eine andere Spalte ihr Feld schon hat: {headers}. Um eine zu verwenden, markieren Sie"
        " sie und setzen die andere auf Ignorieren; oder geben Sie ihr ein anderes Feld mit {button}.",
    },
    "none": {"en": "none", "fr": "aucune", "de": "keine"},
    "choose-field": {
        "en": "Choose the field from the list of cell {cell}.",
        "fr": "Choisissez le champ dans la liste de la cellule {cell}.",
        "de": "Wählen Sie das Feld in der Liste der Zelle {cell}.",
    },
    "previewed": {
        "en": "Preview: {summary}. Nothing is written yet; {button} applies exactly this.",
        "fr": "Aperçu : {summary}. Rien n'est encore écrit ; {button} applique exactement cela.",
        "de": "Vorschau: {summary}. Noch ist nichts geschrieben; {button} führt genau das aus.",
    },
    "awaits-number": {
        "en": "Preview: {summary}. Nothing is written yet, and nothing will be until you allow {count} deletions: type"
        " {count} into the yellow cell {cell}, then click {button}.",
        "fr": "Aperçu : {summary}. Rien n'est écrit, et rien ne le sera avant que vous n'acceptiez {count} suppressions"
        " : tapez {count} dans la cellule jaune {cell}, puis cliquez sur {button}.",
        "de": "Vorschau: {summary}. Nichts ist geschrieben, und nichts wird es, bis Sie {count} Löschungen erlauben:"
        " {count} in die gelbe Zelle {cell} eingeben, dann auf {button} klicken.",
    },
    "nothing-to-do": {
        "en": "Preview: {summary}. There is nothing to import.",
        "fr": "Aperçu : {summary}. Il n'y a rien à importer.",
        "de": "Vorschau: {summary}. Es gibt nichts zu importieren.",
    },
    "own-base": {"en": "your own base", "fr": "votre base habituelle", "de": "Ihre eigene Datenbank"},
    "no-base": {
        "en": "The customer base ({base}) does not exist yet, so every row counts as new. If it should exist, correct"
        " its address in your configuration.",
        "fr": "La base clients ({base}) n'existe pas encore : toute ligne est donc nouvelle. Si elle devait exister,"
        " corrigez son adresse dans votre configuration.",
        "de": "Die Kundendatenbank ({base}) gibt es noch nicht, deshalb gilt jede Zeile als neu. Wenn es sie geben"
        " sollte, korrigieren Sie ihre Adresse in Ihrer Konfiguration.",
    },
    "empty-base": {
        "en": "The customer base ({base}) holds no customer yet, so every row counts as new.",
        "fr": "La base clients ({base}) ne contient encore aucun client : toute ligne est donc nouvelle.",
        "de": "Die Kundendatenbank ({base}) enthält noch keinen Kunden, deshalb gilt jede Zeile als neu.",
    },
    "ask-new-base": {
        "en": "The customer base ({base}) does not exist yet. Importing makes a new, empty base and fills it from this"
        " sheet. Make it?",
        "fr": "La base clients ({base}) n'existe pas encore. L'import crée une nouvelle base vide et la remplit avec"
        " cette feuille. La créer ?",
        "de": "Die Kundendatenbank ({base}) gibt es noch nicht. Der Import legt eine neue, leere Datenbank an und füllt"
        " sie aus diesem Blatt. Anlegen?",
    },
    "kept": {
        "en": "Cells that differ but are kept: {count}. To change them, mark their columns {mode}.",
        "fr": "Cellules différentes mais gardées : {count}. Pour les changer, donnez à leurs colonnes le mode {mode}.",
        "de": "Abweichende, aber behaltene Zellen: {count}. Um sie zu ändern, markieren Sie ihre Spalten mit {mode}.",
    },
    "look-first": {
        "en": "Look at this preview, then click {button} again to apply it.",
        "fr": "Regardez cet aperçu, puis cliquez de nouveau sur {button} pour l'appliquer.",
        "de": "Sehen Sie sich diese Vorschau an, dann klicken Sie noch einmal auf {button}.",
    },
    "changed-since": {
        "en": "Nothing was imported: the sheet or the customer base has changed since. Here is the new preview.",
        "fr": "Rien n'a été importé : la feuille ou la base a changé depuis l'aperçu. Voici le nouvel aperçu.",
        "de": "Nichts wurde importiert: Blatt oder Datenbank haben sich seit der Vorschau geändert. Dies ist die neue.",
    },
    "done-since": {
        "en": "Since then {author} has changed customers of this sheet: {count} ({what}).",
        "fr": "Depuis, {author} a modifié des clients de cette feuille : {count} ({what}).",
        "de": "Seither hat {author} Kunden dieses Blatts geändert: {count} ({what}).",
    },
    "confirm-number": {
        "en": "Nothing was imported: it would delete {count} customers. To allow it, type {count} into the yellow"
        " cell {cell}.",
        "fr": "Rien n'a été importé : {count} clients seraient supprimés. Pour l'accepter, tapez {count} dans la"
        " cellule jaune {cell}.",
        "de": "Nichts wurde importiert: {count} Kunden würden gelöscht. Zum Erlauben {count} in die gelbe Zelle"
        " {cell} eingeben.",
    },
    "imported": {
        "en": "Imported: {summary}. Restore point {point} was set just before.",
        "fr": "Importé : {summary}. Le point de restauration {point} a été posé juste avant.",
        "de": "Importiert: {summary}. Der Wiederherstellungspunkt {point} wurde unmittelbar davor gesetzt.",
    },
    "summary": {
        "en": "{created} new, {updated} updated, {restored} restored, {unchanged} unchanged, {deleted} deleted,"
        " {attention} to look at",
        "fr": "{created} nouveaux, {updated} modifiés, {restored} rétablis, {unchanged} inchangés, {deleted} supprimés,"
        " {attention} à voir",
        "de": "{created} neu, {updated} geändert, {restored} zurückgeholt, {unchanged} unverändert, {deleted} gelöscht,"
        " {attention} zu prüfen",
    },
    "cleared": {
        "en": "The preview is gone: its column, colours and result sheet. The marks stay.",
        "fr": "L'aperçu est retiré : sa colonne, ses couleurs et la feuille de résultat. Les modes restent.",
        "de": "Die Vorschau ist entfernt: ihre Spalte, ihre Farben und das Ergebnisblatt. Die Modi bleiben.",
    },
    "mode-chosen": {
        "en": "Import mode of this workbook: {mode}.",
        "fr": "Mode d'import de ce classeur : {mode}.",
        "de": "Importmodus dieser Mappe: {mode}.",
    },
    "stale-preview": {
        "en": "The preview in the sheet was made with another mode: click {button} again.",
        "fr": "L'aperçu de la feuille a été fait avec un autre mode : cliquez de nouveau sur {button}.",
        "de": "Die Vorschau im Blatt entstand mit einem anderen Modus: klicken Sie noch einmal auf {button}.",
    },
    "reversed": {
        "en": "Taken back — customers: {customers}, cells: {cells}, removed: {removed}, brought back: {back}; kept"
        " because they changed since: {conflicts}. Restore point {point} takes this back again.",
        "fr": "Ramené en arrière — clients : {customers}, cellules : {cells}, retirés : {removed}, rétablis : {back} ;"
        " gardés car modifiés depuis : {conflicts}. Le point {point} permet d'y revenir.",
        "de": "Zurückgesetzt — Kunden: {customers}, Zellen: {cells}, entfernt: {removed}, zurückgeholt: {back};"
        " behalten, weil seither geändert: {conflicts}. Punkt {point} nimmt auch dies zurück.",
    },
    "select-point": {
        "en": "Select the line to go back to, then click {button}.",
        "fr": "Sélectionnez la ligne à laquelle revenir, puis cliquez sur {button}.",
        "de": "Wählen Sie die Zeile, zu der es zurückgehen soll, dann klicken Sie auf {button}.",
    },
    "ask-restore": {
        "en": "Take the customer base back to before operation {point} ({what})? Operations taken back: {count}.",
        "fr": "Ramener la base clients avant l'opération {point} ({what}) ? Opérations annulées : {count}.",
        "de": "Die Kundendatenbank auf den Stand vor Vorgang {point} ({what}) zurücksetzen? Zurückgenommene"
        " Vorgänge: {count}.",
    },
    "ask-undo": {
        "en": "Take back import {point} ({what})? Customers that it touched: {count}.",
        "fr": "Annuler l'import {point} ({what}) ? Clients touchés : {count}.",
        "de": "Import {point} ({what}) zurücknehmen? Betroffene Kunden: {count}.",
    },
    "exported": {
        "en": "Customers written to {file}: {count}.",
        "fr": "Clients écrits dans {file} : {count}.",
        "de": "In {file} geschriebene Kunden: {count}.",
    },
    "template-made": {
        "en": "A new workbook from the template: {file}.",
        "fr": "Un nouveau classeur d'après le modèle : {file}.",
        "de": "Eine neue Mappe aus der Vorlage: {file}.",
    },
    "keys-found": {
        "en": "The best keys come first.",
        "fr": "Les meilleures clés viennent en premier.",
        "de": "Die besten Schlüssel stehen zuerst.",
    },
    "no-keys-found": {
        "en": "No column of “{sheet}” tells customers apart.",
        "fr": "Aucune colonne de « {sheet} » ne distingue les clients.",
        "de": "Keine Spalte von „{sheet}“ unterscheidet die Kunden.",
    },
    "step": {"en": "Raccord: {step} ({rows} rows)", "fr": "Raccord : {step} ({rows} lignes)",
             "de": "Raccord: {step} ({rows} Zeilen)"},
    "step.reading the sheet": {"en": "reading cells", "fr": "lecture des cellules", "de": "Zellen lesen"},
    "step.matching customers": {"en": "matching customers", "fr": "recherche des clients", "de": "Kunden zuordnen"},
    "step.comparing cells": {"en": "comparing cells", "fr": "comparaison des cellules", "de": "Zellen vergleichen"},
    "step.writing to the base": {"en": "writing to the base", "fr": "écriture dans la base",
                                 "de": "in die Datenbank schreiben"},
    "step.writing the result": {"en": "writing the result", "fr": "écriture du résultat", "de": "Ergebnis schreiben"},
}  # fmt: skip


class Words:
    """The texts in one language: `words("marked", mode=…)`."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, /, **facts: object) -> str:
        """The text of a key, its facts filled in."""
        return TEXTS[key][self.language].format_map(facts)
