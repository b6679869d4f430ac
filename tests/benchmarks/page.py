"""What the benchmark prints, and the page of the documentation that holds the same."""

import os
import platform
import sqlite3
from dataclasses import dataclass
from textwrap import fill

from benchmarks.data import Shape
from benchmarks.measuring import Measured, Step

_HEAD = ("step", "time, median", "fastest – slowest", "ratio", "peak memory")


@dataclass(frozen=True, slots=True)
class Result:
    """A shape and what was measured on it."""

    shape: Shape
    steps: dict[Step, Measured]


def page(results: list[Result], machine: str) -> str:
    """The whole page, in Markdown; `machine` says in words what was measured on."""
    parts = [_INTRODUCTION, fill(f"Measured on {machine}.", 120), *(section(each) for each in results), _MEANING]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def section(result: Result) -> str:
    """A heading that says what was measured, and the table."""
    shape, runs = result.shape, len(result.steps[Step.FLOOR].runs)
    keys = f"key {shape.keys[0]}" if len(shape.keys) == 1 else f"keys {', '.join(shape.keys)}, 5 % of them blank"
    title = f"## {shape.rows:,} rows × 25 columns, {shape.customers:,} customers, {keys}"
    return f"{title}\n\n{table(result)}\n\n{runs} {'run' if runs == 1 else 'runs'} of each step, in turns."


def table(result: Result) -> str:
    """One line a step: times in seconds, ratios to the floor, memory in MB of 1,000,000 bytes."""
    floor = result.steps[Step.FLOOR].seconds
    return aligned(_HEAD, *(_line(step, measured, floor) for step, measured in result.steps.items()))


def aligned(*lines: tuple[str, ...]) -> str:
    """A table in Markdown whose first line is its head: the first column to the left, the others to the right."""
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    texts = [" | ".join(_padded(line, widths)) for line in lines]
    rule = " | ".join(
        ("-" if at == 0 else "") + "-" * (width - 1) + ("" if at == 0 else ":") for at, width in enumerate(widths)
    )
    return "\n".join(f"| {text} |" for text in (texts[0], rule, *texts[1:]))


def _line(step: Step, measured: Measured, floor: float) -> tuple[str, ...]:
    fastest, slowest = measured.fastest_and_slowest
    return (
        step.value,
        f"{measured.seconds:.1f} s",
        f"{fastest:.1f} – {slowest:.1f} s",
        f"{measured.seconds / floor:.1f}",
        f"{measured.peak / 1e6:.0f} MB",
    )


def _padded(line: tuple[str, ...], widths: list[int]) -> list[str]:
    return [
        text.rjust(width) if at else text.ljust(width)
        for at, (text, width) in enumerate(zip(line, widths, strict=True))
    ]


def machine_in_words() -> str:
    """The machine: its cores and memory, the versions that matter, and how busy it is."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{cores} {'core' if cores == 1 else 'cores'} ({platform.machine()}) with {memory:.0f} GiB of memory, "
        f"{platform.system()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"at a load of {os.getloadavg()[0]:.1f} before the start"
    )


_INTRODUCTION = """
# Benchmarks

`make bench` writes a base and a workbook of made-up customers, and measures three steps on them. Each runs in a fresh
process on a fresh copy of the base, and is timed from its start to its end:

- **raccord preview** and **raccord import**, as the command line runs them: reading the workbook, checking every cell,
  matching, planning every change, and, for the import, the restore point and the journal that can take it back;
- the **hand-written upsert**, the floor: python-calamine reads the same workbook, and `executemany` of
  `INSERT … ON CONFLICT (external_id) DO UPDATE` writes its rows in one transaction.

Four rows in five match a customer; about 20 % of their cells differ from the base. The fifth is a new customer. The 24
fields of the default catalogue and an ignored id column make the 25 columns. After the runs, the benchmark checks that
import and upsert left the same customers, cell by cell.
"""

_MEANING = """
## What the figures mean

The ratio is the step's median time divided by that of the hand-written upsert: what a user pays, in time, for what the
upsert does not do. The upsert trusts every cell, knows one unique key, shows nothing beforehand and can take nothing
back; where the sheet is matched by other keys, it still goes by the external id. The ratio compares on one machine and
travels better between machines than the seconds do. At a load near the number of cores, other programs took their
share, and every figure but the memory is less exact.

Peak memory is the most that the step's process held at once, as the operating system counts it, in MB of 1,000,000
bytes, the highest of all runs. It grows with the sheet and hardly with the base: Raccord never loads the customers into
Python.

`make bench BENCH="--rows 10000 --customers 100000"` measures other sizes, `BENCH="--help"` lists the options, and
`BENCH=--write` writes this page. What a click in LibreOffice takes is measured in [its own
page](benchmarks-office.md).
"""
