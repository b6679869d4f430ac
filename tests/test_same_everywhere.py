"""One sheet and equal customers give the same report on every database family, byte for byte (SPEC §8)."""

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings

from oracle import World
from oracle.worlds import worlds
from raccord.database import open_database
from raccord.journal import history_of, list_operations
from support.servers import FAMILIES
from support.worlds import imported, open_world, previewed


def told(world: World, family: str) -> dict[str, Any]:
    """What a preview, an import and the journal tell of a world."""
    with tempfile.TemporaryDirectory() as folder, open_world(world, Path(folder), family) as job:
        before = previewed(job)
        after = imported(job, world.options.confirm_deletions, before["fingerprint"])
        with open_database(job.database, job.catalogue) as database:
            operations = [asdict(one) for one in list_operations(database)]
            touched = sorted({row["customer"] for row in after["rows"] if row["customer"]}) if after["applied"] else []
            histories = [asdict(entry) for number in touched for entry in history_of(database, number)]
    return {"before": before, "after": after, "operations": operations, "histories": histories}


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_three_families_tell_the_same(world: World) -> None:
    """Preview, import, restore points and histories do not show which database holds the customers."""
    first, *others = (told(world, family) for family in FAMILIES)

    assert others == [first, first]
