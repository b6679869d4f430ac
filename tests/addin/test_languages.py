"""Languages of presses: that of the configuration or the program, in all that a press says and writes (SPEC §7)."""

import json
from io import BytesIO
from typing import Any

from raccord.translation import LANGUAGES, language
from raccord_addin.hosts.pipe import JsonLines, serve, warm_press
from raccord_addin.snapshot import VERSION
from support.desk_world import HEADERS, MARKS, DeskWorld


def test_a_preview_says_the_engines_words_in_french(marked: DeskWorld) -> None:
    """Status bar, column and result sheet are French, with the engine's messages in them."""
    marked.fill(MARKS, HEADERS, ["C1", "Dupont", "75001", "Paris", "01", None], ["C9", "Neuf", None, None, None, None])
    marked.change(language="fr-FR")

    marked.press("preview")

    assert "1 modifié, 0 rétabli" in marked.said
    assert [row[6] for row in marked.cells[2:]] == ["modifié · 1 changement\u202f: E", "ignoré"]
    messages = [line[6] for line in marked.result]
    assert "Aucun client ne correspond, et à un nouveau il faut\u202f: Code postal et Ville." in messages
    assert marked.host.cells["Raccord"][0][0].startswith("Raccord\u202f: aperçu")


def test_an_error_of_the_engine_is_french_with_the_hint_of_the_button(world: DeskWorld) -> None:
    """Title and message are the engine's, what to do is the add-in's."""
    world.fill(["Garder"], ["Name"], ["Dupont"])
    world.change(language="fr")

    world.press("preview")

    assert "Aucune colonne de «\u202fClients\u202f» n'est une clé" in world.alert
    assert "cliquez sur Clé, ou laissez Préparer proposer les modes" in world.alert


def test_the_configuration_comes_before_the_program(marked: DeskWorld) -> None:
    """A German user in a French Excel reads German, also when the configuration is broken otherwise."""
    marked.configure("language: de\n")
    marked.change(language="fr")
    marked.press("preview")
    assert "Vorschau:" in marked.said

    marked.configure("language: de\nnonsense: 1\n")
    marked.press("preview")
    assert "Dieser Schlüssel ist unbekannt." in marked.alert


def test_two_presses_in_one_engine_speak_each_their_language(marked: DeskWorld) -> None:
    """Nothing of a press's language is left to the next, also after an error."""
    marked.change(language="fr")
    marked.press("preview")
    assert marked.said.startswith("Aperçu")
    marked.change(language="de", writable=False)
    marked.press("preview")
    assert "ist nur zum Lesen geöffnet" in marked.alert
    marked.change(language="en", writable=True)
    marked.press("preview")
    assert marked.said.startswith("Preview")
    assert language() == "en"


def test_a_preview_is_imported_in_another_language(marked: DeskWorld) -> None:
    """What a sheet says is found by its place, whatever language it was written in."""
    marked.change(language="fr")
    marked.press("preview")
    marked.change(language="de")

    marked.press("import")

    assert marked.alert == ""
    assert marked.said.startswith("Importiert:")
    assert marked.customers.get(1)["phone"] == "01"


def test_taking_back_clears_the_result_of_another_language(marked: DeskWorld) -> None:
    """The base's name stands in the result sheet in the words of the time, and is known in all."""
    marked.change(language="fr")
    marked.press("preview").press("import")
    marked.change(language="de")

    marked.press("undo")

    assert "Zurückgesetzt" in marked.said
    assert "Raccord" not in marked.host.cells


class _Office:
    """LibreOffice's side of the pipe: a book in some language, asked for by a button that reads no sheet."""

    def __init__(self, *languages: str) -> None:
        self.progress: list[str] = []
        self.languages = languages

    def run(self) -> list[dict[str, Any]]:
        coming = b"".join(self._lines())
        going = BytesIO()
        try:
            serve(JsonLines(BytesIO(coming), going), warm_press())
        except SystemExit:
            return [json.loads(line) for line in going.getvalue().splitlines()]
        raise AssertionError("the engine stays as long as LibreOffice")

    def _lines(self) -> list[bytes]:
        lines = []
        for spoken in self.languages:
            book = {
                "name": "a.ods", "sheets": [{"name": "A", "visible": True, "protected": False}], "active": "A",
                "selection": [], "writable": False, "locked": False, "language": spoken, "version": VERSION,
            }  # fmt: skip
            lines += [{"version": VERSION, "press": "preview"}, book, {"done": True}]
        return [json.dumps(line).encode() + b"\n" for line in lines]


def test_a_warm_engine_serves_several_languages(world: DeskWorld) -> None:
    """Each press through the pipe is answered in its own book's language."""
    assert world.customers
    sent = _Office(*LANGUAGES).run()

    told = [json.dumps(one, ensure_ascii=False) for one in sent if one.get("do") == "apply"]
    assert ["open for reading only" in told[0], "lecture seule" in told[1], "nur zum Lesen" in told[2]] == [True] * 3
