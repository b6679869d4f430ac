"""The command `python -m benchmarks.run`: write the files, measure the steps, print the table."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from benchmarks.comparing import count_differences
from benchmarks.data import KEY_SETS, MOST_CUSTOMERS, Shape
from benchmarks.inputs import FOLDER
from benchmarks.measuring import Step, StepFailedError, measure, worked_on, written_inputs
from benchmarks.page import Result, machine_in_words, page, section

DOCUMENT = Path(__file__).parents[2] / "docs" / "benchmarks.md"


def main(argv: Sequence[str] | None = None, *, document: Path = DOCUMENT) -> int:
    """Run the benchmark; returns 1 when a step fails or the steps did different work."""
    args = _arguments(argv)
    args.folder.mkdir(parents=True, exist_ok=True)
    machine = machine_in_words()
    print(f"Measured on {machine}.\n", flush=True)
    results = []
    for keys in args.keys or ["external_id"]:
        try:
            result = _measured(args, keys)
        except StepFailedError as fault:
            print(fault, file=sys.stderr)
            return 1
        print(section(result) + "\n", flush=True)
        results.append(result)
    if args.write:
        document.write_text(page(results, machine), encoding="utf-8")
    return 0


def _measured(args: Namespace, keys: str) -> Result:
    """Measure one shape; raises StepFailedError, also when import and floor left different customers."""
    shape = Shape(args.rows, args.customers, KEY_SETS[keys])
    inputs = written_inputs(args.folder, shape)
    steps = measure(inputs, keys, args.repeat)
    different = count_differences(worked_on(inputs, Step.IMPORT), worked_on(inputs, Step.FLOOR))
    if different:
        raise StepFailedError(f"{Step.IMPORT} and {Step.FLOOR} left {different} customers different.")
    return Result(shape, steps)


def _arguments(argv: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="benchmarks.run", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, metavar="N", help="rows of the sheet; default: 100000")
    parser.add_argument(
        "--customers", type=int, default=1_000_000, metavar="N", help="customers of the base; default: 1000000"
    )
    parser.add_argument(
        "--keys", choices=KEY_SETS, action="append", help="key columns; may be repeated; default: external_id"
    )
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="runs of each step; default: 3")
    parser.add_argument("--folder", type=Path, default=FOLDER, help=f"where the files are kept; default: {FOLDER}")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md too")
    args = parser.parse_args(argv)
    args.folder = args.folder.resolve()
    if args.repeat < 1 or args.rows < 1:
        parser.error("--rows and --repeat start at 1")
    if not args.rows <= args.customers <= MOST_CUSTOMERS:
        parser.error(f"--customers is between --rows and {MOST_CUSTOMERS}")
    return args


if __name__ == "__main__":
    sys.exit(main())
