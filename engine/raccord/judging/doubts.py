"""Doubts about the chosen keys: a warning where others would find many more of the sheet's customers (SPEC §5).

Nothing is looked at unless the plan's own counts are suspicious, and then only a sample of its rows. Keys are better
only if most else of a row speaks for the customer they find, so that new customers in known towns raise no doubt.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from raccord.catalogue import EXTERNAL_ID, ID, Field, FieldType
from raccord.cells import Grid, RawRow
from raccord.columns import Feed
from raccord.database.staging import stage
from raccord.judging.candidates import candidates_alone
from raccord.judging.estimates import Matching
from raccord.judging.sampling import mask_of, matching_of, sample_of, telling_fields
from raccord.judging.searching import Worth, worthy_sets
from raccord.judging.sides import Sides
from raccord.marks import ImportMode
from raccord.messages import Message
from raccord.planning.plan import Plan
from raccord.sheet import Table
from raccord.typed_rows import typed_rows

if TYPE_CHECKING:
    from raccord.values import SheetLocale

FEWEST_ROWS = 10
"""A sheet with fewer rows is seen at a glance."""
MOSTLY_NEW = 0.5
"""The share of rows without a customer from which on the keys are suspicious."""
MANY_AMBIGUOUS = 0.1
"""The share of ambiguous rows from which on they are."""
SETTLED = 0.5
"""Better keys find customers for at least this share of the new rows, or of the ambiguous ones."""
CROWDED = 0.1
"""Of the rows for which better keys find a customer, at most this share may share it with another row."""
NEARLY_AS_GOOD = 0.98
"""Of keys that find this share of the most rows that any would find, the fewest are named."""
FIRST_CUSTOMERS = 20_000
"""Of a base that is several times larger, about so many customers are looked at first."""
PROMISING = 0.5
"""They must let expect at least this share of what better keys have to find; else the others are not looked at."""
LEADING = 6
"""So many fields, those that are best for them before others, are looked at in all customers."""
SAMPLED_ROWS = 1_000
MOST_TRIED = 120
_PRIMES = (5, 11, 23, 47, 97)
_TELLING_TYPES = frozenset({FieldType.EMAIL, FieldType.PHONE, FieldType.URL})


@dataclass(frozen=True, slots=True)
class _Standing:
    """How sampled rows stand in the plan: how many match one customer, and how many are in doubt."""

    single: int
    doubtful: int


def doubts_about_keys(
    plan: Plan, locale: "SheetLocale | None", first_customers: int = FIRST_CUSTOMERS
) -> tuple[Message, ...]:
    """Warn that other keys of the sheet would find many more customers, if the plan is suspicious and they would.

    Of a base several times larger than `first_customers`, about so many are looked at before all are.
    """
    code = _suspicion(plan)
    if code is None:
        return ()
    rows = sample_of(_sound_rows(plan), SAMPLED_ROWS)
    table = candidates_alone(replace(plan.sheet, grid=_only(plan.sheet, frozenset(rows))))
    sides = _staged(plan, table, locale)
    standing = _standing(plan, rows, code)
    better = _better(plan, sides, standing, _part(sides.customers, first_customers)) if sides.fields else ()
    if not better:
        return ()
    would, _, customers = sides.matches(better, "better")
    if would - standing.single < SETTLED * standing.doubtful or customers < (1 - CROWDED) * would:
        return ()
    facts = {
        "keys": _headers(plan.sheet, plan.sheet.keys),
        "better": _headers(table, [feed for feed in table.feeds if feed.field in better]),
        "would": would,
        "now": standing.single,
        "sampled": len(rows),
    }
    return (Message(code, None, facts),)


def _suspicion(plan: Plan) -> str | None:
    """The code of the warning that may be due, by the plan's counts alone."""
    counts = plan.summary
    rows = counts.rows - counts.repeated - counts.invalid
    if plan.starts_empty or plan.work.options.mode is ImportMode.ADD or rows < FEWEST_ROWS:
        return None
    new = rows - counts.matched - counts.ambiguous - counts.restored
    if counts.ambiguous >= MANY_AMBIGUOUS * rows and counts.ambiguous > new:
        return "keys-unclear"
    return "keys-find-few" if new >= MOSTLY_NEW * rows else None


def _sound_rows(plan: Plan) -> list[int]:
    staged = plan.work.staging.rows.c
    sound = select(staged.row).where(staged.repeats.is_(None), staged.faulty.is_(False)).order_by(staged.row)
    return list(plan.work.connection.scalars(sound))


