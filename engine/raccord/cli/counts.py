"""The counts of a report for a terminal: each outcome with the share of rows it has, and the totals beside them."""

from itertools import zip_longest
from typing import TYPE_CHECKING

from raccord.cli.bars import bar
from raccord.formats import grouped
from raccord.planning import Outcome, Summary
from raccord.terminal_styles import OUTCOME_STYLES
from raccord.translation import _, language

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.table import Table
    from rich.text import Text

WIDEST_BAR, NARROWEST_BAR = 24, 6
_BETWEEN = 2


class CountsTable:
    """What rich draws: all outcomes, also at zero, and the totals; bars where there is room for them."""

    def __init__(self, summary: Summary, *, bars: bool) -> None:
        self._rows = summary.rows
        self._outcomes = [(outcome, getattr(summary, outcome.value)) for outcome in Outcome]
        self._totals = [
            (_("rows"), summary.rows),
            (_("matched"), summary.matched),
            (_("customers deleted"), summary.deleted),
            (_("cells changed"), summary.cells_changed),
            (_("cells cleared"), summary.cells_cleared),
            (_("blanks kept"), summary.blanks_kept),
        ]
        self._bars = bars

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        """Draw it to the width there is."""
        bare = self._table(0)
        room = options.max_width - console.measure(bare).maximum - _BETWEEN
        yield self._table(min(WIDEST_BAR, room)) if self._bars and room >= NARROWEST_BAR else bare

    def _table(self, width: int) -> "Table":
        from rich.table import Table  # noqa: PLC0415 - JSON does without rich
        from rich.text import Text  # noqa: PLC0415 - as above

        table = Table.grid(padding=(0, _BETWEEN))
        for at in range(5 if width else 4):
            table.add_column(justify="right" if at in {1, 4 if width else 3} else "left", no_wrap=True)
        for one, total in zip_longest(self._outcomes, self._totals):
            outcome, count = one
            drawn = [Text(bar(count, self._rows, width).ljust(width), OUTCOME_STYLES[outcome])] if width else []
            table.add_row(*_pair(_(outcome), count), *drawn, *(_pair(*total) if total else ()))
        return table


def _pair(label: str, count: int) -> "tuple[Text, Text]":
    """A label and its figure, dim where there is none."""
    from rich.text import Text  # noqa: PLC0415 - as above

    style = "" if count else "dim"
    return Text(label, style), Text(grouped(count, language()), style)
