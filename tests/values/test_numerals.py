"""Numbers: exact decimals and whole numbers, from number cells and from the text that people write."""

import string
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raccord.values import Fault, sheet_locale
from raccord.values.numerals import decimal_text, number_text, read_decimal, read_integer
from support.front_half import fault_code, read_cell

SPACES = [" ", "\u00a0", "\u202f", "\u2007", "\u2009"]
THIRTY = "123456789012345678901234567890"


@pytest.mark.parametrize("space", SPACES)
def test_spaces_of_each_kind_group(space):
    """Plain, no-break, narrow no-break, figure and thin spaces group alike, in decimals and in whole numbers."""
    assert read_cell("decimal", f"1{space}234,56") == "1234.56"
    assert read_cell("decimal", f"-1{space}234{space}567.5") == "-1234567.5"
    assert read_cell("integer", f"1{space}234{space}567") == 1234567


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1'234.50", "1234.5"),
        ("1’234,50", "1234.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1.234.567,891", "1234567.891"),
        ("1,234,567.891", "1234567.891"),
        ("1 234.567", "1234.567"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("0,123", "0.123"),
        ("0.123", "0.123"),
        ("1234,567", "1234.567"),
        ("1,2345", "1.2345"),
        (",5", "0.5"),
        ("-.5", "-0.5"),
        ("007", "7"),
        ("+5", "5"),
        ("-5", "-5"),
        ("−5,5", "-5.5"),
        ("- 5", "-5"),
        ("-0,00", "0"),
        ("1,50", "1.5"),
        ("100", "100"),
        (f"{THIRTY},{THIRTY}", f"{THIRTY}.{THIRTY}".rstrip("0")),
        ("9" * 30, "9" * 30),
        ("-0." + "0" * 28 + "1", "-0." + "0" * 28 + "1"),
    ],
)
def test_decimal_text_is_read_exactly(text, number):
    """Grouping and both decimal marks are read, 30 digits stay, and a written decimal is canonical."""
    assert read_cell("decimal", text) == number


@pytest.mark.parametrize(
    "text", ["12,5 €", "€12.5", "€ 12,5", "12.5$", "£12.5", "12,5 EUR", "CHF 12.5", "EUR12,5", "¥12.5"]
)
def test_currency_at_either_end_is_dropped(text):
    """A sign or code before or after the number does not count."""
    assert read_cell("decimal", text) == "12.5"


@pytest.mark.parametrize("text", ["-12,5 €", "€ -12,5", "-€12.5", "−12.5 EUR", "EUR -12,5"])
def test_negative_amounts_keep_their_sign(text):
    """A minus sign may stand before or after the currency."""
    assert read_cell("decimal", text) == "-12.5"


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1,234", {"en-US": "1234", "en-GB": "1234", "fr": "1.234", "de-DE": "1.234"}),
        ("1.234", {"en-US": "1.234", "fr-FR": "1234", "de": "1234", "de-CH": "1.234"}),
        ("-12.345 €", {"en-US": "-12.345", "de-AT": "-12345"}),
        ("123,456", {"en-US": "123456", "de": "123.456"}),
    ],
)
def test_only_a_locale_can_read_an_ambiguous_number(text, readings):
    """One mark before exactly three digits is invalid without a locale, and read by the locale's decimal mark."""
    assert fault_code(read_cell("decimal", text)) == "ambiguous-number"
    assert {locale: read_cell("decimal", text, locale) for locale in readings} == readings


@pytest.mark.parametrize("locale", ["en-US", "fr-FR", "de-DE"])
@pytest.mark.parametrize(("text", "number"), [("1.234,56", "1234.56"), ("1,234.56", "1234.56"), ("0,5", "0.5")])
def test_clear_numbers_need_no_locale(text, number, locale):
    """What only one reading fits is read so in every locale."""
    assert read_cell("decimal", text, locale) == number


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "5 %",
        "25%",
        "1e5",
        "1E5",
        "1e-3",
        "1.23.45",
        "1,234.567,8",
        "1.234,567.8",
        "1 23",
        "12 34",
        "1  234 56",
        "1'23",
        "5.",
        "5,",
        ",",
        ".",
        "-",
        "€",
        "EUR",
        "--5",
        "+-5",
        "5-",
        "(5)",
        "1_000",
        "½",
        "٣",
        "0x10",
        "1/2",
        "nan",
    ],
)
def test_other_text_is_no_decimal(text):
    """Percent text, exponents, uneven groups and digits of other scripts are invalid, never guessed."""
    assert fault_code(read_cell("decimal", text)) == "not-a-number"


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (0.1, "0.1"),
        (0.1 + 0.2, "0.30000000000000004"),
        (0.25, "0.25"),
        (1e-7, "0.0000001"),
        (1e22, "10000000000000000000000"),
        (1234.50, "1234.5"),
        (-0.0, "0"),
        (7, "7"),
        (75001.0, "75001"),
        (10**25 + 1, "10000000000000000000000001"),
    ],
)
def test_number_cells_count_as_their_shortest_text(cell, number):
    """A number cell is neither rounded nor given an exponent; a percent cell is its number."""
    assert read_cell("decimal", cell) == number


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("7", 7),
        ("+7", 7),
        ("-7", -7),
        ("−7", -7),
        ("007", 7),
        ("1 234", 1234),
        ("9223372036854775807", 2**63 - 1),
        ("-9223372036854775807", 1 - 2**63),
        (7, 7),
        (7.0, 7),
        (-3.0, -3),
        (2**53 + 1, 2**53 + 1),
    ],
)
def test_integers(cell, number):
    """Text of a sign and digits, and number cells that are whole, are integers."""
    assert read_cell("integer", cell) == number


