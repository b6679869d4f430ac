"""Languages on the command line: asked for by option, variable or configuration; spoken in all that people read."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from raccord.translation import language
from support.command_line import HEADERS, MARKS, Command

DATED = ("Key", "Overwrite", "Overwrite", "Overwrite")
DATED_HEADERS = ("External ID", "Name", "Blocked until", "Annual revenue")


@pytest.mark.usefixtures("base")
def test_a_preview_in_french(raccord: Command, sheet: Callable[..., Path]):
    """Counts, marks, labels and messages are French, whichever side of the command the option stands."""
    path = sheet(MARKS, HEADERS, ("A1", "Anne", "75001", "Paris", ""), ("X9", "Xaver", "", "", ""))

    before = raccord("--language", "fr", "preview", path)
    after = raccord("preview", path, "--language=fr")

    assert before.status == after.status == 1
    assert before.out == after.out
    assert "Aperçu de clients.csv, feuille clients, en-têtes en ligne 2, mode update" in before.out
    assert "Clé\u202f: ID externe (A)" in before.out
    assert "Raison sociale\u202f: Anna → Anne" in before.out
    assert "Aucun client ne correspond, et à un nouveau il faut\u202f: Code" in before.out
    assert "Rien n'a été écrit. Pour importer" in before.out
    assert language() == "en"


@pytest.mark.parametrize(
    ("spoken", "said"),
    [
        ("en", "There is no file missing.csv.\nLooked for: missing.csv\nCheck name and folder.\n"),
        ("fr", "Il n'y a pas de fichier missing.csv.\nCherché\u202f: missing.csv\nVérifiez le nom et le dossier.\n"),
        ("de", "Es gibt keine Datei missing.csv.\nGesucht: missing.csv\nPrüfen Sie Name und Ordner.\n"),
    ],
)
def test_an_error_in_each_language(raccord: Command, spoken: str, said: str):
    """Title, message and hint are in the language of the option."""
    assert raccord("preview", "missing.csv", "--language", spoken).err == said


def test_mistakes_on_the_command_line_are_told_in_the_language(raccord: Command):
    """Also what argparse finds, an unknown command, and a language that Raccord does not speak."""
    assert raccord("--language", "de", "preview", "--mode", "x").err.startswith(
        "Argument --mode: ungültige Wahl: 'x' (wählen Sie aus 'add', "
    )
    assert raccord("--language", "fr", "previw").err.startswith("«\u202fpreviw\u202f» n'est pas une commande.")
    assert "invalid choice: 'it'" in raccord("--language", "it", "preview", "x.csv").err
    assert raccord("--language").status == 2


def test_help_in_german(raccord: Command):
    """The list of commands and the help of one."""
    assert "Vorgabe: erkannt" in raccord("preview", "--help", "--language", "de").out
    assert "zeigen, was ein Blatt ändern würde; nichts schreiben" in raccord("--language", "de", "--help").out


def test_what_comes_after_two_dashes_is_no_option(raccord: Command):
    """A file may have the name of an option."""
    assert raccord("preview", "--", "--language=fr").err.startswith("There is no file --language=fr.")


def test_the_variable_comes_before_the_configuration_and_the_option_before_both(
    raccord: Command, world: Path, monkeypatch: pytest.MonkeyPatch
):
    """Each says the language where nothing nearer does."""
    (world / "config.yaml").write_text("language: fr\n", encoding="utf-8")
    assert raccord("preview", "x.csv").err.startswith("Il n'y a pas")
    monkeypatch.setenv("RACCORD_LANGUAGE", "de")
    assert raccord("preview", "x.csv").err.startswith("Es gibt keine")
    assert raccord("preview", "x.csv", "--language", "en").err.startswith("There is no")


def test_a_broken_configuration_is_told_in_its_own_language(raccord: Command, world: Path):
    """What is wrong in the file does not hide the language that it names."""
    (world / "config.yaml").write_text("language: de\nbin_days: 0\n", encoding="utf-8")

    assert "Gefunden: 0." in raccord("bin").err


@pytest.mark.usefixtures("base")
def test_json_keeps_its_codes_in_every_language(raccord: Command, sheet: Callable[..., Path]):
    """Only the texts of messages differ."""
    path = sheet(MARKS, HEADERS, ("A1", "#N/A", "75001", "Paris", "01 99"), ("X9", "Xaver", "", "", ""))

    english, german = (raccord("preview", path, "--json", "--language", each).json for each in ("en", "de"))

    said = [message.pop("text") for row in german["rows"] for message in row["messages"]]
    assert said[0].startswith("Die Zelle zeigt #N/A.")
    for row in english["rows"]:
        for message in row["messages"]:
            del message["text"]
    assert json.dumps(english) == json.dumps(german)


@pytest.mark.usefixtures("base")
def test_a_plan_is_the_same_in_every_language(raccord: Command, sheet: Callable[..., Path]):
    """What was previewed in French is imported in German."""
    path = sheet(MARKS, HEADERS, ("A1", "Anne", "75001", "Paris", "01 99"))
    fingerprint = raccord("preview", path, "--json", "--language", "fr").json["fingerprint"]

    done = raccord("import", path, "--expect", fingerprint, "--language", "de")

    assert done.status == 0
    assert "Wiederherstellungspunkt 2. Zurücknehmen mit: raccord undo 2" in done.out


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize(
    ("spoken", "title", "outcome", "beside", "change"),
    [
        ("fr", "Raccord\u202f: aperçu, rien n'est encore importé — ", "modifié", "modifié · 2 changements\u202f: B, C",
         "Bloqué jusqu'au\u202f: (vide) → 22/11/2026"),
        ("de", "Raccord: Vorschau, noch ist nichts importiert — ", "geändert", "geändert · 2 Änderungen: B, C",
         "Gesperrt bis: (leer) → 22.11.2026"),
    ],
)  # fmt: skip
def test_a_result_workbook_in_each_language(
    raccord: Command,
    book: Callable[..., Path],
    spoken: str,
    title: str,
    outcome: str,
    beside: str,
    change: str,
):
    """Head, outcomes, the column beside the data and the dates in changes; the colours find the words."""
    path = book(Clients=[DATED, DATED_HEADERS, ("A1", "Anne", "2026-11-22", None)])

    raccord("preview", path, "--language", spoken, "--result", "out.xlsx")

    result = load_workbook("out.xlsx")
    assert result["Raccord"]["A1"].value.startswith(title)
    line = [cell.value for cell in result["Raccord"][12]]
    assert (line[1], change in line[5]) == (outcome, True)
    assert result["Clients"]["E3"].value == beside
    rules = [rule.formula[0] for held in result["Clients"].conditional_formatting for rule in held.rules]
    assert any(f"/{outcome}/" in formula for formula in rules)


@pytest.mark.usefixtures("base")
def test_numbers_and_moments_in_the_way_of_the_language(raccord: Command, sheet: Callable[..., Path]):
    """Decimals get a comma, days their order; the journal's moments too."""
    path = sheet(DATED, DATED_HEADERS, ("A1", "Anna", "2026-11-22", "1234.5"))

    assert "1234,5" in raccord("preview", path, "--language", "de").out
    assert "1234.5" in raccord("preview", path, "--language", "en").out
    points = raccord("restore-points", "--language", "fr").out
    assert "Le (UTC)" in points
    assert "import" in points
    assert "/20" in points


