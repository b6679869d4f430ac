"""raccord bin restore: deleted customers brought back, all of those named or none."""

from argparse import Namespace

from raccord.cli.arguments import Parser, add_base, add_json, whole_number
from raccord.cli.screen import Screen
from raccord.setup import existing_base, settled
from raccord.translation import _


def configure(parser: Parser) -> None:
    """Add the options."""
    parser.add_argument(
        "customers", metavar="CUSTOMER", type=whole_number, nargs="+", help=_("ids that raccord bin list shows")
    )
    add_base(parser)
    add_json(parser, '{"restored": [5, 6], "restore_point": 9}')


def run(args: Namespace, screen: Screen) -> int:
    """Bring the customers back."""
    from raccord.journal import bring_back  # noqa: PLC0415 - SQLAlchemy, which --help does without

    customers = sorted(set(args.customers))
    with existing_base(settled(args.catalogue, args.database)) as database:
        point = bring_back(database, customers)
    if args.json:
        screen.json({"restored": customers, "restore_point": point})
    else:
        names = ", ".join(map(str, customers))
        screen.show(
            _("Brought back: {names}", names=names),
            _("Restore point {point}. Take it back with: raccord restore {point}", point=point),
        )
    return 0
