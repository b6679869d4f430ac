"""Marks: the words of three languages, their targets, and what makes words alike."""

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raccord.marks import Mark, UpdateMode, mark_text, parse_mark, plain
from raccord.translation import LANGUAGES

WORDS = {
    "key": ("Key", "Clé", "Schlüssel"),
    "keep": ("Keep", "Garder", "Behalten"),
    "overwrite": ("Overwrite", "Écraser", "Überschreiben"),
    "overwrite_if_greater": ("Overwrite if greater", "Écraser si plus grand", "Überschreiben wenn größer"),
    "overwrite_or_clear": ("Overwrite, blank clears", "Écraser, vide efface", "Überschreiben, leer löscht"),
    "fill": ("Fill if blank", "Compléter si vide", "Ergänzen wenn leer"),
    "ignore": ("Ignore", "Ignorer", "Ignorieren"),
}
SPELLINGS = [(mode, word) for mode, words in WORDS.items() for word in words]


def without_accents(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


@pytest.mark.parametrize(("mode", "word"), SPELLINGS)
@pytest.mark.parametrize(
    "noise",
    [
        str,
        str.upper,
        str.lower,
        str.title,
        without_accents,
        lambda word: unicodedata.normalize("NFD", word),
        lambda word: f"\u00a0 {word}!\n",
        lambda word: word.replace(" ", "\n").replace(",", " –"),
        lambda word: word.replace(" ", "").replace(",", ""),
    ],
)
def test_words_of_a_mark_are_read_through_noise(mode, word, noise):
    """Each word of the three languages names its mode, whatever its case, accents, punctuation and spaces."""
    assert parse_mark(noise(word)) == Mark(UpdateMode(mode))


@pytest.mark.parametrize("mode", list(UpdateMode))
def test_english_id_of_a_mode_is_a_mark(mode):
    """`overwrite_if_greater` and the other ids count as words."""
    assert parse_mark(mode.value) == Mark(mode)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Overwrite → Phone", Mark(UpdateMode.OVERWRITE, "Phone")),
        ("Overwrite->Phone", Mark(UpdateMode.OVERWRITE, "Phone")),
        ("clé → N° client", Mark(UpdateMode.KEY, "N° client")),
        ("Überschreiben -> Telefon, Mobiltelefon", Mark(UpdateMode.OVERWRITE, "Telefon, Mobiltelefon")),
        ("Overwrite, blank clears → Phone", Mark(UpdateMode.OVERWRITE_OR_CLEAR, "Phone")),
        ("Key →  ", Mark(UpdateMode.KEY)),
        ("Key → A → B", Mark(UpdateMode.KEY, "A → B")),
    ],
)
def test_targets_follow_an_arrow(text, mark):
    """What follows the first `→` or `->` names fields; nothing after it means no target."""
    assert parse_mark(text) == mark


@pytest.mark.parametrize(
    "text", ["", " ", "→ Phone", "Keys", "Key Keep", "Overwrite if blank", "Name", "1", "Schluessel", "Key > Phone"]
)
def test_other_text_is_no_mark(text):
    """Text that is not wholly a mode's word is no mark."""
    assert parse_mark(text) is None


@pytest.mark.parametrize("mode", list(UpdateMode))
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("target", ["", "External ID", "Phone, Mobile"])
def test_written_marks_are_read_back(mode, language, target):
    """Raccord reads the marks that it writes."""
    assert parse_mark(mark_text(mode, language, target)) == Mark(mode, target)


def test_marks_are_written_in_the_words_of_the_language():
    """A written mark has the word of its language and its target after an arrow."""
    assert mark_text(UpdateMode.OVERWRITE_IF_GREATER, "de", "Letzter Besuch") == (
        "Überschreiben wenn größer → Letzter Besuch"
    )
    assert [mark_text(UpdateMode(mode), language) for mode in WORDS for language in LANGUAGES] == [
        word for _, word in SPELLINGS
    ]


@pytest.mark.parametrize(
    ("text", "reduced"),
    [
        ("N° client", "nclient"),
        ("  E-Mail\nAdresse ", "emailadresse"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("ŒUVRE", "œuvre"),
        ("Ｎａｍｅ", "name"),
        ("Όνομα", "ονομα"),
        ("ГОРОД", "город"),
        ("call_interval (days)", "callintervaldays"),
        ("— … !", ""),
    ],
)
def test_plain_keeps_letters_and_digits(text, reduced):
    """Only letters and digits of any script count, without case and accents."""
    assert plain(text) == reduced


@given(st.text("abzéÜñçČσΩжЙ09"), st.text(string.punctuation + " \n\u00a0\u202f", max_size=5))
def test_plain_ignores_case_accents_and_punctuation(word, noise):
    """A word, its capitals, its decomposed form and its form among punctuation reduce to the same."""
    forms = {word, word.upper(), unicodedata.normalize("NFD", word), without_accents(word), noise.join(["", *word, ""])}
    assert {plain(form) for form in forms} == {plain(word)}