@pytest.mark.parametrize(
    ("text", "locale", "number"),
    [
        ("1,234", "en-US", 1234),
        ("1.234", "de-DE", 1234),
        ("1.234.567", "de", 1234567),
        ("-1,234,567", "en-GB", -1234567),
    ],
)
def test_locale_groups_whole_numbers(text, locale, number):
    """The locale's grouping mark groups; without a locale the text is invalid."""
    assert read_cell("integer", text, locale) == number
    assert fault_code(read_cell("integer", text)) == "not-an-integer"


@pytest.mark.parametrize(
    ("cell", "locale"),
    [
        ("1,234", "de-DE"),
        ("1.234", "en-US"),
        ("1,5", "de-DE"),
        ("1.0", "en-US"),
        *[(cell, None) for cell in ("7.5", "7,0", "1e3", "5 %", "1 23", "x", "-", "9223372036854775808", "9" * 5000)],
        *[(cell, None) for cell in (7.5, 3.0000000000000004, 2.0**63, -(2.0**63), 2**63, True, False)],
    ],
)
def test_other_cells_are_no_integers(cell, locale):
    """A fraction (also one of float noise), a boolean, the wrong mark and anything of 2^63 or more are invalid."""
    assert fault_code(read_cell("integer", cell, locale)) == "not-an-integer"


@pytest.mark.parametrize("cell", [0, -1, 1.5, "0", "x", "1,5", True])
def test_customer_id_is_a_whole_number_from_1_on(cell):
    """Anything else in the id column is invalid as an id."""
    assert fault_code(read_cell("integer", cell, name="id")) == "bad-id"


@pytest.mark.parametrize(
    ("number", "text"),
    [("1E+3", "1000"), ("1.500", "1.5"), ("-0.00", "0"), ("100", "100"), ("1E-3", "0.001"), ("-1.0", "-1")],
)
def test_decimals_are_written_canonically(number, text):
    """No exponent, no trailing zeros, no negative zero."""
    assert decimal_text(Decimal(number)) == text


def test_number_cells_have_a_text():
    """A whole float is its digits, another its shortest decimal text."""
    assert [number_text(number) for number in (75001.0, 0.1, 1e-7, 3)] == ["75001", "0.1", "0.0000001", "3"]


STYLES = [*product([*SPACES, "'", "’", ""], ",."), (".", ","), (",", ".")]
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=4)


def written(number: Decimal, group: str, mark: str) -> str:
    """Write a decimal with three-digit groups and a decimal mark."""
    return "".join({",": group, ".": mark}.get(char, char) for char in f"{number:,f}")


@given(DECIMALS, st.sampled_from(STYLES))
def test_written_decimals_are_read_back(number, style):
    """Every style of grouping gives the decimal back, without a locale: four decimal places leave no doubt."""
    assert read_decimal(written(number, *style), None) == number


@given(
    st.integers(-(2**63) + 1, 2**63 - 1), st.sampled_from([*product([*SPACES, ""], ["fr"]), (",", "en"), (".", "de")])
)
def test_written_integers_are_read_back(number, style):
    """Whole numbers come back from spaces and from their locale's grouping mark."""
    group, locale = style
    assert read_integer(f"{number:,}".replace(",", group), sheet_locale(locale)) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_number_text_gives_the_number_back(number):
    """The shortest text of a float is exact enough to be the same float, and has no exponent."""
    text = number_text(number)
    assert float(text) == number
    assert "e" not in text.lower()


@given(st.text(string.digits + ".,' -€E\u00a0٣½²x", max_size=12))
def test_any_text_is_a_number_or_a_known_fault(text):
    """Hostile text is blank, read or refused; an ambiguous one is read as two numbers by two locales."""
    value = read_cell("decimal", text)

    if isinstance(value, Fault):
        assert value.code in {"not-a-number", "ambiguous-number"}
        if value.code == "ambiguous-number":
            assert read_cell("decimal", text, "en-US") != read_cell("decimal", text, "de-DE")
    else:
        assert value is None if not text.strip() else Decimal(str(value)).is_finite()


@pytest.mark.parametrize("text", ["12€50", "5k", "5 km", "A1", "EUR5EUR", "€ €5", "--5"])
def test_letters_that_are_no_currency_are_not_dropped(text):
    """Only one currency sign, code or abbreviation at an end goes; everything else makes the text no number."""
    with pytest.raises(ValueError, match=r".*"):
        read_decimal(text, None)


@pytest.mark.parametrize(("text", "number"), [("-EUR 5", "-5"), ("12,5 Kč", "12.5"), ("CHF 1'234.50", "1234.50")])
def test_currencies_stand_at_either_end(text, number):
    """A code, a sign or a common abbreviation may stand before or after the number, and a minus before it."""
    assert read_decimal(text, None) == Decimal(number)


@pytest.mark.parametrize("text", ["5 €", "EUR 5", "1'234"])
def test_whole_numbers_take_neither_currency_nor_apostrophes(text):
    """An integer field holds counts: only spaces and the locale's own mark group them."""
    with pytest.raises(ValueError, match=r".*"):
        read_integer(text, None)
