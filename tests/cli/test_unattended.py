"""Imports that nobody watches: the log, the summary, their names, and a scheduler's bare environment (SPEC §8, §9)."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from lxml import html

from raccord.cli.run_log import LogLine, append
from support.command_line import ANNA, BERT, HEADERS, MARKS, Command, query
from support.cron import CLOSED, run_as_cron

Sheet = Callable[..., Path]

START = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (import|preview) ([a-z-]+) ")


def lines(path: str = "runs.log") -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines()


def facts(line: str) -> dict[str, str]:
    """The facts of a line of the log, by name."""
    assert START.match(line)
    found = re.findall(r'(\w+)=("(?:[^"\\]|\\.)*"|\S+)', line)
    return {name: json.loads(value) if value.startswith('"') else value for name, value in found}


# --- the log


@pytest.mark.usefixtures("base")
def test_each_run_leaves_one_line(raccord: Command, sheet: Sheet) -> None:
    """A preview, an import, the same again and a refusal are told with status, counts and restore point."""
    path = sheet(MARKS, HEADERS, ("A1", "Anne", "", "", ""), ("C3", "", "", "", ""))
    for words in (["preview"], ["import"], ["import"], ["import", "--expect", "abc"]):
        raccord(words[0], path, *words[1:], "--log", "runs.log")

    told = [START.match(line) for line in lines()]
    assert [one and one.groups() for one in told] == [
        ("preview", "previewed"),
        ("import", "imported"),
        ("import", "nothing-to-import"),
        ("import", "refused"),
    ]
    imported, refused = facts(lines()[1]), facts(lines()[3])
    wanted = {"status": "1", "rows": "2", "updated": "1", "ignored": "1", "attention": "1", "restore_point": "2"}
    assert imported.items() >= {**wanted, "base": "base.db", "sheet": "clients", "file": str(path)}.items()
    assert refused.items() >= {"status": "3", "code": "plan-changed"}.items()
    assert "restore_point" not in refused


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["gone.csv"], "file-missing"),
        (["clients.csv", "--database", "nobody"], "unknown-profile"),
        (["clients.csv", "--config", "gone.yaml"], "bad-configuration"),
        (["clients.csv", "--catalogue", "gone.yaml"], "bad-catalogue"),
        (["clients.csv", "--scope", "mood=good"], "unknown-field"),
        (["clients.csv", "--result", "nowhere/out.xlsx"], "cannot-write"),
        (["broken.xlsx"], "file-damaged"),
    ],
)
def test_a_run_that_cannot_start_is_told(raccord: Command, sheet: Sheet, words: list[str], code: str) -> None:
    """The log has its code and what is wrong, the summary what to do, and the exit status is 2."""
    sheet(MARKS, HEADERS, ANNA)
    Path("broken.xlsx").write_bytes(b"PK\x03\x04 no workbook")

    result = raccord("import", *words, "--log", "runs.log", "--summary", "told.txt")

    (line,), told = lines(), Path("told.txt").read_text(encoding="utf-8")
    assert (result.status, START.match(line)[2]) == (2, "failed")  # type: ignore[index]
    assert facts(line)["code"] == code
    assert facts(line)["said"] == " ".join(result.err.split("\n")).strip()
    assert told.startswith(f"Nothing was imported from {words[0]}: ")
    assert result.err.rstrip("\n").split("\n")[-1] in told


@pytest.mark.parametrize(
    ("log", "code", "words"),
    [
        ("nowhere/runs.log", 2, "there is no folder nowhere"),
        (".", 2, "it is a folder"),
        ("clients.csv", 2, "--log names the file that is read"),
        ("base.db", 2, "this file is no log of Raccord"),
        ("told.txt", 2, "--summary and --log name the same file"),
    ],
)
def test_a_log_that_cannot_be_is_an_error_before_anything(
    raccord: Command, sheet: Sheet, base: Path, log: str, code: int, words: str
) -> None:
    """Nothing is imported without the log that was asked for, and no other file is written into."""
    path = sheet(MARKS, HEADERS, ("A1", "Anne", "", "", ""))
    before = {file: Path(file).read_bytes() for file in (path, base)}

    result = raccord("import", path, "--log", log, "--summary", "told.txt")

    assert result.status == code
    assert words in result.err
    assert {file: Path(file).read_bytes() for file in before} == before


def test_a_password_never_reaches_log_or_summary(raccord: Command, sheet: Sheet) -> None:
    """Neither that of a URL, nor one in a message about it."""
    url = "postgresql://anna:s3cret-word@127.0.0.1:1/base"
    raccord("import", sheet(MARKS, HEADERS, ANNA), "--database", url, "--log", "runs.log", "--summary", "told.html")

    told = Path("runs.log").read_text(encoding="utf-8") + Path("told.html").read_text(encoding="utf-8")
    assert "failed" in told
    assert "s3cret" not in told


def test_a_name_cannot_forge_a_line(tmp_path: Path) -> None:
    """Line ends and quotes of a name stay inside their own value."""
    log, at = tmp_path / "runs.log", datetime(2026, 11, 22, 6)
    append(log, LogLine(at, "import", "imported", {"file": 'x"\n2026-11-22T06:00:00Z import', "rows": 3, "none": None}))

    (line,) = log.read_text(encoding="utf-8").splitlines()
    assert facts(line) == {"file": 'x" 2026-11-22T06:00:00Z import', "rows": "3"}


def test_runs_at_the_same_time_leave_whole_lines(tmp_path: Path) -> None:
    """Appending from many sides at once loses no line and mixes none."""
    log, at = tmp_path / "runs.log", datetime(2026, 11, 22, 6)
    wanted = [f"{number}-{'x' * 3000}" for number in range(60)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda text: append(log, LogLine(at, "import", "imported", {"sheet": text})), wanted))

    assert sorted(facts(line)["sheet"] for line in log.read_text(encoding="utf-8").splitlines()) == sorted(wanted)


# --- the summary


@pytest.mark.usefixtures("base")
def test_the_summary_says_what_a_person_wants_to_know(raccord: Command, sheet: Sheet) -> None:
    """One sentence first, how to take it back, the rows to look at with their reasons, who was deleted, the result."""
    path = sheet(MARKS, HEADERS, ("A1", "Anne", "", "", ""), ("C3", "Cora", "1000", "Köln", ""), ("D4", "", "", "", ""))

    raccord("import", path, "--mode", "update-delete", "--summary", "told.txt", "--result", "out.xlsx")

    told = Path("told.txt").read_text(encoding="utf-8")
    headline, back, result = told.splitlines()[:3]
    assert headline.endswith("was imported: 1 customer updated, 1 created, 1 deleted; 1 row needs you.")
    assert back == "Restore point 2. Take it back with: raccord undo 2"
    assert result.endswith(str(Path("out.xlsx").absolute()))
    assert re.search(r"^  row 5  ignored  .*Name, ZIP and City", told, re.MULTILINE)
    assert "Deletions: 1\n  2  Bert\n" in told
    assert "  rows               3\n" in told


@pytest.mark.usefixtures("base")
def test_the_summary_of_a_preview_says_how_to_import_it(raccord: Command, sheet: Sheet) -> None:
    """It names the command that imports exactly what was previewed."""
    path = sheet(MARKS, HEADERS, ("A1", "Anne", "", "", ""))
    raccord("preview", path, "--summary", "told.txt")

    told = Path("told.txt").read_text(encoding="utf-8")
    command = re.search(r"raccord (import .*)", told)
    assert told.startswith(f"{path} can be imported: 1 customer updated.\n")
    assert command
    assert raccord(*command[1].split()).status == 0
    assert query(Path("base.db"), "SELECT name FROM customers WHERE id = 1") == [("Anne",)]


def test_a_refusal_says_what_to_do(raccord: Command, sheet: Sheet) -> None:
    """Deletions that a person must confirm are named in the summary, and nothing is imported."""
    rows = [(f"K{number}", f"Customer{number}", "75001", "Paris", "") for number in range(30)]
    raccord("import", sheet(MARKS, HEADERS, *rows))

    status = raccord("import", sheet(MARKS, HEADERS, rows[0]), "--mode", "update-delete", "--summary", "t.txt").status

    told = Path("t.txt").read_text(encoding="utf-8")
    assert status == 3
    assert "clients.csv: The import is refused: it would delete 29 of 30 customers.\n" in told
    assert "--confirm-deletions 29\n" in told
    assert "Deletions to come: 29\n" in told
    assert "\n… and 9 more\n" in told


@pytest.mark.parametrize(("language", "word"), [("fr", "a été importé"), ("de", "wurde importiert")])
def test_the_summary_speaks_the_users_language(raccord: Command, sheet: Sheet, language: str, word: str) -> None:
    """Headline and labels are those of the language of the run."""
    raccord("import", sheet(MARKS, HEADERS, ANNA, BERT), "--summary", "told.html", "--language", language)

    page = html.fromstring(Path("told.html").read_text(encoding="utf-8"))
    assert page.get("lang") == language
    assert word in page.findtext(".//h1", "")


HOSTILE = "<script>alert(1)</script><img src=x onerror=y> \x1b[31m\u202e& \"'"


def test_cells_stay_text_in_html(raccord: Command, sheet: Sheet) -> None:
    """Markup, control characters and reordering marks of a cell are shown and never work."""
    rows = [(f"K{number}", HOSTILE, "1", "x", "") for number in range(2)]
    raccord("import", sheet(MARKS, HEADERS, *rows))

    raccord("import", sheet(("Key",), ("Name",), (HOSTILE,)), "--summary", "told.html")

    text = Path("told.html").read_text(encoding="utf-8")
    page = html.fromstring(text)
    assert {one.tag for one in page.iter()} <= {
        *("html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "table", "tr", "td")
    }
    assert not any(name.startswith("on") or name in {"src", "href"} for one in page.iter() for name in one.keys())  # noqa: SIM118
    assert "<script>alert(1)</script>" in page.text_content()
    assert not {char for char in text if not char.isprintable()} - {"\n"}


def test_a_summary_is_whole_or_the_one_before(raccord: Command, sheet: Sheet) -> None:
    """Another run replaces it; one whose ending is none writes no file."""
    path = sheet(MARKS, HEADERS, ANNA)
    raccord("import", path, "--summary", "told.txt")
    raccord("import", path, "--summary", "told.txt")

    result = raccord("import", path, "--summary", "told.pdf")

    assert "brings nothing to change." in Path("told.txt").read_text(encoding="utf-8").splitlines()[0]
    assert (result.status, Path("told.pdf").exists()) == (2, False)
    assert not list(Path().glob(".raccord-*"))


# --- names, and the import configuration


def test_names_are_filled_in(raccord: Command, sheet: Sheet) -> None:
    """{date}, {time} and {file} stand for the run's; anything else in braces stays as it is."""
    path = sheet(MARKS, HEADERS, ANNA, name="week {date} {x}.csv")

    raccord("import", path, "--summary", "{file} at {date}-{time} {y}.txt")

    (name,) = (file.name for file in Path().glob("*.txt"))
    assert re.fullmatch(r"week \{date\} \{x\} at \d{4}-\d\d-\d\d-\d\d-\d\d-\d\d \{y\}\.txt", name)


