"""What a restore or an undo did, for people and as JSON."""

from dataclasses import asdict

from raccord.catalogue import Catalogue
from raccord.cli.screen import Screen
from raccord.journal import Conflict, Reversal
from raccord.translation import _, ngettext
from raccord.values import shown

SHOWN = 20


def tell_reversal(reversal: Reversal, catalogue: Catalogue, screen: Screen, *, as_json: bool) -> int:
    """Report a reversal; returns 1 when something that was changed since stays as it is, else 0."""
    if as_json:
        screen.json(asdict(reversal))
    else:
        _show(reversal, catalogue, screen)
    return int(reversal.conflict_count > 0)


def _show(reversal: Reversal, catalogue: Catalogue, screen: Screen) -> None:
    taken = ", ".join(map(str, reversal.reverted[:SHOWN])) + (" …" if len(reversal.reverted) > SHOWN else "")
    count = len(reversal.reverted)
    done = ngettext("Taken back: operation {numbers}", "Taken back: operations {numbers}", count, numbers=taken)
    screen.show(done, _changed(reversal))
    if reversal.conflict_count:
        screen.show("", _("Left as they are, because they changed since: {count:,}", count=reversal.conflict_count))
        lines = [_line(one, catalogue) for one in reversal.conflicts[:SHOWN]]
        screen.table((_("Customer"), _("Field"), _("Reason"), _("Now"), _("Would be")), lines)
        if reversal.conflict_count > SHOWN:
            screen.show(_("… and {count:,} more: use --json", count=reversal.conflict_count - SHOWN))
    point = _("This is operation {point}. Take it back with: raccord restore {point}", point=reversal.operation)
    screen.show("", point)


def _line(one: Conflict, catalogue: Catalogue) -> tuple[object, ...]:
    field = catalogue.by_name.get(one.field or "")
    name = field.label_in() if field else one.field or _("(whole customer)")
    current, wanted = (shown(value, field.type if field else None) for value in (one.current, one.wanted))
    return one.customer, name, _(one.reason), current, wanted


def _changed(reversal: Reversal) -> str:
    """What became of the customers, without what did not happen."""
    if not reversal.customers:
        return _("Nothing was changed in the customer base.")
    removed, back, cells = reversal.removed, reversal.brought_back, reversal.cells
    parts = [
        ngettext("{count:,} customer", "{count:,} customers", reversal.customers),
        *([ngettext("{count:,} removed", "{count:,} removed", removed)] if removed else []),
        *([ngettext("{count:,} brought back", "{count:,} brought back", back)] if back else []),
        *([ngettext("{count:,} cell", "{count:,} cells", cells)] if cells else []),
    ]
    return _("Changed: {changes}.", changes=", ".join(parts))
