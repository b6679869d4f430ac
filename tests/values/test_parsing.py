"""Cells of every type: text and its rules, yes and no, choices, errors, and what each fault says."""

import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raccord.catalogue import FieldType
from raccord.cells import FORMULA_WITHOUT_VALUE, ErrorCell
from raccord.messages import Message
from raccord.values import Fault, needs_column_format
from support.front_half import CATALOGUE, fault_code, field_of, read_cell

TEXT_KINDS = ["text", "multiline", "phone", "url"]
ALL_KINDS = [kind.value for kind in FieldType]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def choices_of(kind: str) -> dict[str, Any]:
    return {"choices": ("A", "B", "Très important")} if kind.startswith("choice") else {}


@pytest.mark.parametrize("kind", ALL_KINDS)
@pytest.mark.parametrize("cell", [None, "", " ", "\u00a0\t\r\n"])
def test_blank_cells_are_no_value(kind, cell):
    """No value and text of white space alone give None to every type."""
    assert read_cell(kind, cell, **choices_of(kind)) is None


@pytest.mark.parametrize("kind", ALL_KINDS)
@pytest.mark.parametrize("cell", [ErrorCell("#N/A"), ErrorCell("#REF!"), "#DIV/0!", " #NAME? "])
def test_error_cells_are_never_blank(kind, cell):
    """An error, also one pasted as text, makes its cell invalid in every type, and the fault shows it."""
    fault = read_cell(kind, cell, **choices_of(kind))

    assert fault_code(fault) == "error-cell"
    shown = cell.text if isinstance(cell, ErrorCell) else cell.strip()
    assert isinstance(fault, Fault)
    assert shown in Message(fault.code, None, fault.facts).text


def test_formula_without_a_value_says_what_to_do():
    """A formula that was never calculated is invalid, with the way out."""
    fault = read_cell("text", FORMULA_WITHOUT_VALUE)

    assert isinstance(fault, Fault)
    assert fault.code == "formula-without-value"
    assert "save" in Message(fault.code, None, fault.facts).text


@pytest.mark.parametrize("kind", TEXT_KINDS)
@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (75001.0, "75001"),
        (75001, "75001"),
        (3.5, "3.5"),
        (1e-7, "0.0000001"),
        (1e21, "1000000000000000000000"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2026, 11, 22), "2026-11-22"),
        (at("2026-11-22T00:00"), "2026-11-22"),
        (at("2026-11-22T14:30"), "2026-11-22T14:30:00"),
        (time(14, 30), "14:30:00"),
        (timedelta(hours=30, minutes=5), "30:05:00"),
        ("  00750 ", "00750"),
        ("\u00a0a  b\u202f", "a  b"),
        ("e\u0301", "é"),
        ("ﬁ ½ Ⅳ", "ﬁ ½ Ⅳ"),
        ("=1+1", "=1+1"),
        ("#n/a", "#n/a"),
        ("🏭 שלום", "🏭 שלום"),
    ],
)
def test_text_of_any_cell(kind, cell, text):
    """Numbers, dates, times and booleans have one text each; text is trimmed and composed, and otherwise kept."""
    assert read_cell(kind, cell) == text


