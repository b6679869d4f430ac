"""The goals: what is wanted of each figure, and whether it is met."""

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.parts import Settings
from benchmarks.steps import DLT, FLOOR, PANGRES, SQLITE_UTILS

NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal in words, the figure that it is about, and the figure's limits."""

    what: str
    wanted: str
    figure: str
    most: float | None = None
    least: float | None = None
    unit: str = "×"

    def line(self, figures: Mapping[str, float]) -> tuple[str, ...]:
        """The goal, the figure, and whether it is met."""
        value = figures.get(self.figure)
        if value is None:
            return self.what, self.wanted, NOT_MEASURED, NOT_MEASURED
        shown = f"{value:.0f}" if self.unit == "MB" else f"{value:.2f}"
        return self.what, self.wanted, f"{shown} {self.unit}", self.judged(value)

    def judged(self, value: float) -> str:
        """Whether a figure is within the limits, and by which share of a limit it is not."""
        if self.most is not None and value > self.most:
            return f"not met, by {_percent(value / self.most - 1)}"
        if self.least is not None and value < self.least:
            return f"not met, by {_percent(1 - value / self.least)}"
        return "met"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 else "less than 1 %"


def goals(settings: Settings) -> tuple[Goal, ...]:
    """All goals, in words of the sizes that were measured."""
    rows, customers = f"{settings.rows:,}", f"{settings.customers:,}"
    few_rows, few = f"{settings.few_rows:,}", f"{settings.few_customers:,}"
    times = settings.customers // settings.few_customers
    return (
        Goal(
            f"import of {rows} × 25 into {customers} customers, key external_id",
            "≤ 2.0 × the floor",
            f"import: {FLOOR}",
            most=2.0,
        ),
        Goal("the same on PostgreSQL", "≤ 2.0 × the floor there", "postgresql", most=2.0),
        *(
            Goal(f"the same against {peer}", "faster", f"import: {peer}", most=1.0)
            for peer in (SQLITE_UTILS, PANGRES, DLT)
        ),
        Goal(f"{few_rows} rows against django-import-export", "≥ 20 × faster", "django", least=20),
        Goal(f"matching alone, three keys, {rows} into {customers}", "≤ 1.5 × polars", "matching: three", most=1.5),
        Goal("the same with eight keys", "≤ 1.5 × polars", "matching: eight", most=1.5),
        Goal(f"three keys, {few_rows} into {customers}", "≤ 0.5 × polars", "matching: few rows", most=0.5),
        Goal(
            f"{customers} instead of {few} customers, {few_rows} rows", "≤ 1.3 × the time", "sizes: customers", most=1.3
        ),
        Goal(f"{rows} instead of {few_rows} rows, same base", "≤ 11 × the time", "sizes: rows", most=11),
        Goal(f"matching, every pattern of blanks, {rows} each side", "≤ 5 × the 5 % case", "hard: every", most=5),
        Goal("matching, one key with a single value for everybody", "≤ 5 × the 5 % case", "hard: single", most=5),
        Goal("restore of the import", "≤ 1.0 × the import", "import: restore", most=1.0),
        Goal(f"peak memory of an import, {rows} × 25", "≤ 450 MB", "sizes: MB", most=450, unit="MB"),
        Goal(f"peak memory at {times} × the customers", "0.9 – 1.1 ×", "sizes: memory", most=1.1, least=0.9),
        Goal(f"journal of {settings.changed_rows:,} changed rows", "≤ 1.5 × the values", "journal", most=1.5),
    )
