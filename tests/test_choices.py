"""Choices in a result sheet: their words, the keys of their rows, and what is read of a sheet that was edited."""

import re
from typing import Any

import pytest

from raccord.cells import FORMULA_WITHOUT_VALUE, Grid
from raccord.choice_words import NEW, SKIP, read_choice
from raccord.errors import SheetError
from raccord.planning import CreateNew, Decision, GivenDecision, Skip, UseCustomer
from raccord.result_lines import HEAD_ROWS, TABLE_HEADERS
from raccord.result_reading import decisions_among, decisions_in
from raccord.row_keys import RowKey, read_row_key
from raccord.translation import LANGUAGES, speaking

DIGEST = 0x1234567890
KEY = str(RowKey(DIGEST))


def result(*lines: list[Any], sheet: str = "Clients", headers: tuple[str, ...] = TABLE_HEADERS) -> Grid:
    """A result sheet of lines, each a row's number, its choice and its key."""
    head: list[list[Any]] = [[] for _ in range(HEAD_ROWS)]
    head[1] = ["Rows", 3, None, None, "Sheet", sheet]
    head[-1] = list(headers)
    return Grid.of("Raccord", [*head, *([row, *[None] * 6, choice, key] for row, choice, key in lines)])


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        ("17", UseCustomer(17)),
        ("17.0", UseCustomer(17)),
        ("  17 · Café de la Gare · 69003 Lyon ", UseCustomer(17)),
        ("17·", UseCustomer(17)),
        ("17 · two\nlines", UseCustomer(17)),
        ("new", CreateNew()),
        (" NEU ", CreateNew()),
        ("Nouveau", CreateNew()),
        ("Skip", Skip()),
        ("ecarter", Skip()),
        ("auslassen", Skip()),
        ("✗", Skip()),
        ("✓", None),
        (" ✔ ", None),
    ],
)
def test_a_choice_is_read_in_any_spelling(text: str, decision: Decision | None) -> None:
    """An id alone or with what follows it, and the words of any language, whatever their case and spaces."""
    assert read_choice(text) == decision


