"""Reporting: a plan as the JSON report of SPEC §8, streamed so that memory does not grow with the sheet."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from raccord.columns import Column
from raccord.jobs import Report
from raccord.messages import Message
from raccord.planning import PlanRow

SCHEMA = 1


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the report, as it ships with Raccord."""
    path = Path(__file__).parent / "resources" / "report.schema.json"
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema


def write_json(report: Report, stream: IO[str]) -> None:
    """Write the report to a text stream, row by row."""
    for piece in _pieces(report):
        stream.write(piece)


def message_json(message: Message) -> dict[str, Any]:
    """A message: its code, the cell it speaks of, and its text."""
    return {"code": message.code, "cell": message.cell, "text": message.text}


def row_json(row: PlanRow) -> dict[str, Any]:
    """One row of the report."""
    return {
        "row": row.row,
        "outcome": row.outcome.value,
        "customer": row.customer,
        "agreed": list(row.agreed),
        "jokers": list(row.jokers),
        "changes": [{"field": change.field, "old": change.old, "new": change.new} for change in row.changes],
        "candidates": [
            {"customer": one.customer, "name": one.name, "agreed": list(one.agreed)} for one in row.candidates
        ],
        "candidate_count": row.candidate_count,
        "likely": [{"customer": one.customer, "name": one.name, "score": one.percent / 100} for one in row.likely],
        "messages": [message_json(message) for message in row.messages],
    }


def _pieces(report: Report) -> Iterator[str]:
    plan, sheet = report.plan, report.plan.sheet
    head = {
        "schema": SCHEMA,
        "file": report.file,
        "sheet": sheet.grid.name,
        "header_row": sheet.header_row,
        "mode": plan.work.options.mode.value,
        "columns": [_column_json(column) for column in sheet.columns if not column.is_own],
        "summary": {name: count for name, count in asdict(plan.summary).items() if name != "skipped"},
    }
    blocked = plan.deletions_blocked
    tail = {
        "deletions_blocked": message_json(blocked) if blocked else None,
        "fingerprint": report.fingerprint,
        "applied": report.applied,
        "restore_point": report.restore_point,
        "warnings": [message_json(warning) for warning in plan.warnings],
    }
    yield _dumped(head)[:-1]
    yield ',\n"rows": ['
    yield from _separated(row_json(row) for row in plan.rows())
    yield '],\n"deletions": ['
    yield from _separated({"customer": one.customer, "name": one.name} for one in plan.deleted())
    yield "],\n"
    yield _dumped(tail)[1:] + "\n"


def _column_json(column: Column) -> dict[str, Any]:
    fields = [one.name for one in column.fields]
    return {"column": column.letters, "header": column.header, "fields": fields, "mode": column.mode.value}


def _separated(items: Iterable[Any]) -> Iterator[str]:
    separator = "\n"
    for item in items:
        yield separator + _dumped(item)
        separator = ",\n"


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
