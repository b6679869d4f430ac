"""The benchmark measures Raccord beside its peers, checks that all do the same work, and judges the goals."""

import re
import resource
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

import raccord
from benchmarks import run
from benchmarks.comparing import count_differences
from benchmarks.data import COLUMNS, KEY_SETS, Customer, Shape, customer, sheet_rows
from benchmarks.goals import NOT_MEASURED, Goal, goals
from benchmarks.inputs import inputs_of, write_inputs, written_inputs
from benchmarks.machine import machine_in_words
from benchmarks.matching.data import EIGHT, THREE, Blanks, KeyShape
from benchmarks.matching.steps import Match, nothing
from benchmarks.measuring import Measured, Run, Series, Step, StepFailedError, measure, run_process, run_step
from benchmarks.page import goals_section, page, section, table
from benchmarks.parts import PARTS, Part, Result, Settings
from benchmarks.parts.journal import changed_bytes, journal_bytes
from benchmarks.parts.stages import stage_seconds, stage_table
from benchmarks.steps import DLT, FLOOR, IMPORT, PANGRES, PREVIEW, RESTORE, SQLITE_UTILS, OnSQLite
from benchmarks.timed_matching import MatchStage
from benchmarks.timed_steps import Stage, stage_of
from benchmarks.watch import Watch
from support.servers import FAMILIES, server

ROWS, CUSTOMERS = 60, 600
MATCHED = ROWS * 4 // 5
TESTS = Path(__file__).parent
PEERS = {"sqlite_utils": OnSQLite.sqlite_utils, "pangres": OnSQLite.pangres, "dlt": OnSQLite.dlt}


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell the peak memory of a child")


