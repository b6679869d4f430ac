"""The keys of a foreign customer table: a customer's id is a whole number, whatever its key is (SPEC §1).

A whole number is its own id. Every other key gets one in `raccord_customer`, which an import completes and nothing ever
takes away. A preview may not write there, so it numbers the keys that have none in a temporary table, in the order in
which the import will.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    MetaData,
    Select,
    Table,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.schema import CreateTable

from raccord.catalogue import Field, FieldType
from raccord.database.counting import count_on
from raccord.database.customers import number_rows
from raccord.database.family import Family
from raccord.database.schema import KEY_LENGTH
from raccord.database.types import CUSTOMER_ID, text

KEY_FIELD = Field("key", FieldType.TEXT)
_NUMBERS = Table(
    "raccord_numbers",
    MetaData(),
    Column("number", CUSTOMER_ID, primary_key=True, autoincrement=False),
    Column("key", text(KEY_LENGTH), nullable=False, unique=True),
    prefixes=["TEMPORARY"],
)


@dataclass(frozen=True)
class Keys(ABC):
    """What the key column of a table and of its mirror means."""

    family: Family
    native: Table
    name: str

    @abstractmethod
    def prepare(self, connection: Connection, *, writing: bool) -> None:
        """See to it that every key has a number."""

    @abstractmethod
    def are_registered(self, connection: Connection) -> bool:
        """Tell whether every key has its number for good; asked after `prepare`."""

    @abstractmethod
    def numbered(self, place: Table) -> tuple[FromClause, ColumnElement[Any]]:
        """A table joined with what knows its ids, and the id."""

    @abstractmethod
    def matches(self, place: Table, number: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        """The conditions that a row of a table is the customer of that id, in a statement that writes."""

    @abstractmethod
    def among(self, place: Table, numbers: Select[Any]) -> ColumnElement[bool]:
        """The condition that a row of a table is one of these customers."""

    @abstractmethod
    def give(self, connection: Connection, ids: Table, rows: Select[Any], count: int, mirror: Table) -> None:
        """Fill `ids` for new customers."""

    @abstractmethod
    def new(self, source: FromClause) -> tuple[FromClause, ColumnElement[Any]]:
        """A select of new customers, whose first column is the id, joined with what knows their keys, and the key."""


@dataclass(frozen=True)
class WholeKeys(Keys):
    """Whole numbers: the key is the id."""

    meta: Table | None

    def prepare(self, connection: Connection, *, writing: bool) -> None:
        """Nothing is needed."""

    def are_registered(self, _connection: Connection) -> bool:
        """A key is its own number."""
        return True

    def numbered(self, place: Table) -> tuple[FromClause, ColumnElement[Any]]:
        """The key."""
        return place, place.c[self.name]

    def matches(self, place: Table, number: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        """Equal."""
        return [place.c[self.name] == number]

    def among(self, place: Table, numbers: Select[Any]) -> ColumnElement[bool]:
        """Equal to one."""
        return place.c[self.name].in_(numbers)

    def give(self, connection: Connection, ids: Table, rows: Select[Any], count: int, mirror: Table) -> None:
        """From the table's own counter where it has one, which is taken along; else count on."""
        assert self.meta is not None  # noqa: S101 - who writes has a journal
        key = self.native.c[self.name]
        used = [
            connection.execute(select(func.max(place.c[self.name]))).scalar() or 0 for place in (self.native, mirror)
        ]
        counted = self.family.last_counted(connection, key)
        first = count_on(connection, self.meta, count, max(*used, counted))
        self.family.count_to(connection, key, first + count - 1)
        number_rows(connection, ids, rows, first)

    def new(self, source: FromClause) -> tuple[FromClause, ColumnElement[Any]]:
        """The id is the key."""
        return source, source.c[0]


@dataclass(frozen=True)
class NamedKeys(Keys):
    """Keys of text, such as UUIDs: each has a number in `raccord_customer`."""

    registry: Table | None

    def prepare(self, connection: Connection, *, writing: bool) -> None:
        """Number the keys that have none, for ever when writing, and lay all numbers out for this connection."""
        connection.execute(CreateTable(_NUMBERS, if_not_exists=True))
        connection.execute(delete(_NUMBERS))
        if self.registry is not None:
            if writing:
                self._number_missing(connection, self.registry, self.registry)
            every = select(self.registry.c.number, self.registry.c.key)
            connection.execute(insert(_NUMBERS).from_select(["number", "key"], every))
        self._number_missing(connection, self.registry, _NUMBERS)

    def are_registered(self, connection: Connection) -> bool:
        """None is numbered for this connection alone."""
        numbered = connection.execute(select(func.max(_NUMBERS.c.number))).scalar() or 0
        return self._last_registered(connection) >= numbered

    def numbered(self, place: Table) -> tuple[FromClause, ColumnElement[Any]]:
        """Joined with all numbers."""
        numbers = _NUMBERS.alias()
        return place.join(numbers, numbers.c.key == self._key(place)), numbers.c.number

    def _last_registered(self, connection: Connection) -> int:
        if self.registry is None:
            return 0
        return connection.execute(select(func.max(self.registry.c.number))).scalar() or 0

    def _number_missing(self, connection: Connection, known: Table | None, target: Table) -> None:
        key = self._key(self.native)
        missing = select(key.label("key"))
        if known is not None:
            missing = missing.where(~exists().where(known.c.key == key))
        found = missing.subquery()
        place = func.row_number().over(order_by=found.c.key)
        numbered = select(literal(self._last_registered(connection)) + place, found.c.key)
        connection.execute(insert(target).from_select(["number", "key"], numbered))

    def matches(self, place: Table, number: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        """Through the registry."""
        return [self._registered.c.number == number, self._registered.c.key == self._key(place)]

    def among(self, place: Table, numbers: Select[Any]) -> ColumnElement[bool]:
        """Through the registry."""
        chosen = select(self._registered.c.key).where(self._registered.c.number.in_(numbers))
        return self._key(place).in_(chosen)

    def give(self, connection: Connection, ids: Table, rows: Select[Any], count: int, _mirror: Table) -> None:
        """Register new random UUIDs."""
        first = (connection.execute(select(func.max(self._registered.c.number))).scalar() or 0) + 1
        self.family.bulk_load(connection, self._registered, ["number", "key"], _new_keys(first, count))
        given = select(self._registered.c.number, self._registered.c.key).where(self._registered.c.number >= first)
        connection.execute(insert(_NUMBERS).from_select(["number", "key"], given))
        number_rows(connection, ids, rows, first)

    def new(self, source: FromClause) -> tuple[FromClause, ColumnElement[Any]]:
        """The registered key."""
        registered = self._registered
        joined = source.join(registered, registered.c.number == source.c[0])
        return joined, self.family.write(KEY_FIELD, registered.c.key, self.native.c[self.name])

    @property
    def _registered(self) -> Table:
        assert self.registry is not None  # noqa: S101 - who writes has a journal
        return self.registry

    def _key(self, place: Table) -> ColumnElement[Any]:
        return self.family.read(KEY_FIELD, place.c[self.name])


def _new_keys(first: int, count: int) -> Iterator[tuple[int, str]]:
    return ((number, str(uuid4())) for number in range(first, first + count))
