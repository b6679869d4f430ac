"""What a database family declares: the expressions and habits in which SQLite, PostgreSQL and MariaDB differ."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sqlalchemy import Column, ColumnElement, Connection, Engine, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

from raccord.catalogue import Field
from raccord.database.faults import Meaning

PATIENCE = 30.0
"""For how many seconds a base that somebody else has locked is waited for."""


class Family(Protocol):
    """The capabilities that matching, planning and applying ask for.

    `streams` tells whether a result can be read in parts while other statements run on the same connection,
    `making_commits` whether a transaction ends where a table is made, `partial_indexes` whether an index can hold a
    part of a table's rows, `assigns_rows` whether an update should take all its columns by one subquery,
    `looks_up_in_order` whether what is looked up should be sorted before, `keeps_order` whether a table is stored
    in the order of its primary key, so that rows are inserted fastest in it, `embedded` whether the base is a file that
    is made on first use, `sized_numbers` whether the type of a number's column limits it. `page_rows` is how many rows
    `read_pages` takes at once, `longest_joined` the bytes beyond which the database may cut the text into which it
    joins a column; None where it never does.
    """

    name: str
    streams: bool
    making_commits: bool
    partial_indexes: bool
    assigns_rows: bool
    looks_up_in_order: bool
    keeps_order: bool
    embedded: bool
    sized_numbers: bool
    page_rows: int
    longest_joined: int | None

    def connect(self, url: str, patience: float) -> Engine:
        """Make an engine for a URL of this family; it waits so many seconds for locks."""

    def exists(self, engine: Engine, url: str, patience: float) -> bool:
        """Tell whether the base that the URL names is there; raises DatabaseError where it could never be."""

    def make_place(self, url: str) -> None:
        """Make the place for a new base, such as a folder; raises DatabaseError when that cannot be."""

    def network_folder(self, url: str) -> str | None:
        """The kind of network folder in which the base is a file, against this family's nature; else None."""

    def prepare_base(self, connection: Connection) -> None:
        """Set, outside a transaction, what a base keeps from its making on, unless it is set."""

    def begin_read(self, connection: Connection) -> None:
        """Start a transaction that sees one state of the base and blocks nobody."""

    def writing(self, connection: Connection, seconds: float) -> AbstractContextManager[None]:
        """Start a transaction that no other import can run beside, after so many seconds of waiting at most.

        The caller ends the transaction; leaving the context lets the next one in.
        """

    def take_turn(self, connection: Connection, meta: Table, seconds: float) -> None:
        """Keep out imports that came in elsewhere, by a row of the journal; the transaction may start anew for it."""

    def bulk_load(
        self, connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
    ) -> None:
        """Insert tuples in the order of the columns, by the driver's fastest way."""

    def reserve_ids(self, connection: Connection, table: Table, count: int) -> int:
        """Reserve so many ids that were never used, one after the other; returns the first."""

    def prepare_joins(self, connection: Connection) -> None:
        """Make the transaction fit for joins with the customers of a foreign table, which is no table with an index."""

    def complete(self, connection: Connection, table: Table) -> None:
        """Add to a foreign table's reflected types what reflection leaves out."""

    def volatile(self, connection: Connection, table: Table) -> str | None:
        """What keeps a foreign table, if a transaction cannot take back what was written there; else None."""

    def last_counted(self, connection: Connection, key: Column[Any]) -> int:
        """The last number that a foreign table's own counter has given; 0 where it has none."""

    def count_to(self, connection: Connection, key: Column[Any], last: int) -> None:
        """Take a foreign table's own counter along."""

    def read(self, one: Field, column: Column[Any]) -> ColumnElement[Any]:
        """The value of a foreign table's column as `column_type` would hold it; an empty text is NULL."""

    def write(self, one: Field, value: ColumnElement[Any], column: Column[Any]) -> ColumnElement[Any]:
        """A value as a foreign table's column holds it."""

    def column_type(self, one: Field) -> TypeEngine[Any]:
        """The column type that holds a field's values in a base that Raccord manages."""

    def not_blank(self, one: Field, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """The stored value, NULL where it is blank."""

    def folded(self, connection: Connection, one: Field, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """The stored value folded for comparison, NULL where it is blank; equals `values.fold_value` (SPEC §3).

        The values must be there already: some families look at them now.
        """

    def is_uneven(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """The condition that a case-sensitive text may not be its own fold: few such texts, which an index can hold."""

    def folds_to_itself(self, connection: Connection, one: Field, column: ColumnElement[Any]) -> bool:
        """Tell whether every stored value of an indexed column is its own fold, so that its index can match."""

    def as_text(self, one: Field, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """The stored value in the journal's spelling, which is the same in every family."""

    def from_text(self, one: Field, text: ColumnElement[Any]) -> ColumnElement[Any]:
        """A value in the journal's spelling, as the customer table stores it."""

    def holds(self, column: ColumnElement[Any], special: str) -> ColumnElement[bool]:
        """The condition that a text holds a special character."""

    def greater(self, one: Field, new: ColumnElement[Any], old: ColumnElement[Any]) -> ColumnElement[bool]:
        """Compare two non-blank values of an ordered field by value."""

    def meaning(self, reported: DBAPIError) -> Meaning | None:
        """Say what a report of the database means to a user; None for one that this family does not know."""