def benchmark(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the benchmark as `make bench` does, tiny."""
    sizes = ("--rows", str(ROWS), "--customers", str(CUSTOMERS), "--repeat", "1", "--folder", str(folder))
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.run", *sizes, *options],
        cwd=TESTS, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def settings_of(folder: Path, told: list[str] | None = None) -> Settings:
    """Tiny sizes, each step once."""
    return Settings(ROWS, CUSTOMERS, 1, folder, (told if told is not None else []).append)


def part(name: str) -> Part:
    """A part by its name."""
    return next(one for one in PARTS if one.name == name)


@pytest.fixture(scope="module", params={"import": "external_id", "keys": "name,zip,phone"}.items())
def done(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[OnSQLite, Shape, str]:
    """A benchmark of imports that has run: its files, its shape, and what it printed."""
    folder = tmp_path_factory.mktemp("benchmark")
    name, keys = request.param
    result = benchmark(folder, "--only", name)
    assert result.returncode == 0, result.stderr
    shape = Shape(ROWS, CUSTOMERS, KEY_SETS[keys])
    return OnSQLite(inputs_of(folder, shape), keys), shape, result.stdout


def customers_of(base: Path) -> dict[str, tuple[Any, ...]]:
    """Every active customer by external id, its fields in the order of the catalogue."""
    with closing(sqlite3.connect(base)) as connection:
        found = connection.execute(f"SELECT {', '.join(Customer._fields)} FROM customers WHERE deleted_at IS NULL")
        return {row[0]: row for row in found}


def test_table_has_each_step_with_time_ratio_and_memory(done):
    """Each step has a line with its median and range in seconds, its ratio and its memory; the floor's ratio is 1."""
    _, _, printed = done

    lines = re.findall(
        r"^\| (.+?) +\| +[\d.]+ s \| +[\d.]+ – [\d.]+ s \| +([\d.]+) \| +\d+ MB \|$", printed, re.MULTILINE
    )

    assert {PREVIEW, IMPORT, FLOOR} <= dict(lines).keys()
    assert dict(lines)[FLOOR] == "1.0"


def test_import_and_floor_leave_the_same_customers(done):
    """Raccord's base and the hand-written one hold the same customers, cell by cell, the new ones included."""
    sqlite, _, _ = done
    imported, upserted = (customers_of(sqlite.after(step)) for step in (IMPORT, FLOOR))

    assert imported == upserted
    assert len(imported) == CUSTOMERS + ROWS // 5


def test_import_changes_a_fifth_of_the_cells_of_matched_customers(done):
    """The customers that four rows in five match have 15 to 25 % of their cells changed, and no other customer any."""
    sqlite, _, _ = done
    before, after = customers_of(sqlite.inputs.base), customers_of(sqlite.after(IMPORT))
    changes = {key: sum(a != b for a, b in zip(row, after[key], strict=True)) for key, row in before.items()}

    assert MATCHED * 0.9 < sum(count > 0 for count in changes.values()) <= MATCHED
    assert 0.15 < sum(changes.values()) / (MATCHED * len(Customer._fields)) < 0.25


def test_preview_leaves_the_base_as_it_was(done):
    """The base of the preview step holds what the original holds."""
    sqlite, _, _ = done

    assert customers_of(sqlite.after(PREVIEW)) == customers_of(sqlite.inputs.base)


def test_sheet_has_25_columns_that_raccord_all_understands(done):
    """Update row and headers give 24 fields a mode, with the keys asked for, and leave the id column out."""
    sqlite, shape, _ = done
    grid = raccord.choose_grid(raccord.read_grids(sqlite.inputs.sheet))
    head = list(islice(grid.read(), 2))
    fields = [raccord.default_catalogue().named(str(header)) for header in head[1]]

    assert [field and field.name for field in fields] == list(COLUMNS)
    assert [name for name, mark in zip(COLUMNS, head[0], strict=True) if mark == "Key"] == list(shape.keys)
    assert head[0][0] == "Ignore"
    assert head[0].count("Overwrite") >= 19


@pytest.fixture(scope="module")
def imports(tmp_path_factory: pytest.TempPathFactory) -> OnSQLite:
    """The steps on a tiny base and sheet."""
    return OnSQLite(written_inputs(tmp_path_factory.mktemp("imports"), Shape(ROWS, CUSTOMERS)), "external_id")


def test_restore_step_takes_the_import_back(imports):
    """What is restored is what the import step has left; the customers are again those of the original base."""
    folder = imports.inputs.base.parent
    run_step(imports.imported(), folder)
    run_step(imports.restored(), folder)

    assert customers_of(imports.after(IMPORT)) != customers_of(imports.inputs.base)
    assert customers_of(imports.after(RESTORE)) == customers_of(imports.inputs.base)


@pytest.mark.parametrize("package", PEERS)
def test_overwriting_peer_leaves_what_a_plain_overwrite_leaves(imports, package):
    """A peer that cannot keep anything writes every cell of the sheet, as the base stores it, and nothing else."""
    pytest.importorskip(package, reason=f"Only make bench installs {package}")
    peer, overwrite = PEERS[package](imports), imports.overwrite()
    for step in (peer, overwrite):
        run_step(step, imports.inputs.base.parent)

    assert count_differences(imports.after(peer.name), imports.after(overwrite.name)) == 0


def test_django_leaves_what_the_floor_leaves(imports):
    """The resource of django-import-export keeps values under blanks, and overwrites calls only if greater."""
    pytest.importorskip("import_export", reason="Only make bench installs django-import-export")
    for step in (imports.django(), imports.floor()):
        run_step(step, imports.inputs.base.parent)

    assert count_differences(imports.after("django-import-export"), imports.after(FLOOR)) == 0


@pytest.mark.parametrize("blanks", Blanks)
@pytest.mark.parametrize("columns", [THREE, EIGHT], ids=len)
def test_matching_step_finds_the_customers_that_the_rows_mean(blanks, columns, tmp_path):
    """Raccord's step finds the customer of four rows in five, unless most keys are blank; none of his keys differs."""
    shape = KeyShape(100, 100, blanks)
    match = Match(shape, columns, tmp_path, "tried").written()
    run_step(match.by_raccord(), tmp_path)
    with closing(sqlite3.connect(match.found(match.raccord))) as connection:
        found = dict(connection.execute("SELECT row, customer FROM found WHERE candidates = 1"))
    known = {number: keys[: len(columns)] for number, keys in shape.stored()}
    right = [row for row, keys in shape.sheet() if row in found and agrees(keys, known[found[row]])]

    assert len(right) == len(found)
    assert 0.4 < len(found) / (shape.rows * 0.8) <= 1.1
    assert (len(found) == 80) == (blanks is not Blanks.EVERY)


def agrees(keys: tuple[str | None, ...], others: tuple[str | None, ...]) -> bool:
    """Whether no key differs, as far as both have it."""
    return all(None in {one, other} or one == other for one, other in zip(keys, others, strict=False))


@pytest.mark.parametrize("blanks", Blanks)
@pytest.mark.parametrize("columns", [THREE, EIGHT], ids=len)
def test_polars_finds_the_same_as_raccord(blanks, columns, tmp_path):
    """The peer's joins find the same number of best customers for every row, and the same one where there is one."""
    pytest.importorskip("connectorx", reason="Only make bench installs it")
    match = Match(KeyShape(200, 1_000, blanks), columns, tmp_path, "compared").written()
    series = measure([match.by_raccord(), match.by_polars()], 1, tmp_path, lambda _: None)
    match.check(series)

    assert not series.failed


@pytest.mark.parametrize("blanks", Blanks)
def test_index_by_hand_finds_the_same_as_raccord(blanks, tmp_path):
    """The look-up in folded keys finds the same number of best customers for every row, and the same single ones."""
    match = Match(KeyShape(200, 1_000, blanks), THREE, tmp_path, "compared").written()
    series = measure([match.by_raccord(), match.by_index()], 1, tmp_path, lambda _: None)
    match.check(series)

    assert not series.failed
    assert match.index in series.steps
    assert 0.1 < match.index_share < 2


def test_other_finds_fail_the_peer(tmp_path):
    """A row for which polars found another customer takes its figures away."""
    match = Match(KeyShape(10, 100, Blanks.FEW), THREE, tmp_path, "compared")
    for name, found in ((match.raccord, 1), (match.polars, 2)):
        with closing(sqlite3.connect(match.found(name))) as connection:
            connection.execute("CREATE TABLE found (row, candidates, customer)")
            connection.execute("INSERT INTO found VALUES (3, 1, ?)", (found,))
            connection.commit()
    series = series_of(**{match.raccord: 1.0, match.polars: 1.0})
    match.check(series)

    assert series.failed == {match.polars: "It found other customers than Raccord for 1 rows."}
    assert series.ratio(match.raccord, match.polars) is None


def test_sizes_give_the_ratios_of_time_and_memory(tmp_path):
    """Four imports, ten times the rows and ten times the customers, give two ratios of time and the memory."""
    result = part("sizes").run(settings_of(tmp_path))

    assert not list(result.failures)
    assert list(result.tables[0][0].steps) == [
        "6 rows into 60", "6 rows into 600", "60 rows into 60", "60 rows into 600"
    ]  # fmt: skip
    assert result.figures.keys() == {"sizes: customers", "sizes: rows", "sizes: MB", "sizes: memory"}
    assert 0.5 < result.figures["sizes: memory"] < 2


def test_journal_is_weighed_against_old_and_new_values(tmp_path):
    """The part says how many customers changed, and the bytes of their values and of the journal."""
    result = part("journal").run(settings_of(tmp_path))

    assert not list(result.failures)
    assert "The import has changed 12 customers." in result.notes[0]
    assert result.figures["journal"] > 0
    sizes = [int(line.split("|")[2].replace(",", "")) for line in result.blocks[0].splitlines()[2:]]
    assert all(sizes)
    assert sum(sizes[:-1]) == sizes[-1]


def test_changed_values_are_counted_in_bytes(tmp_path):
    """Old and new values of changed cells alone count, in UTF-8, numbers as text, NULL as nothing."""
    columns = ", ".join(name if name != "call_interval" else "call_interval INTEGER" for name in Customer._fields)
    bases = tmp_path / "before.db", tmp_path / "after.db"
    for path, row in zip(bases, [("Épi", 7, "same", None), ("Bar", 14, "same", "06")], strict=True):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"CREATE TABLE customers (id INTEGER PRIMARY KEY, {columns})")
            names = "(id, name, call_interval, city, phone)"
            connection.execute(f"INSERT INTO customers {names} VALUES (1, ?, ?, ?, ?)", row)
            connection.execute(f"INSERT INTO customers {names} VALUES (2, 'x', 1, 'y', 'z')")
            connection.commit()

    assert changed_bytes(*bases) == (1, len("Épi".encode()) + 3 + 1 + 2 + 2)


