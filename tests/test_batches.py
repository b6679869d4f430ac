"""Streams in parts."""

import threading
from collections.abc import Iterator

import pytest

from raccord.batches import read_ahead


def test_items_come_in_order_from_another_thread() -> None:
    threads: set[int] = set()

    def items() -> Iterator[int]:
        for number in range(5):
            threads.add(threading.get_ident())
            yield number

    assert list(read_ahead(items())) == [0, 1, 2, 3, 4]
    assert threading.get_ident() not in threads


def test_error_reaches_who_asks_for_the_item() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("damaged")

    ahead = read_ahead(items())
    assert next(ahead) == 1
    with pytest.raises(ValueError, match="damaged"):
        next(ahead)


def test_stream_that_is_left_early_ends_its_thread() -> None:
    before = threading.active_count()
    ahead = read_ahead(iter(range(100)))
    assert next(ahead) == 0
    ahead.close()
    assert threading.active_count() == before
