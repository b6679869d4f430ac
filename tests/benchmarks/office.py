"""The command `python -m benchmarks.office`: click buttons in a real LibreOffice, and print whose time it took."""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, repeat
from pathlib import Path

from benchmarks import timed_engine
from benchmarks.data import COLUMNS, KEY_SETS, MOST_CUSTOMERS, Shape
from benchmarks.inputs import FOLDER, inputs_of, written_inputs
from benchmarks.machine import machine_in_words
from benchmarks.measuring import StepFailedError
from benchmarks.office_page import Click, Clicks, OfficeResult, page, section
from raccord.marks import UpdateMode
from raccord.sheet_choice import RESULT_SHEET
from support.office import MISSING, Office, running_office, uno_python

DOCUMENT = Path(__file__).parents[2] / "docs" / "benchmarks-office.md"
PATIENCE = 600.0
_MARKED = COLUMNS.index("street")


class TimedOffice:
    """A LibreOffice whose engine notes how long each press took, and how long it waited."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._notes = office.folder / "presses"
        self._notes.touch()
        office.use_engine(f'#!/bin/sh\nexec "{sys.executable}" -I "{timed_engine.__file__}" "{self._notes}"\n')

    def open(self, sheet: Path) -> None:
        """Open a copy of the workbook, which no other LibreOffice locks, with a cell of the marked column selected."""
        self._office.open(Path(shutil.copy(sheet, self._office.folder)))
        self._office.run(
            "document = desktop.CurrentComponent\n"
            "cell = document.Sheets.getByIndex(0).getCellByPosition(names['column'], 1)\n"
            "document.CurrentController.select(cell)",
            column=_MARKED,
        )

    def click(self, button: str) -> Click:
        """Click a button, and wait until its work is done; raises StepFailedError when it was not done."""
        presses, noted = self._office.state()["presses"], self._notes.stat().st_size
        started = time.perf_counter()
        self._office.dispatch(button)
        self._wait_for_engine(noted)
        while (state := self._office.state())["presses"] == presses:
            time.sleep(0.001)
        seconds = time.perf_counter() - started
        if state["alerts"]:
            raise StepFailedError(f"The button {button} was answered: {' '.join(state['alerts'])}")
        press = json.loads(self._notes.read_text(encoding="utf-8").splitlines()[-1])
        return Click(seconds, press["seconds"] - press["waited"])

    def front_sheet(self) -> str:
        """The name of the sheet in front."""
        return str(self._office.run("return desktop.CurrentComponent.CurrentController.ActiveSheet.Name"))

    def close(self) -> None:
        """Close the workbook, changed as it is."""
        self._office.run("desktop.CurrentComponent.close(True)")

    def _wait_for_engine(self, noted: int) -> None:
        """Wait for the engine's next note, without a word to LibreOffice, which would take time from the press."""
        until = time.monotonic() + PATIENCE
        while self._notes.stat().st_size == noted:
            if time.monotonic() > until:
                raise StepFailedError(f"LibreOffice is still at work after {PATIENCE:.0f} s: {self._office.state()}")
            time.sleep(0.001)


def main(argv: Sequence[str] | None = None, *, document: Path = DOCUMENT) -> int:
    """Run the benchmark; returns 1 without LibreOffice, and when a button does not do its work."""
    args = _arguments(argv)
    if shutil.which("soffice") is None or uno_python() is None:
        print(MISSING, file=sys.stderr)
        return 1
    args.folder.mkdir(parents=True, exist_ok=True)
    try:
        results, machine = _measured(args)
    except StepFailedError as fault:
        print(fault, file=sys.stderr)
        return 1
    if args.write:
        document.write_text(page(results, machine), encoding="utf-8")
    return 0


def _measured(args: Namespace) -> tuple[list[OfficeResult], str]:
    """Measure every size; raises StepFailedError."""
    shapes = [Shape(rows, args.customers, KEY_SETS["external_id"]) for rows in args.rows]
    sheets = [written_inputs(args.folder, shape).sheet for shape in shapes]
    machine = f"{machine_in_words()}, in {_office_version()}"
    print(f"Measured on {machine}.\n", flush=True)
    results = []
    with _timed_office(inputs_of(args.folder, shapes[0]).base) as office:
        for sheet, rows, runs in zip(sheets, args.rows, chain(args.runs, repeat(args.runs[-1])), strict=False):
            results.append(OfficeResult(rows, args.customers, _clicks(office, sheet, runs)))
            print(section(results[-1]) + "\n", flush=True)
    return results, machine


@contextmanager
def _timed_office(base: Path) -> Iterator[TimedOffice]:
    with (
        tempfile.TemporaryDirectory() as folder,
        running_office(Path(folder), RACCORD_DATABASE=f"sqlite:///{base}") as office,
    ):
        yield TimedOffice(office)


def _clicks(office: TimedOffice, sheet: Path, runs: int) -> dict[str, Clicks]:
    """Click a mark and the preview; raises StepFailedError when the result sheet is not in front at the end."""
    marks, previews = [], []
    for _ in range(runs):
        office.open(sheet)
        office.click(UpdateMode.FILL)
        marks.append(office.click(UpdateMode.OVERWRITE))
        previews.append(office.click("preview"))
        if office.front_sheet() != RESULT_SHEET:
            raise StepFailedError(f"The preview of {sheet} left the sheet “{office.front_sheet()}” in front.")
        office.close()
    return {"preview": Clicks(tuple(previews)), "mark": Clicks(tuple(marks))}


def _office_version() -> str:
    """LibreOffice's name and version, without its build."""
    told = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=True).stdout
    return " ".join(told.split()[:2])


def _arguments(argv: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="benchmarks.office", description=__doc__)
    parser.add_argument(
        "--rows", type=_counts, default=(10_000, 100_000), metavar="N,…", help="sizes of sheets; default: 10000,100000"
    )
    parser.add_argument(
        "--customers", type=int, default=100_000, metavar="N", help="customers of the base; default: 100000"
    )
    parser.add_argument(
        "--runs", type=_counts, default=(5, 1), metavar="N,…",
        help="runs with each sheet, the last number for all further ones; default: 5,1",
    )  # fmt: skip
    parser.add_argument("--folder", type=Path, default=FOLDER, help=f"where the files are kept; default: {FOLDER}")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks-office.md too")
    args = parser.parse_args(argv)
    args.folder = args.folder.resolve()
    if min(*args.rows, *args.runs) < 1:
        parser.error("--rows and --runs start at 1")
    if not max(args.rows) <= args.customers <= MOST_CUSTOMERS:
        parser.error(f"--customers is between the highest of --rows and {MOST_CUSTOMERS}")
    return args


def _counts(text: str) -> tuple[int, ...]:
    """Numbers between commas; argparse tells the ValueError of anything else."""
    return tuple(map(int, text.split(",")))


if __name__ == "__main__":
    sys.exit(main())
