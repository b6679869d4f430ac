"""Progress of long work, for whoever shows it."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import TypeAlias, TypeVar

T = TypeVar("T")
EVERY = 1_000


class Step(StrEnum):
    """What is going on."""

    READING = "reading the sheet"
    MATCHING = "matching customers"
    MERGING = "comparing cells"
    WRITING = "writing to the base"
    REPORTING = "writing the result"


Progress: TypeAlias = Callable[[Step, int], None]


def silent(_step: Step, _rows: int) -> None:
    """Show nothing."""


def counted(items: Iterable[T], step: Step, progress: Progress) -> Iterator[T]:
    """Pass items on and report their number now and then."""
    count = 0
    for count, item in enumerate(items, 1):
        if count % EVERY == 0:
            progress(step, count)
        yield item
    progress(step, count)
