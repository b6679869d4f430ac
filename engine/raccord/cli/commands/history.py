"""raccord history: what every operation did to one customer."""

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING

from raccord.catalogue import EXTERNAL_ID, Catalogue
from raccord.cli.arguments import LARGEST, Parser, add_base, add_json
from raccord.cli.screen import Screen
from raccord.errors import UsageError
from raccord.setup import existing_base, settled
from raccord.translation import N_, _

if TYPE_CHECKING:
    from raccord.database import Database
    from raccord.journal import HistoryEntry
    from raccord.planning import CellChange

SHAPE = N_("""\
{"customer": 5, "history": [{"operation": 7, "kind": "import", "at": "2026-11-22T14:30:00Z",
   "author": "anna", "file": "clients.xlsx", "row": 3, "before": "active", "after": "active",
   "changes": [{"field": "phone", "old": null, "new": "01 23"}]}]}
  the oldest first; before and after are absent, active or binned""")


def configure(parser: Parser) -> None:
    """Add the options."""
    parser.add_argument(
        "customer", metavar="CUSTOMER", help=_("the customer's id, or an external id that is no number")
    )
    add_base(parser)
    add_json(parser, SHAPE)


def run(args: Namespace, screen: Screen) -> int:
    """Print the history."""
    from raccord.journal import history_of  # noqa: PLC0415 - SQLAlchemy, which --help does without

    setup = settled(args.catalogue, args.database)
    with existing_base(setup) as database:
        customer = _customer_id(database, args.customer)
        entries = history_of(database, customer)
    if args.json:
        screen.json({"customer": customer, "history": [asdict(entry) for entry in entries]})
    elif entries:
        _show(customer, entries, setup.catalogue, screen)
    else:
        screen.show(_("Nothing in the journal has touched customer {customer}.", customer=customer))
    return 0


def _customer_id(database: "Database", text: str) -> int:
    if text.isascii() and text.isdigit():
        return min(int(text), LARGEST)
    from sqlalchemy import select  # noqa: PLC0415 - as above

    customers, one = database.customers, database.catalogue.by_name.get(EXTERNAL_ID)
    if one is not None:
        with database.reading() as connection:
            found = connection.scalars(select(customers.id).where(customers.column(one) == text.strip())).first()
        if found is not None:
            return int(found)
    raise UsageError(
        "no-such-customer",
        _("No customer has the id or external id “{text}”.", text=text),
        hint=_("Export the base to look up ids: raccord export customers.xlsx"),
    )


def _show(customer: int, entries: "list[HistoryEntry]", catalogue: Catalogue, screen: Screen) -> None:
    from raccord.journal.operations import utc_time  # noqa: PLC0415 - as above

    lines: list[tuple[object, ...]] = []
    for entry in entries:
        states = [] if entry.before is entry.after else [f"{_(entry.before)} → {_(entry.after)}"]
        place = _("{file}, row {row}", file=entry.file, row=entry.row) if entry.file and entry.row else entry.file
        what = "; ".join([*states, *(_change(each, catalogue) for each in entry.changes)])
        lines.append((entry.operation, _(entry.kind), utc_time(entry.at), place, what))
    screen.show(_("Customer {customer}", customer=customer))
    screen.table((_("Operation"), _("Kind"), _("At (UTC)"), _("File"), _("What")), lines)


def _change(change: "CellChange", catalogue: Catalogue) -> str:
    from raccord.values import shown  # noqa: PLC0415 - as above

    one = catalogue.by_name.get(change.field)
    old, new = (shown(value, one.type if one else None) or _("(blank)") for value in (change.old, change.new))
    return f"{one.label_in() if one else change.field}: {old} → {new}"
