"""The command `python -m benchmarks.run`: write the files, measure the parts, print the tables and the goals."""

import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from benchmarks.data import MOST_CUSTOMERS
from benchmarks.inputs import FOLDER
from benchmarks.machine import machine_in_words
from benchmarks.measuring import Series
from benchmarks.page import goals_section, page, runs_in_words, section
from benchmarks.parts import PARTS, Part, Result, Settings

DOCUMENT = Path(__file__).parents[2] / "docs" / "benchmarks.md"
GOALS = "goals"
LEAST_ROWS = 50


def main(argv: Sequence[str] | None = None, *, document: Path = DOCUMENT) -> int:
    """Run the benchmark; returns 1 when a step has failed or has done other work than it should."""
    args = _arguments(argv)
    args.folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(args.rows, args.customers, args.repeat, args.folder, _tell)
    machine = machine_in_words()
    print(f"Measured on {machine}. {runs_in_words(settings.repeat)}\n", flush=True)
    results, failed = _measured(args.only, settings)
    print(goals_section(settings, results))
    if args.write:
        document.write_text(page(settings, results, machine), encoding="utf-8")
    return int(failed)


def _measured(parts: Sequence[Part], settings: Settings) -> tuple[list[Result], bool]:
    """Measure the parts one by one, also after one that fails; tells whether anything has failed."""
    results, failed = [], False
    estimates = [part.estimate(settings) for part in parts]
    started, pace = time.monotonic(), 1.0
    for at, part in enumerate(parts):
        left = pace * sum(estimates[at:])
        _tell(f"[{at + 1}/{len(parts)}] {part.name}, about {left / 60:.0f} min left")
        result = _result(part, settings)
        pace = (time.monotonic() - started) / sum(estimates[: at + 1])
        for name, why in result.failures:
            _tell(f"{name} failed: {why}")
            failed = True
        print(section(result) + "\n", flush=True)
        results.append(result)
    return results, failed


def _result(part: Part, settings: Settings) -> Result:
    try:
        return part.run(settings)
    except Exception as fault:  # noqa: BLE001 - whatever stops a part, the others go on
        return Result(f"The part {part.name}", [(Series(failed={part.name: str(fault) or repr(fault)}), None)])


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _arguments(argv: Sequence[str] | None) -> Namespace:
    names = ", ".join(part.name for part in PARTS)
    parser = ArgumentParser(prog="benchmarks.run", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, metavar="N", help="rows of the sheet; default: 100000")
    parser.add_argument(
        "--customers", type=int, default=1_000_000, metavar="N", help="customers of the base; default: 1000000"
    )
    parser.add_argument(
        "--only", type=_parts, default=PARTS, metavar="PART,…", help=f"parts to measure, or {GOALS}; default: {names}"
    )
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="runs of each step; default: 5")
    parser.add_argument("--folder", type=Path, default=FOLDER, help=f"where the files are kept; default: {FOLDER}")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md too")
    args = parser.parse_args(argv)
    args.folder = args.folder.resolve()
    if args.repeat < 1 or args.rows < LEAST_ROWS:
        parser.error(f"--repeat starts at 1, and --rows at {LEAST_ROWS}")
    if not args.rows * 10 <= args.customers <= MOST_CUSTOMERS:
        parser.error(f"--customers is between ten times --rows and {MOST_CUSTOMERS}")
    return args


def _parts(text: str) -> tuple[Part, ...]:
    """Parts by their names, in the order in which they are measured; argparse tells the ValueError of anything else."""
    names = set(text.split(","))
    if unknown := names - {GOALS, *(part.name for part in PARTS)}:
        raise ValueError(unknown)
    return tuple(part for part in PARTS if part.name in names or (GOALS in names and part.for_goals))


if __name__ == "__main__":
    sys.exit(main())
