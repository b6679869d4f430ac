"""The imports of one sheet: Raccord, the floor and the peers, side by side."""

from pathlib import Path

from benchmarks.comparing import count_differences
from benchmarks.data import KEY_SETS, Shape
from benchmarks.inputs import written_inputs
from benchmarks.measuring import Series, run_step
from benchmarks.parts.part import Part, Result, Settings
from benchmarks.parts.stages import import_seconds, stage_table
from benchmarks.steps import DJANGO as DJANGO_STEP
from benchmarks.steps import DLT, FLOOR, OVERWRITE, PANGRES, RESTORE, SQLITE_UTILS, UNSEEN, OnSQLite
from benchmarks.steps import IMPORT as IMPORT_STEP
from benchmarks.timed_steps import Stage

_OVERWRITING = (SQLITE_UTILS, PANGRES, DLT)


def title_of(shape: Shape) -> str:
    """The sizes and the keys in words."""
    keys = f"key {shape.keys[0]}" if len(shape.keys) == 1 else f"keys {', '.join(shape.keys)}, 5 % of them blank"
    return f"{shape.rows:,} rows × 25 columns, {shape.customers:,} customers, {keys}"


def on_sqlite(settings: Settings, shape: Shape) -> OnSQLite:
    """The steps on a shape, whose files are written."""
    return OnSQLite(written_inputs(settings.folder, shape), ",".join(shape.keys))


def _check(series: Series, sqlite: OnSQLite, name: str, right: Path, whose: str) -> None:
    """Fail a step that has not left the customers that it should, cell by cell."""

    def found() -> str | None:
        different = count_differences(right, sqlite.after(name))
        return f"It left {different} customers different from {whose}." if different else None

    series.check(name, found)


def _check_against_floor(series: Series, sqlite: OnSQLite, *names: str) -> None:
    for name in names if FLOOR in series.steps else ():
        _check(series, sqlite, name, sqlite.after(FLOOR), "those of the floor")


def _check_overwriting(series: Series, sqlite: OnSQLite, folder: Path) -> None:
    if any(name in series.steps for name in _OVERWRITING):
        run_step(sqlite.overwrite(), folder)
    for name in _OVERWRITING:
        _check(series, sqlite, name, sqlite.after(OVERWRITE), "those of a plain overwrite")


def _import(settings: Settings) -> Result:
    shape = Shape(settings.rows, settings.customers)
    sqlite = on_sqlite(settings, shape)
    series = settings.measured(
        sqlite.preview(), sqlite.imported(), sqlite.imported_unseen(), sqlite.restored(), sqlite.floor(),
        sqlite.sqlite_utils(), sqlite.pangres(), sqlite.dlt(),
    )  # fmt: skip
    _check_against_floor(series, sqlite, IMPORT_STEP, UNSEEN)
    _check_overwriting(series, sqlite, settings.folder)
    _check(series, sqlite, RESTORE, sqlite.inputs.base, "those before the import")
    result = Result(title_of(shape), [(series, FLOOR)])
    for name in (FLOOR, *_OVERWRITING):
        result.figure(f"import: {name}", series.ratio(IMPORT_STEP, name))
    result.figure("import: restore", series.ratio(RESTORE, IMPORT_STEP))
    return result


def _keys(settings: Settings) -> Result:
    shape = Shape(settings.rows, settings.customers, KEY_SETS["name,zip,phone"])
    sqlite = on_sqlite(settings, shape)
    series = settings.measured(sqlite.preview(), sqlite.imported(), sqlite.floor())
    _check_against_floor(series, sqlite, IMPORT_STEP)
    return Result(title_of(shape), [(series, FLOOR)])


def _django(settings: Settings) -> Result:
    shape = Shape(settings.few_rows, settings.few_customers)
    sqlite = on_sqlite(settings, shape)
    series = settings.measured(sqlite.imported(), sqlite.floor(), sqlite.django())
    _check_against_floor(series, sqlite, IMPORT_STEP, DJANGO_STEP)
    result = Result(title_of(shape), [(series, FLOOR)], [stage_table(Stage, import_seconds(settings, shape))])
    result.figure("django", series.ratio(DJANGO_STEP, IMPORT_STEP))
    return result


IMPORT = Part("import", _import, turn=190, preparation=100)
KEYS = Part("keys", _keys, turn=60, preparation=30, for_goals=False)
DJANGO = Part("django", _django, turn=35, preparation=10)