def _only(sheet: Table, rows: frozenset[int]) -> Grid:
    """The sheet's grid with all but its head and some rows blank."""

    def read() -> Iterator[RawRow]:
        for number, cells in enumerate(sheet.grid.read(), 1):
            yield cells if number <= sheet.header_row or number in rows else ()

    return replace(sheet.grid, read=read)


def _staged(plan: Plan, table: Table, locale: "SheetLocale | None") -> Sides:
    work = plan.work
    typed = (replace(rows, repeats={}) for rows in typed_rows(table, locale))
    staging = stage(work.connection, work.database, table.feeds, typed, prefix="sampled_")
    return Sides(work.connection, work.database, staging, work.options)


def _standing(plan: Plan, sampled: Sequence[int], code: str) -> _Standing:
    rows = plan.work.rows.c
    chosen = rows.row.in_(sampled)
    count = select(func.count()).where(chosen)
    single = plan.work.connection.execute(count.where(rows.matched.is_(True))).scalar_one()
    several = plan.work.connection.execute(count.where(rows.candidates > 1)).scalar_one()
    return _Standing(single, several if code == "keys-unclear" else len(sampled) - single - several)


def _better(plan: Plan, sides: Sides, standing: _Standing, every: int) -> Sequence[Field]:
    """The fewest of the best keys, if they look better than the chosen ones by enough."""
    enough = standing.single + SETTLED * standing.doubtful
    fields = telling_fields(sides, [one for one in sides.fields if _tells(plan, one)])
    if every > 1:
        first = _likely(plan, replace(sides, every=every), "part", fields)
        if first.most * every < PROMISING * enough:
            return ()
        fields = first.leading()
    found = _likely(plan, sides, "all", fields)
    return found.fewest() if found.most >= enough else ()


def _part(customers: int, first: int) -> int:
    """Every how many-th customer of a large base is looked at before all are."""
    return next((prime for prime in reversed(_PRIMES) if customers // prime >= first), 1)


@dataclass(frozen=True, slots=True)
class _Likely:
    """Sets of fields, the best first, and for how many sampled rows each is likely to find the right customer."""

    fields: Sequence[Field]
    rows: Mapping[int, float]

    @property
    def most(self) -> float:
        """The most rows that any set finds a customer for."""
        return max(self.rows.values(), default=0)

    def fewest(self) -> list[Field]:
        """The smallest of the sets that are nearly as good as the best."""
        good = (one for one, rows in self.rows.items() if rows >= NEARLY_AS_GOOD * self.most)
        return self._of(min(good, key=int.bit_count))

    def leading(self) -> list[Field]:
        """The fields of the best sets, then others: a part of the customers does not show which tell all apart."""
        ranked = dict.fromkeys([*(field for one in self.rows for field in self._of(one)), *self.fields])
        first = list(ranked)[:LEADING]
        return [field for field in self.fields if field in first]

    def _of(self, chosen: int) -> list[Field]:
        return [one for at, one in enumerate(self.fields) if chosen & 1 << at]


def _likely(plan: Plan, sides: Sides, name: str, fields: Sequence[Field]) -> _Likely:
    matching = matching_of(sides, f"{name}_doubts", fields)
    telling = mask_of([one for one in fields if _tells(plan, one)], fields)
    chosen = mask_of([key.field for key in plan.work.keys], fields)
    worths: dict[int, Worth] = {}

    def judge(one: int) -> Worth:
        return worths.setdefault(one, _worth(matching, one, telling, chosen))

    found = worthy_sets(len(fields), judge, MOST_TRIED)
    return _Likely(fields, {one: worths[one].figures[0] for one in found})


def _worth(matching: Matching, one: int, telling: int, doubted: int) -> Worth:
    found = matching.likely(one, telling, doubted)
    return Worth((found.single, -found.ambiguous), found.single == len(matching.rows))


def _tells(plan: Plan, one: Field) -> bool:
    """Whether an agreement in a field points to one customer rather than to a place or a kind."""
    naming = plan.work.database.catalogue.naming
    return one.name in {ID, EXTERNAL_ID} or one.unique or one == naming or one.type in _TELLING_TYPES


def _headers(sheet: Table, feeds: Sequence[Feed]) -> str:
    """The columns of some fields, as the sheet heads them."""
    headers = {column.number: column.header for column in sheet.columns}
    named = dict.fromkeys(headers[feed.column] or feed.field.label_in() for feed in feeds)
    return " + ".join(f"“{one}”" for one in named)
