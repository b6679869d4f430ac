"""Customers in a table that another program has made: never altered, read and written in its own types (SPEC §6).

Who is deleted leaves the table for its mirror `raccord_kept`, which has all of the table's columns; `raccord_binned`
says since when. A customer that a reversal or a purge removes stays in the mirror as well, without such a moment, so
that it can come back whole.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    delete,
    exists,
    false,
    func,
    insert,
    literal,
    literal_column,
    null,
    or_,
    select,
    type_coerce,
    union_all,
    update,
)
from sqlalchemy.sql.selectable import Subquery

from raccord.catalogue import ExistingTable, Field
from raccord.database.customers import EVERYWHERE, Customers, set_together, set_where
from raccord.database.followers import check_unused
from raccord.database.keys import Keys
from raccord.database.natures import Limits, Nature, limits_of, nature_of
from raccord.database.types import text
from raccord.errors import DatabaseError
from raccord.translation import _

if TYPE_CHECKING:
    from raccord.columns import Feed
    from raccord.typed_rows import TypedRows


@dataclass(frozen=True)
class Mirror:
    """Where customers are that left the table: their rows, and since when those in the bin are there."""

    rows: Table
    binned: Table


@dataclass(frozen=True)
class ExistingCustomers(Customers):
    """The customers in a table of another program's, and those that left it.

    `given` are the values that new rows get in columns that are no fields, by column.
    """

    described: ExistingTable
    native: Table
    keys: Keys
    given: Mapping[str, Any]
    mirror: Mirror | None

    @cached_property
    def limits(self) -> dict[str, Limits]:
        """What each field's column can hold."""
        sized = self.family.sized_numbers
        return {one.name: limits_of(self._native(one), sized_numbers=sized) for one in self.catalogue.fields}

    @property
    def filled(self) -> tuple[Field, ...]:
        """Fields whose column has a default, or is among what makes a row a customer."""
        return tuple(
            one
            for one in self.catalogue.fields
            if self._native(one).server_default is not None or self._native(one).name in self.given
        )

    @property
    def never_blank(self) -> frozenset[str]:
        """Fields of NOT NULL columns; a text can be empty instead."""
        return frozenset(one.name for one in self.catalogue.fields if _is_needed(self._native(one)))

    def fitting(self, rows: "Iterable[TypedRows]", feeds: "Sequence[Feed]") -> "Iterable[TypedRows]":
        """A cell that the column cannot hold is a fault of its row."""
        limits = [
            (at, feed.field, self.limits[feed.field.name])
            for at, feed in enumerate(feeds)
            if feed.field.name in self.limits
        ]
        for some in rows:
            faults = [
                (place, at, fault)
                for at, one, limit in limits
                for place, value in enumerate(some.columns[at])
                if (fault := limit.fault(one, value))
            ]
            yield some.with_faults(faults) if faults else some

    def check_creating(self) -> None:
        """Every column that needs a value must get one."""
        covered = {self._native(one).name for one in self.catalogue.fields} | set(self.given) | {self.keys.name}
        missing = [
            column.name for column in self.native.columns if _lacks_default(column) and column.name not in covered
        ]
        if missing:
            raise DatabaseError(
                "needs-values",
                _(
                    "New customers need a value for {fields}, which table “{table}” does not give.",
                    fields=", ".join(missing),
                    table=self.native.name,
                ),
                message=_("Nothing was written."),
                hint=_("Map a field to it in table.columns, or give it a value in table.defaults."),
            )

    def prepare(self, connection: Connection, *, writing: bool) -> None:
        """Number the keys."""
        self.family.prepare_joins(connection)
        self.keys.prepare(connection, writing=writing)

    def has_lasting_ids(self, connection: Connection) -> bool:
        """As the keys have."""
        return self.keys.are_registered(connection)

    def give_ids(self, connection: Connection, ids: Table, rows: Select[Any], count: int) -> None:
        """As the keys are given."""
        self.keys.give(connection, ids, rows, count, self._mirror.rows)

    def insert(self, connection: Connection, fields: Sequence[Field], source: Select[Any]) -> None:
        """Add rows with the values of the fields, and what makes them customers."""
        new = source.subquery()
        joined, key = self.keys.new(new)
        values: dict[str, ColumnElement[Any]] = {
            self._native(one).name: self._written(one, value, creating=True)
            for one, value in zip(fields, list(new.c)[1:], strict=True)
        }
        for one in self.catalogue.fields:
            column = self._native(one)
            if not column.nullable and column.server_default is None and nature_of(column) is Nature.TEXT:
                values.setdefault(column.name, literal("", column.type))
        for name, value in self.given.items():
            fixed = literal(value, self.native.c[name].type)
            always = name in self.described.where or name not in values
            values[name] = fixed if always else func.coalesce(values[name], fixed)
        values[self.keys.name] = key
        chosen = select(*values.values()).select_from(joined)
        connection.execute(insert(self.native).from_select(list(values), chosen))

    def update(
        self,
        connection: Connection,
        number: ColumnElement[Any],
        values: Mapping[Field, ColumnElement[Any]],
        *conditions: ColumnElement[bool],
        chosen: Mapping[Field, ColumnElement[bool]] = EVERYWHERE,
    ) -> None:
        """Set the fields, wherever the customer is."""
        if not values:
            return
        for place in (self.native, self._mirror.rows):
            columns = {one: place.c[self._native(one).name] for one in values}
            given: dict[Any, Any] = {
                column: set_where(chosen.get(one), self._written(one, values[one]), column)
                for one, column in columns.items()
            }
            among = self.keys.among(place, select(number).where(*conditions))
            matching = (*self.keys.matches(place, number), *conditions)
            connection.execute(set_together(self.family, place, given, among, matching))

    def vacate(self, connection: Connection, one: Field, numbers: Select[Any]) -> None:
        """Set NULL, where the column can be NULL."""
        column = self._native(one)
        if column.nullable:
            connection.execute(
                update(self.native).where(self.keys.among(self.native, numbers)).values({column: null()})
            )

    def to_bin(self, connection: Connection, moves: Select[Any]) -> None:
        """Move rows into the mirror, and note when."""
        moving = moves.subquery()
        numbers = select(moving.c.customer)
        self._move(connection, self.native, self._mirror.rows, numbers)
        self._forget(connection, numbers)
        connection.execute(insert(self._mirror.binned).from_select(["customer", "deleted_at"], select(moving)))

    def from_bin(self, connection: Connection, numbers: Select[Any]) -> None:
        """Move rows back into the table."""
        self._move(connection, self._mirror.rows, self.native, numbers)
        self._forget(connection, numbers)

    def remove(self, connection: Connection, numbers: Select[Any]) -> None:
        """Move rows into the mirror, and those that are there already out of the bin."""
        self._move(connection, self.native, self._mirror.rows, numbers)
        self._forget(connection, numbers)

    def put_back(self, connection: Connection, returning: Select[Any]) -> None:
        """Into the bin go those with a moment, all others into the table."""
        found = returning.subquery()
        binned = select(found.c.customer, found.c.deleted_at).where(found.c.deleted_at.is_not(None))
        self._move(
            connection, self._mirror.rows, self.native, select(found.c.customer).where(found.c.deleted_at.is_(None))
        )
        connection.execute(insert(self._mirror.binned).from_select(["customer", "deleted_at"], binned))

    @property
    def _mirror(self) -> Mirror:
        assert self.mirror is not None  # noqa: S101 - who writes has a journal
        return self.mirror

    def _move(self, connection: Connection, source: Table, target: Table, numbers: Select[Any]) -> None:
        """Move whole rows; what a program has put under the same key meanwhile stays, and makes the key its own."""
        chosen = self.keys.among(source, numbers)
        if target is not self.native:
            key = self.keys.name
            check_unused(connection, self.native, key, chosen)
            coming = select(source.c[key]).where(chosen)
            connection.execute(delete(target).where(target.c[key].in_(coming)))
        names = [column.name for column in self.native.columns if column.computed is None and column.name in self._kept]
        moved = select(*(source.c[name] for name in names)).where(chosen)
        connection.execute(insert(target).from_select(names, moved))
        connection.execute(delete(source).where(chosen))

    @property
    def _kept(self) -> set[str]:
        return {column.name for column in self._mirror.rows.columns}

    def _forget(self, connection: Connection, numbers: Select[Any]) -> None:
        binned = self._mirror.binned
        connection.execute(delete(binned).where(binned.c.customer.in_(numbers)))

    def _native(self, one: Field) -> Column[Any]:
        return self.native.c[column_name(self.described, one)]

    def _written(self, one: Field, value: ColumnElement[Any], *, creating: bool = False) -> ColumnElement[Any]:
        """A value in the type of its column; where that cannot be NULL, a blank is its default or an empty text."""
        column = self._native(one)
        written = self.family.write(one, value, column)
        default: Any = column.server_default
        if creating and default is not None:
            return func.coalesce(written, literal_column(str(default.arg)))
        if not column.nullable and nature_of(column) is Nature.TEXT:
            return func.coalesce(written, literal("", column.type))
        return written


