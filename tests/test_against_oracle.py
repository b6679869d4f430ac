"""Raccord compared with the oracle, row by row and cell by cell, on random worlds (SPEC §2–§5)."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from oracle import World, comparable, expected_report, expected_state, message_kinds
from oracle.world import Customer, State
from oracle.worlds import worlds
from raccord.database import open_database
from raccord.job import Job
from support.matchers import matcher
from support.servers import FAMILIES
from support.worlds import imported, open_world, previewed, state_of

__all__ = ["matcher"]

EXAMPLES = {"sqlite": 80, "postgresql": 20, "mariadb": 20}
"""Of random worlds, for each matcher."""


def blank_as_null(state: State) -> State:
    """Give a state with blank text as None, which is how Raccord reports it."""
    return {
        number: Customer(
            {
                name: None if isinstance(value, str) and not value.strip() else value
                for name, value in one.fields.items()
            },
            one.binned,
        )
        for number, one in state.items()
    }


@pytest.mark.usefixtures("matcher")
@pytest.mark.parametrize("family", FAMILIES)
def test_preview_and_import_do_what_the_oracle_says(family: str) -> None:
    """Outcomes, changes, candidates, deletions, counts and the base after the import are the oracle's."""

    @settings(max_examples=EXAMPLES[family], deadline=None, suppress_health_check=list(HealthCheck))
    @given(worlds())
    def agree(world: World) -> None:
        with tempfile.TemporaryDirectory() as folder, open_world(world, Path(folder), family) as job:
            agrees(world, job)

    agree()


def agrees(world: World, job: Job) -> None:
    """Preview and import a world, and compare."""
    report = previewed(job)
    expected = expected_report(world)
    assert comparable(report) == comparable(expected)
    for row, wanted in zip(report["rows"], expected["rows"], strict=True):
        assert codes(row) == message_kinds(wanted), row
    applied = imported(job, world.options.confirm_deletions)
    assert comparable(applied) == comparable(expected_report(world, imported=True))
    state = expected_state(world)
    with open_database(job.database, job.catalogue) as database:
        assert state_of(database) == blank_as_null(world.customers if state is None else state)


CELL_CODES = {
    "error-cell",
    "formula-without-value",
    "not-an-integer",
    "not-a-number",
    "ambiguous-number",
    "not-a-boolean",
    "not-a-date",
    "ambiguous-date",
    "date-with-time",
    "not-a-time",
    "not-an-email",
    "not-one-line",
    "not-a-choice",
    "too-long",
    "bad-pattern",
    "bad-id",
    "bad-character",
}
SAID_BESIDES = {"unknown-id", "resembles", "resembles-matched"}
"""What a message says without having settled the row."""


def codes(row: dict) -> set[str]:
    """Give Raccord's message codes in the oracle's coarser kinds."""
    kinds = set()
    for code in message_kinds(row) - SAID_BESIDES:
        kinds.add("invalid-cell" if code in CELL_CODES else "unique-taken" if code == "unique-in-bin" else code)
    return kinds
