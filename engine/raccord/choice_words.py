"""The words of “Your choice” in a result sheet: written in the user's language, read in any (SPEC §7)."""

import re
from functools import cache

from raccord.marks import plain
from raccord.planning.decisions import CreateNew, Decision, Skip, UseCustomer
from raccord.translation import Texts

TICK = "✓"
"""Stands beside a row that would be imported; taken away, the row is left out."""
SEPARATOR = " · "
NEW = Texts("new", "choice")
SKIP = Texts("skip", "choice")
LARGEST_ID = 2**63 - 1
_TICKS = {TICK, "✔", "☑"}
_CROSSES = {"✗", "✘", "☒"}
_CUSTOMER = re.compile(r"(\d{1,19})(?:\.0)?\s*(?:·.*)?", re.DOTALL | re.ASCII)


def read_choice(text: str) -> Decision | None:
    """Read a choice: `17`, `17 · Café de la Gare · 69003 Lyon`, `new`, `skip`; None for a tick, which decides nothing.

    Raises:
        ValueError: the text is no choice.
    """
    given = text.strip()
    if given in _TICKS:
        return None
    if given in _CROSSES:
        return Skip()
    if decision := _decisions_by_word().get(plain(given)):
        return decision
    found = _CUSTOMER.fullmatch(given)
    if found is None or not 0 < int(found[1]) <= LARGEST_ID:
        raise ValueError(text)
    return UseCustomer(int(found[1]))


@cache
def _decisions_by_word() -> dict[str, Decision]:
    new: dict[str, Decision] = {plain(word): CreateNew() for word in NEW.values()}
    return new | {plain(word): Skip() for word in SKIP.values()}
