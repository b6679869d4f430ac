"""Sampling: some rows and some customers, the same ones each time, and what sets of fields do for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from sqlalchemy import select, union_all

from raccord.catalogue import Field
from raccord.judging.estimates import Matching, Telling
from raccord.judging.meeting import MOST_MEETINGS, Sampled, met
from raccord.judging.sides import Sides
from raccord.matching import MatchKey, match_keys

SAMPLED_ROWS = 600
SAMPLED_CUSTOMERS = 400
MOST_FIELDS = 10
"""How many fields are tried together: each costs a pass over all customers."""
_SEED = 0


@dataclass(frozen=True)
class Sample:
    """What is known of a sample: a set of the fields is a mask of their bits, in their order."""

    keys: tuple[MatchKey, ...]
    matching: Matching
    rows: Telling
    customers: Telling

    def fields_of(self, chosen: int) -> tuple[Field, ...]:
        """The fields of a mask, in the order of the sheet."""
        return tuple(key.field for key in self.keys if chosen & key.bit)


def sample_of(numbers: Sequence[int], most: int) -> list[int]:
    """A sample of numbers, in their order: the same one for the same numbers, without any rhythm that a sheet has."""
    if len(numbers) <= most:
        return list(numbers)
    return sorted(Random(_SEED).sample(numbers, most))  # noqa: S311 - nobody must not guess it


def mask_of(fields: Sequence[Field], among: Sequence[Field]) -> int:
    """The mask of some fields among all."""
    return sum(1 << at for at, one in enumerate(among) if one in fields)


def matching_of(sides: Sides, name: str, fields: Sequence[Field], most: int = MOST_MEETINGS) -> Matching:
    """Look at all rows of the sides and at the customers they meet; `name` prefixes the temporary tables.

    At most about `most` pairs are followed for each field.
    """
    keys = match_keys(fields)
    rows = met(
        sides.connection,
        name,
        keys,
        sides.keyed_rows(keys),
        sides.keyed_customers(keys),
        sampled_count=sides.rows,
        most=most,
    )
    return Matching(list(rows.values()), unique_mask(keys))


def telling_fields(sides: Sides, first: Sequence[Field]) -> list[Field]:
    """The fields to try, in the order of the sheet: some that come first, and those with the most different values."""
    if len(sides.fields) <= MOST_FIELDS:
        return sides.fields
    keys = match_keys(sides.fields)
    rows = sample_of(sides.row_numbers(), SAMPLED_ROWS)
    found = [tuple(row) for row in sides.connection.execute(sides.keyed_rows(keys, rows))]
    values = {key.field: len({row[at] for row in found} - {None}) for at, key in enumerate(keys, 1)}
    ranked = sorted(sides.fields, key=lambda one: (one not in first, -values[one]))[:MOST_FIELDS]
    return [one for one in sides.fields if one in ranked]


def sampled(sides: Sides, fields: Sequence[Field]) -> Sample:
    """Look at some rows and some customers, and at all rows and customers that they meet."""
    keys = match_keys(fields)
    rows = sample_of(sides.row_numbers(), SAMPLED_ROWS)
    customers = sides.customers_at(sample_of(range(sides.numbered), SAMPLED_CUSTOMERS))
    some_rows = sides.keyed_rows(keys, rows)
    found = sides.keyed_customers(keys, customers).subquery()
    some = union_all(some_rows, select(-found.c.id, *list(found.c)[1:])).subquery()
    count = len(rows) + len(customers)
    in_base = met(sides.connection, "judged", keys, select(some), sides.keyed_customers(keys), sampled_count=count)
    in_sheet = met(
        sides.connection,
        "judged_rows",
        keys,
        some_rows,
        sides.keyed_rows(keys),
        sampled_count=len(rows),
        same_side=True,
    )
    return Sample(
        keys,
        Matching(_only(in_base, rows=True), unique_mask(keys)),
        Telling(list(in_sheet.values()), len(rows)),
        Telling(_only(in_base, rows=False), len(customers)),
    )


def unique_mask(keys: Sequence[MatchKey]) -> int:
    """The bits of the unique fields."""
    return sum(key.bit for key in keys if key.field.unique)


def _only(every: dict[int, Sampled], *, rows: bool) -> list[Sampled]:
    return [one for number, one in every.items() if (number > 0) is rows]
