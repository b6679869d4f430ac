"""Matching: staged rows against customers, and rows against each other, with jokers (SPEC §3).

A pair is a candidate when no key differs and at least one agrees, with blanks as jokers. Each pair is found by the
first
key on which it agrees, the most selective key first (`anchoring`); values that many share are matched as groups with
a count and never enumerated (`grouping`). Both work on small whole numbers that stand for the keys' values (`coding`).
"""

from raccord.matching.keys import MatchKey, agreed_names, match_keys
from raccord.matching.matches import Matches, find_matches, find_related

__all__ = ["MatchKey", "Matches", "agreed_names", "find_matches", "find_related", "match_keys"]
