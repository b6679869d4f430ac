"""Locales: how each writes numbers and dates, and what is no locale."""

import pytest

from raccord.errors import UsageError
from raccord.values import sheet_locale


@pytest.mark.parametrize(
    ("name", "decimal_mark", "grouping_mark", "month_first"),
    [
        ("en-US", ".", ",", True),
        ("en_US", ".", ",", True),
        (" EN-us ", ".", ",", True),
        ("en-GB", ".", ",", False),
        ("fr", ",", "\u202f", False),
        ("fr-FR", ",", "\u202f", False),
        ("de", ",", ".", False),
        ("de-AT", ",", ".", False),
        ("de-CH", ".", "’", False),
        ("it-IT", ",", ".", False),
        ("es-ES", ",", ".", False),
    ],
)
def test_locales_are_known_by_language_and_country(name, decimal_mark, grouping_mark, month_first):
    """A name of a language, with or without a country, gives the decimal mark, the grouping mark and the date order."""
    locale = sheet_locale(name)

    assert (locale.decimal_mark, locale.month_first) == (decimal_mark, month_first)
    if name not in {"de-AT", "de-CH"}:  # their grouping marks differ between editions of the locale data
        assert locale.grouping_mark == grouping_mark


@pytest.mark.parametrize("name", ["", "xx", "klingon", "french", "en-XYZ1", "../../etc", "fr FR", "en\x00"])
def test_unknown_locale_is_named_with_examples(name):
    """What is no locale is an error that shows it and names some that are."""
    with pytest.raises(UsageError) as caught:
        sheet_locale(name)

    assert caught.value.code == "unknown-locale"
    assert f"“{name}”" in caught.value.title
    assert "fr-FR" in caught.value.hint
