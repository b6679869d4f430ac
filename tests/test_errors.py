"""Errors: their places, their texts and their exit status."""

import pytest

from raccord.errors import RaccordError, RefusedError, SheetError, UsageError, Where


@pytest.mark.parametrize(
    ("where", "text"),
    [
        (Where(), ""),
        (Where(sheet="Clients"), "Clients"),
        (Where(sheet="Clients", cell="Clients!C7"), "Clients!C7"),
        (Where(file="fields.yaml", line=3, key="fields[1].type"), "fields.yaml, line 3, fields[1].type"),
        (Where(file="fields.yaml", key="fields"), "fields.yaml, fields"),
        (Where(line=3), "line 3"),
    ],
)
def test_places_are_written_as_the_user_sees_them(where, text):
    """A cell stands for itself; a file comes with its line and key."""
    assert str(where) == text


def test_text_of_an_error_has_a_line_each_for_title_message_and_hint():
    """What is wrong, where, and what to do, in this order; parts without text leave no line."""
    error = SheetError("no-key", "Wrong.", message="Why.", hint="Do this.", where=Where(cell="Clients!C7"))

    assert str(error) == "Clients!C7: Wrong.\nWhy.\nDo this."
    assert str(UsageError("usage", "Wrong.")) == "Wrong."


def test_refusals_have_an_exit_status_of_their_own():
    """Refused for safety is 3, every other error 2 (SPEC §8)."""
    kinds = RaccordError.__subclasses__()

    assert {kind.exit_status for kind in kinds if kind is not RefusedError} == {2}
    assert RefusedError.exit_status == 3
    assert RefusedError in kinds
