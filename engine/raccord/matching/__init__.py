"""Matching: staged rows against customers, and rows against each other, with jokers (SPEC §3).

A pair is a candidate when no key differs and at least one agrees, with blanks as jokers. Each pair is found by the
first key on which it agrees, the most selective key first (`anchoring`); values that many share are matched as groups
with a count and never enumerated (`grouping`). Both work on small whole numbers that stand for the keys' values
(`coding`). Into a large base, all but the last step is done in memory (`columnar`), and a single key with an index is
looked up in it (`looking_up`), with the same result.
"""

from raccord.matching.base import Base, base_of
from raccord.matching.keys import MatchKey, agreed_names, match_keys
from raccord.matching.matches import Matcher, Matches, find_matches, find_related

__all__ = [
    "Base",
    "MatchKey",
    "Matcher",
    "Matches",
    "agreed_names",
    "base_of",
    "find_matches",
    "find_related",
    "match_keys",
]
