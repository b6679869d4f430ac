"""Rows against rows: two rows for one customer, and new rows that are candidates of each other (SPEC §3)."""

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from raccord.marks import OnDuplicate
from raccord.matching import find_related
from raccord.matching.matches import Related
from raccord.planning.outcomes import Outcome
from raccord.planning.workspace import Workspace


def reject_rivals(work: Workspace) -> Related | None:
    """Make rivals `duplicate`, all or all but the first or last; returns how the new rows relate, if there are keys."""
    related = _related_new_rows(work)
    losers = _of_one_customer(work)
    rows = work.rows.c
    new_losers = false() if related is None else rows.row.in_(_losers_among(work, related))
    new_ones = work.note(select(rows.row).where(work.undecided, new_losers), "duplicate-new")
    old_ones = work.note(select(rows.row, rows.customer).where(_contending(work), losers), "duplicate-match")
    if new_ones:
        _make_duplicate(work, new_losers)
    if old_ones:
        _make_duplicate(work, losers)
    return related


def _contending(work: Workspace) -> ColumnElement[bool]:
    return or_(work.undecided, work.rows.c.outcome == Outcome.RESTORED.value)


def _make_duplicate(work: Workspace, condition: ColumnElement[bool]) -> None:
    update = work.rows.update().where(_contending(work), condition)
    work.connection.execute(update.values(outcome=Outcome.DUPLICATE.value))


def _of_one_customer(work: Workspace) -> ColumnElement[bool]:
    """The rows that lose among those of one customer."""
    rows = work.rows.c
    grouped = select(rows.customer).where(_contending(work), rows.customer.is_not(None)).group_by(rows.customer)
    shared = rows.customer.in_(grouped.having(func.count() > 1))
    if work.options.on_duplicate is OnDuplicate.REJECT:
        return shared
    keep = func.min if work.options.on_duplicate is OnDuplicate.FIRST else func.max
    winners = select(keep(rows.row)).where(_contending(work), rows.customer.is_not(None)).group_by(rows.customer)
    return and_(shared, rows.row.not_in(winners))


def _related_new_rows(work: Workspace) -> Related | None:
    if not work.keys:
        return None
    staged, rows = work.staging.rows, work.rows.c
    keys = (work.staging.folded(key.field).label(f"key{key.position}") for key in work.keys)
    joined = staged.join(work.rows, rows.row == staged.c.row)
    new = select(staged.c.row.label("id"), *keys).select_from(joined).where(work.undecided, work.is_new)
    return find_related(work.connection, "related", work.keys, new)


def _losers_among(work: Workspace, related: Related) -> Select[tuple[int]]:
    spans = related.spans.c
    losing = {
        OnDuplicate.REJECT: spans.row.is_not(None),
        OnDuplicate.FIRST: spans.first < spans.row,
        OnDuplicate.LAST: spans.last > spans.row,
    }
    return select(spans.row).where(losing[work.options.on_duplicate])
