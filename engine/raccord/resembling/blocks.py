"""Blocks: rows by what a customer has to share with them to be compared, so that few pairs are (SPEC §3).

A row and a customer meet by a phone number, by an e-mail address, by street and zip, by street and town, or by zip and
two words of the name; by one word where a name has no other.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, compress, count

from raccord.resembling.records import Columns
from raccord.resembling.reducing import consonants
from raccord.resembling.words import LEGAL_FORMS

CROWD = 5
"""A block that so many customers share is closed: the others are not compared by it."""
_WORD = 3
_MOST_WORDS = 6
"""So many consonants of a word, and words of a name, make blocks."""
_LONGEST_SMALL = 2
_NOISE = frozenset({"ds", *(sound for one in LEGAL_FORMS if len(sound := consonants(one)) > _LONGEST_SMALL)})


class Block(dict[str, int]):
    """The first row of each key, the other rows of those that have several, and how many customers have met them."""

    def __init__(self) -> None:
        super().__init__()
        self._more: dict[str, list[int]] = {}
        self._met: dict[str, int] = {}

    def put(self, key: str, row: int) -> None:
        """Add a row to those of a key; a blank key is none."""
        if key and self.setdefault(key, row) != row:
            self._more.setdefault(key, []).append(row)

    def met(self, key: str) -> list[int]:
        """The rows of a key that is there, which a customer meets; the last one of a crowd closes it."""
        times = self._met[key] = self._met.get(key, 0) + 1
        first = self.pop(key) if times >= CROWD else self[key]
        return [first, *self._more[key]] if key in self._more else [first]


@dataclass(slots=True)
class _Names:
    """Rows of one place by what their names tell: two words, one word of several, the only word; `words` has all."""

    words: set[str] = field(default_factory=set)
    pairs: Block = field(default_factory=Block)
    parts: Block = field(default_factory=Block)
    alone: Block = field(default_factory=Block)

    def put(self, words: list[str], row: int) -> None:
        self.words.update(words)
        one_of = self.parts if len(words) > 1 else self.alone
        for word in words:
            one_of.put(word, row)
        for pair in _pairs(words):
            self.pairs.put(pair, row)

    def met(self, sounds: str) -> list[int]:
        """The rows that a customer meets by its name; most share no word with any, which costs little to tell."""
        if self.words.isdisjoint([word[:_WORD] for word in sounds.split()]):
            return []
        words = _telling(sounds)
        found = _met(self.alone, words)
        return found + (_met(self.pairs, _pairs(words)) if len(words) > 1 else _met(self.parts, words))


def _met(block: Block, keys: list[str]) -> list[int]:
    return [row for key in keys if key in block for row in block.met(key)]


class Blocks:
    """All blocks of some rows."""

    def __init__(self) -> None:
        self._by_key: defaultdict[str, Block] = defaultdict(Block)
        self._by_place: defaultdict[str, _Names] = defaultdict(_Names)

    def put(self, columns: Columns) -> None:
        """Add rows."""
        rows = list(map(int, columns.ids))
        for kind, keys in _keys(columns):
            for row, key in zip(rows, keys, strict=True):
                self._by_key[kind].put(key, row)
        for row, place, sounds in zip(rows, columns.places, columns.sounds, strict=True):
            if place:
                self._by_place[place].put(_telling(sounds), row)

    def meetings(self, columns: Columns) -> dict[int, list[int]]:
        """The rows that customers meet, some more than once, by the customers' places in the page."""
        met: defaultdict[int, list[int]] = defaultdict(list)
        for kind, keys in _keys(columns):
            block = self._by_key[kind]
            for at in compress(count(), map(block.__contains__, keys)):
                met[at] += block.met(keys[at])
        places, sounds = columns.places, columns.sounds
        for at in compress(count(), map(self._by_place.__contains__, places)):
            rows = self._by_place[places[at]].met(sounds[at])
            if rows:
                met[at] += rows
        return met


def _keys(columns: Columns) -> Iterator[tuple[str, list[str]]]:
    """The columns of keys, by kind: equal keys of a kind make a block."""
    ends = columns.ends
    yield "address", [f"{one} {end}" if one and end else "" for one, end in zip(columns.places, ends, strict=True)]
    yield "town", [f"{one} {end}" if one and end else "" for one, end in zip(columns.towns, ends, strict=True)]
    for keys in columns.phones:
        yield "phone", keys
    for keys in columns.emails:
        yield "email", keys


def _telling(sounds: str) -> list[str]:
    """The beginnings of the words of a name's consonants that tell something, without numbers."""
    words = [word[:_WORD] for word in sounds.split() if len(word) > 1 and word > "9" and word not in _NOISE]
    return words[:_MOST_WORDS]


def _pairs(words: list[str]) -> list[str]:
    """Every two words as one, in whatever order."""
    return [one + other if one < other else other + one for one, other in combinations(words, 2)]
