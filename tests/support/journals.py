"""The verbs of the journal on a test's base."""

from collections.abc import Callable
from datetime import datetime, timedelta

from raccord.journal import Reversal, list_operations, restore, undo
from support.sheets import NOW, CustomerBase


def undone(customers: CustomerBase, number: int | None = None, *, force: bool = False) -> Reversal:
    """Undo an import."""
    with customers.opened() as database:
        return undo(database, number, force=force)


def restored(customers: CustomerBase, point: int, *, force: bool = False) -> Reversal:
    """Restore to a point."""
    with customers.opened() as database:
        return restore(database, point, force=force)


def after(days: float) -> Callable[[], datetime]:
    """A clock that stands some days after the usual time of an import."""
    return lambda: NOW + timedelta(days=days)


def undone_by(customers: CustomerBase) -> dict[int, int | None]:
    """Which operation took back which."""
    with customers.opened() as database:
        return {one.number: one.undone_by for one in list_operations(database)}
