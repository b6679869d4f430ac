"""raccord database create: the base made, or what it lacks: columns of the catalogue, a journal of this version."""

from argparse import Namespace

from raccord.cli.arguments import Parser, add_base, add_json
from raccord.cli.screen import Screen
from raccord.setup import settled
from raccord.translation import _, listed


def configure(parser: Parser) -> None:
    """Add the options."""
    add_base(parser)
    add_json(parser, '{"database": "sqlite:///…", "created": true, "added_columns": [], "upgraded": false}')


def run(args: Namespace, screen: Screen) -> int:
    """Make the base or complete it; a base that is complete stays as it is."""
    from raccord.database import open_database  # noqa: PLC0415 - SQLAlchemy, which --help does without
    from raccord.database.making import add_missing_columns  # noqa: PLC0415 - as above
    from raccord.database.upgrading import upgrade_journal  # noqa: PLC0415 - as above

    setup = settled(args.catalogue, args.database)
    with open_database(setup.url, setup.catalogue, check=False) as found:
        created = found.stands_in
    with open_database(setup.url, setup.catalogue, create=True, check=False) as database:
        upgraded = upgrade_journal(database)
        added = add_missing_columns(database)
        url = database.shown_url
    if args.json:
        screen.json({"database": url, "created": created, "added_columns": added, "upgraded": upgraded})
    elif created:
        screen.show(_("Made the customer base {url}", url=url))
    else:
        done = [_("got the columns {columns}", columns=", ".join(added))] if added else []
        done += [_("got a journal of this version")] if upgraded else []
        what = listed(done or [_("is complete")])
        screen.show(_("The customer base {url} {what}", url=url, what=what))
    return 0
