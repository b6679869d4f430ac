"""Another program that changes a customer in the middle of an import, or an undo, of the same customer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import pytest

from raccord.errors import DatabaseError
from raccord.jobs import import_sheet
from raccord.journal import list_operations, undo
from raccord.progress import Step
from support.sheets import ANNA, FULL, NOW, CustomerBase, imported, job, preview

SHEET = (*FULL, ["A1", "Anne", "75002", "Paris"])
EDITED = ANNA | {"city": "Lyon 0"}


@dataclass
class Meddler:
    """Gives Anna a new city, so many times as are `left`, each time that it is her turn."""

    customers: CustomerBase
    anna: int
    left: int = 1

    def at_writing(self, step: Step, _rows: int) -> None:
        """Between the plan of an import and its writes."""
        if step is Step.WRITING:
            self._edit()

    def at_time(self) -> datetime:
        """When the time is asked, as an undo does between what it reads first and its writes."""
        self._edit()
        return NOW

    def _edit(self) -> None:
        if self.left:
            self.left -= 1
            self.customers.edit(self.anna, city=f"Lyon {self.left}")


def is_planned_again(customers: CustomerBase, other: CustomerBase) -> None:
    """The import is planned anew on what the other program has written, and journals that as what was before."""
    anna = customers.add(**ANNA)
    met = Meddler(other, anna)

    with import_sheet(job(customers, *SHEET), progress=met.at_writing) as report:
        (row,) = report.plan.rows()
        assert report.applied

    assert not met.left
    assert {change.field: change.old for change in row.changes} == {"name": "Anna", "zip": "75001", "city": "Lyon 0"}
    assert customers.get(anna) == ANNA | {"name": "Anne", "zip": "75002"}
    with customers.opened() as database:
        assert len(list_operations(database)) == 1
        undo(database)
    assert customers.get(anna) == EDITED


def is_stale(customers: CustomerBase, other: CustomerBase) -> None:
    """The plan that was made anew is no longer what the user has seen, so the import is refused."""
    anna = customers.add(**ANNA)
    seen = preview(customers, *SHEET).fingerprint

    with import_sheet(job(customers, *SHEET), expect=seen, progress=Meddler(other, anna).at_writing) as report:
        assert report.refusal
        assert report.refusal.code == "plan-changed"

    _nothing_but(customers, {anna: EDITED})


def is_refused(customers: CustomerBase, other: CustomerBase) -> None:
    """When patience is over, an import that has met the other program again says so."""
    anna = customers.add(**ANNA)
    task = replace(job(customers, *SHEET), patience=0.01)
    met = Meddler(other, anna)

    with pytest.raises(DatabaseError) as caught, import_sheet(task, progress=met.at_writing):
        pass

    assert not met.left
    assert caught.value.code == "changed-meanwhile"
    _nothing_but(customers, {anna: EDITED})


def undo_is_done_again(customers: CustomerBase, other: CustomerBase) -> None:
    """An undo that meets the other program is done again, and leaves alone what that has written."""
    anna = customers.add(**ANNA)
    imported(customers, *FULL, ["A1", "Anne", "75002", "Nice"])
    met = Meddler(other, anna)

    with customers.opened() as database:
        conflicts = undo(database, clock=met.at_time).conflicts
        assert len(list_operations(database)) == 2

    assert not met.left
    assert [(one.field, one.current) for one in conflicts] == [("city", "Lyon 0")]
    assert customers.get(anna) == EDITED


MEETINGS: tuple[Callable[[CustomerBase, CustomerBase], None], ...] = (
    is_planned_again,
    is_stale,
    is_refused,
    undo_is_done_again,
)


def _nothing_but(customers: CustomerBase, there: dict[int, dict[str, str]]) -> None:
    assert customers.all() == there
    with customers.opened() as database:
        assert not list_operations(database)
