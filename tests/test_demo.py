"""The demo shows every situation, proves its restore, fits a terminal, and never touches a stranger's file."""

import io
import re
import shlex
from pathlib import Path

import pytest
import yaml
from rich.console import Console

import raccord
from raccord.cells import is_blank
from raccord.cli import main
from raccord.configuration.user import load_user_configuration
from raccord.demo import folder as files
from raccord.demo import new_folder, run_demo
from raccord.demo.base import fill_base
from raccord.demo.businesses import all_businesses
from raccord.demo.profile import check_free, name_base
from raccord.demo.tour import Tour
from raccord.demo.visits import CLOSED, COLUMNS, VISITS, visit_rows
from raccord.errors import ConfigurationError, FileError
from raccord.planning.outcomes import Outcome, PlanRow

COMMAND = re.compile(r"^  raccord (\w+)(?: (\S+))? --database sqlite:///(\S+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def shown(tmp_path_factory) -> tuple[Path, str]:
    """A demo that has run: its folder and what it printed."""
    folder = tmp_path_factory.mktemp("d") / "demo"
    return folder, run(folder)


@pytest.fixture(scope="module")
def planned(shown) -> tuple[raccord.Summary, list[PlanRow]]:
    """The preview of the demo's sheet against the base that the demo left."""
    folder, _ = shown
    with raccord.preview(job(folder)) as report:
        return report.plan.summary, list(report.plan.rows())


def run(folder: Path) -> str:
    """Run the demo at 80 columns and give its output."""
    out = io.StringIO()
    assert run_demo(folder, Console(file=out, width=80)) == 0
    return out.getvalue()


def job(folder: Path) -> raccord.Job:
    """The import that the demo shows."""
    grid = raccord.choose_grid(raccord.read_grids(folder / files.SHEET))
    return raccord.Job(grid, raccord.default_catalogue(), f"sqlite:///{folder / files.BASE}", files.SHEET)


def fingerprint(folder: Path) -> str:
    """The fingerprint of the demo's import, as the base stands."""
    with raccord.preview(job(folder)) as report:
        return report.plan.fingerprint


def cells(workbook: Path) -> list[list[object]]:
    """All rows of a workbook's first sheet."""
    return [list(row) for row in raccord.read_grids(workbook)[0].read()]


def codes(rows: list[PlanRow]) -> set[str]:
    """The codes of all messages."""
    return {message.code for row in rows for message in row.messages}


def test_every_outcome_occurs(planned):
    """The preview has at least one row of each outcome that the specification knows."""
    _, rows = planned

    assert {row.outcome for row in rows} == set(Outcome)


def test_every_situation_of_a_cell_occurs(planned):
    """A cell is cleared, blanks are kept, leading zeros are warned about, and cells are wrong in several ways."""
    summary, rows = planned

    assert summary.cells_cleared == 1
    assert summary.blanks_kept > 0
    assert codes(rows) >= {"leading-zeros", "not-a-date", "error-cell", "not-a-choice", "unique-taken", "restored"}


def test_joker_is_completed(planned):
    """A customer without a number is found by the other keys and gets the sheet's number."""
    _, rows = planned

    completed = [row for row in rows if row.jokers == ("external_id",) and row.changes]

    assert [(change.field, change.old) for row in completed for change in row.changes] == [("external_id", None)]


def test_later_visit_counts_and_earlier_does_not(planned):
    """Of the two rows that bring another date of visit, only the later date is written."""
    by_number = {row.row: row for row in planned[1]}
    visits = [number for number, visit in enumerate(VISITS, 3) if set(visit.cells) == {"last_call"}]

    later, earlier = (by_number[number] for number in visits[:2])

    assert (later.outcome, earlier.outcome) == (Outcome.UPDATED, Outcome.UNCHANGED)
    assert later.changes[0].new > later.changes[0].old


def test_key_noise_is_no_difference(planned):
    """A name in other case, spacing and decomposed accents finds its customer by all three keys."""
    noisy = next(number for number, visit in enumerate(VISITS, 3) if visit.cells.get("city") == "CAEN")

    row = next(row for row in planned[1] if row.row == noisy)

    assert row.agreed == ("external_id", "name", "city")
    assert [change.field for change in row.changes] == ["category"]


def test_restored_base_equals_the_one_before(shown):
    """The exports before the import and after the restore are equal, and the one between differs."""
    folder, _ = shown
    before, after, restored = (cells(folder / name) for name in (files.BEFORE, files.AFTER, files.RESTORED))

    assert restored == before
    assert after != before
    assert len(before) > len(all_businesses()) - len(CLOSED)


def test_output_fits_the_terminal(shown):
    """No line but the user's own path is wider than 80 columns, and all is about two screens."""
    folder, output = shown
    lines = [line for line in output.splitlines() if str(folder) not in line]

    assert max(map(len, lines)) <= 80
    assert len(lines) <= 100


def test_printed_numbers_are_those_of_the_run(shown, planned):
    """The totals on screen are the totals of a preview made by other means."""
    _, output = shown
    summary, _ = planned

    for outcome in Outcome:
        assert re.search(rf"^ +{getattr(summary, outcome.value)} +{outcome.value} ", output, re.MULTILINE)
    assert f"{summary.cells_changed} cells would change" in output
    assert f"{summary.updated} customers updated" in output
    assert f"{summary.needing_attention} rows wait for you" in " ".join(output.split())


def test_history_tells_the_whole_story(shown):
    """The customer who closed and opened again was created, binned and brought back, each by its file."""
    history = shown[1].partition("History: ")[2].partition("Restore: ")[0]

    stations = re.findall(r"\S+\.xlsx\S*", history)

    assert stations == ["start.xlsx:151", "still-open.xlsx", "clients.xlsx:19"]
    assert "in the bin" in history


def test_next_commands_name_files_that_exist(shown):
    """The three commands work from the printed folder: their files are there."""
    folder, output = shown
    commands = COMMAND.findall(output)

    assert f"  cd {folder}\n" in output
    assert [verb for verb, _, _ in commands] == ["preview", "import", "undo"]
    for _, sheet, base in commands:
        assert (folder / base).is_file()
        assert not sheet or (folder / sheet).is_file()


def test_the_end_tells_how_to_try_the_buttons(shown):
    """The unmarked sheet is named, and the lines to put into one's configuration lead to the demo's base."""
    folder, output = shown
    end = output.partition("The buttons: ")[2]
    configuration = yaml.safe_load(end[end.index("  profiles:") :])

    assert files.UNMARKED in end
    base = configuration["profiles"][configuration["default_profile"]]
    assert base == f"sqlite:///{folder / files.BASE}"
    assert (folder / files.BASE).is_file()


def test_the_demo_can_name_its_base_for_the_buttons(tmp_path):
    """The base becomes the usual one, beside what the configuration says already; a later demo's base replaces it."""
    config = tmp_path / "folder" / "config.yaml"
    environ = {"RACCORD_CONFIG": str(config)}
    config.parent.mkdir()
    config.write_text("# mine\nlanguage: fr\n", encoding="utf-8")

    name_base("sqlite:////first.db", environ)
    check_free(environ)
    name_base("sqlite:////second.db", environ)

    configuration = load_user_configuration(environ)
    assert configuration.profiles == {"demo": "sqlite:////second.db"}
    assert (configuration.default_profile, configuration.language) == ("demo", "fr")
    assert config.read_text(encoding="utf-8").startswith("# mine\nlanguage: fr\n")


@pytest.mark.parametrize(
    ("text", "refusing"),
    [
        ("profiles: {team: 'sqlite:////team.db'}\n", check_free),
        ("{language: fr}\n", lambda environ: name_base("sqlite:////demo.db", environ)),
    ],
)
def test_the_demo_leaves_a_configuration_alone_that_it_cannot_add_to(tmp_path, text, refusing):
    """One that names a base of the user's own, or has its keys in braces, stays as it is."""
    config = tmp_path / "config.yaml"
    config.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigurationError) as caught:
        refusing({"RACCORD_CONFIG": str(config)})

    assert caught.value.code == "demo-not-named"
    assert config.read_text(encoding="utf-8") == text
    assert [path.name for path in tmp_path.iterdir()] == ["config.yaml"]


