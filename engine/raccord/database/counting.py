"""Counting ids in the journal, so that none is ever used twice, whatever was deleted since."""

from sqlalchemy import Connection, Table, func, insert, select, update

from raccord.database.schema import LAST_CUSTOMER


def next_ids(connection: Connection, customers: Table, count: int, used: int) -> int:
    """Reserve so many ids above `used`, one after the other; returns the first. The caller holds the base's lock."""
    highest = connection.execute(select(func.max(customers.c.id))).scalar()
    return count_on(connection, customers.metadata.tables["raccord_meta"], count, max(highest or 0, used))


def count_on(connection: Connection, meta: Table, count: int, used: int) -> int:
    """Reserve ids above `used` and above all that the journal has ever given."""
    ours = meta.c.name == LAST_CUSTOMER
    known = connection.execute(select(meta.c.value).where(ours)).scalar()
    first = max(int(known or 0), used) + 1
    last = str(first + count - 1)
    written = (
        update(meta).where(ours).values(value=last) if known else insert(meta).values(name=LAST_CUSTOMER, value=last)
    )
    connection.execute(written)
    return first
