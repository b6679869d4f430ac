"""Reading a plan back, row by row and in order, out of the workspace's tables (SPEC §5)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, case, select

from raccord.catalogue import Field, FieldType
from raccord.matching import Matches, agreed_names
from raccord.matching.matches import Related
from raccord.messages import Message, some_rows
from raccord.planning.checks import GivenValues
from raccord.planning.deciding import Decided
from raccord.planning.likely import RESEMBLES, RESEMBLES_MATCHED, likely_of
from raccord.planning.merging import Merged
from raccord.planning.outcomes import APPLIED, Candidate, CellChange, Outcome, PlanRow
from raccord.planning.workspace import Workspace
from raccord.sheet import Table as SheetTable
from raccord.translation import listed
from raccord.values import json_value, shown

NAMED_ROWS = 10
_RESEMBLING = frozenset({RESEMBLES, RESEMBLES_MATCHED})
_APPLIED = frozenset(outcome.value for outcome in APPLIED)


@dataclass(frozen=True)
class PlanReader:
    """Turns the workspace's tables into `PlanRow`s; memory does not grow with the sheet."""

    sheet: SheetTable
    work: Workspace
    decided: Decided
    matches: Matches | None
    related: Related | None
    merged: Merged
    given: GivenValues
    binned: Table | None

    def rows(self, chosen: ColumnElement[bool] | None = None, most: int | None = None) -> Iterator[PlanRow]:
        """Give the planned rows in the order of the sheet: all, or at most so many for which a condition holds."""
        planned, notes = self._planned(), select(self.work.staging.notes)
        if chosen is not None:
            rows = self.work.rows.c
            # MariaDB takes no limit right inside IN.
            first = select(select(rows.row).where(chosen).order_by(rows.row).limit(most).subquery().c.row)
            planned = planned.where(rows.row.in_(first))
            notes = notes.where(self.work.staging.notes.c.row.in_(first))
        noted = groupby(self._stream(notes.order_by("row", "id")), key=attrgetter("row"))
        noted_row, own = next(noted, (None, iter(())))
        for row in self._stream(planned):
            if row.row == noted_row:
                yield self._plan_row(row, list(own))
                noted_row, own = next(noted, (None, iter(())))
            else:
                yield self._plan_row(row, [])

    def digests(self) -> Iterator[int]:
        """Give the digest of every row's values, in the order of the sheet (see `typed_rows`)."""
        staged = self.work.staging.rows.c
        return (row.digest for row in self._stream(select(staged.row, staged.digest).order_by(staged.row)))

    def decisions(self) -> Iterator[tuple[Any, ...]]:
        """Give every row's number, outcome, customer and image of its changes: what the fingerprint covers."""
        rows, images = self.work.rows.c, self.merged.images
        image = case((rows.outcome.in_(_APPLIED), images.c.cells))
        joined = self.work.rows.outerjoin(images, images.c.row == rows.row)
        planned = select(rows.row, rows.outcome, rows.customer, image).select_from(joined).order_by(rows.row)
        return map(tuple, self._stream(planned))

    def _stream(self, statement: Any) -> Iterator[Row[Any]]:
        yield from self.work.database.streamed(self.work.connection, statement)

    def _planned(self) -> Any:
        """A select of the planned rows; the last columns are the old and new value of each merged field in turn."""
        rows, merged, images = self.work.rows, self.merged.table, self.merged.images
        values = [column for one in self.merged.fields for column in (self.merged.old(one), self.merged.new(one))]
        joined = rows.outerjoin(merged, merged.c.row == rows.c.row).outerjoin(images, images.c.row == rows.c.row)
        changed = images.c.cells.is_not(None).label("changed")
        return select(*rows.c, changed, *values).select_from(joined).order_by(rows.c.row)

    def _plan_row(self, planned: Row[Any], notes: list[Row[Any]]) -> PlanRow:
        outcome = Outcome(planned.outcome)
        changes = self._changes(planned) if planned.outcome in _APPLIED and planned.changed else ()
        candidates = self.candidates(planned.row) if outcome is Outcome.AMBIGUOUS else ()
        return PlanRow(
            planned.row,
            outcome,
            planned.customer,
            tuple(agreed_names(self.work.keys, planned.agreed)),
            tuple(agreed_names(self.work.keys, planned.jokers)),
            changes,
            candidates,
            planned.candidates if outcome is Outcome.AMBIGUOUS else 0,
            (*(self._message(planned, note) for note in notes), *self._zero_warnings(planned.row, changes)),
            next((likely_of(json.loads(note.facts)) for note in notes if note.code in _RESEMBLING), ()),
        )

    def _changes(self, planned: Row[Any]) -> tuple[CellChange, ...]:
        values = tuple(planned)[-2 * len(self.merged.fields) :]
        every = zip(self.merged.fields, values[::2], values[1::2], strict=True)
        return tuple(
            CellChange(one.name, json_value(one, old), json_value(one, new)) for one, old, new in every if old != new
        )

    def contested(self) -> dict[int, int]:
        """How many customers match each row that is ambiguous, or would be if the user had not decided."""
        if self.matches is None:
            return {}
        rows, best = self.work.rows.c, self.matches.best
        several = select(best.c.row, best.c.candidates).join(self.work.rows, rows.row == best.c.row)
        ambiguous = rows.outcome == Outcome.AMBIGUOUS.value
        decided = self.decided.table
        open_to_choice = ambiguous if decided is None else ambiguous | rows.row.in_(select(decided.c.row))
        found = self.work.connection.execute(several.where(best.c.candidates > 1, open_to_choice))
        return {row.row: row.candidates for row in found}

    def has_likely(self) -> bool:
        """Tell whether any row names customers that it resembles."""
        notes = self.work.staging.notes.c
        found = select(notes.row).where(notes.code.in_(_RESEMBLING)).limit(1)
        return self.work.connection.execute(found).first() is not None

    def candidates(self, row: int) -> tuple[Candidate, ...]:
        """The first best candidates of a row, by id."""
        found = self.matches.candidates(self.work.connection, row) if self.matches else []
        names = self._names([customer for customer, _ in found])
        keys = self.work.keys
        return tuple(Candidate(customer, names[customer], tuple(agreed_names(keys, mask))) for customer, mask in found)

    def _named_in_bin(self, row: int) -> list[int]:
        if self.binned is None:
            return []
        chosen = select(self.binned.c.customer).where(self.binned.c.row == row).order_by(self.binned.c.customer)
        return list(self.work.connection.scalars(chosen))

    def _names(self, ids: list[int]) -> dict[int, str | None]:
        """The names that customers had when the plan was made, also after its import."""
        customers = self.work.customers
        naming = customers.catalogue.naming
        if naming is None:
            return dict.fromkeys(ids)
        name = self.work.database.family.not_blank(naming, customers.column(naming))
        found: Any = select(customers.id, name)
        if naming in self.merged.fields:
            merged = self.merged.table.c
            name = case((merged.row.is_not(None), self.merged.old(naming)), else_=name)
            joined = customers.table.outerjoin(self.merged.table, merged.customer == customers.id)
            found = select(customers.id, name).select_from(joined)
        return {row[0]: row[1] for row in self.work.connection.execute(found.where(customers.id.in_(ids)))}

    def _message(self, planned: Row[Any], note: Row[Any]) -> Message:
        cell = self.sheet.cell(planned.row, note.column) if note.column else None
        if note.facts:
            return Message(note.code, cell, json.loads(note.facts))
        return Message(note.code, cell, self._facts(planned, note))

    def _facts(self, planned: Row[Any], note: Row[Any]) -> dict[str, object]:
        match note.code:
            case "repeated":
                return {"row": note.other}
            case "ambiguous" | "others-match":
                return {"count": planned.candidates}
            case "ambiguous-restore":
                return {"customers": listed([str(one) for one in self._named_in_bin(planned.row)])}
            case "missing-required":
                return {"labels": self._missing_labels(planned.row)}
            case "duplicate-match" | "duplicate-new" | "duplicate-unique":
                return {**self._field_facts(planned, note), "rows": self._other_rows(planned, note)}
            case _:
                return {"customer": note.other, **self._field_facts(planned, note)}

    def _field_facts(self, planned: Row[Any], note: Row[Any]) -> dict[str, object]:
        one = self.work.database.catalogue.by_name.get(note.field or "")
        if one is None:
            return {}
        values = planned._mapping  # noqa: SLF001 - SQLAlchemy's documented access by name
        old, new = (shown(json_value(one, values[f"{side}_{one.name}"]), one.type) for side in ("old", "new"))
        scope = ", ".join(map(str, self.work.options.scope))
        return {"label": one.label_in(), "old": old, "shown": new, "scope": scope}

    def _missing_labels(self, row: int) -> str:
        required = self.work.database.catalogue.required
        rows = self.work.staging.rows
        staged = self.work.connection.execute(select(rows).where(rows.c.row == row)).mappings().one()
        scoped = {condition.field.name for condition in self.work.options.scope if condition.value is not None}
        missing = (one for one in required if staged.get(f"new_{one.name}") is None and one.name not in scoped)
        return listed([one.label_in() for one in missing])

    def _other_rows(self, planned: Row[Any], note: Row[Any]) -> str:
        connection = self.work.connection
        if note.code == "duplicate-new":
            others = self.related.others(connection, planned.row, NAMED_ROWS + 1) if self.related else []
        elif note.code == "duplicate-unique":
            others = self.given.others(connection, note.field, planned.row, NAMED_ROWS + 1)
        else:
            others = self._rows_of_customer(planned)
        return some_rows(others, NAMED_ROWS)

    def _rows_of_customer(self, planned: Row[Any]) -> list[int]:
        rows, staged = self.work.rows, self.work.staging.rows.c
        others = select(rows.c.row).join(self.work.staging.rows, staged.row == rows.c.row)
        others = others.where(rows.c.customer == planned.customer, rows.c.row != planned.row, staged.faulty.is_(False))
        others = others.where(rows.c.outcome != Outcome.IGNORED.value)
        others = others.order_by(rows.c.row).limit(NAMED_ROWS + 1)
        return list(self.work.connection.scalars(others))

    def _zero_warnings(self, row: int, changes: tuple[CellChange, ...]) -> Iterator[Message]:
        """Warn where a text of digits gets shorter: a spreadsheet took its leading zeros (SPEC §2)."""
        for change in changes:
            one = self.work.database.catalogue.by_name[change.field]
            if one.type is FieldType.TEXT and _looks_cut(change.old, change.new):
                facts = {"label": one.label_in(), "old": change.old, "shown": change.new}
                yield Message("leading-zeros", self._cell_of(row, one), facts)

    def _cell_of(self, row: int, one: Field) -> str | None:
        feed = next((feed for feed in self.work.staging.feeds if feed.field.name == one.name), None)
        return self.sheet.cell(row, feed.column) if feed else None


def _looks_cut(old: object, new: object) -> bool:
    texts = isinstance(old, str) and isinstance(new, str)
    return texts and len(str(new)) < len(str(old)) and str(old).isdecimal() and str(new).isdecimal()
