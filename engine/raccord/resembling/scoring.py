"""Scoring: how alike two records are, from 0 to 1; a function of the two alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

THRESHOLD = 0.8
"""From here on two records are likely to be one customer."""
NAME, STREET, PLACE, CONTACT = 50, 20, 25, 15
"""What the traits weigh; a phone and an e-mail address weigh CONTACT each where they agree."""
OTHER_CONTACT = 5
"""What they weigh where both sides have one and they differ: everybody has several."""
SAME_NAME = 0.6
"""Names that share less are different ones, and so are the records."""
SAME_TRAIT = 0.5
SAME_TOWN = 0.5
"""What another zip counts in a town of the same name."""
OTHER_NUMBER, NO_NUMBER = 0.5, 0.9
"""What is left of a street where the house numbers differ, or only one side has any."""
_SHORT_LENGTH, _SHORT_WORD = 2, 0.5
"""What a word of so few letters weighs."""
_INITIAL = 0.8
"""How alike an initial is to its word."""
_SPELLED, _SPELLED_ALIKE = 4, 0.75
"""Words of so many letters may be spelled otherwise, up to so much."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is compared of a row or a customer, reduced; a blank trait counts neither way."""

    name: tuple[str, ...] = ()
    street: tuple[str, ...] = ()
    number: str = ""
    zip: str = ""
    city: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


def likeness(one: Record, other: Record) -> float:
    """How alike two records are: the weighted mean of the traits that both have.

    It is 0 where the names differ, and where nothing agrees but one trait.
    """
    named = bool(one.name and other.name)
    name = words_alike(one.name, other.name) if named else 0.0
    if named and name < SAME_NAME:
        return 0.0
    traits = [(NAME, name)] if named else []
    traits += _others(one, other)
    if sum(alike >= SAME_TRAIT for _, alike in traits) < 2:  # noqa: PLR2004 - said above
        return 0.0
    return sum(weight * alike for weight, alike in traits) / sum(weight for weight, _ in traits)


def _others(one: Record, other: Record) -> Iterable[tuple[int, float]]:
    """Weight and likeness of every other trait that both have."""
    if one.street and other.street:
        yield STREET, words_alike(one.street, other.street) * _numbers_alike(one.number, other.number)
    place = _places_alike(one, other)
    if place is not None:
        yield PLACE, place
    for mine, theirs in ((one.phones, other.phones), (one.emails, other.emails)):
        if mine and theirs:
            yield (OTHER_CONTACT, 0.0) if set(mine).isdisjoint(theirs) else (CONTACT, 1.0)


def _places_alike(one: Record, other: Record) -> float | None:
    """How alike zip and town are, None where a side has neither that the other has."""
    zips = bool(one.zip and other.zip)
    if zips and one.zip == other.zip:
        return 1.0
    if not (one.city and other.city):
        return 0.0 if zips else None
    same = words_alike(one.city, other.city) >= SAME_NAME
    return (SAME_TOWN if zips else 1.0) * same


def _numbers_alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return OTHER_NUMBER if one and other else NO_NUMBER


def words_alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How alike two names are by their words, in whatever order and spelling.

    It is the mean of the share of all words that both have, and of the share of the shorter name's words that the
    longer one has.
    """
    if one == other or "".join(one) == "".join(other):
        return 1.0
    mine, theirs = set(one), set(other)
    same = mine & theirs
    shared = _weight(same)
    if len(mine) > len(same) < len(theirs):
        shared += _spelled_alike(mine - same, theirs - same)
    totals = _weight(mine), _weight(theirs)
    return (2 * shared / sum(totals) + min(1.0, shared / min(totals))) / 2


def _spelled_alike(mine: set[str], theirs: set[str]) -> float:
    """The weight of the words of one side that another word of the other side resembles."""
    pairs = [(alike, word, left) for word in mine for left in theirs if (alike := _word_alike(word, left))]
    shared, used = 0.0, set[tuple[int, str]]()
    for alike, word, left in sorted(pairs, reverse=True):
        if used.isdisjoint({(0, word), (1, left)}):
            used |= {(0, word), (1, left)}
            shared += alike * min(_weight({word}), _weight({left}))
    return shared


def _word_alike(one: str, other: str) -> float:
    """How alike two different words are: an initial stands for its word, numbers are equal or not."""
    if len(one) < _SPELLED or len(other) < _SPELLED:
        return _INITIAL * (one[0] == other[0] and 1 in {len(one), len(other)})
    if one[0] <= "9" or other[0] <= "9":
        return 0.0
    return OSA.normalized_similarity(one, other, score_cutoff=_SPELLED_ALIKE)


def _weight(words: set[str]) -> float:
    """What words weigh: one each, less for short ones that are no numbers."""
    weight = float(len(words))
    for word in words:
        if len(word) <= _SHORT_LENGTH and word[0] > "9":
            weight -= 1 - _SHORT_WORD
    return weight
