"""Searching the sets of fields: from single ones up, each field more must make a set better than all its parts."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from raccord.sheet import MOST_KEYS

MOST_TRIED = 300
EXTENDED = 6
"""How many sets of each size get one field more: the best of those that add something, then the best others."""


class Worth(NamedTuple):
    """How good a set of fields is: figures of which the first counts most and more is better."""

    figures: tuple[float, ...]
    settled: bool
    """Nothing is left that a field more could do."""


def worthy_sets(fields: int, judge: Callable[[int], Worth], most_tried: int = MOST_TRIED) -> list[int]:
    """The masks of so many fields that are better in a figure than each of their parts, the best first.

    Of equally good ones, that of fewer fields comes first, then that of earlier ones.
    """
    worths: dict[int, Worth] = {}
    worthy: list[int] = []
    size = [1 << at for at in range(fields)]
    while size and len(worths) < most_tried:
        tried = size[: most_tried - len(worths)]
        worths |= {chosen: judge(chosen) for chosen in tried}
        adding = [chosen for chosen in tried if any(worths[chosen].figures) and _adds(chosen, worths, worthy)]
        worthy += adding
        open_sets = [one for one in tried if not _is_settled(one, worths)]
        best = sorted(open_sets, key=lambda one: (one not in adding, _order(one, worths)))[:EXTENDED]
        size = _extended(best, fields)
    return sorted(worthy, key=lambda one: _order(one, worths))


def _extended(sets: Sequence[int], fields: int) -> list[int]:
    more = (one | 1 << at for one in sets for at in range(fields) if not one & 1 << at)
    return [one for one in dict.fromkeys(more) if one.bit_count() <= MOST_KEYS]


def _is_settled(chosen: int, worths: dict[int, Worth]) -> bool:
    return any(worth.settled for part, worth in worths.items() if part & ~chosen == 0)


def _adds(chosen: int, worths: dict[int, Worth], worthy: Sequence[int]) -> bool:
    """Tell whether a set is better in some figure than every smaller set in it."""
    parts = (worths[one].figures for one in worthy if one != chosen and one & ~chosen == 0)
    return all(any(mine > theirs for mine, theirs in zip(worths[chosen].figures, part, strict=True)) for part in parts)


def _order(chosen: int, worths: dict[int, Worth]) -> tuple[object, ...]:
    return ([-figure for figure in worths[chosen].figures], chosen.bit_count(), -(_reversed(chosen)))


def _reversed(chosen: int) -> int:
    """The mask with its first bit last, so that earlier fields weigh more."""
    return int(f"{chosen:064b}"[::-1], 2)
