"""Suggesting keys: which columns of a sheet, alone or together, tell its rows and the customers apart (SPEC §8).

One ranking serves everybody: its first is what Prepare marks.
"""

from raccord.suggesting.suggestions import Suggestion, keys_to_mark, suggest_keys

__all__ = ["Suggestion", "keys_to_mark", "suggest_keys"]
