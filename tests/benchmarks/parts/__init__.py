"""The parts of the benchmark, each measured on its own, in the order of the page."""

from benchmarks.parts import imports, journal, matching, servers, sizes, stages
from benchmarks.parts.part import Part, Result, Settings

PARTS: tuple[Part, ...] = (
    imports.IMPORT,
    stages.STAGES,
    imports.KEYS,
    imports.DJANGO,
    sizes.SIZES,
    matching.MATCHING,
    matching.HARD,
    journal.JOURNAL,
    servers.POSTGRESQL,  # last, for its server is started from this process, which grows by that
)

__all__ = ["PARTS", "Part", "Result", "Settings"]
