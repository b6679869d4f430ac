"""raccord restore: the base as it was at a restore point."""

from argparse import Namespace

from raccord.cli.arguments import Parser, add_base, add_force, add_json, whole_number
from raccord.cli.screen import Screen
from raccord.setup import existing_base, settled
from raccord.translation import N_, _

SHAPE = N_('{"operation": 9, "kind": "restore", "reverted": [7, 8], …}, with the keys of raccord undo --json')


def configure(parser: Parser) -> None:
    """Add the options."""
    parser.add_argument(
        "point", metavar="POINT", type=whole_number, help=_("a number that raccord restore-points lists")
    )
    add_force(parser)
    add_base(parser)
    add_json(parser, SHAPE)


def run(args: Namespace, screen: Screen) -> int:
    """Take back every operation from the point on."""
    from raccord.cli.reversal_text import tell_reversal  # noqa: PLC0415 - SQLAlchemy, which --help does without
    from raccord.journal import restore  # noqa: PLC0415 - as above

    setup = settled(args.catalogue, args.database)
    with existing_base(setup) as database:
        reversal = restore(database, args.point, force=args.force)
    return tell_reversal(reversal, setup.catalogue, screen, as_json=args.json)
