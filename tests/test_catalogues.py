"""The catalogues: every text for people is marked in the code, and translated into each language (SPEC §7)."""

import ast
import re
from collections.abc import Iterator
from string import Formatter

import pytest

from raccord.messages import TEXTS
from raccord.planning import Outcome
from raccord.result_rules import CLEARED, DELETED, MORE, WARNING
from raccord.translation import LANGUAGES, in_language
from support.catalogues import TRANSLATED, catalogue_path, compiled, extracted, read_catalogue
from support.texts_in_code import (
    MARKERS,
    SENTENCES_WITHOUT_LANGUAGE,
    WITHOUT_LANGUAGE,
    bare_phrases,
    bare_sentences,
    name_of,
    sources,
)


def placeholders(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name} if "{" in text else set()


def pairs(language: str) -> Iterator[tuple[str, str]]:
    """Each text of a catalogue with its translation, both forms of a plural."""
    for one in read_catalogue(language):
        if isinstance(one.id, str):
            yield one.id, one.string
        else:
            yield from zip(one.id, one.string, strict=True)


def test_no_text_for_people_is_a_bare_literal():
    """Titles, hints, helps, headers and all sentences go through the catalogues; what does not, the lists say why."""
    sentences = {name: bare_sentences(tree) for name, tree in sources() if name not in SENTENCES_WITHOUT_LANGUAGE}
    phrases = {name: bare_phrases(tree) for name, tree in sources() if name not in WITHOUT_LANGUAGE}

    assert {name: texts for name, texts in sentences.items() if texts} == {}
    assert {name: texts for name, texts in phrases.items() if texts} == {}


def test_the_exceptions_are_needed():
    """Each module in the lists still holds such words."""
    trees = dict(sources())

    assert [name for name in SENTENCES_WITHOUT_LANGUAGE if not bare_sentences(trees[name])] == []
    assert [name for name in WITHOUT_LANGUAGE if not bare_phrases(trees[name])] == []


@pytest.mark.parametrize(
    "code",
    [
        'raise SheetError("no-key", "The sheet is empty.")',
        'raise SheetError("no-key", f"The sheet {name} is empty.")',
        'raise SheetError("no-key", _("Empty."), hint="fill it" if name else "leave it")',
        'screen.table(("Row", "Outcome"), lines)',
        'parser.add_argument("--sheet", help="the sheet")',
        'words = {"a": "brought back"}',
        '_("{name}", name=f"row {number} of the sheet")',
    ],
)
def test_bare_texts_are_found(code):
    """What the tests above look for is seen wherever it stands."""
    tree = ast.parse(code)

    assert bare_sentences(tree) | bare_phrases(tree)


def test_markers_take_literals_that_can_be_extracted():
    """No f-string is marked, as no catalogue could know it, and nothing is marked that is no text."""
    inside = [
        f"{name}:{call.lineno}"
        for name, tree in sources()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and name_of(call) in MARKERS
        for one in call.args
        if isinstance(one, ast.JoinedStr)
    ]

    assert inside == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogues_have_the_texts_of_the_code(language):
    """Neither a text without a place in the catalogue, nor one that nobody says; `make messages` sees to it."""
    code = {(one.id, one.context) for one in extracted() if one.id}

    assert len(code) > 900
    assert {(one.id, one.context) for one in read_catalogue(language) if one.id} == code
    assert not read_catalogue(language).obsolete


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated(language):
    """Each has a translation, which nobody still has to look at."""
    catalogue = read_catalogue(language)

    assert [text for text, translation in pairs(language) if text and not translation] == []
    assert [one.id for one in catalogue if one.id and one.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_say_the_same_facts(language):
    """A translation fills in what the text fills in, and has its lines."""
    marked = [(text, said) for text, said in pairs(language) if text and "JSON" not in text and '"' not in text]

    assert [text for text, said in marked if placeholders(text) != placeholders(said)] == []
    assert [text for text, said in pairs(language) if text and text.count("\n") != said.count("\n")] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_compiled_catalogues_are_up_to_date(language):
    """What gettext reads is what the translators wrote; `make messages` compiles it."""
    assert catalogue_path(language).with_suffix(".mo").read_bytes() == compiled(read_catalogue(language))


def test_french_keeps_its_marks_together():
    """No line can break before : ; ! ? or inside « »: a narrow space that does not break stands there."""
    broken = re.compile(r"\S [:;!?»](?=\s|$)|« ")

    assert [said for text, said in pairs("fr") if text and broken.search(said)] == []


def test_german_quotes_as_germans_do():
    """„…“, never “…”."""
    assert [said for text, said in pairs("de") if text and "”" in said] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_results_are_single_words(language):
    """The conditional formats read the first word of a cell, so each outcome is one word, and no two are the same."""
    words = [in_language(language, text) for text in (*Outcome, CLEARED, DELETED, MORE, WARNING)]

    assert [word for word in words if re.search(r"[\s/,]", word)] == []
    assert len({in_language(language, outcome) for outcome in Outcome}) == len(Outcome)


def test_every_message_text_is_marked():
    """Each text of the engine's list is in the catalogues."""
    known = {one.id for one in extracted()}

    assert [code for code, text in TEXTS.items() if text not in known] == []
