"""Where the time of an import goes, stage by stage, beside the same stages of the floor."""

import json
from pathlib import Path
from statistics import median

from benchmarks.data import Shape
from benchmarks.inputs import Inputs, written_inputs
from benchmarks.measuring import Step, output_of, run_step
from benchmarks.parts.part import Part, Result, Settings
from benchmarks.previewing import previewed_fingerprint
from benchmarks.steps import FLOOR, IMPORT, copy_base
from benchmarks.tables import aligned
from benchmarks.timed_steps import Stage

_HEAD = ("stage", "Raccord", "share", "floor")
_WHICH = {IMPORT: "raccord", FLOOR: "floor"}


def _stages(settings: Settings) -> Result:
    shape = Shape(settings.rows, settings.customers)
    inputs = written_inputs(settings.folder, shape)
    copy = settings.folder / "after-stages.db"
    runs: dict[str, list[dict[str, float]]] = {IMPORT: [], FLOOR: []}
    for turn in range(1, settings.repeat + 1):
        for name, done in runs.items():
            done.append(_run(name, inputs, copy))
            settings.tell(f"  {turn}/{settings.repeat} {name}, by stages")
    medians = {
        name: {stage: median(one.get(stage, 0.0) for one in done) for stage in Stage} for name, done in runs.items()
    }
    title = f"Where the time goes: {shape.rows:,} × 25 into {shape.customers:,} customers, key external_id"
    return Result(
        title, blocks=[_table(medians[IMPORT], medians[FLOOR])], notes=[_note(medians[IMPORT], medians[FLOOR])]
    )


def _note(raccord: dict[Stage, float], floor: dict[Stage, float]) -> str:
    total, limit = sum(raccord.values()), sum(floor.values())
    shared = sum(raccord[stage] for stage in Stage if floor[stage] and stage is not Stage.REST)
    checked = shared + raccord[Stage.LOOK] + raccord[Stage.STAGING]
    return (
        f"The watch costs a little itself. The stages that the floor has as well take {shared:.1f} s of Raccord's "
        f"{total:.1f} s; with what it takes to have every cell checked and in the database, "
        f"{checked:.1f} s, {checked / limit:.1f} × the floor. Matching, merging, journal and checks make the preview "
        "and the way back."
    )


def _run(name: str, inputs: Inputs, copy: Path) -> dict[str, float]:
    """The seconds of each stage; raises StepFailedError."""
    command = (
        "-m",
        "benchmarks.timed_steps",
        _WHICH[name],
        str(inputs.sheet),
        str(copy),
        previewed_fingerprint(inputs),
    )
    run_step(Step(name, command, lambda: copy_base(inputs.base, copy)), copy.parent)
    seconds: dict[str, float] = json.loads(output_of(copy.parent).read_text(encoding="utf-8").splitlines()[-1])
    return seconds


def _table(raccord: dict[Stage, float], floor: dict[Stage, float]) -> str:
    total = sum(raccord.values())
    lines = [
        (
            stage.value,
            f"{raccord[stage]:.2f} s",
            f"{raccord[stage] / total:.0%}",
            f"{floor[stage]:.2f} s" if floor[stage] else "–",
        )
        for stage in Stage
    ]
    return aligned(_HEAD, *lines, ("all", f"{total:.2f} s", "100 %", f"{sum(floor.values()):.2f} s"))


STAGES = Part("stages", _stages, turn=25, preparation=5)
