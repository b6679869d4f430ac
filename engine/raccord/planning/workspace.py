"""The plan's workspace: the connection, the staged rows, and the table that collects each row's outcome."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Table,
    case,
    insert,
    literal,
    or_,
    select,
    update,
)

from raccord.catalogue import Field
from raccord.database import Customers, Database
from raccord.database.staging import Staging
from raccord.database.temporary import temporary_table
from raccord.database.types import CUSTOMER_ID, text
from raccord.matching import MatchKey, match_keys
from raccord.matching.keys import total
from raccord.planning.options import ImportOptions
from raccord.planning.outcomes import Outcome
from raccord.values import fold_value

_UPDATES = 2  # of a usual row: by its outcome, and by the id that a new customer gets


@dataclass(frozen=True)
class Workspace:
    """What the steps of planning share.

    `rows` has `row`, `outcome` (NULL while undecided), `matched` (exactly one customer matches), `customer`,
    `agreed` and `jokers` (masks of keys) and `candidates` (how many best ones an ambiguous row has).
    """

    connection: Connection
    database: Database
    staging: Staging
    options: ImportOptions
    rows: Table

    @property
    def customers(self) -> Customers:
        """The customer table."""
        return self.database.customers

    @property
    def keys(self) -> tuple[MatchKey, ...]:
        """The keys of the match, in the order of the columns."""
        return match_keys(feed.field for feed in self.staging.keys)

    @property
    def undecided(self) -> ColumnElement[bool]:
        """The condition that a row has no outcome yet."""
        return self.rows.c.outcome.is_(None)

    @property
    def is_new(self) -> ColumnElement[bool]:
        """The condition that a row has no customer."""
        return self.rows.c.customer.is_(None)

    @property
    def every_key(self) -> int:
        """The mask of all keys."""
        return (1 << len(self.keys)) - 1

    @property
    def key_masks(self) -> tuple[ColumnElement[int], ColumnElement[int]]:
        """The keys on which a staged row and a customer beside it agree, and those that are blank on a side."""
        sides = [(key, self.folded_customer(key.field), self.staging.folded(key.field)) for key in self.keys]
        agreed = total(case((theirs == ours, key.bit), else_=0) for key, theirs, ours in sides)
        jokers = total(case((or_(theirs.is_(None), ours.is_(None)), key.bit), else_=0) for key, theirs, ours in sides)
        return agreed, jokers

    def in_scope(self) -> list[ColumnElement[bool]]:
        """The conditions that a customer lies in the scope, folded on both sides."""
        return [
            self.folded_customer(one.field) == fold_value(one.field, one.value)
            for one in self.options.scope
            if one.value is not None
        ]

    def folded_customer(self, one: Field) -> ColumnElement[Any]:
        """The folded value of a customer's field, which is the value itself where an index finds it so."""
        if self.customers.finds(self.connection, one):
            return self.database.family.not_blank(one, self.customers.column(one))
        return self.database.family.folded(self.connection, one, self.customers.column(one))

    def fill(self, table: Table, source: Select[Any]) -> None:
        """Insert a select with the columns of a table, in the order of the rows where that is worth sorting them."""
        names = [column.name for column in table.columns]
        if self.database.family.keeps_order:
            source = source.order_by(source.selected_columns.row)
        self.connection.execute(insert(table).from_select(names, source))

    def decide(self, outcome: Outcome, condition: ColumnElement[bool], code: str | None = None) -> None:
        """Give the undecided rows that meet a condition their outcome, and a note with `code`."""
        chosen = self.undecided & condition
        if code and not self.note(select(self.rows.c.row).where(chosen), code):
            return
        self.connection.execute(update(self.rows).where(chosen).values(outcome=outcome.value))

    def note(self, rows: Select[Any], code: str, column: int = 0, one: Field | None = None) -> int:
        """Add a note to each row of a select of `row` and, if it has a second column, another row or a customer.

        Returns how many notes that are.
        """
        source = rows.subquery()
        names = ["row", "code", "column", "field", *(["other"] if len(source.c) > 1 else [])]
        chosen = select(
            source.c[0], literal(code), literal(column), literal(one.name if one else None), *list(source.c)[1:]
        )
        noted = insert(self.staging.notes).from_select(names, chosen.order_by(source.c[0]))
        return self.connection.execute(noted).rowcount


def open_workspace(connection: Connection, database: Database, staging: Staging, options: ImportOptions) -> Workspace:
    """Start a plan, whose `rows` are filled by the match."""
    rows = temporary_table(
        connection,
        "planned",
        Column("row", Integer, primary_key=True),
        Column("outcome", text(20)),
        Column("matched", Boolean, nullable=False),
        Column("customer", CUSTOMER_ID),
        Column("agreed", Integer, nullable=False),
        Column("jokers", Integer, nullable=False),
        Column("candidates", Integer, nullable=False),
        lookup=["customer"],
        filled_first=True,
        updates=_UPDATES,
    )
    return Workspace(connection, database, staging, options, rows)
