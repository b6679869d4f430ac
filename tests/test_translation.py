"""Languages: a run speaks the one that is asked for, with its plurals and its numbers (SPEC §7)."""

from contextvars import Context
from datetime import datetime
from pathlib import Path

import pytest

from raccord.configuration.place import usual_language
from raccord.errors import SheetError
from raccord.formats import FORMATS, moment, percent
from raccord.messages import Message, some_rows
from raccord.translation import (
    LANGUAGES,
    Texts,
    _,
    language,
    listed,
    ngettext,
    pgettext,
    speaking,
    spoken_of,
    system_language,
)
from support.fresh_python import heavy_after


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ["0 cells", "1 cell", "2 cells", "1,234,567 cells"]),
        ("fr", ["0 cellule", "1 cellule", "2 cellules", "1\u202f234\u202f567 cellules"]),
        ("de", ["0 Zellen", "1 Zelle", "2 Zellen", "1.234.567 Zellen"]),
    ],
)
def test_plurals_follow_the_language(language, texts):
    """French counts nothing as one; each language sets thousands apart in its own way."""
    with speaking(language):
        assert [ngettext("{count:,} cell", "{count:,} cells", count) for count in (0, 1, 2, 1_234_567)] == texts


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "No customer matches, and a new one needs ZIP."),
        ("fr", "Aucun client ne correspond, et à un nouveau il faut\u202f: ZIP."),
        ("de", "Kein Kunde passt, und ein neuer braucht: ZIP."),
    ],
)
def test_messages_are_in_the_language_spoken(language, text):
    """The code and the facts are those of every language."""
    message = Message("missing-required", "Clients!C7", {"labels": "ZIP"})

    with speaking(language):
        assert message.text == text


def test_rows_are_listed_in_the_language_spoken():
    """`rows 3, 4 and more` in each."""
    with speaking("fr"):
        assert some_rows([3, 4, 5], 2) == "lignes 3, 4 et d'autres"
    with speaking("de"):
        assert some_rows([3, 4], 2) == "Zeilen 3 und 4"


@pytest.mark.parametrize(
    ("names", "text"),
    [([], ""), (["Nom"], "Nom"), (["Nom", "Ville"], "Nom et Ville"), (["Nom", "CP", "Ville"], "Nom, CP et Ville")],
)
def test_names_are_listed_as_sentences_do(names, text):
    """One is itself, none is nothing."""
    with speaking("fr"):
        assert listed(names) == text


def test_what_a_user_has_written_is_no_template():
    """Braces and names of placeholders in a fact stay as they are."""
    with speaking("fr"):
        assert _("The sheet “{sheet}” is empty.", sheet="{label} {0!r}") == (
            "La feuille «\u202f{label} {0!r}\u202f» est vide."
        )
        assert (
            ngettext("{count:,} more of this sheet", "{count:,} more of this sheet", 2) == "2 de plus de cette feuille"
        )


def test_no_text_is_no_head_of_a_catalogue():
    """Gettext keeps its own notes under the empty text."""
    with speaking("de"):
        assert _("") == ""


def test_a_language_ends_with_its_run():
    """What is spoken inside `speaking` is spoken nowhere else, whatever happens there."""
    with pytest.raises(SheetError), speaking("fr"):
        raise SheetError("no-key", _("Choose another file."))

    assert language() == "en"
    assert Context().run(language) == "en"


def test_one_text_in_every_language():
    """Ribbons and sheets are made of texts in all languages at once; a context tells the meanings of a word apart."""
    assert dict(Texts("Customers")) == {"en": "Customers", "fr": "Clients", "de": "Kunden"}
    assert Texts("Import", "button")["fr"] == "Importer"
    assert Texts("Import")["fr"] == "Import"
    with pytest.raises(KeyError):
        Texts("Customers")["it"]
    with speaking("de"):
        assert pgettext("button", "Import") == str(Texts("Import", "button")) == "Importieren"


@pytest.mark.parametrize(
    ("name", "language"),
    [("fr_CA.UTF-8", "fr"), ("de-AT", "de"), ("DE", "de"), ("C", None), ("es_ES", None), ("", None), (None, None)],
)
def test_locales_name_languages(name, language):
    """The language of a locale counts, its country does not."""
    assert spoken_of(name) == language


def test_the_first_variable_that_is_set_names_the_language():
    """As for other programs: LC_ALL, LC_MESSAGES, LANG."""
    assert system_language({"LC_ALL": "", "LC_MESSAGES": "fr_FR.UTF-8", "LANG": "de_DE"}) == "fr"
    assert system_language({"LC_ALL": "C", "LANG": "de_DE"}) is None
    assert system_language({}) is None


def test_the_language_comes_from_the_nearest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """RACCORD_LANGUAGE, else the configuration, also a broken one, else the program's or the system's, else English."""
    config = tmp_path / "config.yaml"
    monkeypatch.setenv("RACCORD_CONFIG", str(config))
    assert usual_language() == usual_language("es-ES") == "en"
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert (usual_language(), usual_language("fr-FR")) == ("de", "fr")
    config.write_text("language: fr\nunknown: 1\n", encoding="utf-8")
    assert usual_language("de-DE") == "fr"
    monkeypatch.setenv("RACCORD_LANGUAGE", "de")
    assert usual_language() == "de"
    monkeypatch.delenv("RACCORD_LANGUAGE")
    config.write_text("language: [fr", encoding="utf-8")
    assert usual_language() == "de"


def test_speaking_loads_nothing_heavy():
    """A command says its help in French without the libraries that its work needs."""
    code = "from raccord.cli import main; import io, sys; out, sys.stdout = sys.stdout, io.StringIO(); "
    code += "main(['--language', 'fr', 'preview', '--help']); said, sys.stdout = sys.stdout.getvalue(), out; "

    assert heavy_after(code + "assert 'par défaut' in said") == set()


@pytest.mark.parametrize(
    ("language", "share", "at"),
    [
        ("en", "98%", "2026-01-02 03:04"),
        ("fr", "98\u202f%", "02/01/2026 03:04"),
        ("de", "98\u00a0%", "02.01.2026 03:04"),
    ],
)
def test_shares_and_moments(language, share, at):
    """Percent signs and days stand as each language has them."""
    assert percent(0.98, language) == share
    assert moment(datetime(2026, 1, 2, 3, 4), language) == at
    assert moment(datetime(2026, 1, 2, 3, 4), language, seconds=True) == f"{at}:00"


def test_every_language_has_its_format():
    """None is forgotten."""
    assert set(FORMATS) == set(LANGUAGES)
