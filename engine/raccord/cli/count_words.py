"""What became of customers, counted in words: `120 customers updated, 14 created`."""

from collections.abc import Callable, Mapping

from raccord.translation import ngettext

_FIRST: dict[str, Callable[[int], str]] = {
    "updated": lambda count: ngettext("{count:,} customer updated", "{count:,} customers updated", count),
    "created": lambda count: ngettext("{count:,} customer created", "{count:,} customers created", count),
    "restored": lambda count: ngettext("{count:,} customer restored", "{count:,} customers restored", count),
    "deleted": lambda count: ngettext("{count:,} customer deleted", "{count:,} customers deleted", count),
    "removed": lambda count: ngettext("{count:,} customer removed", "{count:,} customers removed", count),
}
_OTHERS: dict[str, Callable[[int], str]] = {
    "updated": lambda count: ngettext("{count:,} updated", "{count:,} updated", count),
    "created": lambda count: ngettext("{count:,} created", "{count:,} created", count),
    "restored": lambda count: ngettext("{count:,} restored", "{count:,} restored", count),
    "deleted": lambda count: ngettext("{count:,} deleted", "{count:,} deleted", count),
    "removed": lambda count: ngettext("{count:,} removed", "{count:,} removed", count),
}
"""The same where the sentence has named the customers already."""


def counted_customers(counts: Mapping[str, int]) -> str:
    """What happened, without what did not; nothing for nothing. Other counts than those of customers do not matter."""
    there = [kind for kind in _FIRST if counts.get(kind)]
    return ", ".join((_OTHERS if at else _FIRST)[kind](counts[kind]) for at, kind in enumerate(there))
