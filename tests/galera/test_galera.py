"""Imports through the nodes of a Galera cluster: one after the other, whole or not at all, the same on every node."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from raccord.errors import DatabaseError
from raccord.jobs import import_sheet
from raccord.jobs import preview as previewing
from raccord.journal import list_operations, undo
from raccord.progress import Step
from support.crowd import IMPORTS, as_one_after_the_other, let_import, start
from support.foreign_tables import DOLIBARR, ForeignTable
from support.galera import Cluster, SharedBase, wait_until
from support.meeting import MEETINGS, Meddler
from support.sheets import ANNA, BERT, FULL, NOW, CustomerBase, imported, job, preview

IMPORTERS = 6
ANNE = (*FULL, ["A1", "Anne", "75002", "Paris"])


@contextmanager
def error(code: str) -> Iterator[None]:
    """An error of this code ends what is done here."""
    with pytest.raises(DatabaseError) as caught:
        yield
    assert caught.value.code == code, caught.value


def by_external_id(customers: CustomerBase) -> dict[str, dict[str, str]]:
    """Every customer without its id: each node counts in steps of its own."""
    return {one["external_id"]: one for one in customers.all().values()}


def test_importers_on_all_nodes_are_one_after_the_other(shared: SharedBase, tmp_path: Path) -> None:
    """Every node has what the imports make in the order of the journal, and each can be taken back on any node."""
    first, second, third = shared.nodes
    start(first)
    before = first.all()

    assert let_import([one.url for one in shared.nodes] * (IMPORTERS // 3)) == [0] * IMPORTERS

    shared.agreed()
    assert by_external_id(third) == by_external_id(as_one_after_the_other(second, tmp_path))
    with first.opened() as database:
        numbers = [one.number for one in list_operations(database)]
    assert len(numbers) == IMPORTERS * IMPORTS
    for at, number in enumerate(numbers):
        with shared.nodes[at % 3].opened() as database:
            assert not undo(database, number).conflict_count
    shared.agreed()
    assert first.all() == before


@pytest.mark.parametrize("meeting", MEETINGS)
def test_meeting_another_program(meeting: Callable[[CustomerBase, CustomerBase], None], shared: SharedBase) -> None:
    """What another node's change keeps from being certified is done again while patience lasts, or refused."""
    meeting(shared.nodes[0], shared.nodes[1])

    shared.agreed()


def test_customer_that_was_only_read_is_changed_elsewhere(shared: SharedBase) -> None:
    """An import that leaves a customer alone begins again when another node's change of that customer arrives."""
    first, second, _ = shared.nodes
    anna, bert = first.add_many([ANNA, BERT])
    met = Meddler(second, anna)

    def meet(step: Step, rows: int) -> None:
        met.at_writing(step, rows)
        wait_until(lambda: met.left or first.get(anna)["city"] == "Lyon 0")

    rows = (["A1", "Anna", "75001", "Paris"], ["B2", "Bert", "69001", "Nice"])
    with import_sheet(job(first, *FULL, *rows), progress=meet) as report:
        changed = {row.customer: [change.old for change in row.changes] for row in report.plan.rows()}

    assert changed == {anna: ["Lyon 0"], bert: ["Lyon"]}
    assert shared.nodes[0].all() == {anna: ANNA, bert: BERT | {"city": "Nice"}}
    shared.agreed()


def test_who_waits_in_vain_is_told_for_whom(shared: SharedBase) -> None:
    """While an import is at work on one node, one on another ends after its patience, and names the first."""
    first, second, _ = shared.nodes
    anna = first.add(**ANNA)

    with (
        first.opened() as database,
        database.writing(),
        pytest.raises(DatabaseError, match=r"is working on this base: .* on .*, since ..:..:..\.\n") as told,
        import_sheet(replace(job(second, *ANNE), patience=0.5)),
    ):
        pass

    assert told.value.code == "base-locked"
    shared.agreed()
    assert first.all() == {anna: ANNA}
    assert imported(second, *ANNE).applied


