"""Doing something at an exact place of an import: before or after the n-th statement that starts with given words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

WRITES = (
    "INSERT INTO raccord_operation",
    "INSERT INTO raccord_entry",
    "UPDATE customers",
    "INSERT INTO customers",
    "COMMIT",
)


@contextmanager
def at_statement(
    words: str | tuple[str, ...], call: Callable[[], object], *, count: int = 1, when: str = "before"
) -> Iterator[None]:
    """Call once, before (or after) the `count`-th statement of any connection that starts with the words."""
    left = iter(range(count - 1, -1, -1))

    def met(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith(words) and next(left, None) == 0:
            call()

    event.listen(Engine, f"{when}_cursor_execute", met)
    try:
        yield
    finally:
        event.remove(Engine, f"{when}_cursor_execute", met)
