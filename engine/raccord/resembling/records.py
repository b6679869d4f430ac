"""Records out of pages: the rows' or customers' columns, reduced as columns, each line a record only when asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from raccord.database.pages import SEPARATOR, Joined, Page
from raccord.resembling.reducing import (
    FEWEST_DIGITS,
    PHONE_DIGITS,
    consonants,
    digits,
    house_number,
    name_words,
    reduced,
    street_sounds,
    street_words,
    town_sounds,
    words_of,
)
from raccord.resembling.roles import Roles
from raccord.resembling.scoring import Record

_STREET_END = 4


class Line(NamedTuple):
    """A row or a customer before its words are told apart: a few short texts, so that many can be kept."""

    name: str
    street: str
    zip: str
    city: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]

    def record(self) -> Record:
        """What is compared of it."""
        street = reduced(self.street)
        return Record(
            name_words(self.name),
            street_words(street),
            house_number(street),
            self.zip,
            words_of(reduced(self.city)),
            self.phones,
            self.emails,
        )


@dataclass(frozen=True, slots=True)
class Columns:
    """A page's lines: ids, names, streets and cities as they are, all else reduced; a missing role has blanks.

    `sounds` has the names' consonants, `towns` the cities', `ends` the streets' numbers and last consonants, `places`
    the zips, or the towns where nobody has a zip. There are several columns of `phones` and `emails`.
    """

    ids: list[str]
    names: list[str]
    streets: list[str]
    cities: list[str]
    plain_names: list[str]
    sounds: list[str]
    towns: list[str]
    ends: list[str]
    zips: list[str]
    places: list[str]
    phones: tuple[list[str], ...]
    emails: tuple[list[str], ...]

    def line(self, at: int) -> Line:
        """A line of them."""
        phones = tuple(one[at] for one in self.phones if one[at])
        emails = tuple(one[at] for one in self.emails if one[at])
        return Line(self.plain_names[at], self.streets[at], self.zips[at], self.cities[at], phones, emails)


def columns_of(page: Page, roles: Roles) -> Columns:
    """The columns of a page that selects the id, then the roles' fields in their order."""
    given = {one.name: _joined(column) for one, column in zip(roles.fields, page.columns, strict=True)}
    blank = SEPARATOR * (page.rows - 1)
    single = (roles.name, roles.street, roles.zip, roles.city)
    name, street, zipped, city = (given[one.name] if one else blank for one in single)
    plain_name = reduced(name)
    towns = town_sounds(reduced(city)).split(SEPARATOR)
    zips = [one.lstrip("0") for one in reduced(zipped).replace(" ", "").split(SEPARATOR)]
    return Columns(
        _joined(page.ids).split(SEPARATOR),
        name.split(SEPARATOR),
        street.split(SEPARATOR),
        city.split(SEPARATOR),
        plain_name.split(SEPARATOR),
        consonants(plain_name).split(SEPARATOR),
        towns,
        _street_ends(street),
        zips,
        zips if roles.zip else towns,
        tuple(_phone_ends(given[one.name]) for one in roles.phones),
        tuple(given[one.name].casefold().split(SEPARATOR) for one in roles.emails),
    )


def record_of(values: Sequence[str | None], roles: Roles) -> Record:
    """What is compared of one line, by the values of the roles' fields in their order."""
    return columns_of(Page(1, "0", tuple([value or ""] for value in values)), roles).line(0).record()


def _street_ends(joined: str) -> list[str]:
    """The number and the last consonants of each street: an avenue that is abbreviated keeps them."""
    numbers = digits(joined).split(SEPARATOR)
    sounds = street_sounds(reduced(joined)).split(SEPARATOR)
    return [number + one[-_STREET_END:] for number, one in zip(numbers, sounds, strict=True)]


def _phone_ends(joined: str) -> list[str]:
    """The last digits of each phone number; blank where it has too few to tell anybody."""
    every = digits(joined).split(SEPARATOR)
    return [one[-PHONE_DIGITS:] if len(one) >= FEWEST_DIGITS else "" for one in every]


def _joined(column: Joined) -> str:
    """A column's values, joined; a separator inside a value is a space."""
    return column if isinstance(column, str) else SEPARATOR.join(one.replace(SEPARATOR, " ") for one in column)