@pytest.mark.parametrize("kind", ["text", "multiline"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_become_one_kind(kind, end):
    """Windows and old Mac line ends become a line feed; those at the ends are trimmed."""
    assert read_cell(kind, f"{end}a{end}{end}b{end}") == "a\n\nb"


@pytest.mark.parametrize("kind", ["phone", "url", "email"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_phones_urls_and_emails_are_one_line(kind, end):
    """A line end inside makes the cell invalid."""
    assert fault_code(read_cell(kind, f"a@b.org{end}c@d.org")) == "not-one-line"


@pytest.mark.parametrize("text", ["a@b", "Jean.Dupont+x@example.org", "é@exämple.org"])
def test_emails(text):
    """One @ with text on both sides is an address."""
    assert read_cell("email", f" {text} ") == text


@pytest.mark.parametrize(
    "text", ["a", "@b", "a@", "a@b@c", "a b@c", "a@b c", "a@b, c@d", "Jean <a@b.org>", "a\u00a0@b"]
)
def test_other_text_is_no_email(text):
    """Two addresses, a name beside one, or white space inside are invalid."""
    assert fault_code(read_cell("email", text)) == "not-an-email"


YES = ["yes", "y", "true", "1", "x", "oui", "o", "vrai", "ja", "j", "wahr"]
NO = ["no", "n", "false", "0", "non", "faux", "nein", "falsch"]


@pytest.mark.parametrize(("words", "value"), [(YES, True), (NO, False)])
def test_yes_and_no_in_three_languages(words, value):
    """The words count without case and between spaces."""
    for word in words:
        for cell in (word, word.upper(), word.title(), f" {word}\u00a0"):
            assert read_cell("boolean", cell) is value, cell


@pytest.mark.parametrize(
    ("cell", "value"), [(True, True), (False, False), (1, True), (1.0, True), (0, False), (0.0, False)]
)
def test_boolean_cells(cell, value):
    """Boolean cells and the numbers 1 and 0 are yes and no."""
    assert read_cell("boolean", cell) is value


@pytest.mark.parametrize("cell", [2, -1, 0.5, "2", "maybe", "yes no", "oui/non", "ok", date(2026, 1, 1), time(0, 0)])
def test_other_cells_are_neither_yes_nor_no(cell):
    """Anything else is invalid."""
    assert fault_code(read_cell("boolean", cell)) == "not-a-boolean"


@pytest.mark.parametrize(
    ("cell", "choice"),
    [("a", "A"), (" B\u00a0", "B"), ("très  IMPORTANT", "Très important"), ("Tre\u0300s\nimportant", "Très important")],
)
def test_choice_is_stored_in_the_catalogues_spelling(cell, choice):
    """A choice is found by folding."""
    assert read_cell("choice", cell, **choices_of("choice")) == choice


@pytest.mark.parametrize("cell", ["C", "A; B", "Tres important", 1, True])
def test_other_text_is_no_choice(cell):
    """The fault lists the choices."""
    fault = read_cell("choice", cell, **choices_of("choice"))

    assert isinstance(fault, Fault)
    assert fault.code == "not-a-choice"
    assert "A, B, Très important" in Message(fault.code, None, fault.facts).text


@pytest.mark.parametrize(
    ("cell", "stored"),
    [
        ("b;a", "A; B"),
        ("B, A", "A; B"),
        ("très important\r\na", "A; Très important"),
        ("a;;A , a", "A"),
        (" ;b; ", "B"),
        ("A", "A"),
    ],
)
def test_choices_are_stored_in_the_catalogues_order(cell, stored):
    """Semicolons, commas and line ends separate; each choice is stored once, joined by `; `."""
    assert read_cell("choices", cell, **choices_of("choices")) == stored


@pytest.mark.parametrize("cell", ["A; C", "A / B", ";", "A; B; x"])
def test_one_unknown_choice_makes_the_cell_invalid(cell):
    """Nothing is left out in silence."""
    assert fault_code(read_cell("choices", cell, **choices_of("choices"))) == "not-a-choice"


def test_choices_keep_case_where_it_counts():
    """A case-sensitive choice field tells `a` from `A`."""
    assert read_cell("choice", "a", choices=("A", "a"), case_sensitive=True) == "a"
    assert fault_code(read_cell("choice", "b", choices=("B",), case_sensitive=True)) == "not-a-choice"


@pytest.mark.parametrize("kind", ["text", "multiline", "phone", "url"])
def test_nothing_is_ever_cut(kind):
    """Text of the greatest length is whole; one character more is invalid, and the fault has both numbers."""
    assert read_cell(kind, "x" * 40, max_length=40) == "x" * 40
    assert read_cell(kind, " " + "🏭" * 40 + "\n", max_length=40) == "🏭" * 40
    fault = read_cell(kind, "x" * 41, max_length=40)
    assert isinstance(fault, Fault)
    assert (fault.code, fault.facts["length"], fault.facts["allowed"]) == ("too-long", 41, 40)
    assert read_cell(kind, "x" * 40_000) == "x" * 40_000


def test_length_counts_characters_after_composition():
    """Trimmed and composed text is measured."""
    assert read_cell("text", "e\u0301" * 5 + "   ", max_length=5) == "é" * 5


@pytest.mark.parametrize(
    ("cell", "fits"), [("K-12", True), ("K-12a", False), ("xK-12", False), ("K-12\nK-13", False), (12, False)]
)
def test_pattern_holds_for_the_whole_value(cell, fits):
    """A pattern that fits a part only makes the cell invalid."""
    value = read_cell("text", cell, pattern=r"K-\d+")

    assert (value == cell) if fits else (fault_code(value) == "bad-pattern")


@pytest.mark.parametrize(
    ("cell", "value"),
    [("K-1_{a}.B", "K-1_{a}.B"), (" k1 ", "k1"), (4711.0, "4711"), ("x" * 40, "x" * 40), ("007", "007")],
)
def test_external_ids(cell, value):
    """Letters, digits and `- _ { } .` in any case, at most 40."""
    assert read_external_id(cell) == value


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("K 1", "bad-pattern"),
        ("K/1", "bad-pattern"),
        ("É1", "bad-pattern"),
        ("K1\nK2", "bad-pattern"),
        ("x" * 41, "too-long"),
    ],
)
def test_other_text_is_no_external_id(cell, code):
    """Spaces, other signs, accents and a 41st character are invalid."""
    assert fault_code(read_external_id(cell)) == code


def read_external_id(cell):
    one = CATALOGUE.by_name["external_id"]
    return read_cell("text", cell, max_length=one.max_length, pattern=one.pattern)


@pytest.mark.parametrize(
    ("kind", "cell", "says"),
    [
        ("integer", "7.5", ["“7.5”", "whole number", "Amount"]),
        ("decimal", "abc", ["“abc”", "number", "Amount"]),
        ("decimal", "1,234", ["“1,234”", "two numbers", "locale"]),
        ("boolean", "maybe", ["“maybe”", "yes", "no"]),
        ("date", "soon", ["“soon”", "2026-11-22"]),
        ("datetime", "soon", ["“soon”", "2026-11-22 14:30"]),
        ("date", at("2026-11-22T14:30"), ["“2026-11-22T14:30:00”", "time of day", "Amount"]),
        ("time", "25:00", ["“25:00”", "14:30"]),
        ("email", "a", ["“a”", "e-mail"]),
        ("phone", "1\n2", ["Amount", "one line"]),
        ("text", "abcdef", ["6", "5", "Amount"]),
    ],
)
def test_faults_show_the_cell_and_what_is_allowed(kind, cell, says):
    """The sentence of a fault has the cell's text and what would be right."""
    fault = read_cell(kind, cell, max_length=5 if kind == "text" else None)

    assert isinstance(fault, Fault)
    text = Message(fault.code, "Clients!C7", fault.facts).text
    assert all(words in text for words in says), text


def test_long_cells_are_shortened_only_in_the_message():
    """A fault shows the start of a long text on one line."""
    fault = read_cell("integer", "line\n" + "x" * 1000)

    assert isinstance(fault, Fault)
    assert fault.facts["shown"] == "line " + "x" * 54 + "…"


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_only_dates_and_datetimes_need_their_column(kind):
    """Every other cell can be read alone."""
    assert needs_column_format(field_of(kind)) is (kind in {"date", "datetime"})


RAW = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=30),
    st.dates(),
    st.datetimes(max_value=at("9999-12-31T23:59:59")),
    st.times(),
    st.timedeltas(timedelta(-9), timedelta(9)),
    st.sampled_from([ErrorCell("#N/A"), FORMULA_WITHOUT_VALUE, "#REF!"]),
)


