"""A process that imports a sheet in children of its own and ends them; run as `python -m support.importing`.

Arguments: how many rows there are in all, and pairs of a base's URL and a stop. Each pair gets a child that imports
into the base. The stop is `step<n>`, `write<n>` or `any<n>` (the child ends itself, as a crash does, at its n-th report
of progress, before its n-th write, before its n-th statement of any kind), `after<seconds>` (it is killed then), words
with which a statement starts (it ends itself before the first of them), or empty. Children of one base are started
together. Of each child the exit status, negative for a signal, and the seconds it took are printed.
"""

import os
import re
import signal
import sys
import time
from contextlib import nullcontext
from itertools import groupby
from pathlib import Path
from typing import Any

from raccord.jobs import import_sheet
from raccord.progress import Progress, silent
from support.sheets import CustomerBase, catalogue_with, job, noon
from support.statements import WRITES, at_statement

CUSTOMERS, ROWS = 1_500, 2_000
MARKS, HEADERS = "Key Overwrite Overwrite Overwrite", "external_id name zip city"


def base_at(folder: Path) -> CustomerBase:
    """The base in a folder."""
    return CustomerBase(f"sqlite:///{folder}/customers.db", catalogue_with())


def customer(number: int) -> dict[str, Any]:
    """A customer as it is before the import; three quarters of the rows have one."""
    return {"external_id": f"C{number}", "name": f"Firm {number}", "zip": "75001", "city": "Paris"}


def sheet(rows: int = ROWS) -> list[list[Any]]:
    """Rows that update most customers, create some, and leave others to be deleted."""
    return [[f"C{at}", f"Firm {at} & Co", "69001", "Lyon" if at % 3 else "Nice"] for at in range(rows // 20, rows)]


def import_all(customers: CustomerBase, progress: Progress = silent, rows: int = ROWS) -> None:
    """Import the sheet into a base."""
    whole = job(customers, MARKS, HEADERS, *sheet(rows), mode="update_delete")
    with import_sheet(whole, clock=noon, progress=progress) as report:
        assert report.refusal is None


def run(url: str, stop: str, rows: int) -> None:
    """Import, and end at the place that `stop` names."""
    kind, count = re.fullmatch(r"([a-z]*)([\d.]*)|.*", stop, re.DOTALL).groups()  # type: ignore[union-attr]
    words: str | tuple[str, ...] | None = {"write": WRITES, "any": "", None: stop}.get(kind)
    steps = iter(range(int(count) if kind == "step" else sys.maxsize))
    next(steps)
    ending = nullcontext() if words is None else at_statement(words, _end, count=int(count or 1))
    with ending:
        import_all(CustomerBase(url, catalogue_with()), lambda _step, _rows: None if next(steps, 0) else _end(), rows)


def _end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def start(url: str, stop: str, rows: int) -> int:
    """Start a child; gives its process id."""
    child = os.fork()
    if child:
        return child
    try:
        run(url, stop, rows)
    finally:
        sys.stderr.flush()
        os._exit(int(sys.exc_info()[0] is not None))


def end(child: int, stop: str) -> int:
    """Wait for a child, and kill it when its time is over; gives its exit status."""
    if re.match(r"after[\d.]", stop):
        time.sleep(float(stop.removeprefix("after")))
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(rows: int, words: list[str]) -> None:
    """Run the children of each base."""
    for url, group in groupby(zip(words[::2], words[1::2], strict=True), key=lambda pair: pair[0]):
        stops = [stop for _, stop in group]
        started = time.monotonic()
        children = [start(url, stop, rows) for stop in stops]
        for child, stop in zip(children, stops, strict=True):
            print(end(child, stop), time.monotonic() - started, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
