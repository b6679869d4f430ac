"""Streams in parts: batches, so that no more is held at once, and parts that are fetched ahead."""

from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def in_batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of `size`, the last one of what is left."""
    remaining = iter(items)
    while batch := list(islice(remaining, size)):
        yield batch


def read_ahead(items: Iterable[Item]) -> Generator[Item, None, None]:
    """The items, each fetched in another thread while the one before is worked on."""
    remaining = iter(items)
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(list, islice(remaining, 1))
        while fetched := coming.result():
            coming = reader.submit(list, islice(remaining, 1))
            yield fetched[0]
