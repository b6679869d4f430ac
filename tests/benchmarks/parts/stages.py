"""Where the time goes: programs with a watch, in turns, and the medians of their stages in a table."""

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from statistics import median

from benchmarks.data import Shape
from benchmarks.inputs import written_inputs
from benchmarks.measuring import Step, output_of, run_step
from benchmarks.parts.part import Part, Result, Settings
from benchmarks.previewing import previewed_fingerprint
from benchmarks.steps import copy_base
from benchmarks.tables import aligned
from benchmarks.timed_steps import Stage

RACCORD = "Raccord"
FLOOR = "floor"


Seconds = Mapping[str, Mapping[str, float]]


def stage_seconds(settings: Settings, steps: Sequence[Step]) -> Seconds:
    """The median seconds by stage of each step, a program that prints them; raises StepFailedError."""
    runs: dict[str, list[dict[str, float]]] = {one.name: [] for one in steps}
    for turn in range(1, settings.repeat + 1):
        for one in steps:
            run_step(one, settings.folder)
            runs[one.name].append(json.loads(output_of(settings.folder).read_text(encoding="utf-8").splitlines()[-1]))
            settings.tell(f"  {turn}/{settings.repeat} {one.name}, by stages")
    return {
        name: {stage: median(one.get(stage, 0.0) for one in done) for stage in set().union(*done)}
        for name, done in runs.items()
    }


def stage_table(stages: type[StrEnum], seconds: Seconds, head: str = "stage") -> str:
    """The stages of all programs, those of the first with their shares; `head` is over the stages."""
    first, *others = ((name, *_column(stages, one)) for name, one in seconds.items())
    stage, share = (head, *(one.value for one in stages), "all"), _shares(stages, seconds[first[0]])
    return aligned(*zip(stage, first, share, *others, strict=True))


def _column(stages: type[StrEnum], seconds: Mapping[str, float]) -> tuple[str, ...]:
    each = [f"{seconds[stage]:.2f} s" if seconds.get(stage) else "–" for stage in stages]
    return (*each, f"{sum(seconds.values()):.2f} s")


def _shares(stages: type[StrEnum], seconds: Mapping[str, float]) -> tuple[str, ...]:
    total = sum(seconds.values())
    return ("share", *(f"{seconds.get(stage, 0) / total:.0%}" for stage in stages), "100 %")


def import_seconds(settings: Settings, shape: Shape) -> Seconds:
    """The median seconds by stage of an import and of its floor."""
    inputs = written_inputs(settings.folder, shape)
    copy = settings.folder / "after-stages.db"
    given = (str(inputs.sheet), previewed_fingerprint(inputs))
    steps = [
        Step(
            name,
            ("-m", "benchmarks.timed_steps", which, *given),
            lambda: copy_base(inputs.base, copy),
            {"RACCORD_DATABASE": f"sqlite:///{copy}"},
        )
        for name, which in ((RACCORD, "raccord"), (FLOOR, "upsert"))
    ]
    return stage_seconds(settings, steps)


def _stages(settings: Settings) -> Result:
    shape = Shape(settings.rows, settings.customers)
    seconds = import_seconds(settings, shape)
    title = f"Where the time goes: {shape.rows:,} × 25 into {shape.customers:,} customers, key external_id"
    return Result(title, blocks=[stage_table(Stage, seconds)], notes=[_note(seconds[RACCORD], seconds[FLOOR])])


def _note(raccord: Mapping[str, float], floor: Mapping[str, float]) -> str:
    total, limit = sum(raccord.values()), sum(floor.values())
    shared = sum(raccord[stage] for stage in Stage if floor.get(stage) and stage is not Stage.REST)
    checked = shared + raccord[Stage.LOOK] + raccord[Stage.STAGING]
    return (
        "The watch costs a little itself. calamine reads slices of the sheet while Raccord types and stages the rows "
        "of the first ones, so that the first stage is what it still waits for. The stages that the floor has as well "
        f"take {shared:.1f} s of Raccord's {total:.1f} s; with what it takes to have every cell checked and in the "
        f"database, {checked:.1f} s, {checked / limit:.1f} × the floor. Matching, merging, journal and checks make the "
        "preview and the way back."
    )


STAGES = Part("stages", _stages, turn=25, preparation=5)
