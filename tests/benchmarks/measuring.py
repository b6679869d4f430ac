"""Measuring: steps in turns, each a command in a fresh process, its wall time and its peak memory."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from statistics import median

TESTS = Path(__file__).parents[1]
_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024


class StepFailedError(Exception):
    """A measured command ended with an error, or did other work than it should; the message says so."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is measured: a command of Python, and what makes its base ready before.

    `needs` is a module that may not be installed. A step that `tells_time` prints its seconds on its last line.
    """

    name: str
    arguments: tuple[str, ...]
    prepare: Callable[[], None]
    environment: Mapping[str, str] = field(default_factory=dict)
    needs: str | None = None
    tells_time: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a step: time in seconds, peak resident memory in bytes."""

    seconds: float
    peak: int


@dataclass(frozen=True, slots=True)
class Measured:
    """All runs of one step."""

    runs: tuple[Run, ...]

    @property
    def seconds(self) -> float:
        """The median time."""
        return median(run.seconds for run in self.runs)

    @property
    def fastest_and_slowest(self) -> tuple[float, float]:
        """The shortest and the longest time."""
        times = [run.seconds for run in self.runs]
        return min(times), max(times)

    @property
    def peak(self) -> int:
        """The highest memory of any run, in bytes."""
        return max(run.peak for run in self.runs)


@dataclass
class Series:
    """What was measured of each step, and why the others have no figures."""

    steps: dict[str, Measured] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def fail(self, name: str, why: str) -> None:
        """Take a step's figures away."""
        self.steps.pop(name, None)
        self.failed.setdefault(name, why)

    def check(self, name: str, found: Callable[[], str | None]) -> None:
        """Fail a step that was measured when something is found wrong with its work."""
        wrong = found() if name in self.steps else None
        if wrong:
            self.fail(name, wrong)

    def ratio(self, one: str, other: str) -> float | None:
        """How many times the time of another step a step took; None unless both were measured."""
        if one in self.steps and other in self.steps:
            return self.steps[one].seconds / self.steps[other].seconds
        return None


def measure(steps: Iterable[Step], repeat: int, folder: Path, tell: Callable[[str], None]) -> Series:
    """Run every step `repeat` times, in turns, so that a busy moment of the machine does not fall on one of them.

    A step that fails is not run again.
    """
    series, runs = Series(), list[tuple[Step, list[Run]]]()
    for step in steps:
        if step.needs and find_spec(step.needs) is None:
            series.missing[step.name] = f"{step.needs} is not installed"
        else:
            runs.append((step, []))
    for turn in range(1, repeat + 1):
        for step, done in runs:
            if step.name not in series.failed:
                _take_turn(step, done, series, folder)
                took = "failed" if step.name in series.failed else f"{done[-1].seconds:.1f} s"
                tell(f"  {turn}/{repeat} {step.name}: {took}")
    for step, done in runs:
        if step.name not in series.failed:
            series.steps[step.name] = Measured(tuple(done))
    return series


def _take_turn(step: Step, done: list[Run], series: Series, folder: Path) -> None:
    try:
        done.append(run_step(step, folder))
    except (StepFailedError, OSError) as fault:
        series.fail(step.name, str(fault))


def run_step(step: Step, folder: Path) -> Run:
    """Make a step ready and run it; raises StepFailedError."""
    step.prepare()
    run = run_process(step.arguments, folder, step.environment)
    if step.tells_time:
        told = output_of(folder).read_text(encoding="utf-8").split()
        return Run(float(told[-1]), run.peak)
    return run


def output_of(folder: Path) -> Path:
    """The file with what the last process printed."""
    return folder / "output.txt"


def run_process(arguments: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Run:
    """Run Python and measure it; raises StepFailedError unless it ends with status 0.

    The peak of a new process counts from that of the process which starts it, so this one must stay small: whatever
    needs memory runs in a process of its own.
    """
    with output_of(folder).open("w", encoding="utf-8") as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments],
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**_environment(folder), **(environment or {})},
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        printed = output_of(folder).read_text(encoding="utf-8")
        raise StepFailedError(f"{' '.join(arguments)} ended with status {process.returncode}:\n{printed}")
    return Run(seconds, usage.ru_maxrss * _MAXRSS_UNIT)


def _environment(folder: Path) -> dict[str, str]:
    """The environment without the user's own settings of Raccord, where Python keeps what it has compiled."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RACCORD_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    configuration = folder / "empty.yaml"
    configuration.touch()
    roots = [str(TESTS), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**kept, "PYTHONPATH": os.pathsep.join(roots), "RACCORD_CONFIG": str(configuration)}
