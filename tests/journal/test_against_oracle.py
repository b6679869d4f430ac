"""Undo and restore compared with the oracle's journal of whole states, after imports of random sheets (SPEC §5)."""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from oracle import World, expected_report
from oracle.journal import Cell, Journal
from oracle.world import Scalar, State
from oracle.worlds import worlds
from raccord.catalogue import TEXT_TYPES, Catalogue, Field, FieldType
from raccord.cells import RawCell
from raccord.database import Database, open_database
from raccord.job import Job
from raccord.jobs import import_sheet, preview
from raccord.journal import Reversal, list_operations, restore, undo
from raccord.sheet import understand
from support.servers import FAMILIES
from support.sheets import noon
from support.worlds import open_world, state_of

EXAMPLES = {"sqlite": 12, "postgresql": 4, "mariadb": 4}
"""Of random worlds; those on servers take five times as long."""
IMPORTS = {1, 2}
FRESH: dict[FieldType, Scalar] = {
    **dict.fromkeys(TEXT_TYPES, "edited since"),
    FieldType.INTEGER: 987654,
    FieldType.DECIMAL: "98765.4",
    FieldType.DATE: "1999-09-09",
}


@dataclass(frozen=True)
class Reversals:
    """What is done after the two imports: edits by place, undo or restore, and both with or without force."""

    edits: list[tuple[int, int]]
    acts: list[tuple[str, int]]
    force: bool
    and_back: bool


def changes_customers(world: World) -> bool:
    """Tell whether the whole sheet would update customers: else there is little to take back."""
    return bool(expected_report(world)["summary"]["updated"] > 1)


reversals = st.builds(
    Reversals,
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 300)), min_size=2, max_size=6),
    st.sampled_from(
        [[("undo", 2), ("undo", 1)], [("undo", 1), ("undo", 2)], [("undo", 1)], [("restore", 1)], [("restore", 2)]]
    ),
    st.sampled_from([False, False, True]),
    st.booleans(),
)


@pytest.mark.parametrize("family", FAMILIES)
def test_reversals_do_what_the_oracle_says(family: str) -> None:
    """States, conflicting cells and what counts as undone are the oracle's, after each undo and restore."""

    @settings(max_examples=EXAMPLES[family], deadline=None, suppress_health_check=list(HealthCheck))
    @given(world=worlds().filter(changes_customers), at=st.integers(0, 8), chosen=reversals)
    def agrees(world: World, at: int, chosen: Reversals) -> None:
        with tempfile.TemporaryDirectory() as folder, open_world(world, Path(folder), family) as job:
            take_back(import_halves(world, job, at), job, chosen)

    agrees()


def take_back(journal: Journal, job: Job, chosen: Reversals) -> None:
    """Edit, undo and restore in the base and in the oracle's journal, and compare after each."""
    with open_database(job.database, job.catalogue) as database:
        assume(chosen.acts[0] != ("undo", 1) or not cleared_since(journal))
        edit(database, journal, chosen.edits)
        for kind, number in chosen.acts:
            expected = getattr(journal, kind)(number, force=chosen.force)
            assume(are_whole(job.catalogue, journal.state))
            assume(not shares_unique_values(job.catalogue, journal.state))
            act = undo if kind == "undo" else restore
            agree(database, journal, act(database, number, force=chosen.force), expected)
        if chosen.and_back:
            agree(database, journal, restore(database, 3), journal.restore(3))


def import_halves(world: World, job: Job, at: int) -> Journal:
    """Import the first rows, then the others; give the oracle's journal of both."""
    with open_database(job.database, job.catalogue) as database:
        journal = Journal(state_of(database))
        for rows in halves(world, job, at):
            assume(run(replace(job, grid=replace(world, rows=rows).grid)))
            journal.imported(state_of(database))
    return journal


