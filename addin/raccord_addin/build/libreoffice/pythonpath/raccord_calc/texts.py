"""What LibreOffice's side itself tells the user, in three languages; everything else comes from the engine."""

from __future__ import annotations

import re
from typing import Any, Mapping

from com.sun.star.beans import PropertyValue

TEXTS: Mapping[str, Mapping[str, str]] = {
    "no-interpreter": {
        "en": "Raccord does not know which Python runs it.\nRun this in a terminal, then click again:\n\n"
        "raccord addin install libreoffice",
        "fr": "Raccord ne sait pas avec quel Python démarrer.\nExécutez ceci dans un terminal, puis cliquez de"
        " nouveau :\n\nraccord addin install libreoffice",
        "de": "Raccord weiß nicht, mit welchem Python es läuft.\nFühren Sie dies in einem Terminal aus, dann klicken"
        " Sie noch einmal:\n\nraccord addin install libreoffice",
    },
    "no-start": {
        "en": "Raccord did not start.\n{command}\n{reason}\n\nRun this in a terminal, then click again:\n\n"
        "raccord addin install libreoffice",
        "fr": "Raccord n'a pas démarré.\n{command}\n{reason}\n\nExécutez ceci dans un terminal, puis cliquez de"
        " nouveau :\n\nraccord addin install libreoffice",
        "de": "Raccord ist nicht gestartet.\n{command}\n{reason}\n\nFühren Sie dies in einem Terminal aus, dann"
        " klicken Sie noch einmal:\n\nraccord addin install libreoffice",
    },
    "no-start-by-variable": {
        "en": "Raccord did not start.\n{command}\n{reason}\n\nThe environment variable RACCORD_PYTHON names this"
        " Python.\nSet it to a Python that has Raccord, or remove it; then start LibreOffice anew.",
        "fr": "Raccord n'a pas démarré.\n{command}\n{reason}\n\nLa variable d'environnement RACCORD_PYTHON désigne ce"
        " Python.\nMettez-y un Python qui a Raccord, ou supprimez-la ; puis redémarrez LibreOffice.",
        "de": "Raccord ist nicht gestartet.\n{command}\n{reason}\n\nDie Umgebungsvariable RACCORD_PYTHON nennt dieses"
        " Python.\nSetzen Sie sie auf ein Python, das Raccord hat, oder entfernen Sie sie; dann starten Sie"
        " LibreOffice neu.",
    },
    "other-version": {
        "en": "The Raccord extension and the installed Raccord do not fit together.\nRun this in a terminal, then"
        " restart LibreOffice:\n\nraccord addin install libreoffice",
        "fr": "L'extension Raccord et le Raccord installé ne vont pas ensemble.\nExécutez ceci dans un terminal, puis"
        " redémarrez LibreOffice :\n\nraccord addin install libreoffice",
        "de": "Die Raccord-Erweiterung und das installierte Raccord passen nicht zusammen.\nFühren Sie dies in einem"
        " Terminal aus, dann starten Sie LibreOffice neu:\n\nraccord addin install libreoffice",
    },
    "nonsense": {
        "en": "Raccord answered what LibreOffice does not understand, and was stopped.\n{reason}\n\n"
        "Click again. If it happens again, run this in a terminal:\n\nraccord addin install libreoffice",
        "fr": "Raccord a répondu ce que LibreOffice ne comprend pas, et a été arrêté.\n{reason}\n\n"
        "Cliquez de nouveau. Si cela se répète, exécutez ceci dans un terminal :\n\nraccord addin install libreoffice",
        "de": "Raccord hat geantwortet, was LibreOffice nicht versteht, und wurde beendet.\n{reason}\n\n"
        "Klicken Sie noch einmal. Wenn es wieder geschieht, führen Sie dies in einem Terminal aus:\n\n"
        "raccord addin install libreoffice",
    },
    "ended": {
        "en": "Raccord ended before its work was done.\n{reason}\n\nAn import is applied whole or not at all."
        " Click again.",
        "fr": "Raccord s'est arrêté avant la fin de son travail.\n{reason}\n\nUn import est appliqué en entier ou pas"
        " du tout. Cliquez de nouveau.",
        "de": "Raccord hat vor dem Ende seiner Arbeit aufgehört.\n{reason}\n\nEin Import wird ganz ausgeführt oder gar"
        " nicht. Klicken Sie noch einmal.",
    },
    "busy": {
        "en": "Raccord is still at work.",
        "fr": "Raccord travaille encore.",
        "de": "Raccord arbeitet noch.",
    },
    "no-answer": {
        "en": "Raccord has said nothing for {seconds} seconds. Stop it? An import is applied whole or not at all.",
        "fr": "Raccord n'a rien dit depuis {seconds} secondes. L'arrêter ? Un import est appliqué en entier ou pas du"
        " tout.",
        "de": "Raccord hat seit {seconds} Sekunden nichts gesagt. Beenden? Ein Import wird ganz ausgeführt oder gar"
        " nicht.",
    },
    "not-here": {
        "en": "Go to the sheet with your customers and click again.",
        "fr": "Allez à la feuille de vos clients et cliquez de nouveau.",
        "de": "Gehen Sie zum Blatt mit Ihren Kunden und klicken Sie noch einmal.",
    },
    "read-only": {
        "en": "“{book}” is open for reading only, so Raccord cannot write into it.",
        "fr": "« {book} » est ouvert en lecture seule : Raccord ne peut pas y écrire.",
        "de": "„{book}“ ist nur zum Lesen geöffnet, Raccord kann nicht hineinschreiben.",
    },
    "locked": {
        "en": "The structure of “{book}” is protected, so that “{sheet}” can be neither added nor removed.",
        "fr": "La structure de « {book} » est protégée : « {sheet} » ne peut être ni ajoutée ni retirée.",
        "de": "Die Struktur von „{book}“ ist geschützt, „{sheet}“ kann weder angelegt noch entfernt werden.",
    },
    "protected": {
        "en": "The sheet “{sheet}” is protected, so Raccord cannot write into it. Unprotect it and click again.",
        "fr": "La feuille « {sheet} » est protégée : Raccord ne peut pas y écrire. Ôtez la protection et cliquez de"
        " nouveau.",
        "de": "Das Blatt „{sheet}“ ist geschützt, Raccord kann nicht hineinschreiben. Heben Sie den Schutz auf und"
        " klicken Sie noch einmal.",
    },
    "no-sheet": {
        "en": "There is no sheet “{sheet}” in this workbook.",
        "fr": "Ce classeur n'a pas de feuille « {sheet} ».",
        "de": "Diese Mappe hat kein Blatt „{sheet}“.",
    },
    "not-own": {
        "en": "“{sheet}” is no sheet of Raccord's own, so Raccord leaves it alone.",
        "fr": "« {sheet} » n'est pas une feuille de Raccord, qui n'y touche donc pas.",
        "de": "„{sheet}“ ist kein Blatt von Raccord und bleibt deshalb, wie es ist.",
    },
    "refused": {
        "en": "LibreOffice refuses a change of the sheet “{sheet}” ({what}). {reason}",
        "fr": "LibreOffice refuse un changement de la feuille « {sheet} » ({what}). {reason}",
        "de": "LibreOffice lehnt eine Änderung am Blatt „{sheet}“ ab ({what}). {reason}",
    },
}


def say(key: str, language: str, **facts: object) -> str:
    """The text of a key in a program's language, such as `fr-CH`; English where Raccord does not speak it.

    A fact that is blank leaves no gap.
    """
    words = TEXTS[key]
    text = words.get(language[:2].lower(), words["en"]).format_map(facts)
    return re.sub(r"\n{3,}", "\n\n", text)


def office_language(context: Any) -> str:
    """The language of LibreOffice's own menus, such as `de-AT`."""
    provider = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.configuration.ConfigurationProvider", context
    )
    path = PropertyValue(Name="nodepath", Value="/org.openoffice.Setup/L10N")
    access = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (path,))
    return str(access.getByName("ooLocale") or "en")