def test_journal_is_the_pages_of_raccords_own_tables(imports):
    """An import adds to the journal's bytes, whose tables and indexes are whole pages."""
    run_step(imports.imported(), imports.inputs.base.parent)
    before, after = (journal_bytes(base) for base in (imports.inputs.base, imports.after(IMPORT)))

    assert (before.entries, before.images) == (0, 0)
    assert before.pages < after.pages
    assert after.pages % 4096 == 0
    assert 0 < after.images < after.entries < after.pages


def test_postgresql_import_and_merge_leave_the_same_customers(tmp_path):
    """On a durable server, Raccord and COPY with MERGE are measured on copies of one base, and do the same."""
    assert "postgresql" in FAMILIES
    server("postgresql")
    told: list[str] = []
    result = part("postgresql").run(settings_of(tmp_path, told))

    assert not list(result.failures)
    assert result.figures.keys() == {"postgresql"}
    (stages,) = result.blocks
    assert not [line for line in stages.splitlines() if line.startswith("| commit") and "–" in line]
    assert "password" not in "".join(told).lower()


def test_step_that_fails_leaves_the_others(tmp_path):
    """A failing step is told, is not run again and has no figures; the others are measured."""
    told: list[str] = []
    steps = [
        Step("bad", ("-c", "raise SystemExit('no luck')"), lambda: None),
        Step("good", ("-c", ""), lambda: None),
        Step("absent", ("-c", ""), lambda: None, needs="no_such_module"),
    ]
    series = measure(steps, 2, tmp_path, told.append)

    assert list(series.steps) == ["good"]
    assert len(series.steps["good"].runs) == 2
    assert "no luck" in series.failed["bad"]
    assert series.missing == {"absent": "no_such_module is not installed"}
    assert [line.strip().partition(":")[0] for line in told] == ["1/2 bad", "1/2 good", "2/2 good"]


