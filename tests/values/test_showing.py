"""Values on their way out."""

import pytest

from raccord.catalogue import FieldType
from raccord.translation import speaking
from raccord.values import json_value, shown
from support.front_half import field_of


@pytest.mark.parametrize(
    ("kind", "stored", "value"),
    [
        ("boolean", 1, True),
        ("boolean", 0, False),
        ("boolean", None, None),
        ("integer", 0, 0),
        ("text", " \u00a0", None),
        ("text", " a ", " a "),
        ("decimal", "12.5", "12.5"),
        ("date", "2026-11-22", "2026-11-22"),
    ],
)
def test_stored_values_have_a_json_form(kind, stored, value):
    """Booleans are booleans, decimals text, blank text null (SPEC §8)."""
    result = json_value(field_of(kind), stored)

    assert (result, type(result)) == (value, type(value))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        ("12.5", "12.5"),
        ("2026-11-22T14:30:00", "2026-11-22 14:30"),
        ("2026-11-22T14:30:15", "2026-11-22 14:30:15"),
        ("Tel T", "Tel T"),
        ("A-shirt, T-shirt, x", "A-shirt, T-shirt, x"),
    ],
)
def test_values_are_written_for_people(value, text):
    """Blank is nothing, booleans are words, a datetime has a space and no idle seconds; other text is as it is."""
    assert shown(value) == text


@pytest.mark.parametrize(
    ("kind", "value", "french", "german"),
    [
        (FieldType.DATE, "2026-11-22", "22/11/2026", "22.11.2026"),
        (FieldType.DATETIME, "2026-11-22T14:30:00", "22/11/2026 14:30", "22.11.2026 14:30"),
        (FieldType.DATETIME, "2026-11-22T14:30:15", "22/11/2026 14:30:15", "22.11.2026 14:30:15"),
        (FieldType.DECIMAL, "-1234567.5", "-1234567,5", "-1234567,5"),
        (FieldType.BOOLEAN, True, "oui", "ja"),
        (FieldType.TEXT, "2026-11-22 1.5", "2026-11-22 1.5", "2026-11-22 1.5"),
        (FieldType.DATE, "22 nov", "22 nov", "22 nov"),
    ],
)
def test_values_are_written_in_the_way_of_the_language(kind, value, french, german):
    """Days and decimals by their field's type; what is no such value, and every text, stays as it is."""
    with speaking("fr"):
        assert shown(value, kind) == french
    with speaking("de"):
        assert shown(value, kind) == german
