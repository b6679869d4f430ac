"""Restore points, restore and undo over whole states kept in a list (SPEC §5)."""

from dataclasses import dataclass, replace
from typing import TypeAlias

from oracle.world import Customer, Scalar, State

Cell: TypeAlias = tuple[int, str]
"""A customer and a field; `(number, "")` is the customer itself: `active`, `binned`, or None when there is none."""
Cells: TypeAlias = dict[Cell, Scalar]


@dataclass(frozen=True, slots=True)
class Operation:
    """One import, undo or restore: the cells before and after, and the imports already undone before it."""

    kind: str
    before: Cells
    after: Cells
    undone: frozenset[int]


class Journal:
    """A customer base and its operations, numbered from 1; point N stands just before operation N."""

    def __init__(self, state: State) -> None:
        self.state = dict(state)
        self.last_id = max(state, default=0)
        self.operations: list[Operation] = []
        self.undone: frozenset[int] = frozenset()

    def imported(self, after: State) -> int:
        """Record an import that turned the state into `after`; give its number, which is its restore point's."""
        return self._record("import", after, self.undone)

    def edit(self, number: int, field: str, value: Scalar) -> None:
        """Change one cell behind Raccord's back."""
        customer = self.state[number]
        self.state[number] = replace(customer, fields={**customer.fields, field: value})

    def undo(self, number: int | None = None, *, force: bool = False) -> set[Cell]:
        """Take back one import, the last one that is not undone by default; give the cells kept as conflicts."""
        imports = {place for place, operation in enumerate(self.operations, 1) if operation.kind == "import"}
        chosen = number if number is not None else max(imports - self.undone)
        cells, conflicts = _taken_back(_cells(self.state), self.operations[chosen - 1], force=force)
        self._record("undo", _state(cells), self.undone | {chosen})
        return conflicts

    def restore(self, point: int, *, force: bool = False) -> set[Cell]:
        """Take back every operation from `point` on, the last one first; give the cells kept as conflicts."""
        cells, conflicts = _cells(self.state), set()
        for operation in reversed(self.operations[point - 1 :]):
            cells, kept = _taken_back(cells, operation, force=force)
            conflicts |= kept
        later = set(range(point, len(self.operations) + 1))
        self._record("restore", _state(cells), self.operations[point - 1].undone | later)
        return conflicts

    def _record(self, kind: str, after: State, undone: frozenset[int]) -> int:
        self.operations.append(Operation(kind, _cells(self.state), _cells(after), self.undone))
        self.state, self.undone = dict(after), undone
        self.last_id = max([self.last_id, *after])
        return len(self.operations)


def _taken_back(now: Cells, operation: Operation, *, force: bool) -> tuple[Cells, set[Cell]]:
    """Put back the cells that the operation changed; those changed since stay, unless forced.

    A customer made by the operation and edited since stays whole: half of one would be no customer.
    """
    before, after = operation.before, operation.after
    made, gone = _numbers(after) - _numbers(before), _numbers(before) - _numbers(after)
    touched = {cell for cell in before | after if cell[0] in made | gone or before.get(cell) != after.get(cell)}
    conflicts = {cell for cell in touched if now.get(cell) not in (after.get(cell), before.get(cell))}
    edited = {number for number, _ in conflicts}
    kept = conflicts | {cell for cell in touched if cell[0] in made & edited}
    back = {cell: before.get(cell) for cell in (touched if force else touched - kept)}
    return {**now, **back}, set() if force else conflicts


def _numbers(cells: Cells) -> set[int]:
    return {number for (number, field), status in cells.items() if field == "" and status is not None}


def _cells(state: State) -> Cells:
    cells: Cells = {}
    for number, customer in state.items():
        cells[number, ""] = "binned" if customer.binned else "active"
        cells.update({(number, field): value for field, value in customer.fields.items()})
    return cells


def _state(cells: Cells) -> State:
    return {
        number: Customer(
            {field: value for (owner, field), value in cells.items() if owner == number and field},
            binned=cells[number, ""] == "binned",
        )
        for number in sorted(_numbers(cells))
    }
