"""Opening the sides of a suggestion: a job's rows, staged, beside its customers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from raccord.database import open_database
from raccord.database.staging import stage
from raccord.job import Job
from raccord.judging.candidates import with_candidates_as_keys
from raccord.judging.sides import Sides
from raccord.progress import Progress, Step, rows_counted
from raccord.sheet import understand
from raccord.typed_rows import typed_rows


@contextmanager
def opened_sides(job: Job, progress: Progress, rows: int | None = None) -> Iterator[Sides]:
    """A job's rows, the first ones if a number is given, beside its customers; the job's own keys do not count."""
    table = with_candidates_as_keys(understand(job.grid, job.catalogue, replace(job.marking, modes={})))
    opened = open_database(job.database, job.catalogue, patience=job.patience)
    with opened as database, database.reading() as connection:
        typed = rows_counted(typed_rows(table, job.locale, rows), Step.READING, progress)
        sides = Sides(connection, database, stage(connection, database, table.feeds, typed), job.options)
        progress(Step.MATCHING, sides.rows)
        yield sides
