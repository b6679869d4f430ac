"""Near-duplicates: new rows that look like customers who are there already, though no key says so (SPEC §3)."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Column, ColumnElement, FromClause, Select, and_, func, insert, select

from raccord.batches import in_batches
from raccord.catalogue import Field
from raccord.database.temporary import temporary_table
from raccord.database.types import CUSTOMER_ID, text
from raccord.messages import Message
from raccord.planning.outcomes import Likely, Outcome
from raccord.planning.workspace import Workspace
from raccord.resembling.roles import Roles, roles_of

RESEMBLES = "resembles"
RESEMBLES_MATCHED = "resembles-matched"
_NOTED_AT_ONCE = 500


def warn_of_likely(work: Workspace, wanted: Select[Any] | None = None) -> tuple[Message, ...]:
    """Note on each new row whom it resembles, and warn once if any does; costs a look at every customer.

    `wanted` selects rows that the user wants to be new, which are passed over. It changes no outcome, so that the
    fingerprint is the same with and without it.
    """
    from raccord.resembling.finding import Side, find_likely  # noqa: PLC0415 - slow to load, needed where rows are new

    rows, customers = _roles(work)
    new = work.rows.c.outcome == Outcome.CREATED.value
    if wanted is not None:
        new &= work.rows.c.row.not_in(wanted)
    if not rows.fields or work.connection.execute(select(work.rows.c.row).where(new).limit(1)).first() is None:
        return ()
    sides = Side(_new_rows(work, rows, new), rows), Side(_customers(work, customers), customers)
    count = 0
    for batch in in_batches(find_likely(work.connection, work.database.family, *sides), _NOTED_AT_ONCE):
        _note(work, {row: [Likely(*one) for one in found] for row, found in batch})
        count += len(batch)
    return (Message("resembling", None, {"count": count}),) if count else ()


def likely_of(facts: Mapping[str, Any]) -> tuple[Likely, ...]:
    """The likely customers that the facts of a note hold."""
    return tuple(Likely(*one) for one in facts["likely"])


def alike(work: Workspace, chosen: FromClause) -> Iterator[tuple[int, int, int, int]]:
    """Of chosen customers, a subquery of `row` and `customer`, the active ones in the scope that their row resembles.

    Gives row, customer, and the masks of the keys on which they agree and that are blank on a side.
    """
    from raccord.resembling.records import record_of  # noqa: PLC0415 - slow to load, needed for choices alone
    from raccord.resembling.scoring import THRESHOLD, likeness  # noqa: PLC0415 - as above

    rows, customers = _roles(work)
    staged, table, split = work.staging.rows, work.customers, len(rows.fields)
    joined = chosen.join(staged, staged.c.row == chosen.c.row).join(table.table, table.id == chosen.c.customer)
    values = (*_row_values(work, rows), *_customer_values(work, customers))
    pairs = select(chosen.c.row, chosen.c.customer, *work.key_masks, *values).select_from(joined)
    for row, customer, agreed, jokers, *given in work.connection.execute(pairs.where(table.active, *work.in_scope())):
        if likeness(record_of(given[:split], rows), record_of(given[split:], customers)) >= THRESHOLD:
            yield row, customer, agreed, jokers


def _roles(work: Workspace) -> tuple[Roles, Roles]:
    """The fields that are compared: of the rows those that the sheet feeds, of the customers what these can meet."""
    every = roles_of(work.database.catalogue, {one.field.name for one in work.options.scope})
    rows = every.among({feed.field.name for feed in work.staging.feeds})
    return rows, every.like(rows)


def _new_rows(work: Workspace, roles: Roles, new: ColumnElement[bool]) -> Select[Any]:
    staged = work.staging.rows
    joined = staged.join(work.rows, and_(work.rows.c.row == staged.c.row, new))
    return select(staged.c.row.label("id"), *_row_values(work, roles)).select_from(joined)


def _customers(work: Workspace, roles: Roles) -> Select[Any]:
    """The active customers in the scope; those of a table that is not Raccord's own are copied, to be read in pages."""
    source = select(work.customers.id.label("id"), *_customer_values(work, roles))
    source = source.where(work.customers.active, *work.in_scope())
    if work.customers.indexed:
        return source
    columns = [Column(one.name, text()) for one in roles.fields]
    copy = temporary_table(work.connection, "resembled", Column("id", CUSTOMER_ID, primary_key=True), *columns)
    work.connection.execute(insert(copy).from_select(list(copy.c.keys()), source))
    return select(*copy.c)


def _row_values(work: Workspace, roles: Roles) -> list[ColumnElement[Any]]:
    return [_text(work, one, work.staging.new(one)) for one in roles.fields]


def _customer_values(work: Workspace, roles: Roles) -> list[ColumnElement[Any]]:
    return [_text(work, one, work.customers.column(one)) for one in roles.fields]


def _text(work: Workspace, one: Field, column: ColumnElement[Any]) -> ColumnElement[Any]:
    return work.database.family.as_text(one, column).label(one.name)


def _note(work: Workspace, found: Mapping[int, list[Likely]]) -> None:
    """Note whom rows resemble, and which row matches the most alike customer, if one does."""
    matched = _matching_rows(work, {likely[0].customer for likely in found.values()})
    load = work.database.family.bulk_load
    load(work.connection, work.staging.notes, ["row", "code", "column", "facts"], list(_notes(found, matched)))


def _notes(found: Mapping[int, list[Likely]], matched: Mapping[int, int]) -> Iterator[tuple[int, str, int, str]]:
    for row, likely in found.items():
        best = likely[0]
        code = RESEMBLES_MATCHED if best.customer in matched else RESEMBLES
        facts = {
            "customer": best.shown,
            "score": best.percent,
            "row": matched.get(best.customer),
            "likely": [[one.customer, one.name, one.score] for one in likely],
        }
        yield row, code, 0, json.dumps(facts, ensure_ascii=False)


def _matching_rows(work: Workspace, customers: Iterable[int]) -> dict[int, int]:
    """The first row that matches each of some customers, by customer."""
    rows = work.rows.c
    first = select(rows.customer, func.min(rows.row)).where(rows.customer.in_(customers), rows.matched.is_(True))
    return {row[0]: row[1] for row in work.connection.execute(first.group_by(rows.customer))}