def test_preview_sees_what_another_node_has_committed(cluster: Cluster, shared: SharedBase) -> None:
    """A preview through a node that is behind waits until it has the import that another node has done."""
    first, second, _ = shared.nodes
    first.add(**ANNA)
    preview(second, *ANNE)

    with ThreadPoolExecutor(1) as pool:
        with cluster.held_up(1):
            assert imported(first, *ANNE).applied
            seen = pool.submit(preview, second, *ANNE)
            assert second.sql("SELECT name FROM customers") == [("Anna",)]
        assert seen.result(60).outcomes == "unchanged"


def test_base_is_made_through_all_nodes_at_once(shared: SharedBase) -> None:
    """Three imports that find no base make one, and come one after the other."""
    together = threading.Barrier(3)

    def import_one(at: int) -> bool:
        together.wait(60)
        return imported(shared.nodes[at], *FULL, [f"A{at}", "Anna", "75001", "Paris"]).applied

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(import_one, range(3))) == [True] * 3

    held = shared.agreed()
    assert {row[0] for row in held["raccord_meta"]} >= {"journal_version", "turn"}
    assert [len(held[table]) for table in ("customers", "raccord_operation")] == [3, 3]


def test_table_of_another_program(shared: SharedBase) -> None:
    """An existing table is imported into, deleted from and given back through three nodes, which agree on all of it."""
    first = ForeignTable.made(shared.nodes[0].url, DOLIBARR)
    second, third = (replace(first, url=one.url) for one in shared.nodes[1:])
    anna = first.add(nom="Anna", code_client="A1", zip="75001", town="Paris", client=1, entity=1)
    columns = ("nom", "town", "client")
    before = first.rows(*columns)
    sheet = ("Key Overwrite Overwrite", "external_id name city")

    assert imported(first, *sheet, ["A1", "Anna", "Nice"], ["C3", "Cleo", "Metz"]).applied
    assert imported(second, *sheet, ["C3", "Cleo", "Ulm"], mode="update_delete").deleted == [anna]
    shared.agreed()

    for one in (third, second):
        with one.opened() as database:
            assert not undo(database).conflict_count
    shared.agreed()
    assert first.rows(*columns) == before


def test_node_is_killed_in_the_middle_of_an_import(cluster: Cluster, shared: SharedBase) -> None:
    """Nothing of the import is on the other nodes, which go on; the node comes back, and has what they have."""
    first, second, third = shared.nodes
    anna = first.add(**ANNA)
    before = shared.agreed()
    asked = 0

    def killing() -> datetime:
        """Kill when the time is asked after the last write."""
        nonlocal asked
        asked += 1
        if asked == 3:
            cluster.kill(2)
        return NOW

    with error("base-unreachable"), import_sheet(job(third, *ANNE), clock=killing):
        pass

    assert first.all() == second.all() == {anna: ANNA}
    assert imported(second, *FULL, ["A1", "Anne", "75003", "Paris"]).applied
    cluster.wait_whole()
    held = shared.agreed()
    assert len(held["raccord_operation"]) == len(before["raccord_operation"]) + 1
    assert third.get(anna)["zip"] == "75003"


def test_node_that_is_cut_off(cluster: Cluster, shared: SharedBase) -> None:
    """A node that does not reach the others refuses previews and imports clearly; the others go on without it."""
    first, _, third = shared.nodes
    first.add(**ANNA)
    shared.agreed()

    with cluster.cut_off(2):
        with error("node-cut-off"), previewing(job(third, *ANNE)):
            pass
        with error("node-cut-off"), import_sheet(job(third, *ANNE)):
            pass
        assert imported(first, *ANNE).applied

    shared.agreed()
    assert preview(third, *ANNE).outcomes == "unchanged"


@pytest.mark.parametrize(("variable", "most"), [("wsrep_max_ws_size", 20_000), ("wsrep_max_ws_rows", 50)])
def test_import_that_is_larger_than_the_cluster_takes(
    cluster: Cluster, shared: SharedBase, variable: str, most: int
) -> None:
    """It is refused with nothing written."""
    first = shared.nodes[0]
    anna = first.add(**ANNA)
    rows = [[f"B{at}", f"Firm {at}", "1", "Ulm"] for at in range(300)]

    with cluster.limited(0, variable, most), error("too-large-for-cluster"):
        imported(first, *FULL, *rows)

    assert shared.agreed()["raccord_operation"] == []
    assert first.all() == {anna: ANNA}
    assert imported(first, *FULL, *rows).applied
