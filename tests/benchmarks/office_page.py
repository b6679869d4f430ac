"""What the benchmark of LibreOffice prints, and the page of the documentation that holds the same."""

from dataclasses import dataclass
from statistics import median
from textwrap import fill

from benchmarks.tables import aligned

_HEAD = ("click", "time, median", "fastest – slowest", "engine", "LibreOffice and pipe")


@dataclass(frozen=True, slots=True)
class Click:
    """One click: seconds until its work was done, and those of them in which the engine worked."""

    seconds: float
    engine: float


@dataclass(frozen=True, slots=True)
class Clicks:
    """All clicks on one button."""

    runs: tuple[Click, ...]

    @property
    def seconds(self) -> float:
        """The median time."""
        return median(click.seconds for click in self.runs)

    @property
    def fastest_and_slowest(self) -> tuple[float, float]:
        """The shortest and the longest time."""
        times = [click.seconds for click in self.runs]
        return min(times), max(times)

    @property
    def engine(self) -> int:
        """The median of the engine's share, in percent."""
        return round(median(100 * click.engine / click.seconds for click in self.runs))


@dataclass(frozen=True, slots=True)
class OfficeResult:
    """The sheet and the base, and what was measured on them, by the button's name."""

    rows: int
    customers: int
    clicks: dict[str, Clicks]


def page(results: list[OfficeResult], machine: str) -> str:
    """The whole page, in Markdown; `machine` says in words what was measured on."""
    parts = [_INTRODUCTION, fill(f"Measured on {machine}.", 120), *(section(each) for each in results), _MEANING]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def section(result: OfficeResult) -> str:
    """A heading that says what was measured, and the table."""
    runs = len(next(iter(result.clicks.values())).runs)
    title = f"## {result.rows:,} rows × 25 columns, {result.customers:,} customers"
    lines = aligned(_HEAD, *(_line(name, clicks) for name, clicks in result.clicks.items()))
    return f"{title}\n\n{lines}\n\n{runs} {'run' if runs == 1 else 'runs'}, each on the workbook opened anew."


def _line(name: str, clicks: Clicks) -> tuple[str, ...]:
    fastest, slowest = clicks.fastest_and_slowest
    return (
        name,
        f"{clicks.seconds:.2f} s",
        f"{fastest:.2f} – {slowest:.2f} s",
        f"{clicks.engine} %",
        f"{100 - clicks.engine} %",
    )


_INTRODUCTION = """
# Benchmarks: clicks in LibreOffice

`make bench-office` opens the workbook of [the benchmarks](benchmarks.md) (made-up customers, key external_id, four rows
in five match) in a real LibreOffice with the extension, headless, so nothing is drawn, and clicks two buttons:

- a **mark** button, on one column of the sheet, after another one, so that the engine is warm;
- **preview**, the first of this workbook: from the click to the finished result sheet in front, with the column
  Raccord and the colours in the sheet.

Goals: preview of 10,000 rows in under 3 s, a mark in under 0.2 s.
"""

_MEANING = """
## What the figures mean

The time begins as the button's command is dispatched, as a click does it, and ends when LibreOffice holds everything
and its window is free again. A window on a screen takes more: drawing is not counted, nor is the start of LibreOffice
or of the engine.

The engine's share is the time in which its process worked: the whole press without its waiting for answers of
LibreOffice and for the pipe to take what it said. Everything else is the share of LibreOffice and the pipe: reading the
cells, carrying them over, writing the sheets. Shares are medians of the runs' shares. At a load near the number of
cores, other programs took their share.

`make bench-office BENCH="--rows 10000 --customers 1000000"` measures other sizes, `BENCH="--help"` lists the options,
and `BENCH=--write` writes this page.
"""
