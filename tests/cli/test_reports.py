"""Reports once an import is written, the progress bar, import configurations in use, and the installed add-in."""

from argparse import Namespace
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import NoReturn

import pytest

from raccord.catalogue_files import default_catalogue
from raccord.cli.importing import Request
from raccord.cli.progress_bar import ProgressBar
from raccord.cli.recording import Record, recorded
from raccord.cli.reports import tell_report
from raccord.cli.screen import Screen
from raccord.database.faults import COMMIT_UNKNOWN
from raccord.errors import AppliedError
from raccord.files import read_grids
from raccord.job import Job
from raccord.jobs import Report, import_sheet, preview
from raccord.progress import Step
from support.command_line import ANNA, HEADERS, MARKS, Command
from support.terminal import Terminal

Sheet = Callable[..., Path]


class Interrupted(StringIO):
    """A stream whose first write meets Ctrl-C."""

    def write(self, _text: str) -> NoReturn:
        """Be interrupted."""
        raise KeyboardInterrupt


def request(path: Path) -> Request:
    job = Job(read_grids(path)[0], default_catalogue(), "sqlite:///base.db", path.name)
    return Request(job, path, None, None, None, None)


def args(**outputs: Path) -> Namespace:
    nothing = dict.fromkeys(("result", "summary", "log", "config", "save_config"))
    return Namespace(words="import", file="clients.csv", json=True, **{**nothing, **outputs})


def tell(report: Report, asked: Request, screen: Screen, **outputs: Path) -> int:
    """Tell a report, with outputs in a folder that is gone by then."""
    given, gone = args(**outputs), Path("gone")
    record = Record(given)
    gone.mkdir()
    record.settle()
    gone.rmdir()
    return tell_report(report, asked, given, screen, ProgressBar(StringIO()), record)


@pytest.mark.parametrize("output", ["result.xlsx", "summary.txt"])
def test_an_output_that_fails_after_the_import_does_not_hide_it(sheet: Sheet, output: str) -> None:
    """When only result or summary fails, the report still comes and says applied, and the status is 1, not 2."""
    asked, screen = request(sheet(MARKS, HEADERS, ANNA)), Screen(StringIO(), StringIO())

    with import_sheet(asked.job) as report:
        status = tell(report, asked, screen, **{Path(output).stem: Path("gone") / output})

    assert status == 1
    assert '"applied": true' in screen.out.getvalue()  # type: ignore[attr-defined]
    told = screen.err.getvalue()  # type: ignore[attr-defined]
    assert "is missing: the import is done. Take it back with: raccord undo 1" in told
    assert ("Only the summary" in told) is (output == "summary.txt")


def test_a_log_that_fails_at_the_end_is_told(sheet: Sheet) -> None:
    """The work is done by then, so the status says that somebody should look, and no more."""
    sheet(MARKS, HEADERS, ANNA)
    log, screen = Path("runs.log"), Screen(StringIO(), StringIO())

    def work(_record: Record) -> int:
        log.unlink()
        log.mkdir()
        return 0

    assert recorded(args(log=log), screen, work) == 1
    assert "runs.log: --log: this file cannot be written" in screen.err.getvalue()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (KeyboardInterrupt(), 2, "stopped"),
        (RuntimeError("a password: x"), 2, "internal-error"),
        (COMMIT_UNKNOWN.error("base.db"), 2, "commit-unknown"),
        (AppliedError("applied-unreported", "All was written."), 1, "applied-unreported"),
    ],
)
def test_a_run_that_ends_badly_is_told(sheet: Sheet, fault: BaseException, status: int, code: str) -> None:
    """Being stopped, a failure of Raccord's own and a lost answer reach log and summary, without claiming too much."""
    sheet(MARKS, HEADERS, ANNA)

    def work(_record: Record) -> int:
        raise fault

    with pytest.raises(type(fault)):
        recorded(args(log=Path("runs.log"), summary=Path("told.txt")), Screen(StringIO(), StringIO()), work)

    line, told = Path("runs.log").read_text(encoding="utf-8"), Path("told.txt").read_text(encoding="utf-8")
    endings = {"commit-unknown": "unknown", "applied-unreported": "imported"}
    assert f" import {endings.get(code, 'failed')} status={status} " in line
    assert f" code={code} " in line
    assert told.startswith("Nothing was imported from") is (code not in endings)
    assert "password" not in line + told


def test_interrupt_after_the_import_does_not_deny_it(sheet: Sheet) -> None:
    """Ctrl-C while the report is printed says that the import is done, and how to take it back."""
    asked, screen = request(sheet(MARKS, HEADERS, ANNA)), Screen(Interrupted(), StringIO())

    with import_sheet(asked.job) as report:
        status = tell(report, asked, screen)

    assert status == 1
    assert "the import is done. Take it back with: raccord undo 1" in screen.err.getvalue()  # type: ignore[attr-defined]