def test_part_that_fails_leaves_the_others(tmp_path, monkeypatch, capsys):
    """A part without its files says so under its name, its goals are not measured, and the next part goes on."""

    def broken(_settings: Settings) -> Result:
        raise StepFailedError("no files")

    working = Part("works", lambda _: Result("Works", figures={"django": 30.0}), 1, 1)
    monkeypatch.setattr(run, "PARTS", (Part("broken", broken, 1, 1), working))
    status = run.main([
        "--rows", "50", "--customers", "500", "--only", "broken,works", "--folder", str(tmp_path)
    ])  # fmt: skip
    printed = capsys.readouterr().out

    assert status == 1
    assert "## The part broken\n\nbroken: failed: no files." in printed
    assert re.search(r"against django-import-export +\| ≥ 20 × faster +\| +30.00 × \| +met \|", printed)


def test_step_may_tell_its_own_time(tmp_path):
    """The seconds of a step that tells its time are the last word it prints."""
    step = Step("telling", ("-c", "print('done'); print(12.5)"), lambda: None, tells_time=True)

    assert run_step(step, tmp_path).seconds == 12.5


def test_complete_files_are_reused(tmp_path):
    """A second run with the same sizes measures on the same base and sheet; half-written ones are written again."""
    shape = Shape(5, 5)
    inputs = inputs_of(tmp_path, shape)
    inputs.base.with_stem(inputs.base.stem + "-part").write_text("half")
    write_inputs(tmp_path, shape)
    written = [path.stat().st_mtime_ns for path in (inputs.base, inputs.sheet)]
    write_inputs(tmp_path, shape)

    assert [path.stat().st_mtime_ns for path in (inputs.base, inputs.sheet)] == written
    assert len(customers_of(inputs.base)) == 5
    assert sorted(tmp_path.iterdir()) == sorted([inputs.base, inputs.sheet])


