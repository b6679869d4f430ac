"""The ranking of suggested keys: the choice first, then what tells apart on both sides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Any

from raccord.catalogue import Field
from raccord.job import Job
from raccord.progress import Progress, silent
from raccord.suggesting.choosing import Keys, chosen_keys, identity_fields
from raccord.suggesting.sides import Sides, opened_sides

MOST_TOGETHER = 3
MOST_COMBINED_FIELDS = 8
MOST_TRIED = 60
MOST_MATCHED = 6
SUGGESTED = 5
JUDGED_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A set of key fields and how well it identifies.

    `unique_in_sheet` is the share of the sheet's rows, repeated ones left out, that have a value in one of the keys and
    share all of them, folded, with no other row; `unique_in_base` the same of the active customers in the scope, 1 for
    an empty base. The counts say what matching the rows by these keys gives.
    """

    keys: tuple[str, ...]
    unique_in_sheet: float
    unique_in_base: float
    matched: int
    ambiguous: int
    new: int

    @property
    def counts(self) -> tuple[int, int, int]:
        """Matched, ambiguous and new rows."""
        return self.matched, self.ambiguous, self.new

    def as_json(self) -> dict[str, Any]:
        """The suggestion as `raccord suggest-keys --json` prints it."""
        return {
            "keys": list(self.keys),
            "unique_in_sheet": round(self.unique_in_sheet, 4),
            "unique_in_base": round(self.unique_in_base, 4),
            "matched": self.matched,
            "ambiguous": self.ambiguous,
            "new": self.new,
        }


def suggest_keys(job: Job, *, progress: Progress = silent) -> list[Suggestion]:
    """Suggest keys for a job's sheet, the best first; nothing is written.

    The first is what `keys_to_mark` gives; a field that identifies by itself is always among the others. The job's own
    keys do not count: every column whose field can identify a customer is tried.
    """
    with opened_sides(job, progress) as sides:
        chosen = chosen_keys(sides.first(JUDGED_ROWS), job.catalogue.naming)
        listed = [keys for keys in (chosen, *_alone(sides)) if keys]
        sets = dict.fromkeys([*listed, *_best_told_apart(sides)])
        judged = [_judged(sides, number, keys) for number, keys in enumerate(sets)]
    ranked = sorted(judged, key=lambda one: (one.keys != chosen, *one.rank))
    others = [one.keys for one in ranked if one.keys not in listed]
    listed += others[: SUGGESTED - len(set(listed))]
    return [one.suggestion for one in ranked if one.keys in listed]


def keys_to_mark(job: Job, *, progress: Progress = silent) -> tuple[str, ...]:
    """The fields to mark as keys in a job's sheet, judged by its first rows: the first suggestion that fits it."""
    with opened_sides(job, progress, JUDGED_ROWS) as sides:
        chosen = chosen_keys(sides, job.catalogue.naming)
    if chosen:
        return tuple(one.name for one in chosen)
    return next((one.keys for one in suggest_keys(job, progress=progress) if one.matched), ())


def _alone(sides: Sides) -> Iterator[Keys]:
    """Each field that identifies by itself and tells rows of the sheet apart."""
    return ((one,) for one in identity_fields(sides) if sides.unique_in_sheet([one]))


def _best_told_apart(sides: Sides) -> list[Keys]:
    """The sets that tell most rows apart, the fewest fields first."""
    found = sorted(_promising(sides, sides.fields), key=lambda one: _rank(*one))
    return [keys for keys, _ in found[:MOST_MATCHED]]


def _promising(sides: Sides, fields: Sequence[Field]) -> Iterator[tuple[Keys, float]]:
    """Each set of fields that tells rows apart, with the share; one field more must tell more rows apart."""
    shares: dict[frozenset[str], float] = {}
    singles = sorted(fields, key=lambda one: -shares.setdefault(frozenset({one.name}), sides.unique_in_sheet([one])))
    for one in singles:
        if shares[frozenset({one.name})]:
            yield (one,), shares[frozenset({one.name})]
    together = [one for one in fields if one in singles[:MOST_COMBINED_FIELDS]]
    sets = (chosen for size in range(2, MOST_TOGETHER + 1) for chosen in combinations(together, size))
    for chosen in islice((chosen for chosen in sets if _best_part(shares, chosen) < 1), MOST_TRIED):
        share = shares[frozenset(one.name for one in chosen)] = sides.unique_in_sheet(chosen)
        if share > _best_part(shares, chosen):
            yield chosen, share


def _best_part(shares: dict[frozenset[str], float], chosen: Sequence[Field]) -> float:
    """The best share of any smaller set within a set of fields; a part that is perfect was never tried with more."""
    names = {one.name for one in chosen}
    return max((share for part, share in shares.items() if part < names), default=0.0)


def _rank(fields: Sequence[Field], share: float) -> tuple[float, int, int]:
    return (-round(share, 2), len(fields), -sum(one.unique for one in fields))


@dataclass(frozen=True, slots=True)
class _Judged:
    """A suggestion, and how many of its rows share their customer with an earlier row."""

    keys: Keys
    suggestion: Suggestion
    crowded: int

    @property
    def rank(self) -> tuple[float, int, int, int]:
        """What tells apart on both sides comes first, then what leaves no doubt, what matches most, the fewest keys."""
        one = self.suggestion
        told_apart = round(one.unique_in_sheet * one.unique_in_base, 2)
        return (-told_apart, one.ambiguous + self.crowded, -one.matched, len(one.keys))


def _judged(sides: Sides, number: int, fields: Keys) -> _Judged:
    matched, ambiguous, customers = sides.matches(fields, f"suggest{number}")
    new = sides.rows - matched - ambiguous
    shares = sides.unique_in_sheet(fields), sides.unique_in_base(fields)
    suggestion = Suggestion(tuple(one.name for one in fields), *shares, matched, ambiguous, new)
    return _Judged(fields, suggestion, matched - customers)
