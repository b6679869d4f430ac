"""raccord suggest-keys: which columns of a sheet identify a customer, the best first."""

from argparse import Namespace
from typing import TYPE_CHECKING

from raccord.cli.arguments import Parser, add_base, add_file, add_json, add_scope
from raccord.cli.screen import Screen

if TYPE_CHECKING:
    from raccord.suggesting import Suggestion

SHAPE = """\
[{"keys": ["name", "zip"], "unique_in_sheet": 0.99, "unique_in_base": 0.98,
    "matched": 812, "ambiguous": 3, "new": 185, "keyless": 12}]
  the best first; unique_in_… is the share of rows, or customers, that these keys tell apart,
  keyless counts those of the new rows that have a value in none of them"""
FIGURES = ("Sheet", "Base", "Matched", "Ambiguous", "New", "No key")
_HALF_A_PERCENT = 0.005
_MOST_BUT_ALL = 0.99


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
        screen.table(("Keys", *FIGURES), [_line(one) for one in found], FIGURES)
        screen.show(
            "",
            "Sheet, Base: the share of rows, and of customers, that the keys tell apart.",
            f"The rest: what becomes of {found[0].rows:,} rows. No key: new ones without a value in any of the keys.",
            "",
            f"Try the first with: raccord preview {request.path} --key {' '.join(found[0].keys)}",
        )
    else:
        screen.show("No column of the sheet can identify a customer.")
    return 0


def _line(one: "Suggestion") -> tuple[str, ...]:
    counts = (f"{count} {_percent(count / one.rows if one.rows else 0):>4}" for count in one.counts[:3])
    return (", ".join(one.keys), _percent(one.unique_in_sheet), _percent(one.unique_in_base), *counts, str(one.keyless))


def _percent(share: float) -> str:
    """A share in whole percents that says neither all nor none where there are others."""
    if 0 < share < _HALF_A_PERCENT:
        return "<1%"
    return f"{min(share, _MOST_BUT_ALL) if share < 1 else share:.0%}"