@pytest.mark.usefixtures("base")
def test_labels_of_the_journal_are_shown_in_the_language(raccord: Command):
    """The journal keeps them as they are, for everybody."""
    raccord("undo", "1", "--language", "fr")

    assert "de 1" in raccord("restore-points", "--language", "fr").out
    assert raccord("restore-points", "--json", "--language", "fr").json[0]["label"] == "of 1"


@pytest.mark.parametrize("spoken", ["fr", "de"])
def test_the_demo_fits_the_terminal_in_each_language(raccord: Command, world: Path, spoken: str):
    """No column of the changes is cut off: each moment is there to the minute."""
    shown = raccord("demo", world / "tour", "--language", spoken).out

    moments = re.findall(r"\d\d[./]\d\d[./]\d{4} \d\d:\d\d(?!\d)", shown)
    assert len(moments) >= 8
    assert re.findall(r"\d\d[./]\d\d[./]\d{4} \d\d:\d?(?!\d)", shown) == []


@pytest.mark.usefixtures("base")
def test_a_reversal_in_german(raccord: Command):
    """One operation, and so many customers."""
    assert raccord("undo", "1", "--language", "de").out.startswith(
        "Zurückgenommen: Vorgang 1\nGeändert: 2 Kunden, 2 entfernt"
    )


def test_the_note_of_the_demo_is_known_in_every_language(raccord: Command, world: Path):
    """A demo made in French can be replaced by one in English."""
    assert raccord("demo", world / "tour", "--language", "fr").status == 0
    assert "Ce dossier a été fait par" in (world / "tour" / "about-this-demo.txt").read_text(encoding="utf-8")
    assert raccord("demo", world / "tour").status == 0


def test_a_terminal_without_narrow_spaces_gets_plain_ones():
    """What the encoding lacks is written by what looks alike."""
    assert "Clé\u202f: «\u202fA\u202f» „B“".encode("cp1252", "raccord-nearest").decode("cp1252") == "Clé : « A » „B“"
    assert "« „".encode("ascii", "raccord-nearest") == b'" "'
