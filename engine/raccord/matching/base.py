"""The customers that a match looks at, in the forms in which a matcher can ask for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal, select

from raccord.database.customers import Customers
from raccord.database.family import Family
from raccord.matching.keys import MatchKey

LARGE = 50_000
"""From so many customers on, matching in memory costs less than in the database, loading its library included."""


@dataclass(frozen=True)
class LookUp:
    """Customers by a single key that no two share, whose values are their own folds and have an index.

    `found` selects `id` and `key<n>`, of customers in the bin too; `binned` selects the ids of these, who do not count.
    """

    found: Select[Any]
    binned: Select[Any]


@dataclass(frozen=True)
class Base:
    """The customers of a match.

    `folded` makes a select of `id` and a folded value `key<n>` per key, which may cost a look at every customer.
    `stored` selects `id` and `key<n>` as stored; it is None where `id` is no indexed whole number of a table.
    `look_up` is None where the keys are no single one that an index finds.
    """

    family: Family
    folded: Callable[[], Select[Any]]
    stored: Select[Any] | None = None
    look_up: LookUp | None = None

    def is_large(self, connection: Connection) -> bool:
        """Tell whether matching in memory is worth it, and possible."""
        if self.stored is None or find_spec("polars") is None:
            return False
        some = self.stored.with_only_columns(literal(1).label("one")).limit(LARGE).subquery()
        return connection.execute(select(func.count()).select_from(some)).scalar_one() == LARGE


def base_of(
    connection: Connection,
    customers: Customers,
    keys: Sequence[MatchKey],
    further: Sequence[ColumnElement[bool]] = (),
    *,
    indexed: bool = False,
) -> Base:
    """The active customers that meet further conditions; `indexed` says that an index finds the values of each key."""
    family = customers.family

    def select_with(value: Callable[[MatchKey], ColumnElement[Any]]) -> Select[Any]:
        named = (value(key).label(f"key{key.position}") for key in keys)
        return select(customers.id.label("id"), *named).where(*further)

    def folded() -> Select[Any]:
        return select_with(lambda key: family.folded(connection, key.field, customers.column(key.field))).where(
            customers.active
        )

    if indexed:
        found = select_with(lambda key: customers.column(key.field))
        look_up = LookUp(found, select(customers.id).where(~customers.active)) if len(keys) == 1 else None
        return Base(family, folded, look_up=look_up)
    stored = select_with(lambda key: family.as_text(key.field, customers.column(key.field))).where(customers.active)
    return Base(family, folded, stored if customers.indexed else None)
