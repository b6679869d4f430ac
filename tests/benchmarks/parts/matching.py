"""Matching alone: Raccord against polars, and the hard cases against the usual one."""

from benchmarks.matching.data import EIGHT, THREE, Blanks, KeyShape
from benchmarks.matching.found import count_found
from benchmarks.matching.steps import Match, nothing
from benchmarks.measuring import Step
from benchmarks.parts.part import Part, Result, Settings
from benchmarks.parts.stages import stage_seconds, stage_table
from benchmarks.timed_matching import MatchStage


def _matching(settings: Settings) -> Result:
    """Each match by both; ratios are to polars on the same keys."""
    result = Result(f"Matching alone, {Blanks.FEW}")
    for name, columns, rows in (
        ("three", THREE, settings.rows),
        ("eight", EIGHT, settings.rows),
        ("few rows", THREE, settings.few_rows),
    ):
        shape = KeyShape(rows, settings.customers, Blanks.FEW)
        words = f"{len(columns)} keys, {rows:,} rows into {settings.customers:,}"
        match = Match(shape, columns, settings.folder, words).written()
        limit = [match.by_index()] if columns == THREE else []
        series = settings.measured(match.by_raccord(), match.by_polars(), *limit)
        match.check(series)
        result.tables.append((series, match.polars))
        result.figure(f"matching: {name}", series.ratio(match.raccord, match.polars))
        if match.index in series.steps:
            share = f"{100 * match.index_share:.0f} %"
            result.notes.append(f"With {words}, the index and its folds take {share} of the base's bytes once more.")
        if match.polars in series.steps:
            result.blocks.append(stage_table(MatchStage, stage_seconds(settings, _timed(match)), words))
    return result


def _timed(match: Match) -> list[Step]:
    """Both with a watch."""
    return [
        Step(which, ("-m", "benchmarks.timed_matching", which, *match.arguments(name)), nothing)
        for which, name in (("raccord", match.raccord), ("polars", match.polars))
    ]


def _hard(settings: Settings) -> Result:
    """Eight keys, as many customers as rows; ratios are to few blanks."""
    matches = {
        blanks: Match(KeyShape(settings.rows, settings.rows, blanks), EIGHT, settings.folder, blanks.value).written()
        for blanks in Blanks
    }
    series = settings.measured(*(match.by_raccord() for match in matches.values()))
    usual = matches[Blanks.FEW].raccord
    result = Result(f"Hard matching, 8 keys, {settings.rows:,} rows into {settings.rows:,}", [(series, usual)])
    for blanks, match in matches.items():
        result.figure(f"hard: {blanks.name.lower()}", series.ratio(match.raccord, usual))
        if match.raccord in series.steps:
            single, several = count_found(match.found(match.raccord))
            result.notes.append(f"With {blanks}, {single:,} rows meet one customer, {several:,} several.")
    return result


MATCHING = Part("matching", _matching, turn=45, preparation=100)
HARD = Part("hard", _hard, turn=25, preparation=20)
