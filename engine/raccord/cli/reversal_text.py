"""What a restore or an undo did, for people and as JSON."""

from dataclasses import asdict

from raccord.cli.screen import Screen
from raccord.journal import Reversal
from raccord.values import plural, shown

SHOWN = 20


def tell_reversal(reversal: Reversal, screen: Screen, *, as_json: bool) -> int:
    """Report a reversal; returns 1 when something that was changed since stays as it is, else 0."""
    if as_json:
        screen.json(asdict(reversal))
    else:
        _show(reversal, screen)
    return int(reversal.conflict_count > 0)


def _show(reversal: Reversal, screen: Screen) -> None:
    taken = ", ".join(map(str, reversal.reverted[:SHOWN])) + (" …" if len(reversal.reverted) > SHOWN else "")
    noun = "operation" if len(reversal.reverted) == 1 else "operations"
    screen.show(f"Taken back: {noun} {taken}", _changed(reversal))
    if reversal.conflict_count:
        screen.show("", f"Left as they are, because they changed since: {reversal.conflict_count:,}")
        lines = [
            (one.customer, one.field or "(whole customer)", one.reason, shown(one.current), shown(one.wanted))
            for one in reversal.conflicts[:SHOWN]
        ]
        screen.table(("Customer", "Field", "Reason", "Now", "Would be"), lines)
        if reversal.conflict_count > SHOWN:
            screen.show(f"… and {reversal.conflict_count - SHOWN:,} more: use --json")
    screen.show("", f"This is operation {reversal.operation}. Take it back with: raccord restore {reversal.operation}")


def _changed(reversal: Reversal) -> str:
    """What became of the customers, without what did not happen."""
    if not reversal.customers:
        return "Nothing was changed in the customer base."
    counts = (("removed", reversal.removed), ("brought back", reversal.brought_back))
    parts = [
        plural(reversal.customers, "customer"),
        *(f"{count:,} {word}" for word, count in counts if count),
        *([plural(reversal.cells, "cell")] if reversal.cells else []),
    ]
    return f"Changed: {', '.join(parts)}."
