"""What a database family declares: the expressions and habits in which SQLite, PostgreSQL and MariaDB differ."""

from collections.abc import Iterable
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, Engine, Table
from sqlalchemy.types import TypeEngine

from raccord.catalogue import Field

PATIENCE = 30.0
"""For how many seconds a base that somebody else has locked is waited for."""


class Family(Protocol):
    """The capabilities that matching, planning and applying ask for."""

    name: str

    def connect(self, url: str, patience: float) -> Engine:
        """Make an engine for a URL of this family; it waits so many seconds for locks."""

    def exists(self, url: str, patience: float) -> bool:
        """Tell whether the base that the URL names is there."""

    def empty_engine(self) -> Engine:
        """Make an engine over an empty base that vanishes when it is disposed."""

    def prepare_new_base(self, connection: Connection) -> None:
        """Set, outside a transaction, what a base keeps from its making on."""

    def begin_read(self, connection: Connection) -> None:
        """Start a transaction that sees one state of the base and blocks nobody."""

    def begin_write(self, connection: Connection) -> None:
        """Start a transaction that no other import can run beside."""

    def bulk_load(self, connection: Connection, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
        """Insert tuples in the order of the table's columns, by the driver's fastest way."""

    def reserve_ids(self, connection: Connection, table: Table, _count: int) -> int:
        """Reserve so many ids that were never used, one after the other; returns the first."""

    def column_type(self, one: Field) -> TypeEngine[Any]:
        """The column type that holds a field's values in a base that Raccord manages."""

    def not_blank(self, one: Field, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """The stored value, NULL where it is blank."""

    def folded(self, one: Field, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """The stored value folded for comparison, NULL where it is blank; equals `values.fold_value` (SPEC §3)."""

    def folds_to_itself(self, connection: Connection, one: Field, column: ColumnElement[Any]) -> bool:
        """Tell whether every stored value of an indexed column is its own fold, so that its index can match."""

    def greater(self, one: Field, new: ColumnElement[Any], old: ColumnElement[Any]) -> ColumnElement[bool]:
        """Compare two non-blank values of an ordered field by value."""
