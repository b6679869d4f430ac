"""What the user's decisions make of a plan: which rows they belong to, and what they settle there (SPEC §3)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Integer,
    Select,
    Table,
    and_,
    func,
    insert,
    or_,
    select,
    update,
)

from raccord.database.temporary import temporary_table
from raccord.database.types import CUSTOMER_ID, text
from raccord.matching import Matches
from raccord.planning.decisions import CreateNew, Decision, GivenDecision, Skip, UseCustomer
from raccord.planning.likely import alike
from raccord.planning.outcomes import Outcome
from raccord.planning.workspace import Workspace


@dataclass(frozen=True)
class Decided:
    """The decisions by the number of their row, and those that belong to no row any more.

    `table` holds the same for SQL: `row`, `kind`, `customer` and `among`; None without decisions.
    """

    by_row: Mapping[int, Decision] = field(default_factory=dict)
    dropped: tuple[GivenDecision, ...] = ()
    table: Table | None = None

    def of(self, kind: type[Decision]) -> Select[Any] | None:
        """A select of the decisions of one kind; None without any."""
        if self.table is None or not self.count(kind):
            return None
        return select(self.table).where(self.table.c.kind == kind.__name__)

    def rows_of(self, kind: type[Decision]) -> Select[Any] | None:
        """A select of the rows that have a decision of one kind; None without any."""
        found = self.of(kind)
        return None if found is None else select(found.subquery().c.row)

    def count(self, kind: type[Decision]) -> int:
        """How many rows have a decision of one kind."""
        return sum(isinstance(one, kind) for one in self.by_row.values())


def decide(work: Workspace) -> Decided:
    """Find the row of each decision."""
    given = work.options.decisions
    if not given:
        return Decided()
    places = _places(work, given)
    chosen: dict[int, set[Decision]] = defaultdict(set)
    for number, one in enumerate(given):
        if number in places:
            chosen[places[number]].add(one.decision)
    by_row = {row: next(iter(each)) for row, each in chosen.items() if len(each) == 1}
    dropped = tuple(one for number, one in enumerate(given) if places.get(number) not in by_row)
    return Decided(by_row, dropped, _decision_table(work, by_row))


def settle(work: Workspace, matches: Matches | None, decided: Decided) -> None:
    """Match rows with the customers chosen for them; a row whose choice cannot hold is left out, and says so."""
    chosen = decided.of(UseCustomer)
    if chosen is not None:
        _use_customers(work, matches, chosen.subquery("chosen"))
    new = decided.of(CreateNew)
    if new is not None and matches is not None:
        _refuse_idle_news(work, matches, new.subquery("wanted"))


def settled_as_new(matches: Matches, decided: Decided) -> Select[Any] | None:
    """A select of the ambiguous rows that create a customer, as the user saw as many candidates as there are."""
    new = decided.of(CreateNew)
    if new is None:
        return None
    wanted, best = new.subquery("wanted"), matches.best.c
    joined = wanted.join(matches.best, best.row == wanted.c.row)
    return select(best.row).select_from(joined).where(best.candidates > 1, _saw_as_many(wanted, best))


def _places(work: Workspace, given: Collection[GivenDecision]) -> dict[int, int]:
    """The row of each decision, by the decision's place in the list.

    It is the row of its number if that still has the values that the user saw; else the only row that has them.
    """
    staged = work.staging.rows.c
    numbers = _staged_with(work, "decision_row", staged.row, {one.row for one in given})
    digests = _pairs(work, select(staged.row, staged.digest).where(staged.row.in_(numbers)))
    there = {
        number: one.row
        for number, one in enumerate(given)
        if one.row in digests and one.digest in {None, digests[one.row]}
    }
    moved = {one.digest for number, one in enumerate(given) if number not in there and one.digest is not None}
    if not moved:
        return there
    sought = _staged_with(work, "decision_digest", staged.digest, moved)
    alike = select(staged.digest, func.min(staged.row)).where(staged.digest.in_(sought), staged.repeats.is_(None))
    single = alike.group_by(staged.digest).having(func.count() == 1)
    rows = _pairs(work, single)
    return there | {
        number: rows[one.digest] for number, one in enumerate(given) if number not in there and one.digest in rows
    }


def _pairs(work: Workspace, chosen: Select[Any]) -> dict[int, int]:
    return {row[0]: row[1] for row in work.connection.execute(chosen)}


def _staged_with(work: Workspace, name: str, column: Column[Any], values: Iterable[int]) -> Select[Any]:
    """A select of numbers that a column of the staged rows may have, by way of a table: there can be many."""
    table = temporary_table(work.connection, name, Column(column.name, BigInteger, primary_key=True))
    work.database.family.bulk_load(work.connection, table, [column.name], ((value,) for value in sorted(values)))
    return select(table.c[column.name])


def _decision_table(work: Workspace, by_row: Mapping[int, Decision]) -> Table:
    table = temporary_table(
        work.connection,
        "decided",
        Column("row", Integer, primary_key=True),
        Column("kind", text(20), nullable=False),
        Column("customer", CUSTOMER_ID),
        Column("among", Integer),
    )
    rows = ((row, *_columns(by_row[row])) for row in sorted(by_row))
    work.database.family.bulk_load(work.connection, table, list(table.c.keys()), rows)
    return table


def _columns(decision: Decision) -> tuple[str, int | None, int | None]:
    customer = decision.customer if isinstance(decision, UseCustomer) else None
    among = decision.among if isinstance(decision, CreateNew) else None
    return type(decision).__name__, customer, among


def leave_out(work: Workspace, decided: Decided) -> None:
    """A skipped row is ignored, whatever else would have become of it; it is matched all the same (SPEC §4)."""
    skipped = decided.of(Skip)
    if skipped is None:
        return
    rows = work.rows.c
    chosen = rows.row.in_(select(skipped.subquery().c.row))
    work.note(select(rows.row).where(chosen), "skipped")
    work.connection.execute(update(work.rows).where(chosen).values(outcome=Outcome.IGNORED.value))


def _use_customers(work: Workspace, matches: Matches | None, chosen: Any) -> None:
    rows, settled = work.rows.c, _settled_table(work, matches, chosen)
    values = {
        column: select(settled.c[column]).where(settled.c.row == rows.row).scalar_subquery()
        for column in ("customer", "agreed", "jokers")
    }
    open_rows = and_(work.undecided, rows.matched.is_(False), rows.row.in_(select(settled.c.row)))
    work.connection.execute(update(work.rows).where(open_rows).values(matched=True, **values))
    idle = select(rows.row, chosen.c.customer).join(chosen, chosen.c.row == rows.row)
    idle = idle.where(work.undecided, rows.customer.is_distinct_from(chosen.c.customer))
    work.note(idle, "no-candidate")
    _hold_back(work, matches, idle)


def _settled_table(work: Workspace, matches: Matches | None, chosen: Any) -> Table:
    """The customers that may be chosen for their row: its best candidates, and where it has none whom it resembles.

    Has `row`, `customer`, and the masks `agreed` and `jokers` of the keys.
    """
    table = temporary_table(
        work.connection,
        "settled",
        Column("row", Integer, primary_key=True),
        Column("customer", CUSTOMER_ID, nullable=False),
        Column("agreed", Integer, nullable=False),
        Column("jokers", Integer, nullable=False),
    )
    names, unmatched = list(table.c.keys()), select(chosen.c.row, chosen.c.customer)
    if matches is not None:
        found = matches.choosable(chosen).subquery()
        jokers = work.every_key - found.c.agreed
        work.connection.execute(insert(table).from_select(names, select(*found.c, jokers)))
        unmatched = unmatched.where(chosen.c.row.not_in(select(matches.best.c.row)))
    likely = list(alike(work, unmatched.subquery("unmatched")))
    work.database.family.bulk_load(work.connection, table, names, likely)
    return table


def _refuse_idle_news(work: Workspace, matches: Matches, wanted: Any) -> None:
    """Leave out rows to be new that one customer matches; say where others match than the user saw."""
    rows, best = work.rows.c, matches.best.c
    joined = wanted.join(work.rows, rows.row == wanted.c.row).join(matches.best, best.row == rows.row)
    found = select(rows.row, best.customer).select_from(joined).where(work.undecided)
    work.note(found.where(best.candidates > 1, ~_saw_as_many(wanted, best)), "others-match")
    matched = found.where(best.candidates == 1)
    work.note(matched, "not-new")
    _hold_back(work, matches, matched)


def _hold_back(work: Workspace, matches: Matches | None, idle: Select[Any]) -> None:
    """Ignore rows whose choice cannot hold: what else would become of them is not what the user wants.

    Ambiguous ones stay so, that the user may choose again.
    """
    rows = work.rows.c
    chosen = and_(work.undecided, rows.row.in_(select(idle.subquery().c.row)))
    if matches is not None:
        several = select(matches.best.c.row).where(matches.best.c.candidates > 1)
        chosen = and_(chosen, rows.row.not_in(several))
    work.connection.execute(update(work.rows).where(chosen).values(outcome=Outcome.IGNORED.value))


def _saw_as_many(wanted: Any, best: Any) -> ColumnElement[bool]:
    return or_(wanted.c.among.is_(None), wanted.c.among == best.candidates)
