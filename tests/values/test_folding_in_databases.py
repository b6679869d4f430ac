"""Folding is one function everywhere: each database family folds what is stored as Python folds the sheet (SPEC §3)."""

import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, select

from raccord.catalogue import Compare, Field, FieldType
from raccord.database import Database
from raccord.database.temporary import temporary_table
from raccord.database.types import text
from raccord.values import fold_value
from support.every_family import base_url
from support.sheets import CustomerBase

__all__ = ["base_url"]

LETTERS = "".join(
    chr(code)
    for block in (range(0x20, 0x250), range(0x370, 0x530), range(0x1E00, 0x2000), range(0xFB00, 0xFB07))
    for code in block
    if unicodedata.category(chr(code))[0] in "LNPSZ"
)
SPACES = " \t\n\r\v\f\x1c\x1f\x85\u00a0\u2009\u3000"
MARKS = "\u0300\u0301\u0307\u0308\u0327\u0331"
WORDS = st.text(st.sampled_from(LETTERS + SPACES * 40 + MARKS * 40 + "IİıißẞΣσς٣３\u200b09-" * 20), max_size=12)
FIELDS = [
    Field("plain", FieldType.TEXT),
    Field("sensitive", FieldType.TEXT, case_sensitive=True),
    Field("email", FieldType.EMAIL),
    Field("exact", FieldType.TEXT, compare=Compare.EXACT),
    Field("digits", FieldType.PHONE),
]


def folds(database: Database, one: Field, texts: Sequence[str]) -> list[object]:
    """The folds of stored texts, in their order."""
    with database.reading() as connection:
        table = temporary_table(connection, "given", Column("id", Integer, primary_key=True), Column("text", text()))
        database.family.bulk_load(connection, table, ["id", "text"], enumerate(texts))
        folded = database.family.folded(connection, one, table.c.text)
        return list(connection.scalars(select(folded).order_by(table.c.id)))


def expected(one: Field, value: str) -> object:
    """The fold of a cell; a blank one has none."""
    return (fold_value(one, value) or None) if value.strip() else None


@pytest.mark.parametrize("one", FIELDS, ids=lambda one: one.name)
def test_every_letter_folds_as_in_python(customers: CustomerBase, one: Field) -> None:
    """Each letter of the Latin, Greek and Cyrillic blocks, composed and decomposed, alone and between spaces."""
    texts = [*LETTERS, *(unicodedata.normalize("NFD", letter) for letter in LETTERS), *(f" a  {x} " for x in LETTERS)]
    with customers.opened() as database:
        assert folds(database, one, texts) == [expected(one, value) for value in texts]


@pytest.mark.parametrize("one", FIELDS, ids=lambda one: one.name)
def test_words_fold_as_in_python(customers: CustomerBase, one: Field) -> None:
    """Words of any letters, marks and white space, Turkish ones too."""
    with customers.opened() as database:

        @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.lists(WORDS, min_size=100, max_size=150))
        def agree(texts: list[str]) -> None:
            assert folds(database, one, texts) == [expected(one, value) for value in texts]

        agree()
