"""raccord bin list: deleted customers, and until when they can come back."""

from argparse import Namespace
from dataclasses import asdict
from datetime import date

from raccord.cli.arguments import Parser, add_base, add_json
from raccord.cli.screen import Screen
from raccord.formats import day
from raccord.setup import existing_base, settled
from raccord.translation import _, language

SHAPE = """\
[{"customer": 5, "external_id": "A5", "name": "Dupont", "deleted_at": "2026-11-22T14:30:00Z",
    "purged_after": "2026-12-06T14:30:00Z"}]"""


def configure(parser: Parser) -> None:
    """Add the options."""
    add_base(parser)
    add_json(parser, SHAPE)


def run(args: Namespace, screen: Screen) -> int:
    """List the bin."""
    from raccord.journal import list_bin  # noqa: PLC0415 - SQLAlchemy, which --help does without

    setup = settled(args.catalogue, args.database)
    with existing_base(setup) as database:
        binned = list_bin(database, setup.configuration.bin_days)
    if args.json:
        screen.json([asdict(one) for one in binned])
    elif binned:
        headers = (_("Customer"), _("External ID"), _("Name"), _("Deleted"), _("Kept until"))
        dates = [(_day(one.deleted_at), _day(one.purged_after)) for one in binned]
        named = [(one.customer, one.external_id, one.name) for one in binned]
        screen.table(headers, [(*who, *when) for who, when in zip(named, dates, strict=True)])
        screen.show("", _("Bring one back with: raccord bin restore CUSTOMER"))
    else:
        screen.show(_("The recycle bin is empty."))
    return 0


def _day(at: str) -> str:
    return day(date.fromisoformat(at[:10]), language())
