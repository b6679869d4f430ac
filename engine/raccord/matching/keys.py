"""The keys of a match: their bits in a mask and their weights in the ranking (SPEC §3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, or_

from raccord.catalogue import Field

UNIQUE_WEIGHT = 16


@dataclass(frozen=True, slots=True)
class MatchKey:
    """A key field at its position among the keys."""

    field: Field
    position: int

    @property
    def bit(self) -> int:
        """The key's bit in a mask."""
        return 1 << self.position

    @property
    def weight(self) -> int:
        """What an agreement counts: one, and for a unique field more than all the others together."""
        return 1 + UNIQUE_WEIGHT * self.field.unique

    @property
    def code(self) -> str:
        """The name of the key's code column."""
        return f"code{self.position}"

    def in_mask(self, mask: ColumnElement[int]) -> ColumnElement[int]:
        """1 where the mask has the key's bit, else 0."""
        return mask.bitwise_rshift(self.position).bitwise_and(1)


def match_keys(fields: Iterable[Field]) -> tuple[MatchKey, ...]:
    """Number the key fields."""
    return tuple(MatchKey(one, position) for position, one in enumerate(fields))


def score(keys: Sequence[MatchKey], mask: ColumnElement[int]) -> ColumnElement[int]:
    """The rank of a candidate by the mask of its agreeing keys: unique fields first, then their number."""
    return total(key.in_mask(mask) * key.weight for key in keys)


def mask_score(keys: Sequence[MatchKey], mask: int) -> int:
    """The rank of a mask that is known outside the database."""
    return sum(key.weight for key in keys if mask & key.bit)


def total(terms: Iterable[ColumnElement[Any]]) -> ColumnElement[Any]:
    """The sum of SQL terms."""
    return reduce(lambda left, right: left + right, terms, literal(0))


def joker_or(key: MatchKey, common: ColumnElement[int], condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """The key is blank on a side, or `condition` holds."""
    return or_(key.in_mask(common) == 0, condition)


def all_of(conditions: Iterable[ColumnElement[bool]]) -> ColumnElement[bool]:
    """All of some conditions."""
    return and_(literal(1) == 1, *conditions)


def agreed_names(keys: Sequence[MatchKey], mask: int) -> list[str]:
    """The names of the fields whose bits a mask has, in the order of the keys."""
    return [key.field.name for key in keys if mask & key.bit]
