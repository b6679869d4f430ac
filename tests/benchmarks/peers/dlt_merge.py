"""The peer dlt: a pipeline that merges the rows that the floor reads into SQLite, its destination for SQLAlchemy.

The only merge that dlt knows on SQLite deletes the customers and inserts them again, under new ids and with nothing but
the cells of the sheet. Its own two columns must be there before, since SQLite cannot add them to a full table.
"""

import os
import shutil
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.update(RUNTIME__DLTHUB_TELEMETRY="false", RUNTIME__LOG_LEVEL="ERROR", LOAD__DELETE_COMPLETED_JOBS="true")

import dlt
from dlt.destinations import sqlalchemy
from sqlalchemy.exc import SAWarning

from benchmarks.floor import FIELDS, rows_of

BATCH = 10_000
COLUMNS = ("_dlt_load_id", "_dlt_id")
TYPES = {"call_interval": "bigint", "call_duration": "bigint", "protected": "bool"}


def batches(sheet: Path) -> Iterator[list[dict[str, Any]]]:
    """The rows of the sheet in batches, as dlt advises."""
    batch = []
    for row in rows_of(sheet):
        batch.append(dict(zip(FIELDS, row, strict=True)))
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch


def merge(sheet: Path, base: Path) -> None:
    """Merge by external id."""
    work = base.with_name(f"{base.name}-dlt")
    shutil.rmtree(work, ignore_errors=True)
    customers = dlt.resource(
        batches(sheet),
        name="customers",
        primary_key="external_id",
        write_disposition={"disposition": "merge", "strategy": "delete-insert"},
        columns={name: {"data_type": TYPES.get(name, "text"), "nullable": name != "external_id"} for name in FIELDS},
    )
    destination = sqlalchemy(f"sqlite:///{base}", create_primary_keys=True)
    pipeline = dlt.pipeline("benchmark", pipelines_dir=str(work), destination=destination, dataset_name="main")
    with warnings.catch_warnings(action="ignore", category=SAWarning):
        pipeline.run(customers).raise_on_failed_jobs()


if __name__ == "__main__":
    merge(Path(sys.argv[1]), Path(sys.argv[2]))