@pytest.mark.usefixtures("base")
def test_outputs_of_a_configuration_lie_beside_it(raccord: Command, sheet: Sheet, world: Path) -> None:
    """result, summary and log are relative to its folder; --save-config writes them so; options come before them."""
    folder = world / "weekly"
    folder.mkdir()
    path = sheet(MARKS, HEADERS, ("A1", "Anne", "", "", ""))
    given = ("--result", folder / "{file}.xlsx", "--summary", folder / "told.html", "--log", "runs.log")
    raccord("preview", path, *given, "--save-config", folder / "weekly.yaml")
    saved = (folder / "weekly.yaml").read_text(encoding="utf-8")
    for file in (folder / "clients.xlsx", folder / "told.html"):
        file.unlink()

    raccord("import", path, "--config", folder / "weekly.yaml", "--summary", "mine.txt")

    assert saved.endswith(f"result: '{{file}}.xlsx'\nsummary: told.html\nlog: {world / 'runs.log'}\n")
    assert (folder / "clients.xlsx").exists()
    assert Path("mine.txt").exists()
    assert not (folder / "told.html").exists()
    assert len(lines()) == 2


# --- without a terminal, a home, a language, or standard streams


@pytest.mark.parametrize("before", ["", CLOSED], ids=["cron", "closed streams"])
def test_a_scheduler_needs_nothing(sheet: Sheet, world: Path, before: str) -> None:
    """From the root folder, without HOME, LANG or open streams, the import runs and is told in UTF-8."""
    path = sheet(MARKS, HEADERS, ("A1", "Łódź 中", "1", "Köln", ""), ("B2", "", "", "", ""))
    outputs = ("--log", world / "runs.log", "--summary", world / "told.txt", "--result", world / "out.xlsx")

    done = run_as_cron(
        "import", path, "--database", f"sqlite:///{world}/cron.db", *outputs, "--language", "en", before=before
    )

    assert (done.returncode, done.stderr) == (1, b"")
    assert b"\x1b" not in done.stdout
    assert before or "Łódź 中" in done.stdout.decode("utf-8")
    assert "was imported: 1 customer created; 1 row needs you." in (world / "told.txt").read_text(encoding="utf-8")
    assert facts(lines()[0])["status"] == "1"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only some systems have a disk that is always full")
