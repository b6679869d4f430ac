"""Folding: equal keys fold alike, in Python and inside the database."""

import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import Connection, Text, literal, select

from raccord.catalogue import Compare, Field, FieldType
from raccord.database.sqlite import SQLiteFamily, empty_engine
from raccord.values import fold_digits, fold_text, fold_value

LETTERS = "aAzZéÉçÇñÑœŒßẞøØąĄšŠſıİI" + "αΑσςΣάΆϊΐΩ" + "жЖйЙёЁїЇ" + "\u0301\u0308\u0327"
SPACES = " \t\n\r\u00a0\u202f\u2007\u3000\u2028\x1c\x85"
TEXTS = st.text(LETTERS + SPACES + "0129-+./'" + "🏭א", max_size=20)
COMPARISONS = [
    Field("a", kind, compare=compare, case_sensitive=case_sensitive)
    for kind in (FieldType.TEXT, FieldType.MULTILINE, FieldType.EMAIL, FieldType.PHONE, FieldType.URL, FieldType.CHOICE)
    for compare in (None, *Compare)
    for case_sensitive in (False, True)
]


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    """A connection to an empty SQLite base in memory."""
    engine = empty_engine()
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dupont", " DUPONT "),
        ("Jean  Dupont", "jean\n\tdupont"),
        ("Jean\u00a0Dupont", "Jean Dupont"),
        ("Müller", "mu\u0308ller"),
        ("Straße", "STRASSE"),
        ("ΟΔΥΣΣΕΥΣ", "οδυσσευς"),
        ("ŒUVRE", "œuvre"),
        ("", " \u00a0 "),
    ],
)
def test_case_spaces_and_composition_do_not_count(one, other):
    """Texts that differ in case, white space or Unicode form alone are equal keys."""
    assert fold_text(one) == fold_text(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Müller", "Muller"), ("Dupont", "Dupond"), ("a b", "ab"), ("a-b", "a b"), ("1", "01"), ("ﬁ", "f")],
)
def test_everything_else_counts(one, other):
    """Accents, punctuation and leading zeros tell keys apart."""
    assert fold_text(one) != fold_text(other)


def test_case_counts_where_the_field_says_so():
    """A case-sensitive text still ignores white space and Unicode form."""
    assert fold_text(" K-1  a ", case_sensitive=True) == "K-1 a"
    assert fold_text("E\u0301", case_sensitive=True) == "É"
    assert fold_text("é", case_sensitive=True) != fold_text("É", case_sensitive=True)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("+33 (0)1 23-45.67", "3301234567"),
        ("01 23\u00a045", "012345"),
        ("０１２", "012"),
        ("ext. 5", "5"),
        ("N/A ", "n/a"),
        ("٣", "٣"),
        ("", ""),
    ],
)
def test_phones_fold_to_their_digits(text, digits):
    """Only digits count, full-width ones too; text without any folds as text."""
    assert fold_digits(text) == digits


@pytest.mark.parametrize(
    ("one", "value", "folded"),
    [
        (Field("a", FieldType.TEXT), " É ", "é"),
        (Field("a", FieldType.TEXT, case_sensitive=True), "K-1", "K-1"),
        (Field("a", FieldType.TEXT, compare=Compare.EXACT), "A  b", "A  b"),
        (Field("a", FieldType.TEXT, compare=Compare.DIGITS), "AB 12", "12"),
        (Field("a", FieldType.PHONE), "+33 1", "331"),
        (Field("a", FieldType.PHONE, compare=Compare.TEXT), "+33 1", "+33 1"),
        (Field("a", FieldType.EMAIL), "A@X.org", "a@x.org"),
        (Field("a", FieldType.INTEGER), 7, 7),
        (Field("a", FieldType.BOOLEAN), True, 1),
        (Field("a", FieldType.DECIMAL), "12.5", "12.5"),
        (Field("a", FieldType.DATE), "2026-11-22", "2026-11-22"),
    ],
)
def test_values_fold_by_their_field(one, value, folded):
    """Text folds as its field compares; numbers, dates and booleans are their own fold."""
    assert fold_value(one, value) == folded


@given(TEXTS, st.booleans())
def test_folding_twice_is_folding_once(text, case_sensitive):
    """Folding is idempotent."""
    folded = fold_text(text, case_sensitive=case_sensitive)
    assert fold_text(folded, case_sensitive=case_sensitive) == folded


@given(TEXTS, st.booleans())
def test_composed_and_decomposed_text_fold_alike(text, case_sensitive):
    """NFC and NFD forms are equal keys."""
    forms = [unicodedata.normalize(form, text) for form in ("NFC", "NFD")]
    assert len({fold_text(form, case_sensitive=case_sensitive) for form in forms}) == 1


@given(st.text("abzéÜñçœøąšßΑσςάжЙё 09-", max_size=20))
def test_case_does_not_count_in_any_script(text):
    """Capitals, small letters and mixed case are equal keys."""
    assert fold_text(text) == fold_text(text.upper()) == fold_text(text.lower()) == fold_text(text.title())


@example(COMPARISONS[0], "É")
@example(COMPARISONS[0], "A  B")
@example(COMPARISONS[0], "A\nB")
@given(st.sampled_from(COMPARISONS), st.one_of(TEXTS, st.text("aZÉéÇ 09-", max_size=6)))
def test_the_database_folds_as_python_does(connection, one, text):
    """The SQLite expression equals `fold_value` for every way to compare; blank text is no value."""
    folded = connection.execute(select(SQLiteFamily().folded(connection, one, literal(text, Text())))).scalar()
    assert folded == (fold_value(one, text) if text.strip() else None)
