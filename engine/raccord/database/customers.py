"""The customers of a base: the one place that reads and writes them, whoever made their table (SPEC §6).

Reading goes through `table`, which has `id`, a column per field in Raccord's spelling and `deleted_at`, so that
matching, planning and the journal need not know where a customer lies. Every write is a method.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    Update,
    case,
    column,
    delete,
    func,
    insert,
    literal,
    null,
    select,
    tuple_,
    update,
)

from raccord.catalogue import EXTERNAL_ID, ID, Catalogue, Field
from raccord.database.family import Family

if TYPE_CHECKING:
    from raccord.columns import Feed
    from raccord.typed_rows import TypedRows

EVERYWHERE: Mapping[Field, ColumnElement[bool]] = MappingProxyType({})


@dataclass(frozen=True)
class Customers(ABC):
    """What a base holds of its customers, active and in the bin.

    `indexed` tells whether an index of the table finds the value of `id` and of an external id.
    """

    table: FromClause
    catalogue: Catalogue
    family: Family
    indexed: ClassVar[bool] = False

    @property
    def id(self) -> ColumnElement[Any]:
        """The customer's id."""
        return self.table.c.id

    @property
    def deleted_at(self) -> ColumnElement[Any]:
        """When the customer went to the recycle bin; NULL for an active one."""
        return self.table.c.deleted_at

    @property
    def active(self) -> ColumnElement[bool]:
        """The condition that a customer is not in the bin."""
        return self.deleted_at.is_(None)

    @property
    def filled(self) -> tuple[Field, ...]:
        """The fields that the database gives a value where the sheet gives none."""
        return ()

    @property
    def never_blank(self) -> frozenset[str]:
        """The names of the fields that cannot be cleared, whatever the catalogue says."""
        return frozenset()

    def column(self, one: Field) -> ColumnElement[Any]:
        """The value of a field."""
        return self.table.c[one.name]

    def finds(self, connection: Connection, one: Field) -> bool:
        """Tell whether an index finds the customers that have a folded value in a field."""
        if not self.indexed:
            return False
        is_own = one.name == EXTERNAL_ID and self.family.folds_to_itself(connection, one, self.column(one))
        return one.name == ID or is_own

    def fitting(self, rows: "Iterable[TypedRows]", _feeds: "Sequence[Feed]") -> "Iterable[TypedRows]":
        """The rows, with a fault in each cell that the table cannot hold."""
        return rows

    def check_creating(self) -> None:  # noqa: B027 - a table of Raccord's own takes every customer
        """Raise DatabaseError when the table cannot take a new customer, whatever the sheet says of it."""

    def prepare(self, connection: Connection, *, writing: bool) -> None:  # noqa: B027 - as above, needs nothing
        """Make ready, at the begin of a transaction, what reading needs."""

    def has_lasting_ids(self, _connection: Connection) -> bool:
        """Tell whether every customer's id is its own for good; `prepare` for writing makes it so."""
        return True

    @abstractmethod
    def give_ids(self, connection: Connection, ids: Table, rows: Select[Any], count: int) -> None:
        """Fill `ids` (`row`, `customer`) with ids that were never used, for so many selected rows in their order."""

    @abstractmethod
    def insert(self, connection: Connection, fields: Sequence[Field], source: Select[Any]) -> None:
        """Add customers from a select of their ids and the fields' values."""

    @abstractmethod
    def update(
        self,
        connection: Connection,
        number: ColumnElement[Any],
        values: Mapping[Field, ColumnElement[Any]],
        *conditions: ColumnElement[bool],
        chosen: Mapping[Field, ColumnElement[bool]] = EVERYWHERE,
    ) -> None:
        """Set fields of the customer that `number` names, a column of another table, where the conditions hold.

        A field that is among `chosen` is set only where its own condition holds too.
        """

    @abstractmethod
    def vacate(self, connection: Connection, one: Field, numbers: Select[Any]) -> None:
        """Take a unique value from customers that get another one right after."""

    @abstractmethod
    def to_bin(self, connection: Connection, moves: Select[Any]) -> None:
        """Send active customers to the bin, from a select of `customer` and `deleted_at`."""

    @abstractmethod
    def from_bin(self, connection: Connection, numbers: Select[Any]) -> None:
        """Bring customers back from the bin."""

    @abstractmethod
    def remove(self, connection: Connection, numbers: Select[Any]) -> None:
        """Remove customers, wherever they are."""

    @abstractmethod
    def put_back(self, connection: Connection, returning: Select[Any]) -> None:
        """Bring removed customers back by a select of `customer` and `deleted_at`; `update` gives them their cells."""