def test_interrupt_of_a_preview_stops_it(sheet: Sheet) -> None:
    """Ctrl-C while a preview is printed is just that."""
    asked, screen = request(sheet(MARKS, HEADERS, ANNA)), Screen(Interrupted(), StringIO())

    with pytest.raises(KeyboardInterrupt), preview(asked.job) as report:
        tell(report, asked, screen)


def test_progress_shows_on_a_terminal_only() -> None:
    """Step and rows appear on a terminal and are gone at the end; elsewhere nothing is written."""
    terminal, file = Terminal(), StringIO()
    for stream in (terminal, file):
        with ProgressBar(stream) as progress:
            progress(Step.READING, 1_000)
            progress(Step.MATCHING, 12_000)
            progress.stop()

    assert "matching customers: 12,000 rows" in terminal.getvalue()
    assert terminal.getvalue().endswith("\x1b[2K")
    assert file.getvalue() == ""


def test_saved_configuration_leaves_out_the_name_of_the_only_sheet(
    raccord: Command, sheet: Sheet, book: Callable[..., Path]
) -> None:
    """A csv file of another name can use the configuration; a workbook of several sheets keeps the sheet's name."""
    raccord("preview", sheet(MARKS, HEADERS, ANNA), "--save-config", "csv.yaml")
    raccord("preview", book(First=[MARKS, HEADERS, ANNA], Other=[("x",)]), "--save-config", "book.yaml")

    assert "sheet:" not in Path("csv.yaml").read_text(encoding="utf-8")
    assert "sheet: First" in Path("book.yaml").read_text(encoding="utf-8")
    assert raccord("preview", sheet(HEADERS, ANNA, name="next.csv"), "--config", "csv.yaml").status == 0


def test_everything_in_the_configuration_counts(raccord: Command, tmp_path: Path) -> None:
    """Mode, duplicates, scope, locale, delimiter and encoding come from --config where no option gives them."""
    (tmp_path / "a.csv").write_bytes("Name~ZIP~City~Umsatz\nÇa~1~Köln~1.234\nÇa~1~Köln~1.235\n".encode("cp850"))
    Path("c.yaml").write_text(
        "mode: update_only\non_duplicate: last\nscope: {owner: a@x.org}\nlocale: de\ndelimiter: '~'\nencoding: cp850\n"
        "columns: {Name: {mode: key}, ZIP: {mode: keep}, City: {mode: keep}, Umsatz: {mode: overwrite}}\n",
        encoding="utf-8",
    )

    only = raccord("preview", "a.csv", "--config", "c.yaml", "--json").json
    new = raccord("preview", "a.csv", "--config", "c.yaml", "--mode", "update", "--json").json

    assert only["mode"] == "update_only"
    assert [row["outcome"] for row in only["rows"]] == ["ignored", "ignored"]
    assert [row["outcome"] for row in new["rows"]] == ["duplicate", "created"]
    changes = {change["field"]: change["new"] for change in new["rows"][1]["changes"]}
    assert (changes["name"], changes["city"], changes["annual_revenue"]) == ("Ça", "Köln", "1235")
    assert changes["owner"] == "a@x.org"


def test_configured_column_that_is_missing_is_an_error(raccord: Command, sheet: Sheet) -> None:
    """A header that the configuration needs and the sheet lacks stops the import; an ignored one does not."""
    Path("c.yaml").write_text(
        "columns: {External ID: {mode: key}, Fax: {fields: phone, mode: fill}, Gone: {mode: ignore}}\n",
        encoding="utf-8",
    )

    result = raccord("preview", sheet(HEADERS, ANNA), "--config", "c.yaml")

    assert (result.status, result.out) == (2, "")
    assert "speaks of a column “Fax”, which “clients” does not have." in result.err
    assert raccord("preview", sheet((*HEADERS, "Fax"), (*ANNA, "1")), "--config", "c.yaml").status in {0, 1}


def test_addin_is_handed_over_to_an_installed_one(
    raccord: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installed package that offers the entry point gets the action, its folder and the screen."""
    (tmp_path / "offered.py").write_text(
        "def command(action, args, screen):\n    screen.show(f'{action} {args.folder}')\n    return 0\n"
    )
    info = tmp_path / "offered-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: offered\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[raccord.addin]\ncommand = offered:command\n")
    monkeypatch.syspath_prepend(str(tmp_path))

    result = raccord("addin", "build", "there")

    assert (result.status, result.out) == (0, "build there\n")
