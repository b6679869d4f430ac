"""One of many importers at work on one base; run as `python -m support.crowd URL IMPORTER`."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from raccord.jobs import import_sheet
from raccord.journal import list_operations
from support.sheets import CustomerBase, Seen, catalogue_with, imported, job

MARKS, HEADERS = "Key Overwrite Overwrite Overwrite", "external_id name zip city"
IMPORTERS, IMPORTS, CUSTOMERS = 8, 3, 60


def name_of(importer: int, number: int) -> str:
    """The file's name, by which the journal knows an import."""
    return f"{importer}-{number}.xlsx"


def sheet_of(file: str) -> list[list[Any]]:
    """The rows of an import: customers that many import, and new ones that several import too."""
    random = Random(file)
    chosen = random.sample(range(CUSTOMERS * 3 // 2), 30)
    return [[f"C{at}", f"Firm {at} of {file}", f"{at:05}", random.choice(["Ulm", "Bonn", None])] for at in chosen]


def import_file(customers: CustomerBase, file: str) -> Seen:
    """Import the sheet of a file."""
    return imported(customers, MARKS, HEADERS, *sheet_of(file), file=file)


def start(customers: CustomerBase) -> None:
    """Fill the base with the customers that are there before."""
    customers.add_many(
        [{"external_id": f"C{at}", "name": f"Firm {at}", "zip": "1", "city": "Ulm"} for at in range(CUSTOMERS)]
    )


def let_import(urls: Sequence[str]) -> list[int]:
    """Let a process import through each of these URLs, all at once; gives their exit statuses."""
    environ = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    commands = [[sys.executable, "-m", "support.crowd", url, str(importer)] for importer, url in enumerate(urls)]
    crowd = [subprocess.Popen(command, env=environ) for command in commands]
    return [one.wait(timeout=240) for one in crowd]


def as_one_after_the_other(customers: CustomerBase, folder: Path) -> CustomerBase:
    """A base in which the imports of another one's journal were done alone, in its order."""
    with customers.opened() as database:
        files = [str(one.file) for one in reversed(list_operations(database))]
    alone = CustomerBase(f"sqlite:///{folder}/alone.db", catalogue_with())
    start(alone)
    for file in files:
        import_file(alone, file)
    return alone


def main(url: str, importer: int) -> None:
    """Import one sheet after the other."""
    customers = CustomerBase(url, catalogue_with())
    for number in range(IMPORTS):
        file = name_of(importer, number)
        with import_sheet(job(customers, MARKS, HEADERS, *sheet_of(file), file=file)) as report:
            assert report.applied, report.refusal


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
