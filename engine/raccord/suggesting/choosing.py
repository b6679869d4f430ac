"""Choosing the first of the suggestions: the keys that find the most customers without losing any."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from raccord.catalogue import EXTERNAL_ID, ID, Field
from raccord.suggesting.sides import Sides

Keys = tuple[Field, ...]


def identity_fields(sides: Sides) -> list[Field]:
    """The fields of the sheet that identify a customer by themselves."""
    return [one for one in sides.fields if one.name in {ID, EXTERNAL_ID}]


def chosen_keys(sides: Sides, naming: Field | None) -> Keys:
    """The keys that find the most of the sheet's customers, or none where only other fields could.

    Identity fields are always among them. The name joins them with other fields that every customer has, where some
    rows have no identity, unless that would lose customers; never a town alone, which would match strangers.
    """
    identity = identity_fields(sides)
    worths = {keys: _worth(sides, f"choice{at}", keys) for at, keys in enumerate(_sets(sides.fields, identity, naming))}
    best = max(worths, key=worths.__getitem__, default=())
    return best if best and (identity or worths[best].customers) else ()


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


def _worth(sides: Sides, name: str, keys: Keys) -> _Worth:
    _, ambiguous, customers = sides.matches(keys, name)
    return _Worth(customers, -sides.keyless(keys), -ambiguous)
