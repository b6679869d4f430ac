"""Properties of every import, on random worlds: nothing lost, nothing left over, everything taken back (SPEC §5)."""

import hashlib
import random
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from oracle import World
from oracle.worlds import worlds
from raccord.database import open_database
from raccord.exporting import export
from raccord.job import Job
from raccord.journal import restore
from raccord.planning import Outcome
from raccord.sheet import understand
from support.worlds import imported, open_world, previewed

WORLDS = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
SETTLED = {"created", "updated", "unchanged", "restored", "repeated"}


def exported(job: Job, folder: Path) -> tuple[bytes, ...]:
    """The base as xlsx, ods and csv files, byte for byte."""
    with open_database(job.database, job.catalogue) as database:
        for suffix in ("xlsx", "ods", "csv"):
            export(database, folder / f"export.{suffix}")
    return tuple((folder / f"export.{suffix}").read_bytes() for suffix in ("xlsx", "ods", "csv"))


@WORLDS
@given(worlds())
def test_outcomes_add_up_to_the_rows(world: World) -> None:
    """Every row has one outcome, and the summary counts each of them."""
    with tempfile.TemporaryDirectory() as folder, open_world(world, Path(folder)) as job:
        report = previewed(job)
        outcomes = Counter(row["outcome"] for row in report["rows"])
        summary = report["summary"]
        assert sum(outcomes.values()) == summary["rows"]
        assert {each.value: outcomes[each.value] for each in Outcome} == {
            each.value: summary[each.value] for each in Outcome
        }
        applied = sum(len(row["changes"]) for row in report["rows"])
        assert applied == summary["cells_changed"]


@WORLDS
@given(worlds())
def test_preview_leaves_the_file_as_it_is(world: World) -> None:
    """The database file has the same bytes after a preview, and nothing lies beside it."""
    with tempfile.TemporaryDirectory() as folder, open_world(world, Path(folder)) as job:
        path = Path(folder) / "customers.db"
        before = hashlib.sha256(path.read_bytes()).hexdigest()
        names = sorted(each.name for each in Path(folder).iterdir())
        previewed(job)
        assert hashlib.sha256(path.read_bytes()).hexdigest() == before
        assert sorted(each.name for each in Path(folder).iterdir()) == names


@WORLDS
@given(worlds())
def test_import_then_restore_gives_the_same_export(world: World) -> None:
    """After an import and a restore the exports equal those before, byte for byte."""
    with tempfile.TemporaryDirectory() as folder, open_world(world, Path(folder)) as job:
        before = exported(job, Path(folder))
        point = imported(job, world.options.confirm_deletions)["restore_point"]
        assume(point is not None)
        with open_database(job.database, job.catalogue) as database:
            reversal = restore(database, point)
        assert reversal.conflict_count == 0
        assert exported(job, Path(folder)) == before


@WORLDS
@given(worlds())
def test_restore_can_be_undone(world: World) -> None:
    """Restoring to the restore's own point gives the state after the import again."""
    with tempfile.TemporaryDirectory() as folder, open_world(world, Path(folder)) as job:
        point = imported(job, world.options.confirm_deletions)["restore_point"]
        assume(point is not None)
        after = exported(job, Path(folder))
        with open_database(job.database, job.catalogue) as database:
            reversal = restore(database, point)
            restore(database, reversal.operation)
        assert exported(job, Path(folder)) == after


def comes_again(world: World, job: Job, report: dict[str, Any]) -> bool:
    """Tell whether a second import may rightly do something: the first could not settle or recognise a row."""
    keys = {feed.field.name for feed in understand(job.grid, job.catalogue, job.marking).keys}
    unsettled = any(row["outcome"] not in SETTLED for row in report["rows"])
    keyless = any(message["code"] == "blank-keys" for message in report["warnings"])
    return unsettled or keyless or not keys or "id" in keys or bool(world.options.scope) or world.options.mode == "add"


# Few worlds can be imported again, and ten times as many are tried at most.
@settings(WORLDS, max_examples=5)
@given(worlds())
def test_the_same_sheet_again_changes_nothing(world: World) -> None:
    """A preview after the import finds nothing left to do (SPEC §5)."""
    with tempfile.TemporaryDirectory() as folder, open_world(world, Path(folder)) as job:
        report = imported(job, world.options.confirm_deletions)
        assume(report["applied"] and not comes_again(world, job, report))
        again = previewed(job)["summary"]
        assert [again[name] for name in ("created", "updated", "restored", "cells_changed")] == [0, 0, 0, 0]


@WORLDS
@given(worlds(), st.integers())
def test_the_order_of_rows_changes_only_their_numbers(world: World, seed: int) -> None:
    """Shuffled rows have the same outcomes and changes."""
    assume(world.options.on_duplicate == "reject")
    with tempfile.TemporaryDirectory() as folder, open_world(world, Path(folder)) as job:
        report = previewed(job)
        top, body = world.rows[: report["header_row"]], list(world.rows[report["header_row"] :])
        random.Random(seed).shuffle(body)
        shuffled = replace(world, rows=(*top, *body))
        other = previewed(replace(job, grid=shuffled.grid))
        alike = report["summary"]["repeated"] > 0
        assert contents(other, shuffled, alike=alike) == contents(report, world, alike=alike)
        assert other["summary"] == report["summary"]
        assert other["deletions"] == report["deletions"]


def contents(report: dict[str, Any], world: World, *, alike: bool) -> Counter[str]:
    """What a report says of its rows, apart from their numbers.

    When rows are `alike` their cells do not count: which of two repeated rows is the first depends on the order.
    """
    parts = ("outcome", "customer", "agreed", "jokers", "changes", "candidates", "candidate_count")
    cells = [() if alike else world.rows[row["row"] - 1] for row in report["rows"]]
    return Counter(repr((own, [row[part] for part in parts])) for own, row in zip(cells, report["rows"], strict=True))
