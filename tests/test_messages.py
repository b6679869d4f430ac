"""Messages: every one of them, from a real cell, sheet or plan, is a whole sentence."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from raccord.catalogue import Field, FieldType
from raccord.cells import FORMULA_WITHOUT_VALUE, CellRange, ErrorCell, Grid
from raccord.database.natures import Limits
from raccord.job import Job
from raccord.jobs import preview
from raccord.marks import ImportMode
from raccord.messages import TEXTS, Message, some_rows
from raccord.planning import CreateNew, GivenDecision, ImportOptions, Skip, UseCustomer
from raccord.planning.options import ScopeCondition
from raccord.values import Fault
from raccord.values.moments import ColumnFormat
from support.bases import fill_base
from support.front_half import CATALOGUE, read_cell
from support.mounts import mount_everything_as

CELLS: dict[str, tuple[str, Any, dict[str, Any]]] = {
    "error-cell": ("text", ErrorCell("#N/A"), {}),
    "formula-without-value": ("text", FORMULA_WITHOUT_VALUE, {}),
    "not-an-integer": ("integer", "x", {}),
    "not-a-number": ("decimal", "x", {}),
    "ambiguous-number": ("decimal", "1,234", {}),
    "not-a-boolean": ("boolean", "perhaps", {}),
    "not-a-date": ("date", "soon", {}),
    "ambiguous-date": ("date", "03/04/2026", {"dates": ColumnFormat(None)}),
    "date-with-time": ("date", datetime.fromisoformat("2026-11-22T14:30"), {}),
    "not-a-time": ("time", "noon", {}),
    "not-an-email": ("email", "x", {}),
    "not-one-line": ("phone", "1\n2", {}),
    "not-a-choice": ("choice", "x", {"choices": ("A", "B")}),
    "bad-character": ("text", "a\0b", {}),
    "too-long": ("text", "xxx", {"max_length": 2}),
    "bad-pattern": ("text", "x", {"pattern": "[0-9]+"}),
    "bad-id": ("integer", 0, {"name": "id"}),
}
FITTING = {
    "does-not-fit": (
        Limits(lowest=0, highest=255),
        Limits(whole_digits=2),
        Limits(choices=("a", "b")),
        Limits(encoding="cp1252"),
        Limits(size=4),
    )
}
NEW = ["New", "1", "Paris"]
HEADERS = ["Name", "ZIP", "City"]
BY_NAME = ["Key", "Keep", "Keep"]
Sheet = tuple[list[list[Any]], ImportOptions]


def update(*rows: list[Any], **options: Any) -> Sheet:
    return list(rows), ImportOptions(**options)


ADD = {"mode": ImportMode.ADD}
UPDATE_ONLY = {"mode": ImportMode.UPDATE_ONLY}
UPDATE_DELETE = {"mode": ImportMode.UPDATE_DELETE}
FRANCE = {"scope": (ScopeCondition(CATALOGUE.by_name["country"], "FR"),)}
PLANS: dict[str, Sheet] = {
    "ambiguous": update(["Key"], ["Name"], ["Twin"]),
    "no-candidate": update(["Key"], ["Name"], ["Twin"], decisions=(GivenDecision(3, UseCustomer(99)),)),
    "skipped": update(["Key"], ["Name"], ["Twin"], decisions=(GivenDecision(3, Skip()),)),
    "not-new": update(["Key"], ["Name"], ["Firm 1"], decisions=(GivenDecision(3, CreateNew()),)),
    "others-match": update(["Key"], ["Name"], ["Twin"], decisions=(GivenDecision(3, CreateNew(among=3)),)),
    "choices-dropped": update(["Key"], ["Name"], ["Twin"], decisions=(GivenDecision(3, Skip(), 1, "Raccord!H12"),)),
    "ambiguous-restore": update(["Key", "Key"], ["ID", "External ID"], [20, "B2"]),
    "duplicate-match": update(["Key", "Fill"], ["Name", "Notes"], ["Firm 1", "a"], ["Firm 1", "b"]),
    "duplicate-new": update([*BY_NAME, "Keep"], [*HEADERS, "Notes"], [*NEW, "a"], [*NEW, "b"]),
    "duplicate-unique": update(["Key", "Fill"], ["Name", "External ID"], ["Nameless 1", "Z"], ["Nameless 2", "Z"]),
    "already-there": update(["Key"], ["Name"], ["Firm 1"], **ADD),
    "repeated": update(["Key"], ["Name"], ["Firm 1"], ["Firm 1"]),
    "unmatched": update(["Key"], ["Name"], ["New"], **UPDATE_ONLY),
    "missing-required": update(["Key"], ["Name"], ["New"]),
    "clears-required": update(["Key", "Overwrite, blank clears"], ["Name", "City"], ["Firm 1", None]),
    "changes-immutable": update(["Key", "Overwrite"], ["Name", "External ID"], ["Firm 1", "Z"]),
    "unique-taken": update(["Key", "Fill"], ["Name", "External ID"], ["Nameless 1", "K2"]),
    "unique-in-bin": update(["Key", "Fill"], ["Name", "External ID"], ["Nameless 1", "B1"]),
    "outside-scope": update([*BY_NAME, "Keep"], [*HEADERS, "Country"], [*NEW, "DE"], **FRANCE),
    "leading-zeros": update(["Key", "Overwrite"], ["Name", "ZIP"], ["Firm 1", 1000.0]),
    "unknown-id": update(["Key", *BY_NAME[1:], "Keep"], ["ID", *HEADERS], [99, *NEW]),
    "restored": update(["Key"], ["External ID"], ["B1"]),
    "unmapped": update(["Key", "Keep"], ["Name", "Mood"], ["Firm 1", "fine"]),
    "hidden-rows": update(["Key"], ["Name"], ["Firm 1"]),
    "merged-cells": update(["Key"], ["Name"], ["Firm 1"]),
    "blank-keys": update(["Key", "Keep", "Keep", "Keep"], ["External ID", *HEADERS], [None, *NEW]),
    "no-rows": update(["Key"], ["Name"]),
    "new-base": update(["Key"], ["Name"], ["Firm 1"]),
    "network-folder": update(["Key"], ["Name"], ["Firm 1"]),
    "empty-base": update(["Key"], ["Name"], ["Firm 1"]),
    "keys-find-few": update(["Key", "Keep"], ["External ID", "Name"], *([f"X{n}", f"Firm {n}"] for n in range(1, 13))),
    "keys-unclear": update(["Key", "Keep"], ["ZIP", "Name"], *(["01000", f"Firm {n}"] for n in range(1, 13))),
    "resembles": update([*BY_NAME, "Keep"], [*HEADERS, "Contact"], ["Twin SARL", "1000", "Bourg", "x"]),
    "resembles-matched": update(BY_NAME, HEADERS, ["Firm 1", None, None], ["Firm  N° 1", "01000", "Bourg"]),
    "resembling": update(BY_NAME, HEADERS, ["Twin SARL", "01000", "Bourg"]),
    "confirm-deletions": update(["Key"], ["Name"], ["Firm 1"], **UPDATE_DELETE),
    "blocked-unreadable-key": update(["Key"], ["Name"], ["#N/A"], ["Firm 1"], **UPDATE_DELETE),
    "blocked-no-rows": update(["Key"], ["Name"], ["New"], **UPDATE_DELETE),
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a base: 15 firms, two twins, two firms without external id, two more in the recycle bin."""
    place = {"zip": "01000", "city": "Bourg"}
    firms = [{"id": number, "name": f"Firm {number}", "external_id": f"K{number}", **place} for number in range(1, 16)]
    others = [{"id": number, "name": "Twin", **place} for number in (16, 17)]
    others += [{"id": number, "name": f"Nameless {number - 17}", **place} for number in (18, 19)]
    binned = {"deleted_at": "2026-11-20T00:00:00", **place}
    others += [{"id": number, "name": "Gone", "external_id": f"B{number - 19}", **binned} for number in (20, 21)]
    return fill_base(tmp_path_factory.mktemp("base") / "base.db", CATALOGUE, [*firms, *others])