def halves(world: World, job: Job, at: int) -> list[tuple[tuple[RawCell, ...], ...]]:
    """The sheet cut in two, each part under the marks and headers."""
    top = understand(job.grid, job.catalogue, job.marking).header_row
    return [(*world.rows[:top], *part) for part in (world.rows[top : top + at], world.rows[top + at :])]


def run(job: Job) -> bool:
    """Import, and confirm whatever deletions it would make; tell whether there was anything to import."""
    with preview(job) as report:
        count = report.plan.deletions.count
    with import_sheet(job, confirm_deletions=count, clock=noon) as report:
        assert report.refusal is None
        return report.applied


def edit(database: Database, journal: Journal, places: list[tuple[int, int]]) -> None:
    """Give some cells, mostly those that an import has changed, values that they never had; the oracle's as well."""
    customers, fields = database.customers, database.catalogue.by_name
    names = [one.name for one in database.catalogue.fields if one.type in FRESH]
    cells = [(number, name) for number in journal.state if number not in made_then_changed(journal) for name in names]
    touched = [cell for cell in cells if cell in changed_by(journal, 1) | changed_by(journal, 2)]
    for kind, place in places if cells else ():
        number, name = (touched or cells)[place % len(touched or cells)] if kind else cells[place % len(cells)]
        value = fresh(fields[name], number)
        journal.edit(number, name, value)
        with database.writing() as connection:
            change = customers.table.update().where(customers.id == number)
            connection.execute(change.values({customers.column(fields[name]): value}))


def fresh(one: Field, number: int) -> Scalar:
    """A value that no world has; one of its own for each customer where the field is unique."""
    if one.unique:
        return 987654 + number if one.type is FieldType.INTEGER else f"edited-{number}"
    return FRESH[one.type]


def changed_by(journal: Journal, number: int) -> set[Cell]:
    """The cells that an import changed or made."""
    operation = journal.operations[number - 1]
    return {cell for cell, value in operation.after.items() if operation.before.get(cell) != value}


def made(journal: Journal) -> set[int]:
    """The customers that the first import made."""
    return {number for number, _ in journal.operations[0].after.keys() - journal.operations[0].before.keys()}


def made_then_changed(journal: Journal) -> set[int]:
    """Customers that the first import made and the second changed.

    Raccord keeps such a customer as it is when it was edited since; the oracle would take the second import's
    cells back before it finds out.
    """
    return made(journal) & {number for number, _ in changed_by(journal, 2)}


def cleared_since(journal: Journal) -> bool:
    """Tell whether the second import cleared a cell of a customer that the first one made.

    Raccord takes that for a change like any other; to the oracle the cell is as it was before the customer.
    """
    cleared = {number for number, name in changed_by(journal, 2) if name and journal.state[number].fields[name] is None}
    return bool(made(journal) & cleared)


def are_whole(catalogue: Catalogue, state: State) -> bool:
    """Tell whether every customer has all its fields.

    Where the import that made a customer was undone by force, and the one that deleted it is undone by force after
    that, Raccord tells that it is gone; the oracle puts half of it together.
    """
    names = {one.name for one in catalogue.fields}
    return all(names <= set(customer.fields) for customer in state.values())


def shares_unique_values(catalogue: Catalogue, state: State) -> bool:
    """Tell whether the oracle, which knows no unique fields, gave one value to two customers."""
    for one in (one for one in catalogue.fields if one.unique):
        held = [customer for customer in state.values() if one.name == "external_id" or not customer.binned]
        values = [customer.fields[one.name] for customer in held if customer.fields[one.name] is not None]
        if len(values) > len(set(values)):
            return True
    return False


def agree(database: Database, journal: Journal, reversal: Reversal, expected: set[Cell]) -> None:
    """Compare conflicts, the base and which imports are undone with the oracle's."""
    assert {(one.customer, one.field or "") for one in reversal.conflicts} == expected
    assert state_of(database) == journal.state
    undone = {one.number for one in list_operations(database) if one.undone_by is not None}
    assert undone & IMPORTS == journal.undone & IMPORTS