@pytest.mark.parametrize("streams", [">/dev/full", ">/dev/full 2>&1"], ids=["output", "both"])
def test_a_full_disk_for_the_output_does_not_deny_the_import(sheet: Sheet, world: Path, streams: str) -> None:
    """What cannot be printed is told where it can be, the import is done and ends with 1; a preview ends with 2."""
    path, before = sheet(MARKS, HEADERS, ANNA), f"exec {streams}; "
    outputs = ("--database", f"sqlite:///{world}/cron.db", "--log", world / "runs.log", "--language", "en")

    previewed = run_as_cron("preview", path, *outputs, before=before)
    imported = run_as_cron("import", path, *outputs, before=before)

    assert (previewed.returncode, imported.returncode) == (2, 1)
    assert query(Path("cron.db"), "SELECT name FROM customers") == [("Anna",)]
    assert [facts(line)["status"] for line in lines()] == ["2", "1"]
    told = imported.stderr.decode()
    assert told == "" or "Only the printed report is missing: the import is done." in told
    assert b"Traceback" not in imported.stderr + previewed.stderr


def test_a_failure_under_a_scheduler_is_told_in_its_language(sheet: Sheet, world: Path) -> None:
    """RACCORD_LANGUAGE is enough for a summary in it."""
    environ = {"RACCORD_LANGUAGE": "fr", "RACCORD_CONFIG": str(world / "config.yaml")}

    done = run_as_cron("import", sheet(ANNA), "--summary", world / "told.txt", environ=environ)

    assert done.returncode == 2
    assert (world / "told.txt").read_text(encoding="utf-8").startswith("Rien n'a été importé de ")


def test_two_runs_at_once_are_one_after_the_other(sheet: Sheet, world: Path) -> None:
    """The second waits for the first; both end well, and the log has both."""
    path = sheet(MARKS, HEADERS, *((f"K{number}", f"C{number}", "75001", "Paris", "") for number in range(200)))
    command = [sys.executable, "-m", "raccord", "import", str(path), "--log", "runs.log"]
    runs = [subprocess.Popen(command, cwd=world, env=os.environ, stdout=subprocess.DEVNULL) for _ in range(2)]

    assert [run.wait(timeout=120) for run in runs] == [0, 0]
    assert {START.match(line)[2] for line in lines()} == {"imported", "nothing-to-import"}  # type: ignore[index]