def messages_of(grid: Grid, options: ImportOptions, url: str) -> Iterator[Message]:
    """Every message of a preview: of its rows, of the sheet, and of blocked deletions."""
    with preview(Job(grid, CATALOGUE, url, options=options)) as report:
        plan = report.plan
        yield from chain.from_iterable(row.messages for row in plan.rows())
        yield from plan.warnings
        if plan.deletions_blocked:
            yield plan.deletions_blocked


def assert_whole(text: str) -> None:
    """A sentence without gaps: every fact is there and none of them is None or empty."""
    assert text.endswith((".", "?"))
    assert not any(gap in text for gap in ("{", "}", "None", "“”", "()", "  ", " ."))


def by_code(messages: Iterable[Message]) -> dict[str, Message]:
    return {message.code: message for message in messages}


def test_every_text_has_a_case_here():
    """A new message needs a cell or a plan that gives it."""
    assert {*CELLS, *PLANS, *FITTING} == set(TEXTS)


@pytest.mark.parametrize("limits", FITTING["does-not-fit"])
def test_limits_of_a_column_render_with_their_facts(limits: Limits) -> None:
    """What a foreign table's column cannot hold is said with what it can."""
    one = Field("age", FieldType.TEXT if limits.choices or limits.encoding or limits.size else FieldType.INTEGER)
    fault = limits.fault(one, "żółw" if one.type is FieldType.TEXT else 400)

    assert fault is not None
    assert_whole(Message(fault.code, "Clients!C7", fault.facts).text)


