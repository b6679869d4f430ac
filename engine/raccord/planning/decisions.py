"""What a user decides about a row: its customer, that it is a new one, or that it is left out (SPEC §3)."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class UseCustomer:
    """The row is about this customer; it counts for a best candidate, or for one whom a row without any resembles."""

    customer: int


@dataclass(frozen=True, slots=True)
class CreateNew:
    """The row creates a customer as if it had no candidate and resembled nobody.

    `among` is how many best candidates the user saw; where there are others, as after an import, the decision does not
    count. None is any number.
    """

    among: int | None = None


@dataclass(frozen=True, slots=True)
class Skip:
    """The row is left out, whatever would become of it."""


Decision: TypeAlias = UseCustomer | CreateNew | Skip


@dataclass(frozen=True, slots=True)
class GivenDecision:
    """A decision about the row of a number.

    `digest` is that of the row's values as the user saw them (see `typed_rows`), None for whatever stands in the row;
    `cell` is where the decision stands, for messages.
    """

    row: int
    decision: Decision
    digest: int | None = None
    cell: str = ""
