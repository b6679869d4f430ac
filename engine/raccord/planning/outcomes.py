"""What a plan says: outcomes, changes, candidates, deletions and the totals of them all (SPEC §5, §8)."""

from dataclasses import dataclass
from enum import StrEnum

from raccord.messages import Message
from raccord.translation import N_
from raccord.values import Value


class Outcome(StrEnum):
    """What becomes of a row; every row has exactly one (SPEC §5)."""

    CREATED = N_("created")
    UPDATED = N_("updated")
    UNCHANGED = N_("unchanged")
    RESTORED = N_("restored")
    IGNORED = N_("ignored")
    AMBIGUOUS = N_("ambiguous")
    DUPLICATE = N_("duplicate")
    REPEATED = N_("repeated")
    INVALID = N_("invalid")


LONGEST_NAME = 80
APPLIED = (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.RESTORED)
CHANGING = (Outcome.CREATED, Outcome.UPDATED, Outcome.RESTORED)
NEEDS_ATTENTION = (Outcome.IGNORED, Outcome.AMBIGUOUS, Outcome.DUPLICATE, Outcome.INVALID)


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that changes: the field's name, the value it has and the value it gets."""

    field: str
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several best candidates of an ambiguous row."""

    customer: int
    name: str | None
    agreed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likely:
    """A customer that a new row resembles, though no key says so; `score` is how alike they are, from 0 to 1."""

    customer: int
    name: str | None
    score: float

    @property
    def percent(self) -> int:
        """The score in whole percent; 100 for equal ones alone."""
        return int(100 * self.score)

    @property
    def shown(self) -> str:
        """The customer's id and name, as far as it has one; a long one is cut."""
        name = (self.name or "")[:LONGEST_NAME]
        return f"{self.customer}, {name}" if name else str(self.customer)


@dataclass(frozen=True, slots=True)
class Deletion:
    """A customer that goes to the recycle bin."""

    customer: int
    name: str | None


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of the sheet in the plan; `row` is the sheet's own number, `customer` the one it matches.

    `likely` are customers that a new row resembles, the most alike first.
    """

    row: int
    outcome: Outcome
    customer: int | None = None
    agreed: tuple[str, ...] = ()
    jokers: tuple[str, ...] = ()
    changes: tuple[CellChange, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    candidate_count: int = 0
    messages: tuple[Message, ...] = ()
    likely: tuple[Likely, ...] = ()

    @property
    def is_skipped(self) -> bool:
        """Tell whether the user has left the row out."""
        return any(message.code == "skipped" for message in self.messages)


@dataclass(frozen=True, slots=True)
class Summary:
    """The totals, in the order of the report; all outcomes add up to `rows`.

    `skipped` counts those of the ignored rows that the user has left out, which the report does not.
    """

    rows: int = 0
    matched: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    restored: int = 0
    ignored: int = 0
    ambiguous: int = 0
    duplicate: int = 0
    repeated: int = 0
    invalid: int = 0
    deleted: int = 0
    cells_changed: int = 0
    cells_cleared: int = 0
    blanks_kept: int = 0
    skipped: int = 0

    @property
    def writes(self) -> int:
        """How many customers an import would create, change, bring back or delete."""
        return self.created + self.updated + self.restored + self.deleted

    @property
    def needing_attention(self) -> int:
        """How many rows the user should look at."""
        counts: list[int] = [getattr(self, outcome.value) for outcome in NEEDS_ATTENTION]
        return sum(counts) - self.skipped
