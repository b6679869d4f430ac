"""raccord export: all customers in a workbook that comes back with its columns marked."""

from argparse import Namespace
from pathlib import Path

from raccord.cli.arguments import Parser, add_base, add_json, add_scope
from raccord.cli.screen import Screen
from raccord.setup import existing_base, settled
from raccord.translation import LANGUAGES, _, ngettext, wished_language


def configure(parser: Parser) -> None:
    """Add the options."""
    parser.add_argument("out", metavar="OUT", type=Path, help=_("the xlsx, ods or csv file to write"))
    add_scope(parser)
    add_base(parser)
    add_json(parser, '{"file": "customers.xlsx", "customers": 1200}')


def run(args: Namespace, screen: Screen) -> int:
    """Write the workbook."""
    from raccord.cli.choices import scope_from  # noqa: PLC0415 - SQLAlchemy, which --help does without
    from raccord.cli.progress_bar import ProgressBar  # noqa: PLC0415 - as above
    from raccord.exporting import export  # noqa: PLC0415 - as above

    setup = settled(args.catalogue, args.database)
    scope = scope_from(args.scope, setup.catalogue)
    language = args.language or wished_language() or setup.configuration.language or LANGUAGES[0]
    with existing_base(setup) as database, ProgressBar(screen.err) as progress:
        count = export(database, args.out, language, scope=scope, progress=progress)
    if args.json:
        screen.json({"file": str(args.out), "customers": count})
    else:
        screen.show(
            ngettext("Wrote {count:,} customer to {file}", "Wrote {count:,} customers to {file}", count, file=args.out)
        )
    return 0
