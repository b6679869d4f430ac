"""The peer pandas with pangres: `read_excel` through calamine, and pangres' upsert of the data frame.

It overwrites with every cell of the sheet, blank or not, greater or not.
"""

import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pangres
from sqlalchemy import create_engine

from benchmarks.data import COLUMNS
from benchmarks.floor import FIELDS

BATCH = 1_000
TEXTS = dict.fromkeys((*FIELDS[:12], "opening_hours", "owner", "notes"), "str")
WHOLE = ("call_interval", "call_duration", "protected")
MOMENTS = {
    "last_call": "%Y-%m-%dT%H:%M:%S",
    "last_missed_call": "%Y-%m-%dT%H:%M:%S",
    "blocked_until": "%Y-%m-%d",
}
DECIMALS = ("annual_revenue", "latitude", "longitude")


def frame_of(sheet: Path) -> pd.DataFrame:
    """The sheet as the base holds it: what a column would lose as a float is told to stay text."""
    frame = pd.read_excel(
        sheet, engine="calamine", skiprows=1, header=0, names=list(COLUMNS), usecols=list(FIELDS), dtype=TEXTS
    )
    for name in WHOLE:
        frame[name] = frame[name].astype("Int64")
    for name, form in MOMENTS.items():
        frame[name] = frame[name].dt.strftime(form)
    for name in DECIMALS:
        frame[name] = frame[name].map(_decimal, na_action="ignore").astype("str")
    return frame


def _decimal(number: Any) -> str:
    return repr(float(number)).removesuffix(".0")


def upsert(sheet: Path, base: Path) -> None:
    """Upsert by external id, which has a unique index."""
    engine = create_engine(f"sqlite:///{base}")
    frame = frame_of(sheet).set_index("external_id")
    pangres.upsert(engine, frame, "customers", if_row_exists="update", create_table=False, chunksize=BATCH)
    engine.dispose()


if __name__ == "__main__":
    upsert(Path(sys.argv[1]), Path(sys.argv[2]))
