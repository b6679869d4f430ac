"""Which customer each row is about: matches, ambiguities, and customers that come back from the bin (SPEC §3)."""

from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Table,
    and_,
    case,
    false,
    func,
    insert,
    literal,
    null,
    select,
    union,
    update,
)

from raccord.catalogue import EXTERNAL_ID, ID
from raccord.database.temporary import add_lookups, temporary_table
from raccord.database.types import CUSTOMER_ID
from raccord.marks import ImportMode
from raccord.matching import Base, Matches, MatchKey, base_of, find_matches
from raccord.planning.deciding import Decided, leave_out, settle, settled_as_new
from raccord.planning.outcomes import Outcome
from raccord.planning.workspace import Workspace


def identify(work: Workspace, decided: Decided) -> Matches | None:
    """Match every row whose keys can be read, as far as the user has not decided; None when the sheet has no keys."""
    matches = _matches(work)
    _fill_rows(work, matches)
    leave_out(work, decided)
    settle(work, matches, decided)
    if matches is not None:
        _decide_ambiguous(work, matches, decided)
    return matches


def _matches(work: Workspace) -> Matches | None:
    if not work.keys:
        return None
    return find_matches(work.connection, "match", work.keys, _keyed_rows(work), _keyed_customers(work))


def _fill_rows(work: Workspace, matches: Matches | None) -> None:
    """Plan every staged row, with its customer where just one matches; repeated and invalid rows have their outcome."""
    staged, every = work.staging.rows, work.every_key
    outcome = case(
        (staged.c.repeats.is_not(None), Outcome.REPEATED.value),
        (staged.c.faulty.is_(True), Outcome.INVALID.value),
        else_=None,
    )
    source: FromClause = staged
    matched: tuple[ColumnElement[Any], ...] = (false(), null(), literal(0), literal(0))
    if matches is not None:
        best = matches.best
        source = staged.outerjoin(best, and_(best.c.row == staged.c.row, best.c.candidates == 1))
        masks = (func.coalesce(best.c.agreed, 0), func.coalesce(every - best.c.agreed, 0))
        matched = (best.c.row.is_not(None), best.c.customer, *masks)
    work.fill(work.rows, select(staged.c.row, outcome, *matched, literal(0)).select_from(source))
    add_lookups(work.connection, work.rows)
    work.note(select(staged.c.row, staged.c.repeats).where(staged.c.repeats.is_not(None)), "repeated")


def _decide_ambiguous(work: Workspace, matches: Matches, decided: Decided) -> None:
    """A row that several customers match is ambiguous, unless the user has settled it."""
    best, rows = matches.best.c, work.rows.c
    several, new = select(best.row).where(best.candidates > 1), settled_as_new(matches, decided)
    if new is not None:
        several = several.where(best.row.not_in(new))
    unsettled = and_(work.undecided, rows.matched.is_(False))
    count = select(best.candidates).where(best.row == rows.row).scalar_subquery()
    work.connection.execute(update(work.rows).where(unsettled, rows.row.in_(several)).values(candidates=count))
    work.decide(Outcome.AMBIGUOUS, rows.candidates > 1, "ambiguous")


def _keyed_rows(work: Workspace) -> Select[Any]:
    staged, staging = work.staging.rows.c, work.staging
    keys = (staging.folded(key.field).label(f"key{key.position}") for key in work.keys)
    return select(staged.row.label("id"), *keys).where(staged.repeats.is_(None), staged.unreadable.is_(False))


def _keyed_customers(work: Workspace) -> Base:
    indexed = all(work.customers.finds(work.connection, key.field) for key in work.keys)
    few = [work.customers.id.in_(_found_by_indexes(work))] if indexed and len(work.keys) > 1 else []
    further = [*work.in_scope(), *few]
    return base_of(work.connection, work.customers, work.keys, further, indexed=indexed)


def _found_by_indexes(work: Workspace) -> Any:
    """A select of the customers that share a key with the sheet, each key found by its index."""
    found = []
    for key in work.keys:
        folded = work.staging.folded(key.field)
        staged = select(folded).where(folded.is_not(None))
        found.append(select(work.customers.id).where(work.customers.column(key.field).in_(staged)))
    return union(*found)


def restore_from_bin(work: Workspace) -> Table | None:
    """Let rows without a match bring back the binned customer whose id or external id agrees (SPEC §3).

    Returns the table of what they name: `row`, `customer`, masks `agreed` and `jokers`.
    """
    identities = [key for key in work.keys if key.field.name in {ID, EXTERNAL_ID}]
    if not identities or work.options.mode not in {ImportMode.UPDATE, ImportMode.UPDATE_DELETE}:
        return None
    binned = temporary_table(
        work.connection,
        "from_bin",
        Column("row", Integer, primary_key=True),
        Column("customer", CUSTOMER_ID, primary_key=True),
        Column("agreed", Integer, nullable=False),
        Column("jokers", Integer, nullable=False),
        clustered=True,
    )
    for key in identities:
        _name_binned(work, key, binned)
    _bring_back(work, binned)
    return binned


def _name_binned(work: Workspace, identity: MatchKey, binned: Table) -> None:
    """Find the binned customers that rows name by one identity field, as far as they are not found yet."""
    customers, rows, staged = work.customers, work.rows.c, work.staging.rows
    agreed, jokers = work.key_masks
    theirs, ours = work.folded_customer(identity.field), work.staging.folded(identity.field)
    joined = customers.table.join(staged, theirs == ours).join(work.rows, rows.row == staged.c.row)
    known = select(binned.c.row).where(binned.c.row == rows.row, binned.c.customer == customers.id).exists()
    named = select(rows.row, customers.id, agreed, jokers).select_from(joined)
    named = named.where(customers.deleted_at.is_not(None), work.undecided, work.is_new, ~known, *work.in_scope())
    work.connection.execute(insert(binned).from_select(["row", "customer", "agreed", "jokers"], named))


def _bring_back(work: Workspace, binned: Table) -> None:
    rows, named = work.rows.c, binned.c
    several = select(named.row).group_by(named.row).having(func.count() > 1)
    work.decide(Outcome.AMBIGUOUS, rows.row.in_(several), "ambiguous-restore")
    values = {
        column: select(named[column]).where(named.row == rows.row).scalar_subquery()
        for column in ("customer", "agreed", "jokers")
    }
    chosen = and_(work.undecided, rows.row.in_(select(named.row)))
    work.connection.execute(update(work.rows).where(chosen).values(outcome=Outcome.RESTORED.value, **values))
