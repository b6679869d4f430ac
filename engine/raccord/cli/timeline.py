"""Timelines: what happened, one event below the other, with a line down the side (SPEC §5)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions
    from rich.text import Text

_POINT, _SIDE, _END = "● ", "│ ", "  "
_INDENT, _HANGING = "  ", "  "


@dataclass(frozen=True)
class Event:
    """One event: its head, and lines below it."""

    head: "Text"
    lines: Sequence["Text"]


@dataclass(frozen=True)
class Timeline:
    """Events in the order given, as rich draws them; a line that is too long goes on beside the side."""

    events: Sequence[Event]

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "Iterator[Text]":
        """Draw it to the width there is."""
        from rich.text import Text  # noqa: PLC0415 - JSON does without rich

        for number, event in enumerate(self.events):
            last = number == len(self.events) - 1
            side = Text().append(_END if last else _SIDE, "dim")
            head = event.head.copy()
            head.stylize_before("bold")
            yield from _wrapped(head, Text().append(_POINT, "bold"), side, console, options.max_width)
            for line in event.lines:
                first, others = side + _INDENT, side + _INDENT + _HANGING
                yield from _wrapped(line, first, others, console, options.max_width)


def _wrapped(text: "Text", first: "Text", others: "Text", console: "Console", width: int) -> "Iterator[Text]":
    """A text in lines, each with what stands before it."""
    beside = max(first.cell_len, others.cell_len)
    lines = text.wrap(console, max(width - beside, 1))
    for number, line in enumerate(lines):
        line.rstrip()
        yield (others if number else first) + line
