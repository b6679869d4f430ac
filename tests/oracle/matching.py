"""Which customers a row means, and which rows mean each other (SPEC §3)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from oracle.catalogue import Field
from oracle.values import convert, fold
from oracle.world import Customer, Options, Scalar, State

Values = Mapping[str, Scalar]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A customer that a row may mean, the keys that agree and the keys that are jokers."""

    customer: int
    agreed: tuple[str, ...]
    jokers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matcher:
    """The key fields of a sheet and the one rule that holds between row and customer, and between rows."""

    fields: Mapping[str, Field]
    keys: Sequence[str]

    def compare(self, key: str, left: Values, right: Values) -> str:
        """Tell whether a key `agrees`, `differs` or is a `joker`."""
        one, other = fold(self.fields[key], left[key]), fold(self.fields[key], right[key])
        if one is None or other is None:
            return "joker"
        return "agrees" if one == other else "differs"

    def agreed(self, left: Values, right: Values) -> tuple[str, ...]:
        """Give the keys that agree."""
        return tuple(key for key in self.keys if self.compare(key, left, right) == "agrees")

    def jokers(self, left: Values, right: Values) -> tuple[str, ...]:
        """Give the keys that are blank on either side; one key alone has no joker."""
        return tuple(key for key in self.keys if self.compare(key, left, right) == "joker")

    def fits(self, left: Values, right: Values) -> bool:
        """Tell whether at least one key agrees and none differs; joker or not, a single key must agree."""
        differs = any(self.compare(key, left, right) == "differs" for key in self.keys)
        return not differs and bool(self.agreed(left, right))

    def best(self, row: Values, customers: Mapping[int, Values]) -> list[Candidate]:
        """Give the candidates with the most agreeing unique fields, then the most agreeing keys, by id."""
        found = [
            Candidate(number, self.agreed(row, values), self.jokers(row, values))
            for number, values in sorted(customers.items())
            if self.fits(row, values)
        ]
        top = max(map(self._rank, found), default=None)
        return [candidate for candidate in found if self._rank(candidate) == top]

    def _rank(self, candidate: Candidate) -> tuple[int, int]:
        return sum(self.fields[key].unique for key in candidate.agreed), len(candidate.agreed)

    def binned(self, row: Values, customers: Mapping[int, Values]) -> list[Candidate]:
        """Give the customers, out of those in the bin, whose `id` or `external_id` agrees as a key."""
        return [
            Candidate(number, self.agreed(row, values), self.jokers(row, values))
            for number, values in sorted(customers.items())
            if {"id", "external_id"} & set(self.agreed(row, values))
        ]


def seen(state: State, fields: Mapping[str, Field], options: Options, *, binned: bool) -> dict[int, Values]:
    """Give the active (or binned) customers inside the scope, with their ids as a field."""
    return {
        number: {**customer.fields, "id": number}
        for number, customer in state.items()
        if customer.binned == binned and in_scope(customer, fields, options)
    }


def in_scope(customer: Customer, fields: Mapping[str, Field], options: Options) -> bool:
    """Tell whether a customer agrees with every condition of the scope."""
    wanted = scope_values(fields, options)
    return all(fold(fields[name], customer.fields[name]) == fold(fields[name], wanted[name]) for name in wanted)


def scope_values(fields: Mapping[str, Field], options: Options) -> dict[str, Scalar]:
    """Give the scope's conditions as typed values."""
    typed = {name: convert(fields[name], text, options.locale) for name, text in options.scope.items()}
    return {name: value for name, value in typed.items() if value is None or isinstance(value, bool | int | str)}


def kept(places: Iterable[int], related: Mapping[int, set[int]], on_duplicate: str) -> set[int]:
    """Give the rows that stay: without a related row, or without an earlier (`first`) or later (`last`) one."""

    def stays(place: int) -> bool:
        if on_duplicate == "first":
            return min(related[place], default=place) >= place
        return max(related[place], default=place) <= place if on_duplicate == "last" else not related[place]

    return {place for place in places if stays(place)}