@dataclass(frozen=True)
class ManagedCustomers(Customers):
    """The customers in the table that Raccord has made from the catalogue."""

    stored: Table
    indexed: ClassVar[bool] = True

    def give_ids(self, connection: Connection, ids: Table, rows: Select[Any], count: int) -> None:
        """Count on from the highest id ever used."""
        number_rows(connection, ids, rows, self.family.reserve_ids(connection, self.stored, count))

    def insert(self, connection: Connection, fields: Sequence[Field], source: Select[Any]) -> None:
        """Insert."""
        names = ["id", *(one.name for one in fields)]
        connection.execute(insert(self.stored).from_select(names, source))

    def update(
        self,
        connection: Connection,
        number: ColumnElement[Any],
        values: Mapping[Field, ColumnElement[Any]],
        *conditions: ColumnElement[bool],
        chosen: Mapping[Field, ColumnElement[bool]] = EVERYWHERE,
    ) -> None:
        """Update."""
        if self.family.looks_up_in_order:
            number, values, chosen = _in_order(number, values, conditions, chosen)
            conditions = ()
        columns = {one: self.stored.c[one.name] for one in values}
        given: dict[Any, Any] = {
            column: set_where(chosen.get(one), values[one], column) for one, column in columns.items()
        }
        if given:
            among = self.stored.c.id.in_(select(number).where(*conditions))
            matching = (self.stored.c.id == number, *conditions)
            connection.execute(set_together(self.family, self.stored, given, among, matching))

    def vacate(self, connection: Connection, one: Field, numbers: Select[Any]) -> None:
        """Set NULL."""
        connection.execute(self._of(numbers).values({self.stored.c[one.name]: null()}))

    def to_bin(self, connection: Connection, moves: Select[Any]) -> None:
        """Set when."""
        moving = moves.subquery()
        when = select(moving.c.deleted_at).where(moving.c.customer == self.stored.c.id).scalar_subquery()
        connection.execute(self._of(select(moving.c.customer)).values(deleted_at=when))

    def from_bin(self, connection: Connection, numbers: Select[Any]) -> None:
        """Set NULL."""
        connection.execute(self._of(numbers).values(deleted_at=null()))

    def remove(self, connection: Connection, numbers: Select[Any]) -> None:
        """Delete."""
        connection.execute(delete(self.stored).where(self.stored.c.id.in_(numbers)))

    def put_back(self, connection: Connection, returning: Select[Any]) -> None:
        """Insert without any field."""
        connection.execute(insert(self.stored).from_select(["id", "deleted_at"], returning))

    def _of(self, numbers: Select[Any]) -> Any:
        return update(self.stored).where(self.stored.c.id.in_(numbers))


def _in_order(
    number: ColumnElement[Any],
    values: Mapping[Field, ColumnElement[Any]],
    conditions: Sequence[ColumnElement[bool]],
    chosen: Mapping[Field, ColumnElement[bool]],
) -> tuple[ColumnElement[Any], Mapping[Field, ColumnElement[Any]], Mapping[Field, ColumnElement[bool]]]:
    """Numbers, values and choices where the conditions hold, from a subquery in the order of the numbers."""
    given = [value.label(f"value_{one.name}") for one, value in values.items()]
    choices = [choice.label(f"chosen_{one.name}") for one, choice in chosen.items()]
    found = select(number.label("number"), *given, *choices).where(*conditions).order_by(number).subquery().c
    in_order = {one: found[f"value_{one.name}"] for one in values}
    return found.number, in_order, {one: found[f"chosen_{one.name}"] for one in chosen}


def set_where(
    condition: ColumnElement[bool] | None, value: ColumnElement[Any], column: ColumnElement[Any]
) -> ColumnElement[Any]:
    """The value where the condition holds, or there is none; else what is there already."""
    return value if condition is None else case((condition, value), else_=column)


def set_together(
    family: Family,
    table: Table,
    given: Mapping[Any, ColumnElement[Any]],
    among: ColumnElement[bool],
    matching: Sequence[ColumnElement[bool]],
) -> Update:
    """An update of columns by the values of a row beside, which is `matching`; `among` are the rows that have one."""
    if not family.assigns_rows:
        return update(table).where(*matching).values(given)
    names = tuple_(*(column(one.name) for one in given))
    beside = select(*given.values()).where(*matching).correlate(table).scalar_subquery()
    return update(table).where(among).values({names: beside})


def number_rows(connection: Connection, ids: Table, rows: Select[Any], first: int) -> None:
    """Fill `ids` with the numbers from `first` on, in the order of the rows."""
    row = rows.subquery().c[0]
    place = func.row_number().over(order_by=row) - 1
    connection.execute(insert(ids).from_select(["row", "customer"], select(row, literal(first) + place)))
