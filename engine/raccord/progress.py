"""Progress of long work, for whoever shows it."""

from collections.abc import Callable, Iterable, Iterator, Sized
from enum import StrEnum
from typing import TypeAlias, TypeVar

from raccord.translation import N_

T = TypeVar("T")
Rows = TypeVar("Rows", bound=Sized)
EVERY = 1_000


class Step(StrEnum):
    """What is going on."""

    READING = N_("reading the sheet")
    MATCHING = N_("matching customers")
    MERGING = N_("comparing cells")
    WRITING = N_("writing to the base")
    REPORTING = N_("writing the result")


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


def rows_counted(batches: Iterable[Rows], step: Step, progress: Progress) -> Iterator[Rows]:
    """Pass batches of rows on and report now and then how many rows that makes."""
    count = 0
    for batch in batches:
        before, count = count, count + len(batch)
        if before // EVERY < count // EVERY:
            progress(step, count)
        yield batch
    progress(step, count)