def test_data_follow_from_the_number_alone():
    """The fields are the default catalogue's, and two readings of the sheet give the same rows."""
    shape, keys = Shape(50, 100, KEY_SETS["name,zip,phone"]), KeyShape(50, 100, Blanks.EVERY)

    assert Customer._fields == tuple(one.name for one in raccord.default_catalogue().fields)
    assert customer(7) == customer(7) != customer(8)
    assert list(sheet_rows(shape)) == list(sheet_rows(shape))
    assert list(keys.sheet()) == list(keys.sheet())


@pytest.mark.parametrize("side", [KeyShape.stored, KeyShape.sheet])
def test_keys_are_blank_as_said(side):
    """Few blanks are 4 to 6 % of each key, and every pattern of blanks occurs on both sides."""
    few = [keys for _, keys in side(KeyShape(5_000, 5_000, Blanks.FEW))]
    every = {tuple(key is None for key in keys) for _, keys in side(KeyShape(5_000, 5_000, Blanks.EVERY))}

    for at in range(len(EIGHT)):
        assert 0.04 < sum(keys[at] is None for keys in few) / len(few) < 0.06
    assert len(every) == 2 ** len(EIGHT)


def test_single_value_is_everybodys():
    """One of the keys has one value, or none, on both sides."""
    shape = KeyShape(100, 100, Blanks.SINGLE)

    assert {keys[EIGHT.index("city")] for side in (shape.stored(), shape.sheet()) for _, keys in side} == {
        "Paris",
        None,
    }


@pytest.mark.parametrize("newcomers", [True, False])
def test_matched_rows_are_of_different_customers(newcomers):
    """No customer is met twice, even when the sheet is as long as the base."""
    numbers = [row[0] for row in sheet_rows(Shape(1_000, 1_000, newcomers=newcomers)) if row[0] is not None]

    assert len(numbers) == len(set(numbers)) == (800 if newcomers else 1_000)
    assert max(numbers) <= 1_000


def test_any_two_of_the_three_keys_name_one_customer():
    """Name and zip, name and phone, zip and phone are each unique, so that a blank key leaves no doubt."""
    known = [customer(number) for number in range(1, 120_001, 3)]

    for one, other in (("name", "zip"), ("name", "phone"), ("zip", "phone")):
        assert len({(getattr(each, one), getattr(each, other)) for each in known}) == len(known)


def test_difference_between_bases_is_counted(tmp_path):
    """One changed cell is one different customer, so that a benchmark of unequal work fails."""
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    for path, city in ((one, "Paris"), (other, "Lyon")):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"CREATE TABLE customers (deleted_at, id, {', '.join(Customer._fields)})")
            connection.executemany(
                "INSERT INTO customers (external_id, city) VALUES (?, ?)", [("C-1", city), ("C-2", "Nice")]
            )
            connection.commit()

    assert count_differences(one, one) == 0
    assert count_differences(one, other) == 1


def test_failing_step_says_what_it_printed(tmp_path):
    """A step that ends badly fails with its own words."""
    with pytest.raises(StepFailedError, match=r"status 2:\n(?s:.*)no-such-file\.xlsx"):
        run_process(["-m", "raccord", "preview", "no-such-file.xlsx"], tmp_path)


