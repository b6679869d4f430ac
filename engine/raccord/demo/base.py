"""The demo's customer base, filled by imports of Raccord's own: everyone, then the few that closed go to the bin."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from raccord.catalogue import Catalogue
from raccord.columns import Marking
from raccord.demo.businesses import Business, grid_of
from raccord.demo.visits import CLOSED
from raccord.job import Job
from raccord.jobs import import_sheet
from raccord.marks import ImportMode, UpdateMode
from raccord.planning import ImportOptions, Summary

_KEYS = Marking(dict.fromkeys(("external_id", "name", "city"), UpdateMode.KEY))


def fill_base(database: str, catalogue: Catalogue, businesses: dict[int, Business]) -> tuple[Summary, Summary]:
    """Fill an empty base and give the totals of both imports, which the journal dates three and one weeks back."""
    still_there = {number: one for number, one in businesses.items() if number not in CLOSED}
    everyone = Job(grid_of(businesses), catalogue, database, "start.xlsx", options=ImportOptions(ImportMode.ADD))
    without_closed = Job(
        grid_of(still_there),
        catalogue,
        database,
        "still-open.xlsx",
        marking=_KEYS,
        options=ImportOptions(ImportMode.UPDATE_DELETE),
    )
    return _imported(everyone, weeks_ago(3)), _imported(without_closed, weeks_ago(1))


def weeks_ago(weeks: int) -> Callable[[], datetime]:
    """A clock that stands still some weeks before the present."""
    moment = datetime.now(UTC) - timedelta(weeks=weeks)
    return lambda: moment


def _imported(job: Job, clock: Callable[[], datetime]) -> Summary:
    with import_sheet(job, clock=clock) as report:
        return report.plan.summary