@pytest.mark.parametrize("code", CELLS)
def test_faults_of_cells_render_with_their_facts(code: str) -> None:
    """Each fault of a cell is a whole sentence."""
    kind, cell, rules = CELLS[code]
    fault = read_cell(kind, cell, **rules)

    assert isinstance(fault, Fault)
    assert fault.code == code
    assert_whole(Message(code, "Clients!A1", fault.facts).text)


@pytest.mark.parametrize("code", PLANS)
def test_messages_of_plans_render_with_their_facts(
    code: str, base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each message of a row, a sheet or a plan is a whole sentence."""
    rows, options = PLANS[code]
    memory = Grid.of("Clients", rows)
    grid = Grid(memory.name, memory.read, frozenset({3}), (CellRange(3, 1, 4, 1),))
    url = f"sqlite:///{tmp_path / 'none.db'}" if code == "new-base" else base
    if code == "empty-base":
        url = fill_base(tmp_path / "empty.db", CATALOGUE, [])
    if code == "network-folder":
        mount_everything_as("nfs4", tmp_path, monkeypatch)

    messages = by_code(messages_of(grid, options, url))

    assert code in messages, messages
    for message in messages.values():
        assert_whole(message.text)


@pytest.mark.parametrize(
    ("code", "cell", "says"),
    [
        ("leading-zeros", "Clients!B3", ["ZIP", "“01000”", "“1000”"]),
        ("changes-immutable", "Clients!B3", ["External ID", "“K1”", "“Z”"]),
        ("unique-taken", "Clients!B3", ["“K2”", "customer 2"]),
        ("unique-in-bin", "Clients!B3", ["“B1”", "customer 20", "recycle bin"]),
        ("clears-required", "Clients!B3", ["City"]),
        ("outside-scope", "Clients!D3", ["“DE”", "country=FR"]),
        ("unmapped", "Clients!B2", ["“Mood”", "→"]),
        ("merged-cells", "Clients!A3", ["1"]),
    ],
)
def test_messages_name_their_cell_and_their_facts(code: str, cell: str, says: list[str], base: str) -> None:
    """A message about a cell has its place, what is there and what is in the way."""
    rows, options = PLANS[code]
    memory = Grid.of("Clients", rows)
    grid = Grid(memory.name, memory.read, merged=(CellRange(3, 1, 4, 1),))

    message = by_code(messages_of(grid, options, base))[code]

    assert message.cell == cell
    assert all(words in message.text for words in says), message.text


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("missing-required", "ZIP and City"),
        ("repeated", "row 3"),
        ("duplicate-match", "row 3"),
        ("already-there", "Customer 1 "),
        ("ambiguous", "2 customers"),
        ("ambiguous-restore", "20 and 21"),
        ("restored", "Customer 20 "),
        ("unknown-id", "99"),
        ("resembles", "customer 16, Twin (100 %)"),
        ("resembles-matched", "customer 1, Firm 1 (96 %), whom row 3 matches"),
        ("resembling", "1"),
        ("confirm-deletions", "18 of 19"),
        (
            "keys-find-few",
            "“External ID”. With “Name” as key, 12 of 12 sampled rows would match one customer; now 0 do.",
        ),
        ("keys-unclear", "“ZIP”. With “Name” as key, 12 of 12 sampled rows would match one customer; now 0 do."),
        ("blocked-unreadable-key", "Clients!A3"),
    ],
)
def test_messages_about_rows_and_plans_name_what_they_speak_of(code: str, says: str, base: str) -> None:
    """Rows, customers, numbers and fields are named."""
    rows, options = PLANS[code]

    assert says in by_code(messages_of(Grid.of("Clients", rows), options, base))[code].text


@pytest.mark.parametrize(
    ("rows", "most", "text"),
    [
        ([], 3, "another row"),
        ([7], 3, "row 7"),
        ([7, 9], 3, "rows 7 and 9"),
        ([3, 4, 5], 3, "rows 3, 4 and 5"),
        ([3, 4, 5, 6], 3, "rows 3, 4, 5 and more"),
    ],
)
def test_rows_are_named_up_to_a_number(rows: list[int], most: int, text: str) -> None:
    """A message names a few rows and says when there are more."""
    assert some_rows(rows, most) == text
