"""Estimates: what any set of fields would find and tell apart among those sampled, without asking the database.

A set of fields is a mask, one bit a field. Where all that one sampled has of a set are values that very many share, it
counts as ambiguous, and as not told apart.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from raccord.judging.meeting import Sampled
from raccord.matching.keys import UNIQUE_WEIGHT


class Found(NamedTuple):
    """How many sampled rows match one customer, how many several, and how many customers the former are."""

    single: int
    ambiguous: int
    customers: int


@dataclass(frozen=True)
class Matching:
    """The sampled rows and the customers they meet; `unique` is the mask of the unique fields."""

    rows: Collection[Sampled]
    unique: int

    def found(self, chosen: int) -> Found:
        """Match the sampled rows by the chosen fields (SPEC §3)."""
        best = list(self._best(chosen))
        single = [one for count, one in best if count == 1]
        return Found(len(single), len(best) - len(single), len({one.first for one in single}))

    def likely(self, chosen: int, telling: int, doubted: int) -> Found:
        """The same, without the rows of whose one customer the rest of the row does not speak as well.

        Row and customer agree in one of the chosen fields that are `telling`, and of all fields but the `doubted` ones
        at least as many agree as differ. So a new customer in the town of another is not taken for that one.
        """
        best = list(self._best(chosen))
        single = [one for count, one in best if count == 1]
        told = [one for one in single if one.agreed & chosen & telling and one.speaks(doubted)]
        return Found(len(told), len(best) - len(single), len({one.first for one in told}))

    def keyed(self, chosen: int) -> int:
        """How many sampled rows have a value in one of the chosen fields."""
        return sum(row.filled & chosen != 0 for row in self.rows)

    def _best(self, chosen: int) -> "Iterator[tuple[int, _Candidates]]":
        """How many the best candidates of each row that has any are, and some of them."""
        for row, candidates in self._candidates:
            if _is_crowded(row, chosen):
                yield _CROWD.members, _CROWD
                continue
            score = members = 0
            best = _CROWD
            for one in candidates:
                agreed = one.agreed & chosen
                if not agreed or one.differs & chosen:
                    continue
                reached = agreed.bit_count() + UNIQUE_WEIGHT * (agreed & self.unique).bit_count()
                if reached > score:
                    score, members, best = reached, one.members, one
                elif reached == score:
                    members += one.members
            if members:
                yield members, best

    @cached_property
    def _candidates(self) -> "list[tuple[Sampled, list[_Candidates]]]":
        return [
            (row, [_Candidates(one.agreed, row.filled & one.filled & ~one.agreed, *one[2:]) for one in row.groups])
            for row in self.rows
        ]


class _Candidates(NamedTuple):
    """Customers that agree with a row in the same fields and differ in the same ones."""

    agreed: int
    differs: int
    members: int
    first: int

    def speaks(self, doubted: int) -> bool:
        """Tell whether as many fields agree as differ, the doubted ones left out."""
        return (self.agreed & ~doubted).bit_count() >= (self.differs & ~doubted).bit_count()


_CROWD = _Candidates(0, 0, 2, 0)


@dataclass(frozen=True)
class Telling:
    """Those sampled of one side, `total` with the ones that have no value at all, and whom of it they meet."""

    sampled: Collection[Sampled]
    total: int

    def share(self, chosen: int) -> float:
        """The share of them that the chosen fields tell apart from all others of their side; 1 for an empty side."""
        if not self.total:
            return 1.0
        return sum(_is_alone(one, same, chosen) for one, same in self._same) / self.total

    def keyless(self, chosen: int) -> int:
        """How many of them have a value in none of the chosen fields."""
        return self.total - sum(one.filled & chosen != 0 for one in self.sampled)

    @cached_property
    def _same(self) -> list[tuple[Sampled, list[int]]]:
        """With each one, the largest sets of fields in which another is the same, blank ones included."""
        return [
            (one, _largest({met.agreed | ~(one.filled | met.filled) for met in one.groups})) for one in self.sampled
        ]


def _largest(masks: Collection[int]) -> list[int]:
    return [mask for mask in masks if not any(mask != other and mask & ~other == 0 for other in masks)]


def _is_alone(one: Sampled, same: Collection[int], chosen: int) -> bool:
    given = one.filled & chosen != 0 and not _is_crowded(one, chosen)
    return given and not any(chosen & ~mask == 0 for mask in same)


def _is_crowded(one: Sampled, chosen: int) -> bool:
    filled = one.filled & chosen
    return filled != 0 and filled & ~one.crowded == 0
