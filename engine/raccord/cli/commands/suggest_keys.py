"""raccord suggest-keys: which columns of a sheet identify a customer, the best first."""

from argparse import Namespace

from raccord.cli.arguments import Parser, add_base, add_file, add_json, add_scope
from raccord.cli.screen import Screen
from raccord.formats import percent
from raccord.translation import N_, _, language

SHAPE = N_("""\
[{"keys": ["name", "zip"], "unique_in_sheet": 0.99, "unique_in_base": 0.98,
    "matched": 812, "ambiguous": 3, "new": 185}]
  the best first; unique_in_… is the share of rows, or customers, that these keys tell apart""")


def configure(parser: Parser) -> None:
    """Add the options."""
    add_file(parser)
    add_base(parser)
    add_scope(parser)
    add_json(parser, SHAPE)


def run(args: Namespace, screen: Screen) -> int:
    """Print the suggestions."""
    from raccord.cli.importing import request_from  # noqa: PLC0415 - SQLAlchemy, which --help does without
    from raccord.cli.progress_bar import ProgressBar  # noqa: PLC0415 - as above
    from raccord.suggesting import suggest_keys  # noqa: PLC0415 - as above

    request = request_from(args)
    with ProgressBar(screen.err) as progress:
        found = suggest_keys(request.job, progress=progress)
    if args.json:
        screen.json([one.as_json() for one in found])
    elif found:
        shares = [(percent(one.unique_in_sheet, language()), percent(one.unique_in_base, language())) for one in found]
        lines = [(", ".join(one.keys), *share, *one.counts) for one, share in zip(found, shares, strict=True)]
        screen.table(
            (_("Keys"), _("Unique in sheet"), _("Unique in base"), _("Matched"), _("Ambiguous"), _("New")), lines
        )
        screen.show(
            "",
            _(
                "Try the first with: raccord preview {file} --key {keys}",
                file=request.path,
                keys=" ".join(found[0].keys),
            ),
        )
    else:
        screen.show(_("No column of the sheet can identify a customer."))
    return 0
