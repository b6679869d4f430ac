"""Folding whole columns is folding each value (SPEC §3)."""

import sys
from collections.abc import Sequence
from itertools import product

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from raccord.catalogue import Compare, Field, FieldType
from raccord.matching.folded_columns import folded_column
from raccord.values import fold_value

FIELDS = [
    Field("plain", FieldType.TEXT),
    Field("sensitive", FieldType.TEXT, case_sensitive=True),
    Field("exact", FieldType.TEXT, compare=Compare.EXACT),
    Field("digits", FieldType.PHONE),
    Field("day", FieldType.DATE),
]
HARD = (
    "aZ09 -+./()\t\n\r\v\f\x00\x1c\x1f\x85\u00a0\u2009\u3000\u200b\u0300\u0301\u0307\u0308\u3099"
    "éÉßẞİıŉſµΣσςΑ٣３ǅﬁﾊか가각각🏭א"
)
WORDS = st.text(st.sampled_from(HARD) | st.characters(exclude_categories=["Cs"]), max_size=8)


def folds_alike(one: Field, texts: Sequence[str]) -> None:
    """Compare the folds of a column with those of its values."""
    folded = folded_column(one, pl.Series(texts, dtype=pl.String)).to_list()
    assert folded == [fold_value(one, text) if text.strip() else "" for text in texts]


@pytest.mark.parametrize("one", FIELDS, ids=lambda one: one.name)
def test_every_character_folds_as_alone(one: Field) -> None:
    """Every character of Unicode between letters; those of common scripts alone, and before marks that join some."""
    every = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    folds_alike(one, [f"A{char}b" for char in every])
    folds_alike(one, [word for char in every[:0x3100] for word in (char, f"{char}\u0301", f"{char}\u3099")])


def test_numbers_are_their_own_folds() -> None:
    """A whole number stays in digits, and a blank is empty."""
    folds_alike(Field("count", FieldType.INTEGER), ["", "0", "-7", "75001"])


@pytest.mark.parametrize("one", FIELDS, ids=lambda one: one.name)
def test_short_words_fold_alike(one: Field) -> None:
    """All words of three of the characters that fold in the hardest ways."""
    folds_alike(one, ["".join(word) for word in product(HARD, repeat=3)])


@pytest.mark.parametrize("one", FIELDS, ids=lambda one: one.name)
def test_columns_fold_alike(one: Field) -> None:
    """Columns of any words, some of them blank or repeated."""

    @settings(max_examples=60, deadline=None)
    @given(st.lists(WORDS, max_size=60))
    def agree(texts: list[str]) -> None:
        folds_alike(one, texts + texts[::2])

    agree()
