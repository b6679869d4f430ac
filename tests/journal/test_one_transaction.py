"""Every verb that writes is one transaction: whatever fails before its COMMIT, nothing is written (SPEC §5)."""

from collections.abc import Callable

import pytest

from raccord.journal import bring_back, create_point
from support.fault_worlds import whole_base
from support.journals import restored, undone
from support.sheets import FULL, CustomerBase, imported
from support.statements import at_statement

VERBS: dict[str, Callable[[CustomerBase], object]] = {
    "import": lambda two: imported(two, *FULL, ["A1", "Anja", "1", "Ulm"], ["D4", "Dora", "1", "Ulm"]),
    "import that deletes": lambda two: imported(two, *FULL, ["A1", "Anja", "1", "Ulm"], mode="update_delete"),
    "undo": undone,
    "restore": lambda two: restored(two, 1),
}


class BrokenOffError(Exception):
    """What goes wrong."""


def break_off() -> None:
    """Go wrong."""
    raise BrokenOffError


@pytest.mark.parametrize("verb", VERBS)
def test_nothing_is_written_without_the_commit(two: CustomerBase, verb: str) -> None:
    """With all its writes made and no COMMIT, a verb has changed no row of any table."""
    imported(two, *FULL, ["A1", "Anne", "1", "Ulm"], ["C3", "Carl", "1", "Ulm"])
    before = whole_base(two)

    with at_statement("COMMIT", break_off), pytest.raises(BrokenOffError):
        VERBS[verb](two)

    assert whole_base(two) == before
    VERBS[verb](two)
    assert whole_base(two) != before


def test_nothing_comes_back_from_the_bin_without_the_commit(two: CustomerBase) -> None:
    """The same for the bin and for a restore point made by hand."""
    imported(two, *FULL, ["A1", "Anne", "1", "Ulm"], mode="update_delete")
    before = whole_base(two)

    with two.opened() as database:
        for verb in (lambda: bring_back(database, [2]), lambda: create_point(database, "by hand")):
            with at_statement("COMMIT", break_off), pytest.raises(BrokenOffError):
                verb()

    assert whole_base(two) == before
