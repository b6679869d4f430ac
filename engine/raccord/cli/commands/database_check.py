"""raccord database check: is the base there, does it fit the catalogue, and what does it hold."""

from argparse import Namespace
from typing import TYPE_CHECKING

from raccord.cli.arguments import Parser, add_base, add_json
from raccord.cli.screen import Screen
from raccord.messages import Message
from raccord.setup import existing_base, settled
from raccord.translation import _, ngettext

if TYPE_CHECKING:
    from raccord.database import Database


def configure(parser: Parser) -> None:
    """Add the options."""
    add_base(parser)
    add_json(
        parser,
        '{"database": "sqlite:///…", "customers": 1200, "in_bin": 3, "operations": 7, "journal_version": 2,\n'
        '  "warnings": []}',
    )


def run(args: Namespace, screen: Screen) -> int:
    """Open the base, which checks it, and count."""
    with existing_base(settled(args.catalogue, args.database)) as database:
        url, version = database.shown_url, _journal_version(database)
        customers, in_bin, operations = _counts(database)
        kind = database.network_folder
    warnings = [Message("network-folder", None, {"kind": _(kind)})] if kind else []
    if args.json:
        counts = {"customers": customers, "in_bin": in_bin, "operations": operations, "journal_version": version}
        told = [{"code": one.code, "text": one.text} for one in warnings]
        screen.json({"database": url, **counts, "warnings": told})
    else:
        screen.show(
            _("The customer base {url} fits the catalogue.", url=url),
            _(
                "It holds {customers}, {in_bin:,} more in the recycle bin, and {operations}.",
                customers=ngettext("{count:,} customer", "{count:,} customers", customers),
                in_bin=in_bin,
                operations=ngettext("{count:,} operation", "{count:,} operations", operations),
            ),
            _("Its journal has version {version}.", version=version)
            if version
            else _("There is no journal yet: nothing was imported."),
            *(one.text for one in warnings),
        )
    return 0


def _journal_version(database: "Database") -> int | None:
    from raccord.database.making import journal_version  # noqa: PLC0415 - SQLAlchemy, which --help does without

    return int(journal_version(database)) if database.own else None


def _counts(database: "Database") -> tuple[int, int, int]:
    from sqlalchemy import func, select  # noqa: PLC0415 - SQLAlchemy, which --help does without

    customers, own = database.customers, database.own
    count = select(func.count())
    with database.reading() as connection:
        active = connection.execute(count.select_from(customers.table).where(customers.active)).scalar_one()
        binned = connection.execute(count.select_from(customers.table).where(~customers.active)).scalar_one()
        operations = connection.execute(count.select_from(own.operation)).scalar_one() if own else 0
    return active, binned, operations
