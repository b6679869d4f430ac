"""Row images: what is written is read again, by Python and by the SQL of every family alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import literal, select

from raccord.database.row_images import (
    Change,
    cells_in,
    changes_image,
    read_backwards,
    read_image,
    values_image,
    write_image,
)
from raccord.database.types import text
from support.sheets import CustomerBase, catalogue_with

SPECIAL = ["\x1f", "\x1e", "*", "\x1es", "\x1f\x1e", "\x1f\x1f", "a\x1fb*", "\x1ee\x1f", "*\x1f", "\x1e\x1es\x1f\x1ee"]
PLAIN = ["Dupont", "Dupont*", "É😀\n", 'a"b\\c’, [1]', " ", "%s", "'"]
VALUES = st.none() | st.text(st.sampled_from("\x1e\x1f*sea") | st.characters(codec="utf-8"), max_size=6)


@given(st.lists(st.tuples(st.integers(1, 10**6), VALUES, VALUES)))
def test_every_text_is_read_again(cells: list[Change]) -> None:
    """Special characters, empty texts and blanks come back as they were, also turned round."""
    image = write_image(cells)

    assert read_image(image) == cells
    assert (image is None) == (not cells)
    if image:
        assert read_backwards(image) == [(number, new, old) for number, old, new in cells]


@pytest.mark.parametrize("old", [None, "Dupont", *SPECIAL])
@pytest.mark.parametrize("new", [None, *PLAIN, *SPECIAL])
def test_a_plain_cell_is_written_plainly(old: str | None, new: str | None) -> None:
    """Only a separator in a value marks a cell; a blank takes no character."""
    image = write_image([(12, old, new)])

    if "\x1f" not in f"{old}{new}":
        assert image == f"12\x1f{old or ''}\x1f{new or ''}\x1f"
    assert read_image(image) == [(12, old, new)]


def test_sql_writes_what_python_writes(customers: CustomerBase) -> None:
    """All changes of a customer, and all values of one who comes or goes, an empty text among them."""
    values = [*PLAIN, *SPECIAL, *(["a\0b\x1fc"] if customers.url.startswith("sqlite") else [])]
    changes = [(None, value) for value in values] + [(value, "x") for value in values] + [("x", None)]
    one, numbers = catalogue_with().by_name["name"], {"name": 7}
    with customers.opened() as database, database.reading() as connection:
        for old, new in changes:
            sides = (literal(old, text()), literal(new, text()))
            found = connection.scalar(select(changes_image(database.family, numbers, [(one, *sides)])))
            assert found == write_image([(7, old, new)])
        same = literal("x", text())
        assert connection.scalar(select(changes_image(database.family, numbers, [(one, same, same)]))) is None
        for value in ("", *values):
            for is_new in (True, False):
                stored = {one: literal(value, text())}
                found = connection.scalar(select(values_image(database.family, numbers, stored, new=is_new)))
                assert found == write_image([(7, None, value) if is_new else (7, value, None)])


def test_sql_counts_cells(customers: CustomerBase) -> None:
    """Separators within a value do not count."""
    cells = [(number, old, "x") for number, old in enumerate([None, "", *PLAIN, *SPECIAL])]
    with customers.opened() as database, database.reading() as connection:
        for count in (1, 3, len(cells)):
            assert connection.scalar(select(cells_in(literal(write_image(cells[-count:]), text())))) == count
