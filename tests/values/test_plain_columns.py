"""Whole columns read at once read as their cells do one by one, whatever stands among the plain ones."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raccord.catalogue import FieldType
from raccord.cells import ErrorCell
from raccord.values import cell_parser, column_parser
from raccord.values.parsing import FEW
from raccord.values.plain import plain_reader
from support.front_half import field_of

PLAIN = {
    FieldType.TEXT: ["Dupont", "Café Müller", "12 rue de l’Église"[:6], ""],
    FieldType.EMAIL: ["a@b.fr", "anna.b+c@example.org", ""],
    FieldType.INTEGER: [1.0, 30.0, 0.0, -7.0, ""],
    FieldType.DECIMAL: [1.5, -0.25, 0.0, 1e15, 1e-4, 7.0, ""],
    FieldType.DATETIME: [datetime(2026, 2, 28, 14, 30), datetime(2026, 1, 1), ""],
    FieldType.DATE: [date(2026, 2, 28), date(1950, 1, 1), ""],
    FieldType.BOOLEAN: [True, False, ""],
    FieldType.CHOICE: ["A", "Prospect", ""],
    FieldType.MULTILINE: ["Lun-Sam 7h-13h\nDim 7h-12h", "a\n\nb", ""],
}
CHOICES = ("A", "b", "Prospect", "#N/A", "Cafe\u0301")
ODD = [
    *(
        *CHOICES,
        "prospect",
        "B",
        "Café",
        "#N/A",
        "#1 Shop",
        " x",
        "x ",
        "a\nb",
        "a\r\nb",
        "\ta",
        "e\u0301",
        "œuvre",
        "a\0",
        "a@b@c",
        "@b",
        "a@",
        "12",
        "x" * 90,
    ),
    *(True, False, 1, -0.0, 1e16, 1e-5, 0.1 + 0.2, float("nan"), float("inf"), ErrorCell("#REF!")),
    *(date(2026, 1, 2), time(9, 30), datetime(2026, 1, 1, 0, 0, 0, 500_000), "2026-01-02", None),
]
KINDS = st.sampled_from([*PLAIN, FieldType.PHONE, FieldType.URL, FieldType.CHOICES])
FORMS = st.sampled_from([None, "[A-Za-z@. -]*", "(?s).{2,}"])


@st.composite
def columns(draw: st.DrawFn) -> tuple[FieldType, list]:
    """A type, and a column of plain cells with a few odd ones."""
    kind = draw(KINDS)
    plain = st.sampled_from(PLAIN.get(kind, PLAIN[FieldType.TEXT]))
    cells = draw(st.lists(plain, min_size=0, max_size=3 * FEW))
    odd = st.one_of(st.sampled_from(ODD), st.text(max_size=4), st.floats(), st.datetimes())
    for cell in draw(st.lists(odd, max_size=3)):
        cells.insert(draw(st.integers(0, len(cells))), cell)
    return kind, cells


@given(columns(), st.sampled_from([None, 5, 80]), FORMS)
def test_columns_read_as_their_cells_do(column: tuple[FieldType, list], longest: int | None, form: str | None) -> None:
    """The values and faults are the same, and of the same types."""
    kind, cells = column
    one = field_of(kind, max_length=longest, pattern=form, choices=CHOICES)

    read = list(column_parser(one)(cells))

    alone = list(map(cell_parser(one), cells))
    assert read == alone
    assert [type(value) for value in read] == [type(value) for value in alone]


@pytest.mark.parametrize("kind", PLAIN)
def test_plain_columns_are_read_at_once(kind: FieldType) -> None:
    """The quick way takes the cells that it is made for; a single odd one sends a column the long way."""
    one = field_of(kind, choices=CHOICES)
    read = plain_reader(one, cell_parser(one))

    assert read([*PLAIN[kind], None] * 9) is not None
    assert read([*PLAIN[kind], "#N/A"]) is None


def test_texts_of_the_form_asked_for_are_read_at_once() -> None:
    """A single text of another form sends the column the long way."""
    one = field_of("text", pattern="[A-Z]-[0-9]+")
    read = plain_reader(one, cell_parser(one))

    assert read(["C-0000001", "", "A-7"]) == ["C-0000001", None, "A-7"]
    assert read(["C-0000001", "c-1"]) is None
