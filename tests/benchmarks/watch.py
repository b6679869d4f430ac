"""A watch that adds up the time of each stage of some work."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

Item = TypeVar("Item")


class Watch:
    """Adds up the time of each stage; a stage within another one interrupts it."""

    def __init__(self, rest: str, clock: Callable[[], float] = time.perf_counter) -> None:
        """Start; `rest` is the stage of all that is of no other."""
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._clock = clock
        self._running: list[str] = [rest]
        self._since = clock()

    def enter(self, stage: str) -> None:
        """Let a stage begin."""
        self._note()
        self._running.append(stage)

    def leave(self) -> None:
        """Let the stage end that has begun last."""
        self._note()
        self._running.pop()

    @contextmanager
    def stage(self, stage: str) -> Iterator[None]:
        """The stage of a block."""
        self.enter(stage)
        try:
            yield
        finally:
            self.leave()

    def timed(self, stage: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """The function, all of whose time is of the stage."""

        def timed_call(*arguments: Any, **named: Any) -> Any:
            with self.stage(stage):
                return call(*arguments, **named)

        return timed_call

    def each(self, stage: str, items: Iterable[Item]) -> Iterator[Item]:
        """The items, with what it takes to make them."""
        made = iter(items)
        while True:
            with self.stage(stage):
                item = next(made, made)
            if item is made:
                return
            yield item  # type: ignore[misc] # only the end is the iterator itself

    def _note(self) -> None:
        now = self._clock()
        self.seconds[self._running[-1]] += now - self._since
        self._since = now