def test_process_is_measured_on_its_own(tmp_path):
    """The peak is that of the process: one that holds a gigabyte more than this one has at least that."""
    size = 1_000_000 * (1000 + resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000)
    small, large = (run_process(["-c", f"held = b'x' * {held}"], tmp_path).peak for held in (0, size))

    assert small < size < large


def test_table_gives_medians_ratios_and_highest_memory():
    """Times are medians with their range, ratios compare medians, memory is the highest of all runs."""
    floor = Measured((Run(2.0, 10_000_000), Run(1.0, 20_000_000), Run(9.0, 30_000_000)))
    slower = Measured((Run(5.0, 400_000_000), Run(17.0, 100_000_000), Run(16.0, 300_000_000)))

    lines = table(Series({IMPORT: slower, FLOOR: floor}), FLOOR).splitlines()

    assert [cell.strip() for cell in lines[2].split("|")[2:-1]] == ["16.0 s", "5.00 – 17.0 s", "8.0", "400 MB"]
    assert [cell.strip() for cell in lines[-1].split("|")[2:-1]] == ["2.00 s", "1.00 – 9.00 s", "1.0", "30 MB"]
    assert len({len(line) for line in lines}) == 1


def test_goal_says_by_how_much_it_is_not_met():
    """Within its limits a goal is met; beyond one, the share of it is told; without a figure, nothing was measured."""
    goal = Goal("memory", "0.9 – 1.1 ×", "memory", most=1.1, least=0.9)

    assert goal.line({"memory": 1.1}) == ("memory", "0.9 – 1.1 ×", "1.10 ×", "met")
    assert goal.line({"memory": 2.2})[-1] == "not met, by 100 %"
    assert goal.line({"memory": 0.45})[-1] == "not met, by 50 %"
    assert goal.line({"memory": 1.1001})[-1] == "not met, by less than 1 %"
    assert goal.line({})[-1] == NOT_MEASURED


def test_reason_stands_below_the_goals_that_are_not_met(tmp_path):
    """A goal that is missed says why, one that is met or was not measured does not."""
    settings = settings_of(tmp_path)

    def said(**figures: float) -> str:
        return goals_section(settings, [Result("An import", figures={"journal": figures["journal"]})])

    assert "- **journal of 12 changed rows**: The table of its bytes" in said(journal=1.6)
    assert "**" not in said(journal=1.4)


def test_watch_gives_each_moment_to_one_stage():
    """A stage that begins within another one interrupts it; making an item is timed, using it is not."""
    ticks = iter(range(100))
    watch = Watch(Stage.REST, lambda: float(next(ticks)))

    with watch.stage(Stage.STAGING):
        for _ in watch.each(Stage.VALUES, ["one", "two"]):
            watch.timed(Stage.COMMIT, lambda: None)()

    assert watch.seconds == {Stage.REST: 1.0, Stage.STAGING: 6.0, Stage.VALUES: 3.0, Stage.COMMIT: 2.0}


def test_stages_of_an_import_and_of_the_floor_are_told(tmp_path):
    """Every stage of an import takes some time, the floor's its own; the shares are of the whole."""
    result = part("stages").run(settings_of(tmp_path))

    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in result.blocks[0].splitlines()[2:]]
    shares = [int(share.rstrip("% ")) for _, _, share, _ in cells]
    timed = {stage for stage, *_, floor in cells if floor != "–"}
    assert [stage for stage, *_ in cells] == [*Stage, "all"]
    assert sum(shares[:-1]) in range(90, 111)
    assert timed == {Stage.XML, Stage.VALUES, Stage.CUSTOMERS, Stage.COMMIT, Stage.REST, "all"}
    assert "× the floor" in result.notes[0]


