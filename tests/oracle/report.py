"""A plan as the JSON report of SPEC §8, and the customers after it was applied."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from oracle.merge import Change, blank_as_none
from oracle.plan import APPLICABLE, Plan, Row
from oracle.sheet import Column
from oracle.world import Customer, State, World
from raccord.cells import column_letters

OUTCOMES = (*APPLICABLE, "ignored", "ambiguous", "duplicate", "repeated", "invalid")
NEEDS_ATTENTION = {"ignored", "ambiguous", "duplicate", "invalid"}


def expected_report(world: World, *, imported: bool = False, last_id: int = 0) -> dict[str, Any]:
    """Give the report of a preview, or of an import that nothing changed under.

    Left out: `fingerprint`, `restore_point`, `warnings`. A row's `messages` are the sorted kinds of what settled it:
    codes, with `invalid-cell` for every unreadable cell and `unique-taken` also for one in the bin.
    """
    plan = Plan(world)
    applied = imported and not plan.is_refused and plan.changes_customers
    new_ids = _new_ids(plan, last_id) if applied else {}
    return {
        "schema": 1,
        "file": world.file,
        "sheet": world.sheet,
        "header_row": plan.sheet.header_row,
        "mode": plan.mode,
        "columns": [_column(column) for column in plan.sheet.columns],
        "summary": _summary(plan),
        "rows": [_row(plan, row, new_ids) for row in plan.rows],
        "deletions": [{"customer": number, "name": _name(world, number)} for number in plan.deletions],
        "deletions_blocked": plan.blocked,
        "applied": applied,
    }


def expected_state(world: World, *, last_id: int = 0) -> State | None:
    """Give all customers after the import, or None when it is refused.

    `last_id` is the highest id ever used, where that is higher than any in the world.
    """
    plan = Plan(world)
    if plan.is_refused:
        return None
    state = {number: Customer(dict(old.fields), old.binned) for number, old in world.customers.items()}
    new_ids = _new_ids(plan, last_id)
    for row in plan.rows:
        if row.outcome in APPLICABLE:
            _apply(plan, row, new_ids, state)
    for number in plan.deletions:
        state[number] = Customer(state[number].fields, binned=True)
    return state


def expected_exit(world: World, *, imported: bool = False) -> int:
    """Give the exit status: 0 fine, 1 some rows need attention, 3 refused (SPEC §8)."""
    plan = Plan(world)
    if imported and plan.is_refused:
        return 3
    return int(plan.blocked is not None or any(row.outcome in NEEDS_ATTENTION for row in plan.rows))


def comparable(report: Mapping[str, Any]) -> dict[str, Any]:
    """Reduce a report, the oracle's or Raccord's, to what both must share, with its unordered lists sorted."""
    shared = ("schema", "sheet", "header_row", "mode", "summary", "deletions", "applied")
    return {
        **{name: report[name] for name in shared},
        "columns": [column for column in report["columns"] if column["fields"] and column["mode"] != "ignore"],
        "deletions_blocked": report["deletions_blocked"] is not None,
        "rows": [_comparable_row(row) for row in report["rows"]],
    }


def message_kinds(row: Mapping[str, Any]) -> set[str]:
    """Give the codes of a row of either report."""
    return {message["code"] if isinstance(message, Mapping) else message for message in row["messages"]}


def _comparable_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{name: row[name] for name in ("row", "outcome", "customer", "candidate_count")},
        "agreed": sorted(row["agreed"]),
        "jokers": sorted(row["jokers"]),
        "changes": sorted(row["changes"], key=lambda change: str(change["field"])),
        "candidates": [{**candidate, "agreed": sorted(candidate["agreed"])} for candidate in row["candidates"]],
    }


def _column(column: Column) -> dict[str, Any]:
    letters = column_letters(column.place + 1)
    return {"column": letters, "header": column.header, "fields": list(column.fields), "mode": column.mode}


def _summary(plan: Plan) -> dict[str, int]:
    outcomes = Counter(row.outcome for row in plan.rows)
    changes = [(row, change) for row in plan.rows for change in _changes(row)]
    return {
        "rows": len(plan.rows),
        "matched": sum(row.is_matched for row in plan.rows),
        **{outcome: outcomes[outcome] for outcome in OUTCOMES},
        "deleted": len(plan.deletions),
        "cells_changed": len(changes),
        "cells_cleared": sum(change.new is None for _, change in changes),
        "blanks_kept": sum(row.blanks_kept for row in plan.rows),
    }


def _row(plan: Plan, row: Row, new_ids: Mapping[int, int]) -> dict[str, Any]:
    candidates = row.best if row.outcome == "ambiguous" else []
    return {
        "row": row.number,
        "outcome": row.outcome,
        "customer": row.target.customer if row.target else new_ids.get(row.number),
        "agreed": list(row.target.agreed) if row.target else [],
        "jokers": list(row.target.jokers) if row.target else [],
        "changes": [{"field": change.field, "old": change.old, "new": change.new} for change in _changes(row)],
        "candidates": [
            {"customer": one.customer, "name": _name(plan.world, one.customer), "agreed": list(one.agreed)}
            for one in candidates[:50]
        ],
        "candidate_count": len(candidates),
        "messages": sorted(set(row.kinds)),
    }


def _changes(row: Row) -> list[Change]:
    return row.changes if row.outcome in APPLICABLE else []


def _name(world: World, number: int) -> object:
    return blank_as_none(world.customers[number].fields["name"])


def _new_ids(plan: Plan, last_id: int) -> dict[int, int]:
    """Give each created row its customer's id: increasing in row order, after the highest one ever used."""
    start = max([last_id, *plan.world.customers]) + 1
    created = [row.number for row in plan.rows if row.outcome == "created"]
    return {number: start + place for place, number in enumerate(created)}


def _apply(plan: Plan, row: Row, new_ids: Mapping[int, int], state: State) -> None:
    number = row.target.customer if row.target else new_ids[row.number]
    before = state[number].fields if row.target else {name: None for name in plan.fields if name != "id"}
    state[number] = Customer({**before, **{change.field: change.new for change in row.changes}})
