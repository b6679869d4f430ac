"""Hand-computed cases of how cells become values and fold (SPEC §2, §3), so that the oracle can be trusted."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from oracle.catalogue import Field, parse
from oracle.values import INVALID, Typed, convert, convert_column, fold
from oracle.world import Scalar
from raccord.cells import FORMULA_WITHOUT_VALUE, ErrorCell, RawCell

NOON = datetime(2026, 11, 22, 12)
MIDNIGHT = datetime(2026, 11, 22)


def field(kind: str, **rules: Any) -> Field:
    return parse({"fields": [{"name": "field", "type": kind, **rules}]})["field"]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (75001.0, "75001"),
        (3.5, "3.5"),
        (1e-7, "0.0000001"),
        (True, "TRUE"),
        (date(2026, 11, 22), "2026-11-22"),
        (MIDNIGHT, "2026-11-22"),
        (NOON, "2026-11-22T12:00:00"),
        (time(14, 30), "14:30:00"),
        ("\u00a0 e\u0301\r\nb \t", "é\nb"),
        ("\u00a0", None),
        ("#N/A", INVALID),
        (ErrorCell("#REF!"), INVALID),
        (FORMULA_WITHOUT_VALUE, INVALID),
        ("#n/a", "#n/a"),
    ],
)
def test_text(cell: RawCell, value: Typed) -> None:
    """Any cell has a text; text is trimmed, composed and keeps its lines; errors are never blank."""
    assert convert(field("text"), cell, None) == value


@pytest.mark.parametrize(
    ("cell", "locale", "value"),
    [
        (7.0, None, 7),
        ("+1 500", None, 1500),
        ("1\u00a0500", None, 1500),
        ("1,500", "en-US", 1500),
        ("1.500", "de-DE", 1500),
        ("1,500", None, INVALID),
        ("1,500", "fr-FR", INVALID),
        (7.5, None, INVALID),
        (True, None, INVALID),
        (date(2026, 1, 1), None, INVALID),
    ],
)
def test_integer(cell: RawCell, locale: str | None, value: Typed) -> None:
    """Whole numbers only; a comma or point groups only where the locale says so."""
    assert convert(field("integer"), cell, locale) == value


@pytest.mark.parametrize(
    ("cell", "locale", "value"),
    [
        (0.1, None, "0.1"),
        (1e-7, None, "0.0000001"),
        (7, None, "7"),
        ("1 234,56", None, "1234.56"),
        ("1.234,56", None, "1234.56"),
        ("1,234.56", None, "1234.56"),
        ("1'234.50", None, "1234.5"),
        ("-1.234.567 €", None, "-1234567"),
        ("EUR 12,5", None, "12.5"),
        ("$12.50", None, "12.5"),
        ("1,234", None, INVALID),
        ("1,234", "en-US", "1234"),
        ("1,234", "fr-FR", "1.234"),
        ("1.234", "en-GB", "1.234"),
        ("1.234", "de-DE", "1234"),
        ("0,125", None, "0.125"),
        ("1234,567", None, "1234.567"),
        ("1.234.56", None, INVALID),
        ("12 %", None, INVALID),
        ("123456789012345678.25", None, "123456789012345678.25"),
        ("-0", None, "0"),
    ],
)
def test_decimal(cell: RawCell, locale: str | None, value: Typed) -> None:
    """Decimals are exact; one mark before exactly three digits needs the locale."""
    assert convert(field("decimal"), cell, locale) == value


@pytest.mark.parametrize(("cell", "value"), [(1.0, True), (0, False), ("OUI", True), ("n", False), ("x", True)])
def test_boolean(cell: RawCell, value: bool) -> None:
    """Yes and no in three languages, and the numbers 1 and 0."""
    assert convert(field("boolean"), cell, None) is value


@pytest.mark.parametrize(
    ("cells", "locale", "values"),
    [
        ([MIDNIGHT, date(2026, 11, 22), NOON, 45000.0], None, ["2026-11-22", "2026-11-22", INVALID, INVALID]),
        (["2026-11-22", None], None, ["2026-11-22", None]),
        (["03/04/2026", "25/12/2026"], None, ["2026-04-03", "2026-12-25"]),
        (["03/04/2026", "12/25/2026"], None, ["2026-03-04", "2026-12-25"]),
        (["03/04/2026", "05/05/2026"], None, [INVALID, INVALID]),
        (["05/05/2026"], None, ["2026-05-05"]),
        (["03/04/2026"], "en-US", ["2026-03-04"]),
        (["03/04/2026"], "en-GB", ["2026-04-03"]),
        (["25.12.2026", "2026-12-25", "24.12.2026"], None, ["2026-12-25", INVALID, "2026-12-24"]),
        (["25.12.2026", "2026-12-26"], None, [INVALID, "2026-12-26"]),
        (["31/02/2026", "3/4/26"], None, [INVALID, INVALID]),
    ],
)
def test_date(cells: list[RawCell], locale: str | None, values: list[Typed]) -> None:
    """One format for the whole column: the one that fits every text, else most; the locale settles day and month."""
    assert convert_column(field("date"), cells, locale) == values


def test_datetime() -> None:
    """The time is optional and a zone is refused; cells are rounded to the second."""
    cells: list[RawCell] = [
        "22.11.2026 14:30",
        "22.11.2026T14:30:15",
        "22.11.2026",
        "22.11.2026 14:30Z",
        NOON + timedelta(microseconds=900),
        NOON - timedelta(microseconds=900),
        NOON + timedelta(milliseconds=500),
    ]
    day = "2026-11-22T"

    assert convert_column(field("datetime"), cells, None) == [
        *(day + "14:30:00", day + "14:30:15", day + "00:00:00", INVALID),
        *(day + "12:00:00", day + "12:00:00", day + "12:00:01"),
    ]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("9:05", "09:05:00"),
        ("09:05:30", "09:05:30"),
        (time(9, 5), "09:05:00"),
        (timedelta(hours=9, minutes=5), "09:05:00"),
        (timedelta(days=1), INVALID),
        ("24:00", INVALID),
        (0.5, INVALID),
    ],
)
def test_time(cell: RawCell, value: Typed) -> None:
    """Times of day: cells, durations below a day, and texts."""
    assert convert(field("time"), cell, None) == value


@pytest.mark.parametrize(
    ("kind", "rules", "cell", "value"),
    [
        ("email", {}, "A@b", "A@b"),
        ("email", {}, "a@b@c", INVALID),
        ("email", {}, "a b@c", INVALID),
        ("phone", {}, "01\n02", INVALID),
        ("choice", {"choices": ["Été", "Gold"]}, " ÉTÉ", "Été"),
        ("choice", {"choices": ["Été", "Gold"]}, "Ete", INVALID),
        ("choices", {"choices": ["Été", "Gold"]}, "gold,été", "Été; Gold"),
        ("choices", {"choices": ["Été", "Gold"]}, "gold\nblack", INVALID),
        ("text", {"max_length": 2}, " ab ", "ab"),
        ("text", {"max_length": 2}, "abc", INVALID),
        ("text", {"pattern": "[a-z]"}, "ab", INVALID),
    ],
)
def test_rules_of_texts(kind: str, rules: dict[str, object], cell: str, value: Typed) -> None:
    """Emails, phones and choices have a form, and a rule that fails makes the cell invalid; nothing is cut."""
    assert convert(field(kind, **rules), cell, None) == value


@pytest.mark.parametrize(
    ("kind", "rules", "one", "other", "equal"),
    [
        ("text", {}, " STRASSE\u00a0 5", "straße 5", True),
        ("text", {}, "e\u0301", "É", True),
        ("text", {}, "e", "é", False),
        ("text", {"case_sensitive": True}, "A  b", "A b", True),
        ("text", {"case_sensitive": True}, "A", "a", False),
        ("text", {"compare": "exact"}, "A  b", "A b", False),
        ("text", {"compare": "digits"}, "AB-12", "12", True),
        ("phone", {}, "+33 1", "3-31", True),
        ("phone", {}, "none", "NONE", True),
        ("email", {}, "A@B.c", "a@b.C", True),
        ("decimal", {}, "10", "10", True),
        ("decimal", {}, "10", "1", False),
    ],
)
def test_folding(kind: str, rules: dict[str, object], one: Scalar, other: Scalar, equal: bool) -> None:
    """Values are compared without case, composition and spacing, unless their field says otherwise."""
    assert (fold(field(kind, **rules), one) == fold(field(kind, **rules), other)) is equal
