"""What a part of the benchmark is given, and what it gives back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measuring import Series, Step, measure


@dataclass(frozen=True, slots=True)
class Settings:
    """The sizes, from which all others follow, how often each step is run, where the files are, who hears of it."""

    rows: int
    customers: int
    repeat: int
    folder: Path
    tell: Callable[[str], None]

    @property
    def few_rows(self) -> int:
        """A tenth of the rows."""
        return self.rows // 10

    @property
    def few_customers(self) -> int:
        """A tenth of the customers."""
        return self.customers // 10

    @property
    def changed_rows(self) -> int:
        """The rows of the sheet whose journal is weighed."""
        return self.rows // 5

    def measured(self, *steps: Step) -> Series:
        """Measure steps in turns."""
        return measure(steps, self.repeat, self.folder, self.tell)


@dataclass
class Result:
    """What a part has measured: series with a heading each and the step their ratios compare with, and figures.

    `blocks` are further tables, `notes` sentences for the page. The figures, by names that the goals know, are ratios,
    or MB.
    """

    title: str
    tables: list[tuple[Series, str | None]] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)

    def figure(self, name: str, value: float | None) -> None:
        """Keep a figure that could be had."""
        if value is not None:
            self.figures[name] = value

    @property
    def failures(self) -> Iterator[tuple[str, str]]:
        """The steps that failed, and why."""
        for series, _ in self.tables:
            yield from series.failed.items()


@dataclass(frozen=True, slots=True)
class Part:
    """A part by its name; `seconds` is what a turn of it and its preparation take at the usual sizes."""

    name: str
    run: Callable[[Settings], Result]
    turn: float
    preparation: float
    for_goals: bool = True

    def estimate(self, settings: Settings) -> float:
        """Seconds that the part may take."""
        scale = (settings.rows / 100_000 + settings.customers / 1_000_000) / 2
        return 5 + scale * (self.turn * settings.repeat + self.preparation)
