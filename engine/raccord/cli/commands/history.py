"""raccord history: what every operation did to one customer."""

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from raccord.catalogue import EXTERNAL_ID, Catalogue
from raccord.cli.arguments import LARGEST, Parser, add_base, add_json
from raccord.cli.screen import Screen, clean
from raccord.errors import UsageError
from raccord.setup import existing_base, settled
from raccord.translation import N_, _

if TYPE_CHECKING:
    from rich.text import Text

    from raccord.database import Database
    from raccord.journal import HistoryEntry

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
        screen.json({"customer": customer, "history": list(map(_entry_json, entries))})
    elif entries:
        screen.show(_("Customer {customer}, times in UTC", customer=customer))
        (_draw if screen.is_terminal else _list)(entries, setup.catalogue, screen)
    else:
        screen.show(_("Nothing in the journal has touched customer {customer}.", customer=customer))
    return 0


def _entry_json(entry: "HistoryEntry") -> dict[str, Any]:
    """An entry as JSON; whether its operation is undone, restore-points tells."""
    return {name: value for name, value in asdict(entry).items() if name != "undone_by"}


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


def _draw(entries: "list[HistoryEntry]", catalogue: Catalogue, screen: Screen) -> None:
    """Draw the entries for a person, one below the other."""
    from raccord.cli.happenings import happenings  # noqa: PLC0415 - as above
    from raccord.cli.timeline import Event, Timeline  # noqa: PLC0415 - as above

    events = [
        Event(_head(entry), tuple(happenings(entry.before, entry.after, entry.changes, catalogue))) for entry in entries
    ]
    screen.show("", Timeline(events))


def _head(entry: "HistoryEntry") -> "Text":
    from rich.text import Text  # noqa: PLC0415 - as above

    from raccord.journal.operations import utc_time  # noqa: PLC0415 - as above

    what = f"{_(entry.kind)} {entry.operation}"
    undone = Text(_undone(entry.undone_by), "yellow")
    told = (Text(clean(one)) for one in (utc_time(entry.at), what, _place(entry), entry.author) if one)
    return Text(" · ").join([*told, *([undone] if undone else [])])


def _list(entries: "list[HistoryEntry]", catalogue: Catalogue, screen: Screen) -> None:
    """List the entries for other programs, each on one line."""
    from raccord.cli.happenings import changes_text  # noqa: PLC0415 - as above
    from raccord.journal.operations import utc_time  # noqa: PLC0415 - as above

    lines: list[tuple[object, ...]] = []
    for entry in entries:
        what = changes_text(entry.before, entry.after, entry.changes, catalogue)
        told = (*what, undone) if (undone := _undone(entry.undone_by)) else what
        lines.append((entry.operation, _(entry.kind), utc_time(entry.at), entry.author, _place(entry), told))
    screen.table((_("Operation"), _("Kind"), _("At (UTC)"), _("By"), _("File"), _("What")), lines)


def _place(entry: "HistoryEntry") -> str | None:
    return _("{file}, row {row}", file=entry.file, row=entry.row) if entry.file and entry.row else entry.file


def _undone(operation: int | None) -> str:
    return _("undone by {operation}", operation=operation) if operation else ""
