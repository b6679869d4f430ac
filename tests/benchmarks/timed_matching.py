"""Matching with a watch: `timed_matching.py raccord|polars BASE KEYS COLUMNS FOUND` prints each stage."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Any

from benchmarks.watch import Watch

_OUTSIDE = "not of matching"


class MatchStage(StrEnum):
    """What the time of matching goes to, in the order of its work."""

    ROWS = "loading the rows' keys"
    READING = "reading the customers' keys"
    CODING = "folding and coding, as far as it is waited for"
    JOINING = "joining, with the ranks"
    WRITING = "what was found, into the database"
    REST = "opening the base, candidates, counts"


def _raccord(base: Path, keys: Path, names: tuple[str, ...], found: Path, watch: Watch) -> None:
    from benchmarks.matching import engine  # noqa: PLC0415 - loading is not timed
    from raccord.database.sqlite import SQLiteFamily  # noqa: PLC0415 - as above
    from raccord.matching import columnar, columnar_sides  # noqa: PLC0415 - as above

    load, read_pages = SQLiteFamily.bulk_load, columnar_sides.read_pages
    sides = iter((MatchStage.ROWS, MatchStage.READING))

    def loaded(*given: Any) -> None:
        stage = MatchStage.ROWS if given[2].name in {"stage", "note"} else MatchStage.WRITING
        watch.timed(stage, load)(*given)

    SQLiteFamily.bulk_load = loaded  # type: ignore[method-assign]
    columnar_sides.read_pages = lambda *given: watch.each(next(sides), read_pages(*given))  # type: ignore[assignment]
    columnar.code_columns = watch.timed(MatchStage.CODING, columnar.code_columns)
    columnar.anchor_columns = watch.timed(MatchStage.JOINING, columnar.anchor_columns)
    engine.read_rows = watch.timed(_OUTSIDE, engine.read_rows)
    engine.write_found = watch.timed(_OUTSIDE, engine.write_found)
    with watch.stage(MatchStage.REST):
        engine.match(base, keys, names, found)


def _polars(_base: Path, keys: Path, names: tuple[str, ...], found: Path, watch: Watch) -> None:
    from benchmarks.matching import polars_join  # noqa: PLC0415 - as above

    load, stages = polars_join.load, {"folded": MatchStage.ROWS, "customers": MatchStage.READING}
    polars_join.load = lambda path, table, *given: watch.timed(stages[table], load)(path, table, *given)
    polars_join.best_of = watch.timed(MatchStage.JOINING, polars_join.best_of)
    polars_join.write_found = watch.timed(_OUTSIDE, polars_join.write_found)
    with watch.stage(MatchStage.REST):
        polars_join.match(keys, names, found)


def main(which: str, base: str, keys: str, names: str, found: str) -> None:
    """Run one of both, and print its stages on the last line."""
    watch = Watch(_OUTSIDE)
    run = _raccord if which == "raccord" else _polars
    run(Path(base), Path(keys), tuple(names.split(",")), Path(found), watch)
    print(json.dumps({stage: watch.seconds[stage] for stage in MatchStage}))


if __name__ == "__main__":
    main(*sys.argv[1:])
