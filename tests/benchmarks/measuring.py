"""Measuring: one command in a fresh process on a fresh copy of the base, its wall time and its peak memory."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from statistics import median

from benchmarks.data import Shape
from benchmarks.inputs import Inputs, inputs_of

TESTS = Path(__file__).parents[1]
_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024


class StepFailedError(Exception):
    """A measured command ended with an error; what it printed is the message."""


class Step(StrEnum):
    """What is measured."""

    PREVIEW = "raccord preview"
    IMPORT = "raccord import"
    FLOOR = "hand-written upsert"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a step: wall time in seconds, peak resident memory in bytes."""

    seconds: float
    peak: int


@dataclass(frozen=True, slots=True)
class Measured:
    """All runs of one step."""

    runs: tuple[Run, ...]

    @property
    def seconds(self) -> float:
        """The median wall time."""
        return median(run.seconds for run in self.runs)

    @property
    def fastest_and_slowest(self) -> tuple[float, float]:
        """The shortest and the longest wall time."""
        times = [run.seconds for run in self.runs]
        return min(times), max(times)

    @property
    def peak(self) -> int:
        """The highest memory of any run, in bytes."""
        return max(run.peak for run in self.runs)


def written_inputs(folder: Path, shape: Shape) -> Inputs:
    """The files of a shape, written by a process of their own if they are not there yet; raises StepFailedError."""
    inputs = inputs_of(folder, shape)
    if not (inputs.base.exists() and inputs.sheet.exists()):
        print(f"Writing base and sheet to {folder} …", file=sys.stderr)
        sizes = (str(shape.rows), str(shape.customers))
        run_process(["-m", "benchmarks.inputs", str(folder), *sizes, ",".join(shape.keys)], folder)
    return inputs


def measure(inputs: Inputs, keys: str, repeat: int) -> dict[Step, Measured]:
    """Run every step `repeat` times, in turns, so that a busy moment of the machine does not fall on one of them."""
    runs: dict[Step, list[Run]] = {step: [] for step in Step}
    for _ in range(repeat):
        for step, done in runs.items():
            done.append(run_step(step, inputs, keys))
    return {step: Measured(tuple(done)) for step, done in runs.items()}


def run_step(step: Step, inputs: Inputs, keys: str) -> Run:
    """Run a step on a fresh copy of the base, which stays for a look at it; raises StepFailedError."""
    base = worked_on(inputs, step)
    _copy(inputs.base, base)
    return run_process(_command(step, inputs.sheet, base, keys), inputs.base.parent)


def worked_on(inputs: Inputs, step: Step) -> Path:
    """The copy of the base that a step works on."""
    return inputs.base.with_name(f"after-{step.name.lower()}.db")


def _command(step: Step, sheet: Path, base: Path, keys: str) -> list[str]:
    if step is Step.FLOOR:
        return ["-m", "benchmarks.floor", str(sheet), str(base), keys]
    return ["-m", "raccord", step.name.lower(), str(sheet), "--database", f"sqlite:///{base}"]


def _copy(base: Path, copy: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        copy.with_name(copy.name + ending).unlink(missing_ok=True)
    shutil.copyfile(base, copy)
    with copy.open("rb+") as file:
        os.fsync(file.fileno())


def run_process(arguments: Sequence[str], folder: Path) -> Run:
    """Run Python and measure it; raises StepFailedError unless it ends with status 0.

    The peak of a new process counts from that of the process which starts it, so this one must stay small: whatever
    needs memory runs in a process of its own.
    """
    log = folder / "output.txt"
    with log.open("w", encoding="utf-8") as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments], stdout=output, stderr=subprocess.STDOUT, env=_environment(folder)
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        printed = log.read_text(encoding="utf-8")
        raise StepFailedError(f"{' '.join(arguments)} ended with status {process.returncode}:\n{printed}")
    return Run(seconds, usage.ru_maxrss * _MAXRSS_UNIT)


def _environment(folder: Path) -> dict[str, str]:
    """The environment without the user's own settings of Raccord."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RACCORD_")}
    configuration = folder / "empty.yaml"
    configuration.touch()
    roots = [str(TESTS), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**kept, "PYTHONPATH": os.pathsep.join(roots), "RACCORD_CONFIG": str(configuration)}
