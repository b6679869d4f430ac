"""What counts of a text, value by value and column by column (SPEC §3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raccord.database.pages import SEPARATOR
from raccord.resembling.reducing import (
    consonants,
    digits,
    house_number,
    name_words,
    reduced,
    street_sounds,
    street_words,
    town_sounds,
)

VALUES = st.lists(st.text().map(lambda text: text.replace(SEPARATOR, "")), min_size=1)


@given(VALUES)
def test_a_column_is_reduced_as_its_values_are(values: list[str]) -> None:
    """Reducing a joined column and splitting it gives what reducing each value gives, in any script."""
    joined = SEPARATOR.join(values)

    for further in (str, digits, consonants, street_sounds, town_sounds):
        assert further(reduced(joined)).split(SEPARATOR) == [further(reduced(value)) for value in values]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("S.A.R.L. Café de l'Œuvre", ("cafe", "oeuvre")),
        ("S. A. R. L. Durand & Fils", ("durand", "fils")),
        ("MÜLLER GmbH & Co. KG", ("muller",)),
        ("Łódź Straße Ø", ("lodz", "strasse", "o")),
        ("Le Saint-Louis", ("st", "louis")),
        ("La SARL", ("la", "sarl")),
        ("Кафе «Вокзал»", ("кафе", "вокзал")),
        ("e\u0301tude", ("etude",)),
        ("", ()),
    ],
)
def test_telling_words_of_a_name(text: str, words: tuple[str, ...]) -> None:
    """Case, accents, marks, legal forms and small words go, unless nothing else is there."""
    assert name_words(reduced(text)) == words


@pytest.mark.parametrize(
    ("text", "words", "number"),
    [
        ("12 bis, av. du Gal. Leclerc", ("gal", "leclerc"), "12"),
        ("Bahnhofstr. 5", ("bahnhof",), "5"),
        ("Bahnhofstraße 5", ("bahnhof",), "5"),
        ("Place du Marché", ("marche",), ""),
    ],
)
def test_telling_words_of_a_street(text: str, words: tuple[str, ...], number: str) -> None:
    """The kind of the street goes, the house number stands alone."""
    assert (street_words(reduced(text)), house_number(reduced(text))) == (words, number)
