"""One of many importers at work on one base; run as `python -m support.crowd URL IMPORTER`."""

import sys
from random import Random
from typing import Any

from raccord.jobs import import_sheet
from support.sheets import CustomerBase, Seen, catalogue_with, imported, job

MARKS, HEADERS = "Key Overwrite Overwrite Overwrite", "external_id name zip city"
IMPORTERS, IMPORTS, CUSTOMERS = 8, 4, 60


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


def main(url: str, importer: int) -> None:
    """Import one sheet after the other."""
    customers = CustomerBase(url, catalogue_with())
    for number in range(IMPORTS):
        file = name_of(importer, number)
        with import_sheet(job(customers, MARKS, HEADERS, *sheet_of(file), file=file)) as report:
            assert report.applied, report.refusal


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
