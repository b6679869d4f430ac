"""raccord undo: one import taken back."""

from argparse import Namespace

from raccord.cli.arguments import Parser, add_base, add_force, add_json, whole_number
from raccord.cli.screen import Screen
from raccord.setup import existing_base, settled
from raccord.translation import N_, _

SHAPE = N_("""\
{"operation": 8, "kind": "undo", "reverted": [7], "customers": 3, "cells": 5, "removed": 1,
   "brought_back": 0, "conflict_count": 0,
   "conflicts": [{"customer": 5, "field": "phone", "reason": "changed-since",
                  "expected": "01", "current": "03", "wanted": "00"}]}
  The first 1,000 conflicts are listed; field is null where a whole customer stays as it is.""")


def configure(parser: Parser) -> None:
    """Add the options."""
    parser.add_argument(
        "number",
        metavar="IMPORT",
        type=whole_number,
        nargs="?",
        help=_("the import's number; default: the last one not undone"),
    )
    add_force(parser)
    add_base(parser)
    add_json(parser, SHAPE)


def run(args: Namespace, screen: Screen) -> int:
    """Take the import back."""
    from raccord.cli.reversal_text import tell_reversal  # noqa: PLC0415 - SQLAlchemy, which --help does without
    from raccord.journal import undo  # noqa: PLC0415 - as above

    setup = settled(args.catalogue, args.database)
    with existing_base(setup) as database:
        reversal = undo(database, args.number, force=args.force)
    return tell_reversal(reversal, setup.catalogue, screen, as_json=args.json)