def test_stages_of_matching_are_told(tmp_path):
    """Raccord's matching tells the seconds of its stages, those of a small base, too."""
    match = Match(KeyShape(100, 100, Blanks.FEW), THREE, tmp_path, "timed").written()
    step = Step("raccord", ("-m", "benchmarks.timed_matching", "raccord", *match.arguments("raccord")), nothing)

    seconds = stage_seconds(settings_of(tmp_path), [step])

    assert seconds["raccord"].keys() == set(MatchStage)
    assert seconds["raccord"][MatchStage.ROWS] > 0
    assert stage_table(MatchStage, seconds, "100 rows").startswith("| 100 rows ")


@pytest.mark.parametrize(
    ("statement", "stage"),
    [
        ("INSERT INTO stage (a)\nVALUES (?)", Stage.STAGING),
        ("INSERT INTO match_left (id) SELECT stage.row FROM stage", Stage.MATCHING),
        ("INSERT INTO merged (row) SELECT 1", Stage.MERGING),
        ("INSERT INTO pg_temp.merged\n(row) SELECT 1", Stage.MERGING),
        ("INSERT INTO merged_image (row) SELECT 1", Stage.MERGING),
        ("INSERT INTO raccord_entry (a) SELECT merged.b FROM merged", Stage.JOURNAL),
        ("UPDATE customers SET name=merged.new_name FROM merged", Stage.CUSTOMERS),
        ("COMMIT", Stage.COMMIT),
        ("UPDATE planned SET outcome=?", Stage.PLANNING),
    ],
)
def test_statements_belong_to_stages(statement, stage):
    """By the table they fill."""
    assert stage_of(statement) is stage


def test_every_goal_is_measured_by_a_part(tmp_path):
    """Each part that goals need has a goal, or explains one, and each goal's figure is named after its part."""
    wanted = {goal.figure for goal in goals(settings_of(tmp_path))}

    assert {f"import: {name}" for name in (FLOOR, SQLITE_UTILS, PANGRES, DLT)} < wanted
    assert {name.partition(":")[0] for name in wanted} == {one.name for one in PARTS if one.for_goals} - {"stages"}


def test_page_holds_goals_tables_machine_peers_and_meaning(tmp_path):
    """The page of the documentation has what was printed, the versions, the peers, and what the ratio means."""
    result = Result("An import", [(series_of(**{IMPORT: 3.0, FLOOR: 1.0}), FLOOR)], figures={f"import: {FLOOR}": 3.0})
    settings = settings_of(tmp_path)

    text = page(settings, [result], machine_in_words())

    assert section(result) in text
    assert goals_section(settings, [result]) in text
    assert "not met, by 50 %" in text
    assert sqlite3.sqlite_version in text
    assert "**sqlite-utils" in text
    assert "The ratio is" in text
    assert max(len(line) for line in text.splitlines() if not line.startswith("|")) <= 120


def test_write_writes_the_page(tmp_path, monkeypatch):
    """With --write the page's tables are those that were printed."""
    document = tmp_path / "benchmarks.md"
    result = Result("An import", [(series_of(**{IMPORT: 3.0, FLOOR: 1.0}), FLOOR)])
    monkeypatch.setattr(run, "PARTS", (Part("import", lambda _: result, 1, 1),))
    options = ["--rows", "50", "--customers", "500", "--only", "goals", "--folder", str(tmp_path), "--write"]

    assert run.main(options, document=document) == 0
    assert section(result) in document.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "options",
    [("--rows", "2000"), ("--repeat", "0"), ("--customers", "3000000"), ("--only", "nothing"), ("--rows", "10")],
)
def test_impossible_options_are_refused(options, tmp_path):
    """More rows than a tenth of the customers, too few or too many of a thing, unknown parts are usage errors."""
    result = benchmark(tmp_path, *options)

    assert result.returncode == 2
    assert options[0] in result.stderr
    assert not list(tmp_path.iterdir())


def series_of(**seconds: float) -> Series:
    """A series whose steps were run once."""
    return Series({name: Measured((Run(taken, 1_000_000),)) for name, taken in seconds.items()})
