"""raccord template: an empty workbook with marks and headers, ready to fill in."""

from argparse import Namespace
from pathlib import Path

from raccord.cli.arguments import Parser, add_catalogue, add_json
from raccord.cli.screen import Screen
from raccord.configuration.user import catalogue_from, load_user_configuration
from raccord.translation import LANGUAGES, _, wished_language


def configure(parser: Parser) -> None:
    """Add the options."""
    parser.add_argument("out", metavar="OUT", type=Path, help=_("the xlsx, ods or csv file to write"))
    add_catalogue(parser)
    add_json(parser, '{"file": "new.xlsx"}')


def run(args: Namespace, screen: Screen) -> int:
    """Write the workbook."""
    from raccord.templating import write_template  # noqa: PLC0415 - XlsxWriter, which --help does without

    configuration = load_user_configuration()
    language = args.language or wished_language() or configuration.language or LANGUAGES[0]
    write_template(catalogue_from(configuration, args.catalogue), args.out, language)
    if args.json:
        screen.json({"file": str(args.out)})
    else:
        screen.show(
            _("Wrote {file}", file=args.out),
            _("Fill in rows below the headers, then: raccord preview {file}", file=args.out),
        )
    return 0
