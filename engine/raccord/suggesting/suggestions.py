"""The ranking of suggested keys: the choice first, then what tells apart on both sides.

Sets of up to eight fields are found by a sample; what is said of the best few is counted over all rows and customers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from raccord.job import Job
from raccord.judging.sampling import Sample, sampled, telling_fields
from raccord.judging.searching import Worth, worthy_sets
from raccord.judging.sides import Sides
from raccord.progress import Progress, silent
from raccord.suggesting.choosing import JUDGED_ROWS, Keys, choice_fields, chosen_keys, identity_fields
from raccord.suggesting.opening import opened_sides

SUGGESTED = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A set of key fields and how well it identifies.

    `unique_in_sheet` is the share of the sheet's rows, repeated ones left out, that have a value in one of the keys and
    share all of them, folded, with no other row; `unique_in_base` the same of the active customers in the scope, 1 for
    an empty base. The counts say what matching the rows by these keys gives; the `keyless` rows, which have no value in
    any of the keys, are among the new ones.
    """

    keys: tuple[str, ...]
    unique_in_sheet: float
    unique_in_base: float
    matched: int
    ambiguous: int
    new: int
    keyless: int = 0

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Matched, ambiguous and new rows, and those of the new ones that have none of the keys."""
        return self.matched, self.ambiguous, self.new, self.keyless

    @property
    def rows(self) -> int:
        """How many rows there are, repeated ones left out."""
        return self.matched + self.ambiguous + self.new

    def as_json(self) -> dict[str, Any]:
        """The suggestion as `raccord suggest-keys --json` prints it."""
        return {
            "keys": list(self.keys),
            "unique_in_sheet": round(self.unique_in_sheet, 4),
            "unique_in_base": round(self.unique_in_base, 4),
            "matched": self.matched,
            "ambiguous": self.ambiguous,
            "new": self.new,
            "keyless": self.keyless,
        }


def suggest_keys(job: Job, *, progress: Progress = silent) -> list[Suggestion]:
    """Suggest keys for a job's sheet, the best first; nothing is written.

    The first is what `keys_to_mark` gives; a field that identifies by itself is always among the others. No other set
    is there that is no better than a smaller one in it. The job's own keys do not count: every column whose field can
    identify a customer is tried.
    """
    with opened_sides(job, progress) as opened:
        if not opened.fields:
            return []
        fields = telling_fields(opened, choice_fields(opened, job.catalogue.naming))
        sides = opened.copied(fields)
        chosen = chosen_keys(sides, job.catalogue.naming)
        listed = [keys for keys in (chosen, *_alone(sides)) if keys]
        most = SUGGESTED - len(set(listed))
        more = [keys for keys in _best_of_sample(sampled(sides, fields)) if keys not in listed][:most]
        sets = dict.fromkeys([*listed, *more])
        judged = [_judged(sides, number, keys) for number, keys in enumerate(sets)]
    ranked = sorted(judged, key=lambda one: (one.keys != chosen, *one.rank))
    others = [one.keys for one in ranked if one.keys not in listed and _adds(one, ranked)]
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


def _best_of_sample(sample: Sample) -> list[Keys]:
    """The sets that do best for the sample."""
    found = worthy_sets(len(sample.keys), lambda chosen: _worth(sample, chosen))
    return [sample.fields_of(chosen) for chosen in found]


def _worth(sample: Sample, chosen: int) -> Worth:
    """How good a set is for the sample, by the ranking of the judged ones."""
    rows, customers = sample.rows.share(chosen), sample.customers.share(chosen)
    found = sample.matching.found(chosen)
    doubtful = found.ambiguous + found.single - found.customers
    settled = rows * customers == 1 and not doubtful and not sample.rows.keyless(chosen)
    return Worth((_told_apart(rows, customers), -doubtful, found.single), settled)


def _told_apart(rows: float, customers: float) -> float:
    return round(rows * customers, 2)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A suggestion, and how many of its rows share their customer with an earlier row."""

    keys: Keys
    suggestion: Suggestion
    crowded: int

    @property
    def figures(self) -> tuple[float, int, int]:
        """What tells apart on both sides counts most, then what leaves no doubt, then what matches most."""
        one = self.suggestion
        return _told_apart(one.unique_in_sheet, one.unique_in_base), -one.ambiguous - self.crowded, one.matched

    @property
    def rank(self) -> tuple[float, int, int, int]:
        """The order of suggestions; of equally good ones that of the fewest keys comes first."""
        told_apart, certain, matched = self.figures
        return -told_apart, -certain, -matched, len(self.keys)


def _adds(one: _Judged, every: Sequence[_Judged]) -> bool:
    """Tell whether a set tells rows apart and is better in some figure than every smaller one in it."""
    parts = (other.figures for other in every if set(other.keys) < set(one.keys))
    better = all(any(mine > theirs for mine, theirs in zip(one.figures, part, strict=True)) for part in parts)
    return better and one.suggestion.unique_in_sheet > 0


def _judged(sides: Sides, number: int, fields: Keys) -> _Judged:
    matched, ambiguous, customers = sides.matches(fields, f"suggest{number}")
    new = sides.rows - matched - ambiguous
    shares = sides.unique_in_sheet(fields), sides.unique_in_base(fields)
    names = tuple(one.name for one in fields)
    suggestion = Suggestion(names, *shares, matched, ambiguous, new, sides.keyless(fields))
    return _Judged(fields, suggestion, matched - customers)