@pytest.mark.parametrize("text", ["the first", "17 Café", "0", "-3", "1.5", "17,18", "9" * 19, "9" * 30, "=1", "١٧"])
def test_nonsense_is_no_choice(text: str) -> None:
    """Neither other words nor numbers that no customer has."""
    with pytest.raises(ValueError, match=re.escape(text)):
        read_choice(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_that_are_offered_are_read(language: str) -> None:
    """What a dropdown offers in a language can be chosen."""
    with speaking(language):
        assert (read_choice(str(NEW)), read_choice(str(SKIP))) == (CreateNew(), Skip())


@pytest.mark.parametrize("key", [RowKey(0), RowKey(2**40 - 1, ticked=True), RowKey(DIGEST, among=12)])
def test_a_key_is_read_back(key: RowKey) -> None:
    """A key has one form, which no program takes for a number."""
    assert read_row_key(str(key)) == key
    assert str(key).startswith("k")


@pytest.mark.parametrize("text", ["", "None", "k123", "K1234567890", f"{KEY}/", f"{KEY}++", "1234567890"])
def test_what_is_no_key_is_none(text: str) -> None:
    """A key that was edited is not guessed at."""
    assert read_row_key(text) is None


def test_decisions_know_their_row_and_their_cell() -> None:
    """Each choice belongs to the row of its line, by number and digest; lines without a choice say nothing."""
    ticked, several = str(RowKey(DIGEST, ticked=True)), str(RowKey(DIGEST, among=2))

    found = decisions_in(
        result(
            [3.0, "17", KEY], [4, "", KEY], [5, "✓", ticked], [6, None, ticked], [7, "new", several], [8, "new", KEY]
        ),
        "Clients",
    )

    assert found == (
        GivenDecision(3, UseCustomer(17), DIGEST, "Raccord!H12"),
        GivenDecision(6, Skip(), DIGEST, "Raccord!H15"),
        GivenDecision(7, CreateNew(among=2), DIGEST, "Raccord!H16"),
        GivenDecision(8, CreateNew(among=1), DIGEST, "Raccord!H17"),
    )


def test_a_choice_beside_no_key_fits_no_row() -> None:
    """Where the key is gone nobody knows which row was meant, so the choice is kept only to be told."""
    (found,) = decisions_in(result([3, 17.0, None]), "Clients")

    assert (found.decision, found.digest) == (UseCustomer(17), -1)


@pytest.mark.parametrize("row", [None, "3", "", True, 0, -1, 1.5, 1e300, float("inf")])
def test_lines_that_speak_of_no_row_decide_nothing(row: Any) -> None:
    """Warnings, deletions and lines that somebody typed are passed over, whatever stands in them."""
    assert decisions_in(result([row, "nonsense", KEY]), "Clients") == ()


def test_the_columns_are_found_by_their_headers() -> None:
    """In the language that the sheet was written in, and where a column was inserted before them."""
    french = ("Ligne", *TABLE_HEADERS[1:7], "Votre choix", "Clé de ligne")
    moved = Grid.of("Raccord", [[*row[:1], None, *row[1:]] if at >= HEAD_ROWS - 1 else row
                                for at, row in enumerate(result([3, "17", KEY]).read())])  # fmt: skip

    assert [one.cell for one in decisions_in(result([3, "17", KEY], headers=french), "Clients")] == ["Raccord!H12"]
    assert [one.cell for one in decisions_in(moved, "Clients")] == ["Raccord!I12"]


@pytest.mark.parametrize("missing", ["Your choice", "Row key"])
def test_choices_without_their_columns_are_not_passed_over(missing: str) -> None:
    """Where nobody can tell any more what was chosen for which row, nothing goes on as if nothing had been."""
    headers = tuple("" if one == missing else one for one in TABLE_HEADERS)

    with pytest.raises(SheetError) as caught:
        decisions_in(result([3, "17", KEY], headers=headers), "Clients")

    assert (caught.value.code, str(caught.value.where)) == ("unreadable-choices", "Raccord")
    assert f"“{missing}” is missing in row 11" in caught.value.message


def test_choices_of_a_sheet_that_was_renamed_are_not_passed_over() -> None:
    """A result of a sheet that the file no longer has may be that of the one that is imported."""
    renamed = Grid.of("Clients 2", [["Name"]])

    with pytest.raises(SheetError, match="“Clients”, which the file does not have") as caught:
        decisions_among([renamed, result([3, "17", KEY])], renamed)

    assert caught.value.code == "unreadable-choices"


@pytest.mark.parametrize("title", ["Raccord: preview — x", "Raccord\u202f: aperçu — x"])
def test_a_result_whose_head_was_changed_is_not_passed_over(title: str) -> None:
    """Where a column was inserted before the counts, the sheet that it speaks of is not where it was."""
    sheet, shifted = Grid.of("Clients", [["Name"]]), [[None, *row] for row in result([3, "17", KEY]).read()]
    shifted[0] = [None, title]

    with pytest.raises(SheetError, match="not as Raccord has written them"):
        decisions_among([sheet, Grid.of("Raccord", shifted)], sheet)


def test_a_result_sheet_decides_about_its_own_sheet_alone() -> None:
    """Another sheet of the workbook, a workbook without one, and a sheet that is merely named so are left alone."""
    sheet, other = Grid.of("Clients", [["Name"]]), Grid.of("Other", [["Name"]])
    found = result([3, "17", KEY])

    assert len(decisions_among([sheet, found], sheet)) == 1
    assert decisions_among([sheet, other, found], other) == ()
    assert decisions_among([sheet], sheet) == ()
    assert decisions_among([sheet, Grid.of("Raccord", [["mine"]])], sheet) == ()
    assert decisions_among([found], found) == ()


def test_a_sheet_is_known_by_the_name_that_a_workbook_can_give_it() -> None:
    """A copy of a csv file whose name no sheet can have is the same sheet."""
    copy = Grid.of("a_b", [["Name"]])

    assert len(decisions_among([copy, result([3, "17", KEY], sheet="a/b")], copy)) == 1


def test_a_formula_without_a_result_is_no_choice() -> None:
    """It is told by the words that a cell of the sheet would be told by."""
    with pytest.raises(SheetError, match="“formula without a value” is no choice"):
        decisions_in(result([3, FORMULA_WITHOUT_VALUE, KEY]), "Clients")


def test_nonsense_names_its_cell() -> None:
    """The error says where it stands and what can stand there instead."""
    with pytest.raises(SheetError) as caught:
        decisions_in(result([3, "✓", KEY], [4, "the first", KEY]), "Clients")

    assert (caught.value.code, caught.value.where.cell) == ("bad-choice", "Raccord!H13")
    assert "“new” or “skip”" in (caught.value.hint or "")