def column_name(described: ExistingTable, one: Field) -> str:
    """The column of a field: the one the catalogue names, or the one of the field's own name."""
    return described.columns.get(one.name, one.name)


def source_of(customers: ExistingCustomers) -> Subquery:
    """All customers in Raccord's spelling: those in the table, and those in the bin unless their key is used again.

    It is always a union: MariaDB gives that keys of its own, and would else read the table for each row of a join.
    """
    native = customers.native
    numbered, number = customers.keys.numbered(native)
    active = select(*_reading(customers, native, number, null())).select_from(numbered)
    active = active.where(*customer_conditions(customers))
    if customers.mirror is None:
        return union_all(active, active.where(false())).subquery("customers")
    rows, binned = customers.mirror.rows, customers.mirror.binned
    numbered, number = customers.keys.numbered(rows)
    joined = numbered.join(binned, binned.c.customer == number)
    again = exists().where(native.c[customers.keys.name] == rows.c[customers.keys.name])
    deleted = select(*_reading(customers, rows, number, binned.c.deleted_at)).select_from(joined).where(~again)
    return union_all(active, deleted).subquery("customers")


def customer_conditions(customers: ExistingCustomers) -> Iterator[ColumnElement[bool]]:
    """The conditions that a row of the table is a customer."""
    for name, value in customers.described.where.items():
        column = customers.native.c[name]
        every = value if isinstance(value, tuple) else (value,)
        yield or_(*(column == literal(fit_value(column, each), column.type) for each in every))


def fit_value(column: Column[Any], value: str | int | bool) -> Any:
    """A value of the catalogue in the type of its column; raises ValueError when it is none."""
    match nature_of(column):
        case Nature.TRUTH:
            return bool(int(value))
        case Nature.WHOLE:
            return int(value)
        case Nature.TEXT | Nature.UUID:
            return str(value)
        case _:
            raise ValueError(column.name)


def _reading(
    customers: ExistingCustomers, place: Table, number: ColumnElement[Any], deleted_at: Any
) -> Iterator[ColumnElement[Any]]:
    yield number.label("id")
    for one in customers.catalogue.fields:
        stored = place.c[column_name(customers.described, one)]
        yield customers.family.read(one, stored).label(one.name)
    yield type_coerce(deleted_at, text(20)).label("deleted_at")


def _is_needed(column: Column[Any]) -> bool:
    return not column.nullable and nature_of(column) is not Nature.TEXT


def _lacks_default(column: Column[Any]) -> bool:
    no_value = column.server_default is None and column.computed is None and column.identity is None
    return not column.nullable and no_value and column.autoincrement is not True
