"""Choosing the first of the suggestions: the keys that find the most customers without losing any."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from raccord.catalogue import EXTERNAL_ID, ID, Field
from raccord.judging.estimates import Matching
from raccord.judging.sampling import mask_of, matching_of
from raccord.judging.sides import Sides
from raccord.sheet import MOST_KEYS

JUDGED_ROWS = 2_000
MOST_PAIRS = 2_000_000
"""The few fields of the choice are followed further than those of a sample."""

Keys = tuple[Field, ...]


def identity_fields(sides: Sides) -> list[Field]:
    """The fields of the sheet that identify a customer by themselves."""
    return [one for one in sides.fields if one.name in {ID, EXTERNAL_ID}]


def chosen_keys(sides: Sides, naming: Field | None) -> Keys:
    """The keys that find the most of the first rows' customers, or none where only other fields could.

    Identity fields are always among them. The name joins them with other fields that every customer has, where some
    rows have no identity, unless that would lose customers; never a town alone, which would match strangers.
    """
    first, fields = sides.first(JUDGED_ROWS), choice_fields(sides, naming)
    identity = identity_fields(sides)
    if not fields:
        return ()
    matching = matching_of(first, "choice", fields, MOST_PAIRS)
    worths = {keys: _worth(matching, mask_of(keys, fields), first.rows) for keys in _sets(fields, identity, naming)}
    best = max(worths, key=worths.__getitem__, default=())
    return best if best and (identity or worths[best].customers) else ()


def choice_fields(sides: Sides, naming: Field | None) -> list[Field]:
    """The fields of the sheet that may be in the choice."""
    identity, named = identity_fields(sides), naming in sides.fields
    may = [one for one in sides.fields if one in identity or one == naming or (named and one.required)]
    first = sorted(may, key=lambda one: (one not in identity, one != naming))[:MOST_KEYS]
    return [one for one in sides.fields if one in first]


def _sets(fields: Sequence[Field], identity: Sequence[Field], naming: Field | None) -> Iterator[Keys]:
    """The sets of keys to judge, of equally good ones the better first: the identity alone, then the strictest."""
    if identity:
        yield tuple(identity)
    if naming in fields:
        others = [one for one in fields if one.required and one not in {naming, *identity}]
        for size in range(len(others), -1, -1):
            for more in combinations(others, size):
                yield tuple(one for one in fields if one in {*identity, naming, *more})


class _Worth(NamedTuple):
    """How good keys are, compared in this order; what there should be few of is negative."""

    customers: int
    keyless: int
    ambiguous: int


def _worth(matching: Matching, chosen: int, rows: int) -> _Worth:
    found = matching.found(chosen)
    return _Worth(found.customers, matching.keyed(chosen) - rows, -found.ambiguous)
