"""Imports that are killed leave all or nothing, and two at once behave as one after the other (SPEC §5)."""

import json
import os
import random
import signal
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from support.children import import_in_children
from support.importing import CUSTOMERS, HEADERS, MARKS, ROWS, base_at, customer, import_all, sheet
from support.sheets import preview

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")

KILLED = -signal.SIGKILL
TABLES = ("customers", "raccord_operation", "raccord_entry", "raccord_field", "sqlite_sequence")
MOMENTS = 12
Dump = dict[str, list[tuple[Any, ...]]]


def children(folder: Path, words: Sequence[str]) -> list[tuple[int, float]]:
    """Run a child for each `<base>:<stop>`, the base in a folder of this name."""
    pairs = [word.split(":") for word in words]
    return import_in_children(*((base_at(folder / base).url, stop) for base, stop in pairs))


def dump(folder: Path) -> Dump:
    """Every row of a base, which must be sound."""
    with closing(sqlite3.connect(base_at(folder).path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for table in TABLES}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a base before the import."""
    base = base_at(tmp_path_factory.mktemp("filled"))
    base.add_many([customer(number) for number in range(CUSTOMERS)])
    return base.path.read_bytes()


def folders(folder: Path, names: Sequence[str], file: bytes | None) -> list[Path]:
    """Make folders with a copy of a base each, or with none."""
    made = [folder / name for name in names]
    for each in made:
        each.mkdir()
        if file:
            base_at(each).path.write_bytes(file)
    return made


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory, filled: bytes) -> tuple[Dump, Dump, float]:
    """The base before and after the whole import, and the seconds that takes."""
    before, after = folders(tmp_path_factory.mktemp("ends"), ["before", "after"], filled)
    ((status, seconds),) = children(after.parent, ["after:"])
    assert status == 0
    return dump(before), dump(after), seconds


def test_whole_import_does_what_the_others_are_measured_by(ends: tuple[Dump, Dump, float]) -> None:
    """The import updates, creates, deletes and journals, so that half of it would show."""
    before, after, _ = ends

    assert [len(state["customers"]) for state in ends[:2]] == [CUSTOMERS, ROWS]
    assert [len(after[table]) for table in ("raccord_operation", "raccord_entry")] == [1, ROWS]
    assert not before["raccord_entry"]


@pytest.mark.parametrize("stop", ["step", "write"])
def test_killed_at_a_step(tmp_path: Path, filled: bytes, ends: tuple[Dump, Dump, float], stop: str) -> None:
    """Killed at any of its steps, or between any two of its writes, an import has done nothing; the next does all."""
    names = [f"{stop}{count}" for count in ((1, 3, 5) if stop == "step" else (2, 5, 6, 7, 8, 9))]
    bases = folders(tmp_path, names, filled)

    statuses = [status for status, _ in children(tmp_path, [f"{name}:{name}" for name in names])]

    assert statuses == [KILLED] * len(names)
    for folder in bases:
        assert dump(folder) == ends[0]
        import_all(base_at(folder))
        assert dump(folder) == ends[1]


def test_last_write_is_the_commit(tmp_path: Path, filled: bytes, ends: tuple[Dump, Dump, float]) -> None:
    """The places above reach up to the commit: there is no tenth write."""
    (folder,) = folders(tmp_path, ["write10"], filled)

    assert children(tmp_path, ["write10:write10"])[0][0] == 0
    assert dump(folder) == ends[1]


def test_killed_at_any_moment(tmp_path: Path, filled: bytes, ends: tuple[Dump, Dump, float]) -> None:
    """Killed from outside at random moments all over its time, an import did all or nothing, and the next works."""
    before, after, seconds = ends
    names = [f"moment{count}" for count in range(MOMENTS)]
    bases = folders(tmp_path, names, filled)
    delays = [seconds * (count + random.random()) / MOMENTS for count in range(MOMENTS)]

    statuses = children(tmp_path, [f"{name}:after{delay:.4f}" for name, delay in zip(names, delays, strict=True)])

    assert {status for status, _ in statuses} <= {KILLED, 0}
    for folder in bases:
        held = dump(folder)
        assert held in (before, after)
        looked = preview(base_at(folder), MARKS, HEADERS, *sheet()[:3])
        assert looked.outcomes == ("unchanged " * 3 if held == after else "updated " * 3).strip()


def test_killed_while_the_base_is_made(tmp_path: Path) -> None:
    """Killed at any statement that makes the base, the next preview and the next import find it missing or whole."""
    names = [f"any{count}" for count in (1, 2, 8, 15, 25, 35)]
    bases = folders(tmp_path, names, None)

    statuses = [status for status, _ in children(tmp_path, [f"{name}:{name}" for name in names])]

    assert statuses == [KILLED] * len(names)
    for folder in bases:
        assert preview(base_at(folder), MARKS, HEADERS, *sheet()[:2]).outcomes == "created created"
        import_all(base_at(folder))
        assert len(dump(folder)["customers"]) == ROWS - 100


@pytest.mark.parametrize("there", [True, False])
def test_two_imports_at_once(tmp_path: Path, filled: bytes, ends: tuple[Dump, Dump, float], there: bool) -> None:
    """Two imports of one sheet both finish; the second is planned on what the first has left, and writes nothing."""
    (folder,) = folders(tmp_path, ["both"], filled if there else None)

    assert [status for status, _ in children(tmp_path, ["both:", "both:"])] == [0, 0]

    held = dump(folder)
    summaries = base_at(folder).sql("SELECT summary FROM raccord_operation ORDER BY id")
    assert [json.loads(text)["created"] for (text,) in summaries] == [ROWS - CUSTOMERS if there else ROWS - 100]
    assert held["customers"] == ends[1]["customers"] or not there
    assert {entry[0] for entry in held["raccord_entry"]} == {1}
