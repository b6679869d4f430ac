"""What the benchmark prints, and the page of the documentation that holds the same."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import fill

from benchmarks.goals import Goal, goals
from benchmarks.machine import version_of
from benchmarks.measuring import Measured, Series
from benchmarks.page_texts import INTRODUCTION, MEANING, PEERS
from benchmarks.parts import Result, Settings
from benchmarks.tables import aligned

_HEAD = ("step", "time, median", "fastest – slowest", "ratio", "peak memory")
_GOALS = ("goal", "wanted", "measured", "met")
_WIDTH = 120
TENTHS_FROM = 10
"""From so many seconds on, hundredths say nothing."""


def page(settings: Settings, results: Sequence[Result], machine: str) -> str:
    """The whole page, in Markdown; `machine` says in words what was measured on."""
    measured = f"Measured on {machine}. {runs_in_words(settings.repeat)}"
    parts = [INTRODUCTION, fill(measured, _WIDTH), goals_section(settings, results)]
    parts += [section(each) for each in results]
    return "\n\n".join(part.strip() for part in [*parts, peers_section(), MEANING]) + "\n"


def runs_in_words(repeat: int) -> str:
    """How often each step was run."""
    return f"Each step was run {repeat} {'time' if repeat == 1 else 'times'}, in turns with those of its table."


def goals_section(settings: Settings, results: Sequence[Result]) -> str:
    """The goals, what was measured, and whether they are met."""
    figures: Mapping[str, float] = {name: value for result in results for name, value in result.figures.items()}
    every = goals(settings)
    table = aligned(_GOALS, *(goal.line(figures) for goal in every), left=2)
    reasons = [_reason(goal) for goal in every if goal.why and goal.missed(figures)]
    return "\n\n".join(
        ["## Goals", table, *(["Those that are not met, and why:", "\n".join(reasons)] if reasons else [])]
    )


def _reason(goal: Goal) -> str:
    return fill(f"- **{goal.what}**: {' '.join(goal.why.split())}", _WIDTH, subsequent_indent="  ")


def section(result: Result) -> str:
    """A heading that says what was measured, and the tables."""
    tables = [table(series, compared) for series, compared in result.tables]
    notes = [fill(note, _WIDTH) for note in result.notes]
    return "\n\n".join([f"## {result.title}", *tables, *result.blocks, *notes])


def table(series: Series, compared: str | None) -> str:
    """One line a step: times in seconds, ratios to one of them, memory in MB of 1,000,000 bytes."""
    base = series.steps[compared].seconds if compared in series.steps else None
    lines = [_line(name, measured, base) for name, measured in series.steps.items()]
    missing = {**series.missing, **{name: f"failed: {_first_line(why)}" for name, why in series.failed.items()}}
    without = [fill(f"{name}: {why}.".replace("..", "."), _WIDTH) for name, why in missing.items()]
    return "\n\n".join([*([aligned(_HEAD, *lines)] if lines else []), *without])


def peers_section() -> str:
    """The peers, their versions and licences, and what each cannot do."""
    return "\n".join(["## The peers", "", *_peers()])


def _peers() -> Iterator[str]:
    for packages, words in PEERS.items():
        names = ", ".join(map(version_of, packages))
        yield fill(f"- **{names}** {' '.join(words.split())}", _WIDTH, subsequent_indent="  ")


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0]


def _line(name: str, measured: Measured, base: float | None) -> tuple[str, ...]:
    fastest, slowest = measured.fastest_and_slowest
    return (
        name,
        f"{_figure(measured.seconds)} s",
        f"{_figure(fastest)} – {_figure(slowest)} s",
        "–" if base is None else f"{measured.seconds / base:.1f}",
        f"{measured.peak / 1e6:.0f} MB",
    )


def _figure(seconds: float) -> str:
    return f"{seconds:.1f}" if seconds >= TENTHS_FROM else f"{seconds:.2f}"