@given(st.sampled_from(ALL_KINDS), RAW, st.sampled_from([None, "en-US", "de-DE"]))
def test_any_cell_becomes_a_value_or_a_fault_with_a_sentence(kind, cell, locale):
    """Whatever a sheet holds, the result is a canonical value or a message, and text is trimmed and composed."""
    value = read_cell(kind, cell, locale, **choices_of(kind))

    if isinstance(value, Fault):
        assert Message(value.code, None, value.facts).text
    elif isinstance(value, str):
        assert value == unicodedata.normalize("NFC", value).strip() != ""
        assert "\r" not in value
    else:
        assert value is None or isinstance(value, int)


@pytest.mark.parametrize("text", ["-1", "+1", "1%", "(x)", "n°", "Ñ"])
def test_only_the_words_themselves_are_booleans(text):
    """Signs and accents are not dropped from a word before it counts as yes or no."""
    assert fault_code(read_cell("boolean", text)) == "not-a-boolean"


@pytest.mark.parametrize("kind", ["decimal", "text", "integer"])
@pytest.mark.parametrize("cell", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_are_none_are_error_cells(kind, cell):
    """A file can hold NaN or infinity; no field can."""
    assert fault_code(read_cell(kind, cell)) == "error-cell"


def test_integers_beyond_every_float_are_invalid():
    """A whole number too large for the database is a fault, whatever its size."""
    assert fault_code(read_cell("integer", 10**400)) == "not-an-integer"


def test_fractions_of_a_second_do_not_reach_text():
    """A date cell with a fraction of a second is the whole second in a text field."""
    assert read_cell("text", datetime(2026, 3, 4, 14, 29, 59, 999_900)) == "2026-03-04T14:30:00"


# Common cells are read at once, by a way of their own


@given(st.sampled_from([*TEXT_KINDS, "email"]), st.text(' !"#$@~az09é\u00a0\u0301\n\0ÿĀ', max_size=8))
def test_text_is_read_alike_at_once_and_with_care(kind, text):
    """A space after a text, which is trimmed, changes nothing."""
    assert read_cell(kind, text) == read_cell(kind, text + " ")


@given(st.floats(-1e17, 1e17) | st.integers(-(10**6), 10**6).map(lambda number: number / 100))
def test_numbers_are_read_alike_at_once_and_with_care(number):
    """A decimal cell is read like its text, an integer cell like the whole number."""
    assert read_cell("decimal", number) == read_cell("decimal", f"{Decimal(repr(number)):f}", "en")
    if number.is_integer():
        assert read_cell("integer", number) == read_cell("integer", int(number))


@given(st.datetimes(datetime(1900, 1, 1), datetime(9999, 12, 30)))
def test_moments_are_read_alike_at_once_and_with_care(moment):
    """A whole second is read like one with a microsecond more, which is rounded away."""
    whole = moment.replace(microsecond=0)

    assert read_cell("datetime", whole) == read_cell("datetime", whole.replace(microsecond=1))
