"""Formula-like text and its apostrophe in csv files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raccord.files.formulas import guard_text, looks_like_formula, unguard_text

FORMULAS = ["=1+1", "+33 1 23", "-5", "@sum", "\tx", "\rx"]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_a_spreadsheet_would_run_gets_one_apostrophe(text):
    """Text that starts with = + - @ tab or CR is a formula, and is guarded by one apostrophe."""
    assert looks_like_formula(text)
    assert guard_text(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Dupont", "'tis", "1=1", " =1", "'"])
def test_other_text_stays_as_it_is(text):
    """Text that no spreadsheet runs is written and read unchanged."""
    assert not looks_like_formula(text)
    assert guard_text(text) == text
    assert unguard_text(text) == text


def test_own_apostrophe_before_a_formula_survives():
    """A customer's own apostrophe before formula-like text comes back, one guard taken off."""
    assert guard_text("'=x") == "''=x"
    assert unguard_text("''=x") == "'=x"


@given(st.text(alphabet=st.sampled_from("'=+-@\t\r\nab ")) | st.text())
def test_guarding_and_reading_gives_the_same_text(text):
    """Reading what was guarded gives back every text, and what was guarded is never a formula."""
    assert unguard_text(guard_text(text)) == text
    assert not looks_like_formula(guard_text(text))
