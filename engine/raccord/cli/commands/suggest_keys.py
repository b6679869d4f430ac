"""raccord suggest-keys: which columns of a sheet identify a customer, the best first."""

from argparse import Namespace
from typing import TYPE_CHECKING

from raccord.cli.arguments import Parser, add_base, add_file, add_json, add_scope
from raccord.cli.screen import Screen
from raccord.formats import grouped, percent
from raccord.translation import N_, _, language

if TYPE_CHECKING:
    from raccord.suggesting import Suggestion

SHAPE = N_("""\
[{"keys": ["name", "zip"], "unique_in_sheet": 0.99, "unique_in_base": 0.98,
    "matched": 812, "ambiguous": 3, "new": 185, "keyless": 12}]
  the best first; unique_in_… is the share of rows, or customers, that these keys tell apart,
  keyless counts those of the new rows that have a value in none of them""")


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
        figures = (_("Sheet"), _("Base"), _("Matched"), _("Ambiguous"), _("New"), _("No key"))
        screen.table((_("Keys"), *figures), [_line(one) for one in found], figures)
        screen.show(
            "",
            _("Sheet, Base: the share of rows, and of customers, that the keys tell apart."),
            _(
                "The rest: what becomes of {rows} rows. No key: new ones without a value in any of the keys.",
                rows=grouped(found[0].rows, language()),
            ),
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


def _line(one: "Suggestion") -> tuple[str, ...]:
    spoken = language()
    told_apart = (percent(share, spoken) for share in (one.unique_in_sheet, one.unique_in_base))
    counts = (f"{count} {percent(count / one.rows if one.rows else 0, spoken):>4}" for count in one.counts[:3])
    return (", ".join(one.keys), *told_apart, *counts, str(one.keyless))
