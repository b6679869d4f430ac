"""A process that imports a large sheet in children of its own and ends them; run as `python -m support.importing`.

Arguments: a folder, and words `<base>:<stop>`. Each word gets a child that imports into the base `<base>` of that
folder. `<stop>` is `step<n>`, `write<n>` or `any<n>` (the child ends itself, as a crash does, at its n-th report of
progress, before its n-th write, before its n-th statement of any kind), `after<seconds>` (it is killed then), or empty.
Children of one base are started together. Of each child the exit status, negative for a signal, and the seconds it
took are printed.
"""

import os
import re
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from raccord.jobs import import_sheet
from raccord.progress import Progress, silent
from support.sheets import CustomerBase, catalogue_with, job, noon

CUSTOMERS, ROWS = 1_500, 2_000
MARKS, HEADERS = "Key Overwrite Overwrite Overwrite", "external_id name zip city"
WRITES = (
    "INSERT INTO raccord_operation",
    "INSERT INTO raccord_entry",
    "INSERT INTO raccord_cell",
    "UPDATE customers",
    "INSERT INTO customers",
    "COMMIT",
)


def base_at(folder: Path) -> CustomerBase:
    """The base in a folder."""
    return CustomerBase(f"sqlite:///{folder}/customers.db", catalogue_with())


def customer(number: int) -> dict[str, Any]:
    """A customer as it is before the import."""
    return {"external_id": f"C{number}", "name": f"Firm {number}", "zip": "75001", "city": "Paris"}


def sheet() -> list[list[Any]]:
    """Rows that update most customers, create some hundreds, and leave others to be deleted."""
    return [[f"C{at}", f"Firm {at} & Co", "69001", "Lyon" if at % 3 else "Nice"] for at in range(100, ROWS)]


def import_all(customers: CustomerBase, progress: Progress = silent) -> None:
    """Import the sheet into a base."""
    whole = job(customers, MARKS, HEADERS, *sheet(), mode="update_delete")
    with import_sheet(whole, clock=noon, progress=progress) as report:
        assert report.refusal is None


def run(folder: Path, stop: str) -> None:
    """Import, and end at the place that `stop` names."""
    kind, count = re.fullmatch(r"([a-z]*)([\d.]*)", stop).groups()  # type: ignore[union-attr]
    call = _end_at(int(count) if kind in {"step", "write", "any"} else sys.maxsize)
    if kind in {"write", "any"}:
        event.listen(Engine, "before_cursor_execute", partial(_before, call, WRITES if kind == "write" else ""))
    import_all(base_at(folder), (lambda _step, _rows: call()) if kind == "step" else silent)


def _end_at(count: int) -> Callable[[], None]:
    """A function whose call number `count` ends the process at once."""
    left = iter(range(count - 1, -1, -1))

    def call() -> None:
        if not next(left):
            os.kill(os.getpid(), signal.SIGKILL)

    return call


def _before(
    call: Callable[[], None], words: str | tuple[str, ...], _connection: Any, _cursor: Any, statement: str, *_more: Any
) -> None:
    if statement.startswith(words):
        call()


def start(folder: Path, stop: str) -> int:
    """Start a child; gives its process id."""
    child = os.fork()
    if child:
        return child
    try:
        run(folder, stop)
    finally:
        sys.stderr.flush()
        os._exit(int(sys.exc_info()[0] is not None))


def end(child: int, stop: str) -> int:
    """Wait for a child, and kill it when its time is over; gives its exit status."""
    if stop.startswith("after"):
        time.sleep(float(stop.removeprefix("after")))
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(folder: Path, words: list[str]) -> None:
    """Run the children of each base."""
    for base, group in groupby(words, key=lambda word: word.split(":")[0]):
        stops = [word.split(":")[1] for word in group]
        started = time.monotonic()
        children = [start(folder / base, stop) for stop in stops]
        for child, stop in zip(children, stops, strict=True):
            print(end(child, stop), time.monotonic() - started, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
