"""raccord restore-points: the operations of the journal, each a point to go back to; or a new point."""

import json
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from raccord.cli.arguments import Parser, add_base, add_json
from raccord.cli.screen import Screen
from raccord.setup import existing_base, settled
from raccord.translation import N_, _

if TYPE_CHECKING:
    from raccord.journal import Operation

SHAPE = N_("""\
[{"point": 7, "kind": "import", "at": "2026-11-22T14:30:00Z", "author": "anna", "label": null,
    "file": "clients.xlsx", "sheet": "Clients", "mode": "update", "summary": {"rows": 4, "…": 0},
    "customers": 3, "undone_by": null}]
  the newest first; with --create: {"point": 8}""")


def configure(parser: Parser) -> None:
    """Add the options."""
    parser.add_argument("--create", metavar="LABEL", help=_("make a restore point with this label"))
    add_base(parser)
    add_json(parser, SHAPE)


def run(args: Namespace, screen: Screen) -> int:
    """List the points, or make one."""
    from raccord.journal import create_point, list_operations  # noqa: PLC0415 - SQLAlchemy, which --help does without

    with existing_base(settled(args.catalogue, args.database)) as database:
        if args.create is not None:
            _tell_created(create_point(database, args.create), args, screen)
            return 0
        operations = list_operations(database)
    if args.json:
        screen.json([_point_json(one) for one in operations])
    elif operations:
        headers = (_("Point"), _("Before"), _("At (UTC)"), _("By"), _("File or label"), _("Customers"), "")
        screen.table(headers, [_line(one) for one in operations])
    else:
        screen.show(_("There is no restore point yet: nothing was imported."))
    return 0


def _tell_created(point: int, args: Namespace, screen: Screen) -> None:
    if args.json:
        screen.json({"point": point})
    else:
        screen.show(_("Restore point {point}. Come back to it with: raccord restore {point}", point=point))


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


def _line(one: "Operation") -> tuple[object, ...]:
    from raccord.journal.labels import shown_label  # noqa: PLC0415 - as above
    from raccord.journal.operations import utc_time  # noqa: PLC0415 - as above

    undone = _("undone by {operation}", operation=one.undone_by) if one.undone_by else None
    return (one.number, _(one.kind), utc_time(one.at), one.author, one.file or shown_label(one), one.customers, undone)