def test_all_files_are_its_own(shown):
    """The demo leaves exactly the files that it names, so that it may replace them."""
    folder, _ = shown

    assert {path.name for path in folder.iterdir()} <= files.OWN_FILES
    assert (folder / files.RESULT).is_file()


def test_second_run_replaces_the_first(tmp_path):
    """A second run into the same folder works and prints the same, but for the times of the journal."""
    moments = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")

    first, second = (moments.sub("", run(tmp_path / "demo")) for _ in range(2))

    assert first == second


@pytest.mark.parametrize("name", ["letter.txt", files.SHEET, files.BASE])
def test_foreign_files_are_never_replaced(tmp_path, name):
    """A folder with any file that no demo made is refused, also one of the same name, and is left as it is."""
    (tmp_path / name).write_text("mine", encoding="utf-8")

    with pytest.raises(FileError) as refused:
        run(tmp_path)

    assert refused.value.code == "demo-folder-in-use"
    assert name in refused.value.title
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [(name, "mine")]


def test_file_added_to_a_demo_is_kept(tmp_path):
    """A user's file in an earlier demo's folder stops the next run."""
    files.prepare(tmp_path)
    (tmp_path / "my-notes.txt").touch()

    with pytest.raises(FileError, match=r"my-notes\.txt"):
        files.prepare(tmp_path)


