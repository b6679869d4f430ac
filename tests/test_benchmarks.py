"""The benchmark measures three steps, and import and floor do the same work."""

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
from benchmarks.inputs import Inputs, inputs_of, write_inputs
from benchmarks.measuring import Measured, Run, Step, StepFailedError, run_process, worked_on
from benchmarks.page import Result, machine_in_words, page, table

ROWS, CUSTOMERS = 200, 1_000
MATCHED = ROWS * 4 // 5
TESTS = Path(__file__).parent


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell the peak memory of a child")


def benchmark(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the benchmark as `make bench` does, tiny."""
    sizes = ("--rows", str(ROWS), "--customers", str(CUSTOMERS), "--repeat", "1", "--folder", str(folder))
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.run", *sizes, *options],
        cwd=TESTS, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.fixture(scope="module", params=KEY_SETS)
def done(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Shape, Inputs, str]:
    """A benchmark that has run: its shape, its files, and what it printed."""
    folder = tmp_path_factory.mktemp("benchmark")
    result = benchmark(folder, "--keys", request.param)
    assert result.returncode == 0, result.stderr
    shape = Shape(ROWS, CUSTOMERS, KEY_SETS[request.param])
    return shape, inputs_of(folder, shape), result.stdout


def customers_of(base: Path) -> dict[str, tuple[Any, ...]]:
    """Every active customer by external id, its fields in the order of the catalogue."""
    with closing(sqlite3.connect(base)) as connection:
        found = connection.execute(f"SELECT {', '.join(Customer._fields)} FROM customers WHERE deleted_at IS NULL")
        return {row[0]: row for row in found}


def test_table_has_the_three_steps_with_time_ratio_and_memory(done):
    """Each step has a line with its median and range in seconds, its ratio and its memory; the floor's ratio is 1."""
    _, _, printed = done

    lines = re.findall(
        r"^\| (.+?) +\| +[\d.]+ s \| +[\d.]+ – [\d.]+ s \| +([\d.]+) \| +\d+ MB \|$", printed, re.MULTILINE
    )

    assert [name for name, _ in lines] == ["raccord preview", "raccord import", "hand-written upsert"]
    assert lines[-1][1] == "1.0"


def test_import_and_floor_leave_the_same_customers(done):
    """Raccord's base and the hand-written one hold the same customers, cell by cell, the new ones included."""
    _, inputs, _ = done
    imported, upserted = (customers_of(worked_on(inputs, step)) for step in (Step.IMPORT, Step.FLOOR))

    assert imported == upserted
    assert len(imported) == CUSTOMERS + ROWS // 5


def test_import_changes_a_fifth_of_the_cells_of_matched_customers(done):
    """The customers that four rows in five match have 15 to 25 % of their cells changed, and no other customer any."""
    _, inputs, _ = done
    before, after = customers_of(inputs.base), customers_of(worked_on(inputs, Step.IMPORT))
    changes = {key: sum(a != b for a, b in zip(row, after[key], strict=True)) for key, row in before.items()}

    assert MATCHED * 0.9 < sum(count > 0 for count in changes.values()) <= MATCHED
    assert 0.15 < sum(changes.values()) / (MATCHED * len(Customer._fields)) < 0.25


def test_preview_leaves_the_base_as_it_was(done):
    """The base of the preview step holds what the original holds."""
    _, inputs, _ = done

    assert customers_of(worked_on(inputs, Step.PREVIEW)) == customers_of(inputs.base)


def test_sheet_has_25_columns_that_raccord_all_understands(done):
    """Update row and headers give 24 fields a mode, with the keys asked for, and leave the id column out."""
    shape, inputs, _ = done
    grid = raccord.choose_grid(raccord.read_grids(inputs.sheet))
    head = list(islice(grid.read(), 2))
    fields = [raccord.default_catalogue().named(str(header)) for header in head[1]]

    assert [field and field.name for field in fields] == list(COLUMNS)
    assert [name for name, mark in zip(COLUMNS, head[0], strict=True) if mark == "Key"] == list(shape.keys)
    assert head[0][0] == "Ignore"
    assert head[0].count("Overwrite") >= 19


def test_complete_files_are_reused(tmp_path):
    """A second run with the same sizes measures on the same base and sheet; half-written ones are written again."""
    shape = Shape(5, 5, KEY_SETS["external_id"])
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
    shape = Shape(50, 100, KEY_SETS["name,zip,phone"])

    assert Customer._fields == tuple(one.name for one in raccord.default_catalogue().fields)
    assert customer(7) == customer(7) != customer(8)
    assert list(sheet_rows(shape)) == list(sheet_rows(shape))


def test_matched_rows_are_of_different_customers():
    """No customer is met twice, even when the sheet is as long as the base."""
    numbers = [row[0] for row in sheet_rows(Shape(1_000, 1_000, KEY_SETS["external_id"])) if row[0] is not None]

    assert len(numbers) == len(set(numbers)) == 800
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
    """A step that ends badly stops the benchmark with the step's own words."""
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
    slower = Measured((Run(5.0, 400_000_000), Run(7.0, 100_000_000), Run(6.0, 300_000_000)))

    lines = table(result_of(floor, slower)).splitlines()

    assert [cell.strip() for cell in lines[2].split("|")[2:-1]] == ["6.0 s", "5.0 – 7.0 s", "3.0", "400 MB"]
    assert [cell.strip() for cell in lines[-1].split("|")[2:-1]] == ["2.0 s", "1.0 – 9.0 s", "1.0", "30 MB"]
    assert len({len(line) for line in lines}) == 1


def test_page_holds_the_table_the_machine_and_the_meaning():
    """The page of the documentation has the printed table, the versions, and what the ratio means."""
    once = Measured((Run(1.0, 1_000_000),))
    result = result_of(once, once)

    text = page([result], machine_in_words())

    assert table(result) in text
    assert sqlite3.sqlite_version in text
    assert "The ratio is" in text
    assert max(len(line) for line in text.splitlines()) <= 120


def test_write_writes_the_page(tmp_path, capsys):
    """With --write the page's tables are those that were printed."""
    document = tmp_path / "benchmarks.md"
    options = ["--rows", "10", "--customers", "20", "--repeat", "1", "--folder", str(tmp_path), "--write"]

    assert run.main(options, document=document) == 0
    printed = capsys.readouterr().out.partition("\n\n")[2].strip()
    assert printed in document.read_text(encoding="utf-8")


@pytest.mark.parametrize("options", [("--rows", "2000"), ("--repeat", "0"), ("--customers", "3000000")])
def test_impossible_sizes_are_refused(options, tmp_path):
    """More rows than customers, no runs at all, and more customers than the formulas tell apart are usage errors."""
    result = benchmark(tmp_path, *options)

    assert result.returncode == 2
    assert options[0] in result.stderr
    assert not list(tmp_path.iterdir())


def result_of(floor: Measured, raccord_steps: Measured) -> Result:
    """A result whose two steps of Raccord took the same."""
    steps = {Step.PREVIEW: raccord_steps, Step.IMPORT: raccord_steps, Step.FLOOR: floor}
    return Result(Shape(10, 20, KEY_SETS["external_id"]), steps)
