"""raccord restore-points: the operations of the journal, each a point to go back to; one of them; or a new point."""

import json
from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from raccord.cli.arguments import Parser, add_base, add_json, whole_number
from raccord.cli.screen import Screen
from raccord.errors import UsageError
from raccord.setup import Setup, existing_base, settled
from raccord.translation import N_, _

if TYPE_CHECKING:
    from raccord.database import Database
    from raccord.journal import Operation

SHAPE = N_("""\
[{"point": 7, "kind": "import", "at": "2026-11-22T14:30:00Z", "author": "anna", "label": null,
    "file": "clients.xlsx", "sheet": "Clients", "mode": "update", "summary": {"rows": 4, "…": 0},
    "customers": 3, "undone_by": null}]
  the newest first; with POINT: the same of one point, with all its customers:
  {"point": 7, …, "held": [{"customer": 5, "name": "Dupont", "row": 3, "before": "active", "after": "active",
    "changes": [{"field": "phone", "old": null, "new": "01 23"}]}]}
  with --create: {"point": 8}""")


def configure(parser: Parser) -> None:
    """Add the options."""
    parser.add_argument(
        "point", metavar="POINT", type=whole_number, nargs="?", help=_("show what this one did to which customers")
    )
    parser.add_argument("--create", metavar="LABEL", help=_("make a restore point with this label"))
    add_base(parser)
    add_json(parser, SHAPE)


def run(args: Namespace, screen: Screen) -> int:
    """List the points, show one, or make one."""
    if args.point is not None and args.create is not None:
        hint = _("Leave one of them out.")
        raise UsageError("usage", _("POINT shows a restore point, and --create makes one."), hint=hint)
    setup = settled(args.catalogue, args.database)
    with existing_base(setup) as database:
        if args.create is not None:
            _create(database, args, screen)
        elif args.point is not None:
            _show_one(database, args, screen)
        else:
            _show_all(database, setup, args, screen)
    return 0


def _create(database: "Database", args: Namespace, screen: Screen) -> None:
    from raccord.journal import create_point  # noqa: PLC0415 - SQLAlchemy, which --help does without

    point = create_point(database, args.create)
    if args.json:
        screen.json({"point": point})
    else:
        screen.show(_("Restore point {point}. Come back to it with: raccord restore {point}", point=point))


def _show_all(database: "Database", setup: Setup, args: Namespace, screen: Screen) -> None:
    from raccord.cli.points_text import show_points  # noqa: PLC0415 - as above
    from raccord.journal import journal_size, list_operations  # noqa: PLC0415 - as above

    operations = list_operations(database)
    if args.json:
        screen.json([_point_json(one) for one in operations])
    elif operations:
        show_points(operations, journal_size(database), setup.configuration.journal_days, screen)
    else:
        screen.show(_("There is no restore point yet: nothing was imported."))


def _show_one(database: "Database", args: Namespace, screen: Screen) -> None:
    from raccord.cli.points_text import SHOWN_CUSTOMERS, show_point  # noqa: PLC0415 - as above
    from raccord.journal import customers_of, list_operations  # noqa: PLC0415 - as above

    held = customers_of(database, args.point, None if args.json else SHOWN_CUSTOMERS)
    one = next(each for each in list_operations(database) if each.number == args.point)
    if args.json:
        screen.json({**_point_json(one), "held": [asdict(each) for each in held]})
    else:
        show_point(one, held, database.catalogue, screen)


def _point_json(one: "Operation") -> dict[str, Any]:
    return {
        "point": one.number,
        "kind": one.kind.value,
        "at": one.at,
        "author": one.author,
        "label": one.label,
        "file": one.file,
        "sheet": one.sheet,
        "mode": one.mode,
        "summary": json.loads(one.summary) if one.summary else None,
        "customers": one.customers,
        "undone_by": one.undone_by,
    }
