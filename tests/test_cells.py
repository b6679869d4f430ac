"""Raw cells: what is blank, what is an error, and how places are named."""

from datetime import date

import pytest

from raccord.cells import FORMULA_WITHOUT_VALUE, ErrorCell, Grid, cell_name, column_letters, is_blank, is_error


@pytest.mark.parametrize("cell", [None, "", " ", "\t\r\n", "\u00a0\u202f\u2007\u3000"])
def test_nothing_visible_is_blank(cell):
    """No value and text of white space alone are blank."""
    assert is_blank(cell)


@pytest.mark.parametrize("cell", [0, 0.0, False, "0", "-", "\u200b", date(2026, 1, 1), ErrorCell("#N/A")])
def test_values_and_errors_are_not_blank(cell):
    """Zero, no, an error and text that `str.strip` keeps are values."""
    assert not is_blank(cell)


@pytest.mark.parametrize("shown", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"])
def test_error_cells_and_their_pasted_text_are_errors(shown):
    """A real error cell and text spelled exactly like one count alike, also between spaces."""
    assert is_error(ErrorCell(shown))
    assert is_error(shown)
    assert is_error(f" {shown}\n")


def test_formula_without_a_value_is_an_error():
    """A formula whose result the file does not hold is an error cell."""
    assert is_error(FORMULA_WITHOUT_VALUE)


@pytest.mark.parametrize("cell", ["#n/a", "N/A", "#REF", "see #REF!", "#", None, 0])
def test_similar_text_is_no_error(cell):
    """Only the exact spelling of an error counts."""
    assert not is_error(cell)


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_columns_are_named_as_in_spreadsheets(number, letters):
    """Column 27 is AA and Excel's last one is XFD."""
    assert column_letters(number) == letters


@pytest.mark.parametrize(
    ("sheet", "name"),
    [
        ("Clients", "Clients!C7"),
        ("Kunden_2026", "Kunden_2026!C7"),
        ("Été", "Été!C7"),
        ("My Sheet", "'My Sheet'!C7"),
        ("2026", "'2026'!C7"),
        ("L'été", "'L''été'!C7"),
        ("a-b", "'a-b'!C7"),
    ],
)
def test_cells_are_named_as_in_formulas(sheet, name):
    """A cell's name can be typed into the spreadsheet program: odd sheet names are quoted."""
    assert cell_name(sheet, 7, 3) == name


def test_grid_of_rows_can_be_read_again():
    """Each `read` is a fresh pass from row 1, also when the rows came from a generator."""
    grid = Grid.of("Clients", ([number] for number in range(3)))

    assert list(grid.read()) == list(grid.read()) == [(0,), (1,), (2,)]
    assert (grid.hidden_rows, grid.merged) == (frozenset(), ())