def test_file_in_place_of_the_folder_is_an_error(tmp_path):
    """A path that is a file gives a clear error, not a traceback."""
    (tmp_path / "file").touch()

    with pytest.raises(FileError) as refused:
        files.prepare(tmp_path / "file")

    assert refused.value.code == "demo-folder-unusable"
    assert "raccord demo FOLDER" in refused.value.hint


def test_question_mark_in_the_folder_is_an_error(tmp_path):
    """A folder that no database URL can name is refused before anything is written."""
    with pytest.raises(FileError) as refused:
        files.prepare(tmp_path / "what?")

    assert refused.value.code == "demo-folder-name"
    assert not list(tmp_path.iterdir())


def test_folder_with_spaces_can_be_copied_into_a_shell(tmp_path):
    """The printed `cd` quotes the folder as the shell needs it."""
    out = io.StringIO()
    tour = Tour(tmp_path / "my demo", Console(file=out, width=80), raccord.default_catalogue())

    tour.show_next_steps()

    line = next(line for line in out.getvalue().splitlines() if line.startswith("  cd "))
    assert shlex.split(line) == ["cd", str(tmp_path / "my demo")]


def test_next_commands_run(tmp_path, monkeypatch, capsys):
    """The printed commands do what they say: preview, import, and undo back to the base as it was."""
    configuration = tmp_path / "empty.yaml"
    configuration.write_text("{}", encoding="utf-8")
    monkeypatch.setenv("RACCORD_CONFIG", str(configuration))
    folder = tmp_path / "demo"
    lines = [line.split() for line in run(folder).splitlines() if line.startswith("  raccord ")]
    monkeypatch.chdir(folder)
    before = fingerprint(folder)

    statuses = [main(words[1:]) for words in lines]

    assert statuses == [1, 1, 0]
    assert before in capsys.readouterr().out
    assert fingerprint(folder) == before


def test_new_folder_is_empty_and_new():
    """Each call makes an empty folder of its own."""
    first, second = new_folder(), new_folder()
    try:
        assert first != second
        assert not list(first.iterdir())
    finally:
        first.rmdir()
        second.rmdir()


def test_businesses_are_plausible_and_invented():
    """Names are unique in a town, postal codes have their country's length, and nobody real can be reached."""
    everyone = list(all_businesses().values())

    assert len({(one.name, one.city) for one in everyone}) == len(everyone)
    assert {(one.country, len(one.zip)) for one in everyone} == {("France", 5), ("Deutschland", 5), ("Österreich", 4)}
    assert any(one.zip.startswith("0") for one in everyone)
    for one in everyone:
        assert re.fullmatch(r"01 99 00 \d\d \d\d|\+49 \d\d\d? \d{4,5} \d{3}|\+43 000 00\d{4}", one.phone)
        assert one.email is None or re.fullmatch(r"[a-z0-9-]+@[a-z0-9-]+\.example\.org", one.email)


def test_base_is_filled_by_imports(tmp_path):
    """Everyone is created by one import, and the closed ones go to the bin by a second."""
    businesses = all_businesses()

    added, closed = fill_base(f"sqlite:///{tmp_path / 'base.db'}", raccord.default_catalogue(), businesses)

    assert (added.created, added.needing_attention) == (len(businesses), 0)
    assert (closed.deleted, closed.unchanged) == (len(CLOSED), len(businesses) - len(CLOSED))


def test_sheet_is_marked_and_keeps_text_as_text(shown):
    """The workbook has marks above headers, an error cell, and text that only looks like a formula."""
    folder, _ = shown
    marks, headers, *rows = cells(folder / files.SHEET)

    assert [cell for cell in headers if not is_blank(cell)] == [header for header, _ in COLUMNS]
    assert marks[:4] == ["Clé", "Clé", "Clé", "Écraser"]
    assert len(rows) == len(visit_rows(all_businesses()))
    assert any("=> Accueil" in row for row in rows)


def test_the_unmarked_sheet_is_the_same_without_its_marks(shown):
    """The sheet to try the buttons on has the headers and rows of the marked one."""
    folder, _ = shown

    assert cells(folder / files.UNMARKED) == cells(folder / files.SHEET)[1:]


def test_result_annotates_the_sheet(shown, planned):
    """The result is the sheet with Raccord's column beside it, and a result sheet."""
    folder, _ = shown
    sheet, result = raccord.read_grids(folder / files.RESULT)
    _, headers, *rows = (list(row) for row in sheet.read())

    assert (sheet.name, headers[len(COLUMNS)], result.name) == ("Clients", "Raccord", "Raccord")
    for row, planned_row in zip(rows, planned[1], strict=True):
        assert str(row[len(COLUMNS)]).startswith(planned_row.outcome.value)
    assert any("=> Accueil" in row for row in rows)
